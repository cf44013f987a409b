"""The trolley: the session keeps its token, replaced after each change, and the ways of sending."""

from dataclasses import dataclass, field

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boxoffice import ticketing
from boxoffice.ticketing import (
    Choice,
    NotAllowed,
    NotAuthenticated,
    Refused,
    Trolley,
    ask_side_by_side,
    get_service,
)

KEY = "trolley"


@dataclass(frozen=True)
class Kept:
    """What the session keeps of a trolley. `sending`: by source code, the send method's code and name."""

    token: str = ""
    sending: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0  # of orders, as last seen

    @property
    def is_empty(self) -> bool:
        return not self.token

    @property
    def send_codes(self) -> dict[str, str]:
        return {source: code for source, (code, _name) in self.sending.items()}


class NotPossible(Exception):
    """What was asked cannot be put into the trolley; `str()` says so in a sentence for the page."""


def kept(session: SessionBase) -> Kept:
    return Kept(**session.get(KEY, {}))


def look(session: SessionBase) -> Trolley:
    """The trolley as f13 sees it now. Raises NotPossible when it is no longer kept, and TicketingErrors."""
    mine = kept(session)
    if mine.is_empty:
        return Trolley()
    try:
        trolley = _service().get_trolley(mine.token, send_codes=mine.send_codes)
    except (NotAuthenticated, NotAllowed):  # trouble with the shop's account is no fault of the trolley
        raise
    except Refused as error:
        empty(session)
        raise NotPossible(
            _("Your trolley was kept for too long and is empty now. Please choose again.")
        ) from error
    if len(trolley.orders) != mine.count:
        session[KEY] = {**session[KEY], "count": len(trolley.orders)}
    return trolley


def add(session: SessionBase, choice: Choice, *, send_code: str) -> tuple[ticketing.Order, ...]:
    """Put tickets in; the orders that f13 discarded for them. Raises NotPossible, and TicketingErrors."""
    mine, service = kept(session), _service()
    told = ask_side_by_side(
        methods=lambda: service.list_send_methods(choice.perf_id),
        trolley=lambda: service.get_trolley(mine.token, add=choice, send_codes=mine.send_codes),
    )
    try:
        trolley, methods = told["trolley"].required(), told["methods"].required()
    except NotAuthenticated:
        raise
    except Refused as error:
        raise NotPossible(_("These tickets cannot be had. Please choose again.")) from error
    order = _added(trolley, choice)
    if order is None:
        raise NotPossible(_("These tickets are not to be had any more. Please choose again."))
    method = next((method for method in methods if method.code == send_code), None)
    if method is None:
        raise NotPossible(_("Tickets for this date cannot be sent in that way. Please choose another."))
    source = next(bundle.source_code for bundle in trolley.bundles if order in bundle.orders)
    _keep(session, trolley, {**mine.sending, source: [method.code, method.name]})
    return trolley.discarded_orders


def remove(session: SessionBase, item_number: int) -> None:
    """Take one order out. Raises NotPossible, and TicketingErrors."""
    mine = kept(session)
    try:
        trolley = _service().get_trolley(mine.token, remove=[item_number], send_codes=mine.send_codes)
    except NotAuthenticated:
        raise
    except Refused as error:
        raise NotPossible(_("That was not in your trolley.")) from error
    if trolley.is_empty:
        empty(session)
    else:
        _keep(session, trolley, mine.sending)


def empty(session: SessionBase) -> None:
    session.pop(KEY, None)


def _added(trolley: Trolley, choice: Choice) -> ticketing.Order | None:
    """The order that the choice became: with the newest number, and just what was chosen."""
    asked = (choice.perf_id, choice.ticket_type_code, choice.price_band_code, choice.quantity)
    newest = max(trolley.orders, key=lambda order: order.item_number or 0, default=None)
    if newest is None or newest.performance is None:
        return None
    got = (newest.performance.id, newest.ticket_type_code, newest.price_band_code, newest.quantity)
    return newest if got == asked else None


def _keep(session: SessionBase, trolley: Trolley, sending: dict[str, list[str]]) -> None:
    """The token, and how those suppliers' tickets are sent that are still in the trolley."""
    sources = {bundle.source_code for bundle in trolley.bundles}
    mine = {source: method for source, method in sending.items() if source in sources}
    session[KEY] = {"token": trolley.token, "sending": mine, "count": len(trolley.orders)}


def _service() -> ticketing.Service:
    return get_service(get_language())
