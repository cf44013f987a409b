"""Pages of one's own are compressed too; what is kept for everyone, and files, are so already.

What is compressed beside what a stranger can write gives itself away by its length. The token of a page's
forms is masked anew each time, and Django adds bytes of chance; no page here repeats what its address says
beside something that is secret. The admin does (a search, beside customers), so it stays as it is.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

NOT_BELOW = "/admin/"


class CompressingMiddleware:
    """Inside of kept pages and files, outside of all that makes a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_a_page_of_ones_own(request, response):
            self._gzip.process_response(request, response)  # which changes it in place
        return response


def _is_a_page_of_ones_own(request: HttpRequest, response: HttpResponse) -> bool:
    """A question for everyone says nothing of what its asker unpacks."""
    is_told = "HTTP_ACCEPT_ENCODING" in request.META
    is_text = response.headers.get("Content-Type", "").startswith(("text/html", "application/json"))
    return is_told and is_text and not response.streaming and not request.path_info.startswith(NOT_BELOW)
