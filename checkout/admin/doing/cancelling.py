"""Items that were bought are cancelled: asked for here, done by the worker."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import cancelling, tasks
from ...cancelling import choices, offer
from ...models import OrderRecord
from .deed import Deed, Done
from .told import line

# Nobody need write to Ingresso about what can be cancelled here, or is.
SETTLED = frozenset({"", "cancelled", "under_way"})


class ItemsForm(forms.Form):
    items = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Items"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, record: OrderRecord, *data: Any) -> None:
        super().__init__(*data)
        possible = [(one.number, line(one.order)) for one in cancelling.possible_items(record)]
        self.fields["items"].choices = possible  # type: ignore[attr-defined]


def will(record: OrderRecord, chosen: dict[str, Any]) -> list[str]:
    numbers = choices.with_others(record, frozenset(chosen["items"]))
    found = offer.of(record, numbers)
    lines = [_of_item(one, chosen["items"]) for one in cancelling.items_of(record) if one.number in numbers]
    return [
        *lines,
        _("These tickets are good no more. It cannot be undone."),
        *(_("Kept of what was paid: %(sum)s.") % {"sum": cost} for cost in found.cost),
        *_money(record, found),
        _("The buyer is told by letter once it is done."),
    ]


def _of_item(one: Any, chosen: list[int]) -> str:
    said = (
        _("Cancel: %(item)s") if one.number in chosen else _("Cancel, since it goes only together: %(item)s")
    )
    return said % {"item": line(one.order)}


def _money(record: OrderRecord, found: Any) -> list[str]:
    if not found.is_known:
        return [_("What was paid for them is not known here, so no money goes back by itself.")]
    if record.payment != "stripe":
        return [_("Whoever took the money gives it back; this shop took none.")]
    return [_("Goes back to the buyer's card: %(sum)s.") % {"sum": sum_} for sum_ in found.back]


def cancel(record: OrderRecord, chosen: dict[str, Any], who: str) -> Done:
    numbers = choices.with_others(record, frozenset(chosen["items"]))
    asked = cancelling.ask(record, numbers, by=who)
    if asked is None:
        return Done.nothing()
    tasks.cancel_after_commit(asked)
    said = _("Cancellation is asked for: items %(numbers)s.")
    return Done(said % {"numbers": ", ".join(map(str, sorted(numbers)))})


def advice(record: OrderRecord) -> list[str]:
    """What cannot be cancelled here, and why."""
    barred = [one for one in cancelling.items_of(record) if not one.is_possible]
    return [f"{line(one.order)}: {one.reason}" for one in barred]


def text_to_ingresso(record: OrderRecord) -> str:
    """What staff send where the shop may not cancel; "" where there is nothing of the kind."""
    barred = [one.number for one in cancelling.items_of(record) if one.why_not not in SETTLED]
    return cancelling.text_to_ingresso(record, barred) if barred else ""


CANCEL = Deed(
    name="cancel",
    rights=("cancel_order",),
    label=gettext_lazy("Cancel items"),
    button=gettext_lazy("Cancel them"),
    is_possible=lambda record: bool(cancelling.possible_items(record)),
    form=ItemsForm,
    will=will,
    do=cancel,
    advice=advice,
)
