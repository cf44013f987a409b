"""What is asked of whoever looks for an order."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .customer.texts import TextField, as_sent
from .references import address_as_looked_for, as_looked_for

NO_REFERENCE = _("Please enter a reference of the order.")
NO_EMAIL = _("Please enter the email address that was given with the order, as in ada@example.com.")


class AddressForm(forms.Form):
    """An email address, as anybody types it."""

    email = TextField(
        label=_("Email"),
        max_length=254,
        error_messages={"required": NO_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The one that was given with the order."),
    )

    def __init__(self, sent: Mapping[str, str] | None = None) -> None:
        """`sent` is kept as it was typed, but not without end."""
        kept = None if sent is None else {name: as_sent(sent.get(name, "")) for name in self.base_fields}
        super().__init__(kept, label_suffix="")

    def clean_email(self) -> str:
        """As it is compared."""
        address = address_as_looked_for(self.cleaned_data["email"])
        before, _at, after = address.rpartition("@")
        if not before or not after:
            raise ValidationError(NO_EMAIL, code="invalid")
        return address


class FindForm(AddressForm):
    """The address, and before it any reference of the order."""

    reference = TextField(
        label=_("Reference"),
        max_length=200,
        error_messages={"required": NO_REFERENCE},
        widget=forms.TextInput(
            attrs={"autocomplete": "on", "autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}
        ),
        help_text=_("The venue's, the order's or your own. Capitals and spaces make no difference."),
    )
    field_order = ("reference", "email")

    def clean_reference(self) -> str:
        reference = self.cleaned_data["reference"]
        if not as_looked_for(reference):
            raise ValidationError(NO_REFERENCE, code="invalid")
        return reference

    @property
    def offered_address(self) -> str:
        """To which its orders can be sent: what was typed, where it reads as an address."""
        return (
            str(self["email"].value() or "").strip() if self.is_bound and "email" not in self.errors else ""
        )
