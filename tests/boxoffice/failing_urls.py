"""The shop's addresses, with a page that fails and one that asks f13: for `failing_shop`."""

import logging

from django.http import HttpRequest, HttpResponse
from django.urls import path

from boxoffice.ticketing import TicketingError, get_service
from boxoffice.urls import handler400, handler404, handler500
from boxoffice.urls import urlpatterns as shops
from tests.boxoffice.failing_shop import EMAIL

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


def fails(request: HttpRequest, token: str) -> HttpResponse:
    """With all that an error can hold of a buyer: in its words, in variables, in the log."""
    name = request.POST["first_name"]
    logging.getLogger("tests").error("%s could not be served", name)
    raise ValueError(f"{name} <{EMAIL}> is no number")


def asks(request: HttpRequest) -> HttpResponse:
    try:
        get_service().get_account()
    except TicketingError as error:
        return HttpResponse(type(error).__name__)
    return HttpResponse("well")


urlpatterns = [
    *shops,
    path("checkout/return/<str:token>/fails/", fails, name="fails"),
    path("asks/", asks, name="asks"),
]
