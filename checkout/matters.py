"""Open matters: orders that have not ended in one way or the other, each with a plain sentence why.

A matter is seen in two ways, which must agree: as a condition on many records, and as a sentence about one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    Min,
    Q,
    QuerySet,
    TextChoices,
    TextField,
    Value,
    prefetch_related_objects,
)
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import (
    Authorisation,
    Cancellation,
    CancellationStanding,
    CancellationTrouble,
    Letter,
    OrderRecord,
    Refund,
    Standing,
    State,
    Trouble,
)

WITHOUT_A_WORKER = timedelta(minutes=1)  # after so long, a purchase or a cancellation should have begun


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
    LETTER = "letter", gettext_lazy("letter cannot be delivered")
    CANCELLATION = "cancellation", gettext_lazy("cancellation uncertain")
    WITHDRAWAL = "withdrawal", gettext_lazy("withdrawal")
    REFUND = "refund", gettext_lazy("refund")


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
    """Which orders have any. Each kind is found by its own index; joined by OR, none of them would be."""
    first, *others = (_of_kind(kind).values("pk") for kind in Kind)
    return Q(pk__in=first.union(*others))


def fetch_told(records: Sequence[OrderRecord]) -> None:
    """For many at once: what the sentences read besides the record, asked for only where it is open."""
    for relation, names in TOLD_BY.items():
        kinds = [Kind(name) for name in names if name in Kind.values]
        if not kinds:
            continue
        told = [one for one in records if any(getattr(one, f"is_{kind}", False) for kind in kinds)]
        for record in records:
            cache = record.__dict__.setdefault("_prefetched_objects_cache", {})
            if record not in told:
                cache[relation] = getattr(record, relation).none()
        if told:
            prefetch_related_objects(told, relation)


def flags() -> dict[str, ExpressionWrapper]:
    """Columns that say whether a record has a matter that is told by rows of their own."""
    names = [name for names in TOLD_BY.values() for name in names if name in Kind.values]
    return {f"is_{name}": ExpressionWrapper(condition(Kind(name)), BooleanField()) for name in names}


def tallies() -> list[Any]:
    """Of each kind that there is: its name, how many orders have it, and since when. To be put together."""
    return [
        _of_kind(kind)
        .annotate(tally=Value(f"matter {kind.value}", output_field=TextField()))
        .values("tally")
        .annotate(count=Count("pk"), moment=Min("changed_at"))
        .values_list("tally", "count", "moment")
        for kind in Kind
    ]


def _of_kind(kind: Kind) -> QuerySet[OrderRecord]:
    return OrderRecord.objects.filter(condition(kind)).order_by()


# Rows of their own that tell of matters, and of which kinds.
TOLD_BY = {
    "authorisations": ("money",),
    "letters": ("letter",),
    "cancellations": ("cancellation", "withdrawal"),
    "refunds": ("refund",),
}


# As conditions


def _waiting() -> Q:
    now = timezone.now()
    is_alone = Q(lease_ends_at=None) | Q(lease_ends_at__lte=now)
    return is_alone & Q(
        state=State.ATTEMPTING, looks=0, look_again_at=None, changed_at__lte=now - WITHOUT_A_WORKER
    )


def _money() -> Q:
    money = Authorisation.objects.order_by()
    found = money.for_staff().values("record_id").union(money.ending_soon().values("record_id"))
    return Q(pk__in=found)


def _letter() -> Q:
    return Q(pk__in=Letter.objects.undeliverable().order_by().values("record_id"))


def _cancellation() -> Q:
    late = Q(standing=CancellationStanding.ASKED, made_at__lte=timezone.now() - WITHOUT_A_WORKER)
    uncertain = Q(standing=CancellationStanding.UNCERTAIN)
    troubled = ~Q(needs_staff__in=("", CancellationTrouble.WITHDRAWAL))
    return Q(pk__in=Cancellation.objects.filter(late | uncertain | troubled).order_by().values("record_id"))


def _withdrawal() -> Q:
    withdrawn = Cancellation.objects.filter(needs_staff=CancellationTrouble.WITHDRAWAL)
    return Q(pk__in=withdrawn.order_by().values("record_id"))


def _refund() -> Q:
    return Q(pk__in=Refund.objects.for_staff().order_by().values("record_id"))


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
    Kind.LETTER: _letter,
    Kind.CANCELLATION: _cancellation,
    Kind.WITHDRAWAL: _withdrawal,
    Kind.REFUND: _refund,
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


def _of_letters(record: OrderRecord) -> Iterator[Matter]:
    """`record.letters` may have been fetched for many records at once."""
    for letter in record.letters.all():
        if letter.is_undeliverable:
            why = _("A letter to the buyer cannot be delivered: %(why)s (%(answer)s).") % {
                "why": letter.get_fate_display(),
                "answer": letter.answer or letter.kind,
            }
            yield Matter(Kind.LETTER, why, letter.promised_at)


def _of_cancellations(record: OrderRecord) -> Iterator[Matter]:
    """`record.cancellations` may have been fetched for many records at once."""
    for one in record.cancellations.all():
        if one.needs_staff and one.needs_staff != CancellationTrouble.WITHDRAWAL:
            why = _("Staff must look at a cancellation: %(why)s.") % {"why": one.get_needs_staff_display()}
            yield Matter(Kind.CANCELLATION, why, one.made_at)
        elif one.standing == CancellationStanding.UNCERTAIN:
            why = _("The box office was asked to cancel, and its answer is lost. It is looked up.")
            yield Matter(Kind.CANCELLATION, why, one.made_at)
        elif one.is_open and one.made_at <= timezone.now() - WITHOUT_A_WORKER:
            why = _("It is to be cancelled, and the box office has not been asked. Is it away, or no worker?")
            yield Matter(Kind.CANCELLATION, why, one.made_at)


def _of_withdrawals(record: OrderRecord) -> Iterator[Matter]:
    for one in record.cancellations.all():
        if one.needs_staff == CancellationTrouble.WITHDRAWAL:
            why = _(
                "The buyer has withdrawn from items %(numbers)s, which the shop cannot cancel by itself. "
                "Have Ingresso cancel them, and give the money back within fourteen days."
            )
            numbers = ", ".join(map(str, one.left_over))
            yield Matter(Kind.WITHDRAWAL, why % {"numbers": numbers}, one.made_at)


def _of_refunds(record: OrderRecord) -> Iterator[Matter]:
    for one in record.refunds.all():
        if one.needs_staff:
            why = _("Staff must look at a refund: %(why)s.") % {"why": one.get_needs_staff_display()}
            yield Matter(Kind.REFUND, why, one.made_at)


def trouble_of(authorisation: Authorisation) -> str:
    """In words, why staff must look at this money."""
    words = dict(Trouble.choices)
    return str(words.get(authorisation.needs_staff, authorisation.needs_staff))


OF: dict[Kind, Callable[[OrderRecord], Iterator[Matter]]] = {
    Kind.STAFF: _of_staff,
    Kind.MONEY: _of_money,
    Kind.LETTER: _of_letters,
    Kind.WITHDRAWAL: _of_withdrawals,
    Kind.REFUND: _of_refunds,
    Kind.CANCELLATION: _of_cancellations,
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
