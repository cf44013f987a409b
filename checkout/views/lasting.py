"""What goes with an order's page: its lasting link, its calendar file, its letter once more."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from boxoffice import failures
from boxoffice.limits import Limit

from .. import access, calendars, confirmation, letters
from ..access import personal
from ..models import OrderRecord

HOUR = 60 * 60  # seconds


@require_safe
@personal
def opened(request: HttpRequest, record_id: uuid.UUID, signature: str) -> HttpResponse:
    """The lasting link of a letter becomes a cookie, and the address that stays in the browser tells nothing.

    Looking at it changes nothing, so that whoever checks mails for a living may do so, as often as they like.
    """
    record = OrderRecord.objects.filter(pk=record_id).first()
    if record is None or not access.is_link(record, signature):
        response = render(request, "checkout/link_ended.html", status=404)
    elif access.ends_at(record) <= timezone.now():
        response = render(request, "checkout/link_ended.html", status=410)
    else:
        response = redirect("checkout:order", record.pk)
        access.let_in(request, response, record)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
@personal
def calendar(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """What has a date, for the buyer's calendar."""
    record = access.order_of(request, record_id)
    file = calendars.calendar_of(record) if record.is_bought else b""
    if not file:
        raise Http404
    named = {"Content-Disposition": f'attachment; filename="tickets-{record.pk}.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=named)


@require_POST
@personal
def send_again(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """The buyer wants the letter once more. It goes to the address of the order, and to no other."""
    record = access.bought_order_of(request, record_id)
    wait = Limit("send_again", settings.SEND_AGAIN_PER_HOUR, HOUR).wait(str(record.pk))
    if wait:
        return failures.too_often(request, seconds=wait)
    if letters.promise_again(record, kind="confirmation", by=""):
        address = confirmation.known_again(record.buyer_email)
        messages.success(request, _("The letter is on its way to %(address)s.") % {"address": address})
    else:
        messages.error(
            request, _("The letter cannot be sent at this moment. Everything in it is on this page.")
        )
    return redirect("checkout:order", record.pk)
