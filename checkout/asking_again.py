"""What staff may do about an open matter: have it looked up at once, or say that they have seen to it."""

from . import tasks
from .lease import OPEN
from .models import OrderRecord

ASKED_AGAIN = "staff ask again"
SEEN_TO = "staff have seen to it"


def can_be_asked(record: OrderRecord) -> bool:
    """Whether there is anybody to ask: a record that has ended is certain, once its money is."""
    is_settled = record.state not in OPEN and record.is_release_certain
    return not is_settled or record.authorisations.open().exists()


def ask_again(record: OrderRecord, *, who: str) -> bool:
    """The worker looks at once instead of when it is due. False where there is nothing to ask."""
    if not can_be_asked(record):
        return False
    record.change(look_again_at=None)
    record.note_again(ASKED_AGAIN, detail=who)
    if record.state in OPEN:
        tasks.buy_after_commit(record)
    tasks.let_go_after_commit(record)
    if record.authorisations.open().update(look_again_at=None):
        tasks.take_after_commit(record)
    return True


def see_to(record: OrderRecord, *, who: str) -> bool:
    """Nothing is left for staff to do. False where nothing was asked of them, or another was quicker."""
    why = list(record.authorisations.for_staff().values_list("needs_staff", flat=True))
    if record.needs_staff:
        why.append(record.needs_staff)
    mine = OrderRecord.objects.filter(pk=record.pk).exclude(needs_staff="")
    cleared = mine.update(needs_staff="", needs_staff_since=None)
    cleared += record.authorisations.for_staff().update(needs_staff="")
    if not cleared:
        return False
    record.note(SEEN_TO, detail=f"{who}: {', '.join(sorted(why))}")
    return True


def needs_staff(record: OrderRecord) -> bool:
    return bool(record.needs_staff) or record.authorisations.for_staff().exists()
