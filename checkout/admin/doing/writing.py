"""Letters once more, and to another address than the buyer typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import letters
from ...models import OrderRecord
from .deed import Deed, Done

NAMES = {
    "confirmation": gettext_lazy("confirmation, with the tickets"),
    "settled": gettext_lazy("how the purchase ended, after a long wait"),
    "failed": gettext_lazy("that it was not bought"),
    "changed": gettext_lazy("what has changed"),
    "cancelled": gettext_lazy("what was cancelled"),
}


def kinds_of(record: OrderRecord) -> list[tuple[str, Any]]:
    """Those that this order has had, and the confirmation of what was bought."""
    had = set(record.letters.values_list("kind", flat=True))
    if record.is_bought:
        had.add("confirmation")
    return [(kind, label) for kind, label in NAMES.items() if kind in had and kind in letters.KINDS]


class ResendForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Letter"), widget=forms.RadioSelect)

    def __init__(self, record: OrderRecord, *data: Any) -> None:
        super().__init__(*data)
        choices = kinds_of(record)
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["kind"].initial = choices[0][0] if choices else None


def resend(record: OrderRecord, chosen: dict[str, Any], who: str) -> Done:
    if not letters.promise_again(record, kind=chosen["kind"], by=who):
        return Done.nothing(_("It was not sent: there is no address, or it was sent very often of late."))
    said = _("The letter is sent again: %(letter)s.") % {"letter": NAMES[chosen["kind"]]}
    return Done(said)


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "vTextField", "dir": "ltr", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Letters of this order go there from now on, and those that the other address got are sent again."
        ),
    )

    def __init__(self, record: OrderRecord, *data: Any) -> None:
        super().__init__(*data)
        self.fields["email"].initial = record.customer.get("email_address")


def correct(record: OrderRecord, chosen: dict[str, Any], who: str) -> Done:
    """The history says that it was corrected, and neither address: it is read by more than may see them."""
    try:
        is_another = letters.correct_address(record, chosen["email"], by=who)
    except ValidationError as error:
        return Done.nothing(" ".join(error.messages))
    if not is_another:
        return Done.nothing(_("It is the address already."))
    return Done(_("The address is corrected."), logged=_("The address for letters was corrected."))


RESEND = Deed(
    name="resend",
    rights=("resend_letter",),
    label=gettext_lazy("Send a letter again"),
    button=gettext_lazy("Send it again"),
    is_possible=lambda record: letters.can_reach(record) and bool(kinds_of(record)),
    form=ResendForm,
    do=resend,
)
CORRECT = Deed(
    name="correct-address",
    rights=("correct_address", "view_customer"),
    label=gettext_lazy("Correct the email address"),
    button=gettext_lazy("Correct it"),
    is_possible=letters.can_reach,
    form=AddressForm,
    do=correct,
)
