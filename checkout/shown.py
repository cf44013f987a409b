"""The price that stood on the page when its button was pressed: only that is paid."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from .models import OrderRecord

FIELD = "amount"  # of every form that pays
OTHER = _(
    "The price on the page where you pressed was another one than that of what is held, so nothing was "
    "bought. This is what it costs: please look at it, and press again."
)


def amount_of(record: OrderRecord) -> str:
    """What is to be paid, the same in every language: `55.00 gbp`; one amount for each currency."""
    totals = record.reservation.trolley.totals
    return " + ".join(f"{total.amount:.{total.currency.places}f} {total.currency.code}" for total in totals)


def is_other(sent: Mapping[str, str], record: OrderRecord) -> bool:
    """Whether the page showed another price. One that does not say showed none to be wrong about."""
    return sent.get(FIELD, "") not in {"", amount_of(record)}
