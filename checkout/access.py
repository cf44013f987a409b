"""Who may see an order: the visit that bought it, and whoever opened its lasting link or named its reference.

The link is signed over the order and its buyer's address, so that correcting a mistyped address ends the
links that went to the wrong one. Opened, it becomes a cookie for that order alone. No table keeps any of it.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from boxoffice.languages import language_of

from . import visitor
from .models import OrderRecord
from .occasions import Occasion, occasion_of

AFTER_THE_LAST = timedelta(days=30)
UNDATED = timedelta(days=365)  # from the purchase, for what has no date
COOKIE_LASTS = timedelta(days=30)
MOST = 8  # orders that a browser has open: in five languages forty cookies, and each browser keeps fifty
OPENED = "orders"  # the cookie that names them, so that the oldest can go


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For whatever shows an order, files too: nobody keeps it, and no search engine lists it."""

    @wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        response = view(request, *arguments, **named)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    return shown


def order_of(request: HttpRequest, record_id: uuid.UUID) -> OrderRecord:
    """The order, for whoever may see it. For anybody else it is a 404, and looks like none at all."""
    record = OrderRecord.objects.filter(pk=record_id).first()
    if record is None or not (is_buyers(request, record) or _has_cookie(request, record)):
        raise Http404
    return record


def bought_order_of(request: HttpRequest, record_id: uuid.UUID) -> OrderRecord:
    """The same, if it was bought."""
    record = order_of(request, record_id)
    if not record.is_bought:
        raise Http404
    return record


def is_buyers(request: HttpRequest, record: OrderRecord) -> bool:
    """Whether this is the visit in which it was bought."""
    known = visitor.known(request)
    return bool(known) and record.visitor == known


def link_to(record: OrderRecord) -> str:
    """The lasting link, absolute, in the order's language: for letters to its buyer, and for nothing else."""
    signature = _signer("link").signature(_bound(record))
    with translation.override(record.language):
        return f"{settings.SITE_URL}{reverse('checkout:opened', args=[record.pk, signature])}"


def is_link(record: OrderRecord, signature: str) -> bool:
    """Whether it was made for this order and the address that its buyer has now."""
    return _is_signed("link", _bound(record), signature)


def ends_at(record: OrderRecord) -> datetime:
    """Until when links open it: 30 days after the last performance; undated, a year after the purchase."""
    occasions = (occasion_of(record, order) for order in record.trolley.orders)
    ends = (_after(one) if one else record.bought_at + UNDATED for one in occasions)
    return max(ends, default=record.bought_at + UNDATED)


def let_in(request: HttpRequest, response: HttpResponse, record: OrderRecord) -> None:
    """Give a cookie for this order alone, in each language. The oldest that was opened here makes room."""
    now = timezone.now()
    ends = int(min(now + COOKIE_LASTS, ends_at(record)).timestamp())
    value = f"{ends}:{_signer('cookie').signature(f'{_bound(record)}:{ends}')}"
    for name, path in _cookies(record.pk):
        _set(response, name, value, path=path, seconds=ends - now.timestamp())
    before = [one for one in _opened(request) if one != record.pk]
    kept = before[-(MOST - 1) :]
    for name, path in (cookie for one in before if one not in kept for cookie in _cookies(one)):
        response.delete_cookie(name, path=path, samesite="Lax")
    listed = _signer("opened").sign(_list([*kept, record.pk]))
    _set(response, OPENED, listed, path=settings.SESSION_COOKIE_PATH, seconds=UNDATED.total_seconds())


def _has_cookie(request: HttpRequest, record: OrderRecord) -> bool:
    cookie = request.COOKIES.get(_name(language_of(request), record.pk), "")
    ends, _colon, signature = cookie.partition(":")
    is_signed = _is_signed("cookie", f"{_bound(record)}:{ends}", signature)
    return is_signed and timezone.now().timestamp() < int(ends)


def _bound(record: OrderRecord) -> str:
    """What is signed. It never leaves the shop."""
    return f"{record.pk}:{record.buyer_email}"


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"checkout.access.{purpose}")


def _is_signed(purpose: str, value: str, signature: str) -> bool:
    """By the key of today, or by a former one."""
    try:
        _signer(purpose).unsign(f"{value}:{signature}")
    except BadSignature:
        return False
    return True


def _cookies(record_id: uuid.UUID) -> Iterator[tuple[str, str]]:
    """Name and path of an order's cookie in each language."""
    for code, _called in settings.LANGUAGES:
        with translation.override(code):
            path = reverse("checkout:order", args=[record_id])
        yield _name(code, record_id), path


def _name(language: str, record_id: uuid.UUID) -> str:
    return f"order-{language}-{record_id.hex}"


def _set(response: HttpResponse, name: str, value: str, *, path: str, seconds: float) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max(0, int(seconds)),
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _opened(request: HttpRequest) -> list[uuid.UUID]:
    """The orders that this browser has opened, the last one last."""
    try:
        listed = _signer("opened").unsign(request.COOKIES.get(OPENED, ""))
    except BadSignature:
        return []
    return [uuid.UUID(hex=one) for one in listed.split(".")]


def _list(record_ids: Iterable[uuid.UUID]) -> str:
    return ".".join(one.hex for one in record_ids)


def _after(occasion: Occasion) -> datetime:
    """Thirty days after it. Its last day ends everywhere by noon of the next one in UTC."""
    noon = datetime.combine(occasion.last_day + timedelta(days=1), time(12), tzinfo=UTC)
    return noon + AFTER_THE_LAST
