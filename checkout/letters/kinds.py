"""The kinds of letters: when each is sent, from which templates, with which files."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from .. import failing, late
from ..mailings import wanting
from ..models import BOUGHT, Letter, OrderRecord, State

MAY_STILL_BE_BOUGHT = frozenset({State.RESERVING, State.RESERVED})
BY_THE_BUYER = frozenset({State.NOT_RESERVED, State.LOST, State.RELEASED})  # nothing that was waited for


class When(Enum):
    """Whether a promised letter is to be sent."""

    NOW = auto()
    LATER = auto()
    NEVER = auto()


@dataclass(frozen=True)
class Kind:
    """`template`: the templates are `letters/<template>.txt`, `.html`, `_subject.txt`."""

    when: Callable[[Letter], When]
    template: Callable[[OrderRecord], str]
    has_files: bool = False


def kind_of(letter: Letter) -> Kind | None:
    """None for a kind of another version of the shop, which sends it."""
    return KINDS.get(letter.kind)


def when(letter: Letter) -> When:
    """Who cannot be reached any more, for their details were taken out, is not written to."""
    kind = kind_of(letter)
    if kind is None:
        return When.LATER
    return kind.when(letter) if letter.record.customer.get("email_address") else When.NEVER


def has_gone_on(record: OrderRecord) -> bool:
    """Whether its buyer has come back since, and holds or bought something."""
    later = OrderRecord.objects.filter(visitor=record.visitor, created_at__gt=record.created_at)
    return later.exclude(state__in=(State.NOT_RESERVED, State.LOST)).exists()


def _confirmation(letter: Letter) -> When:
    """What is asked for again is sent, whatever has become of the tickets: it says so."""
    if letter.record.state not in BOUGHT:
        return When.NEVER
    is_gone = letter.record.state == State.CANCELLED and not letter.occasion
    return When.NEVER if is_gone else When.NOW


def _failed(letter: Letter) -> When:
    record = letter.record
    is_wanted = failing.told(record) is not None and not has_gone_on(record)
    return When.NOW if is_wanted else When.NEVER


def _settled(letter: Letter) -> When:
    """The page has promised it. Ingresso's confirmation keeps that promise too."""
    record = letter.record
    if record.is_under_way or record.state in MAY_STILL_BE_BOUGHT:
        return When.LATER
    if record.is_bought:
        is_told = record.is_confirmed_by_ingresso or record.state == State.CANCELLED
        return When.NEVER if is_told else When.NOW
    if record.state in BY_THE_BUYER:
        return When.NEVER
    follower = late.follower_of(record)
    if follower is not None and follower.is_under_way:
        return When.LATER
    return When.NEVER if follower is not None and follower.is_bought else When.NOW


def _about_what_was_bought(letter: Letter) -> When:
    return When.NOW if letter.record.is_bought else When.NEVER


def _notice(letter: Letter) -> When:
    """What staff write: for tickets that still stand, and once to an address."""
    return _about_what_was_bought(letter) if wanting.is_wanted(letter) else When.NEVER


def _changed(letter: Letter) -> When:
    """Of what is cancelled altogether another letter tells."""
    return When.NEVER if letter.record.state == State.CANCELLED else _about_what_was_bought(letter)


def _how_it_ended(record: OrderRecord) -> str:
    return "confirmation" if record.is_bought else "failed"


def _always(name: str) -> Callable[[OrderRecord], str]:
    return lambda record: name


KINDS = {
    "confirmation": Kind(when=_confirmation, template=_always("confirmation"), has_files=True),
    "failed": Kind(when=_failed, template=_always("failed")),
    "settled": Kind(when=_settled, template=_how_it_ended, has_files=True),
    "changed": Kind(when=_changed, template=_always("changed"), has_files=True),
    "cancelled": Kind(when=_about_what_was_bought, template=_always("cancelled")),
    "withdrawn": Kind(when=_about_what_was_bought, template=_always("withdrawn")),
    "notice": Kind(when=_notice, template=_always("notice")),
}
