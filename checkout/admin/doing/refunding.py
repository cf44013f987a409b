"""Money that the shop's own Stripe took goes back: written down here, given by the worker."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxoffice.ticketing import Money

from ... import cancelling, tasks
from ...models import OrderRecord
from .deed import Deed, Done


class AmountForm(forms.Form):
    press = forms.UUIDField(widget=forms.HiddenInput)  # pressed twice, it is given back once

    def __init__(self, record: OrderRecord, *data: Any) -> None:
        super().__init__(*data)
        left = _left(record)
        self.fields["press"].initial = uuid.uuid4()
        self.fields["amount"] = forms.DecimalField(
            label=_("Amount, in %(currency)s") % {"currency": left.currency.iso},
            help_text=_("%(sum)s can go back at most.") % {"sum": left},
            min_value=Decimal(1).scaleb(-left.currency.places),
            max_value=left.amount,
            decimal_places=left.currency.places,
            initial=f"{left.amount:.{left.currency.places}f}",
        )


def will(record: OrderRecord, chosen: dict[str, Any]) -> list[str]:
    left = _left(record)
    back = Money(chosen["amount"], left.currency)
    intents = [one.intent_id for one in record.authorisations.all() if one.intent_id]
    return [
        _("%(sum)s go back to the card that was paid with.") % {"sum": back},
        _("So much could still go back after that: %(sum)s.") % {"sum": left - back},
        _("Stripe does it, for payment %(intents)s. It cannot be undone.") % {"intents": ", ".join(intents)},
        _("Tickets stay as they are: nothing is cancelled by it."),
    ]


def refund(record: OrderRecord, chosen: dict[str, Any], who: str) -> Done:
    made = cancelling.refund(record, chosen["amount"], by=who, press=chosen["press"])
    if not made:
        return Done.nothing()
    for one in made:
        tasks.give_back_after_commit(one.pk)
    sum_ = Money(chosen["amount"], _left(record).currency)
    return Done(_("%(sum)s are on their way back.") % {"sum": sum_})


def can_be_given_back(record: OrderRecord) -> bool:
    left = cancelling.left(record)
    return left is not None and left.amount > 0


def _left(record: OrderRecord) -> Money:
    left = cancelling.left(record)
    if left is None:
        raise ValueError("this shop took no money for it")
    return left


REFUND = Deed(
    name="refund",
    rights=("refund_order",),
    label=gettext_lazy("Give money back"),
    button=gettext_lazy("Give it back"),
    is_possible=can_be_given_back,
    form=AmountForm,
    will=will,
    do=refund,
)
