"""The letters that cancelling promises."""

from .. import letters
from ..models import Cancellation, OrderRecord


def tell_of_cancelled(record: OrderRecord) -> None:
    """Items of it are cancelled."""
    letters.promise(record, kind="cancelled")


def tell_of_withdrawal(withdrawal: Cancellation) -> None:
    """The receipt, on a durable medium: what was withdrawn from, and when."""
    letters.promise(withdrawal.record, kind="withdrawn", occasion=str(withdrawal.pk))
