"""What Stripe tells the shop, and what a wallet asks it. Nothing is decided here: the worker looks."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from .. import tasks
from ..models import Authorisation, Standing, State
from ..payments import stripe_line

MOST_BYTES = 256 * 1024


@csrf_exempt  # its signature is what nobody else can make
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Something has happened to an intent. In any order, any number of times, early or late: look at it."""
    if not settings.STRIPE_WEBHOOK_SECRET:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        told = stripe_line.told(request.body, signature=request.headers.get("Stripe-Signature", ""))
    except stripe_line.NotFromStripe:
        return HttpResponse(status=400)
    if told.is_of_refund:
        _look_at_refunds(told.intent_id)
    _look(told.intent_id)
    return HttpResponse(status=200)


def _look(intent_id: str) -> None:
    known = Authorisation.objects.open().filter(intent_id=intent_id).select_related("record").first()
    if known is None:
        return
    if known.record.state == State.AUTHORISING:
        tasks.buy_after_commit(known.record)
    else:
        tasks.take_after_commit(known.record)


def _look_at_refunds(intent_id: str) -> None:
    """What goes back of money that is not taken yet is its being freed: that is no refund."""
    taken = Authorisation.objects.filter(intent_id=intent_id, standing=Standing.CAPTURED).first()
    if intent_id and taken is not None:
        tasks.look_at_refunds_after_commit(taken)


@require_safe
def wallet_domain(request: HttpRequest) -> HttpResponse:
    """The file by which a wallet knows that this domain is the shop's."""
    if not settings.STRIPE_WALLET_DOMAIN_FILE:
        raise Http404
    try:
        contents = Path(settings.STRIPE_WALLET_DOMAIN_FILE).read_bytes()
    except OSError:
        raise Http404 from None
    return HttpResponse(contents, content_type="text/plain")
