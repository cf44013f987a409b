"""Open matters: orders that have not ended in one way or the other, each with a plain sentence why.

A matter is seen in two ways, which must agree: as a condition on many records, and as a sentence about one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Authorisation, OrderRecord, Standing, State, Trouble

WITHOUT_A_WORKER = timedelta(minutes=1)  # after so long, a purchase should have begun


class Kind(TextChoices):
    """Each has a section in docs/staff.md."""

    STAFF = "staff", gettext_lazy("staff must look")
    UNCERTAIN = "uncertain", gettext_lazy("purchase uncertain")
    WAITING = "waiting", gettext_lazy("no worker has come")
    BANK = "bank", gettext_lazy("at the bank")
    DEBITOR = "debitor", gettext_lazy("at the debitor")
    WHITE_LABEL = "white_label", gettext_lazy("at the white label")
    RELEASE = "release", gettext_lazy("release uncertain")
    MONEY = "money", gettext_lazy("money")


@dataclass(frozen=True)
class Matter:
    """Why an order is open, and since when."""

    kind: Kind
    why: str
    since: datetime


def of(record: OrderRecord) -> list[Matter]:
    """All that is open about this order, the most urgent first."""
    return [matter for matters in OF.values() for matter in matters(record)]


def condition(kind: Kind) -> Q:
    """Which orders have a matter of this kind."""
    return CONDITIONS[kind]()


def any_condition() -> Q:
    """Which orders have any."""
    found = Q()
    for kind in Kind:
        found |= condition(kind)
    return found


# As conditions


def _waiting() -> Q:
    now = timezone.now()
    is_alone = Q(lease_ends_at=None) | Q(lease_ends_at__lte=now)
    return is_alone & Q(
        state=State.ATTEMPTING, looks=0, look_again_at=None, changed_at__lte=now - WITHOUT_A_WORKER
    )


def _money() -> Q:
    of_record = Authorisation.objects.filter(record=OuterRef("pk"))
    return Q(Exists(of_record.for_staff())) | Q(Exists(of_record.ending_soon()))


def _soon() -> datetime:
    return timezone.now() + timedelta(hours=settings.AUTHORISATION_ENDS_SOON_HOURS)


CONDITIONS: dict[Kind, Callable[[], Q]] = {
    Kind.STAFF: lambda: ~Q(needs_staff=""),
    Kind.UNCERTAIN: lambda: Q(state=State.ATTEMPTING) & (Q(looks__gt=0) | ~Q(look_again_at=None)),
    Kind.WAITING: _waiting,
    Kind.BANK: lambda: Q(state=State.AUTHORISING),
    Kind.DEBITOR: lambda: Q(state=State.CALLED_OUT),
    Kind.WHITE_LABEL: lambda: Q(state=State.HANDED_OVER),
    Kind.RELEASE: lambda: Q(is_release_certain=False),
    Kind.MONEY: _money,
}


# As sentences


def _of_staff(record: OrderRecord) -> Iterator[Matter]:
    if record.needs_staff:
        since = record.needs_staff_since or record.changed_at
        sentence = _("Staff must look: %(why)s.") % {"why": record.get_needs_staff_display()}
        yield Matter(Kind.STAFF, sentence, since)


def _of_uncertain(record: OrderRecord) -> Iterator[Matter]:
    if record.state != State.ATTEMPTING or not (record.looks or record.look_again_at):
        return
    since = record.pressed_at or record.changed_at
    if record.purchase_asked_at is None:
        why = _(
            "The box office could not be reached. Nothing was bought; it is tried again while time is left."
        )
    else:
        why = _("The box office was asked for the tickets, and its answer is lost. It is looked up.")
    yield Matter(Kind.UNCERTAIN, why, since)


def _of_waiting(record: OrderRecord) -> Iterator[Matter]:
    now = timezone.now()
    is_alone = record.lease_ends_at is None or record.lease_ends_at <= now
    is_untouched = not record.looks and record.look_again_at is None
    is_old = record.changed_at <= now - WITHOUT_A_WORKER
    if record.state == State.ATTEMPTING and is_alone and is_untouched and is_old:
        why = _("It is to be bought, and no worker has come. Is one running?")
        yield Matter(Kind.WAITING, why, record.changed_at)


def _in_state(state: State, kind: Kind, sentence: Promise) -> Callable[[OrderRecord], Iterator[Matter]]:
    def matters(record: OrderRecord) -> Iterator[Matter]:
        if record.state == state:
            yield Matter(kind, str(sentence), record.changed_at)

    return matters


def _of_release(record: OrderRecord) -> Iterator[Matter]:
    if not record.is_release_certain:
        why = _("The seats are to be let go, and the box office has not said that they are free.")
        yield Matter(Kind.RELEASE, why, record.changed_at)


def _of_money(record: OrderRecord) -> Iterator[Matter]:
    """`record.authorisations` may have been fetched for many records at once."""
    for one in record.authorisations.all():
        if one.needs_staff:
            yield Matter(
                Kind.MONEY,
                _("Staff must look at the money: %(why)s.") % {"why": trouble_of(one)},
                one.made_at,
            )
        if one.standing == Standing.HELD and one.ends_at is not None and one.ends_at <= _soon():
            why = _("The bank lets go of the money on %(day)s at %(time)s (UTC), and it is not taken yet.")
            yield Matter(
                Kind.MONEY,
                why % {"day": f"{one.ends_at:%Y-%m-%d}", "time": f"{one.ends_at:%H:%M}"},
                one.made_at,
            )


def trouble_of(authorisation: Authorisation) -> str:
    """In words, why staff must look at this money."""
    words = dict(Trouble.choices)
    return str(words.get(authorisation.needs_staff, authorisation.needs_staff))


OF: dict[Kind, Callable[[OrderRecord], Iterator[Matter]]] = {
    Kind.STAFF: _of_staff,
    Kind.MONEY: _of_money,
    Kind.UNCERTAIN: _of_uncertain,
    Kind.WAITING: _of_waiting,
    Kind.BANK: _in_state(
        State.AUTHORISING,
        Kind.BANK,
        gettext_lazy("The buyer's card is being confirmed. Nothing is bought yet."),
    ),
    Kind.DEBITOR: _in_state(
        State.CALLED_OUT,
        Kind.DEBITOR,
        gettext_lazy("The buyer was sent to the payment page of the box office's, and has not come back."),
    ),
    Kind.WHITE_LABEL: _in_state(
        State.HANDED_OVER,
        Kind.WHITE_LABEL,
        gettext_lazy(
            "The buyer was handed to Ingresso's own checkout. Whether tickets were bought there is looked up."
        ),
    ),
    Kind.RELEASE: _of_release,
}
