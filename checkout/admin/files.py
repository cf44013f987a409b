"""Files that staff take along."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import add_never_cache_headers


def downloaded(content: bytes | Iterable[bytes], *, name: str, kind: str) -> HttpResponse:
    """A file under this name, kept by nobody on the way. What comes in parts is sent as it comes."""
    response: HttpResponseBase
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=kind)
    else:
        response = StreamingHttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{_safe(name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response  # type: ignore[return-value]


def _safe(name: str) -> str:
    """f13's references may hold any character; a file's name, these."""
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-._") else "-" for letter in name
    )
