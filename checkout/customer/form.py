"""The form on the checkout page, for one hold."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import emails, phones
from .asked import TITLES, AskedForm, CountryField
from .hints import MISSING, attributes
from .needs import Needs, all_countries, in_order
from .said import BILLING, customer_from
from .suggestions import DOMAINS, ENDINGS, suggestion
from .ticks import CONSENTS, consents

BY_ACCOUNT = _("Set by your account. It cannot be changed here.")
NOT_SENT_THERE = _(
    "The tickets are not sent to the country of your account. "
    "Please let them go, and choose another way of sending."
)
CHOOSE = _("Please choose")
DID_YOU_MEAN = _(
    "Did you mean %(address)s? Take it below, or press the button to buy again if yours is right as it is."
)
COMPLAINTS = {
    "data": _("The box office does not accept these details. Please check them and try again."),
    "card": _("The card could not be used. Nothing was charged. Please enter it again, or use another one."),
    "refused": _("The box office did not accept this order. Nothing was charged. Please try again."),
}
BILLING_REQUIRED = ("billing_address_line_one", "billing_town", "billing_country_code")


class CustomerForm(AskedForm):
    """What `needs` says is asked; what the account has locked is taken from it, whatever was posted."""

    template_name = "checkout/_customer.html"
    titles = TITLES
    email_domains = " ".join(DOMAINS)
    email_endings = " ".join(f"{wrong}:{right}" for wrong, right in ENDINGS.items())

    def __init__(
        self,
        typed: Mapping[str, str] | None = None,
        *,
        needs: Needs,
        reference: str = "",
        shop_name: str = "",
        known: Mapping[str, str] | None = None,
        privacy: Any = None,
    ) -> None:
        """`typed` was posted; `known` is only shown. `privacy`: the policy, where there is one."""
        data = None if typed is None else {**typed, **needs.locked}
        super().__init__(data, initial={**needs.prefilled, **(known or {}), **needs.locked})
        self.label_suffix = ""
        self.needs, self.reference, self.privacy = needs, reference, privacy
        self.suggested_email = ""
        self._leave_out(shop_name)
        self._offer_countries()
        self._dress()
        self._lock()

    def _leave_out(self, shop_name: str) -> None:
        """What this hold does not need is not asked."""
        two_phones, asked = self.needs.asks_two_phones, consents(self.needs, shop_name=shop_name)
        unasked = {"phone"} if two_phones else {"home_phone", "work_phone"}
        unasked |= set() if self.needs.asks_agent_reference else {"agent_reference"}
        unasked |= set() if self.needs.asks_billing else {"billing_differs", *BILLING}
        for name in unasked | {one for one in CONSENTS if one not in asked}:
            del self.fields[name]
        self.fields.update(asked)

    def _offer_countries(self) -> None:
        self._offer("country_code", self.needs.countries)
        if self.needs.asks_billing:
            self._offer("billing_country_code", all_countries())

    def _offer(self, name: str, countries: dict[str, str]) -> None:
        """Nobody is taken to live in the first country of the alphabet."""
        field: Any = self.fields[name]
        choices = list(in_order(countries))
        is_certain = len(choices) == 1 or self.initial.get(name) in countries
        field.choices = choices if is_certain and field.required else [("", CHOOSE), *choices]

    def _dress(self) -> None:
        for name, field in self.fields.items():
            field.widget.attrs |= attributes(name, has_billing=self.needs.asks_billing)
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]
            if self._is_optional(name, field) and not field.help_text:
                field.label = gettext("%(label)s (optional)") % {"label": field.label}

    def _is_optional(self, name: str, field: forms.Field) -> bool:
        """Boxes to tick are so by nature, and of two phones either is enough."""
        is_needed = field.required or name in BILLING_REQUIRED or name == "work_phone"
        return not is_needed and not isinstance(field, forms.BooleanField)

    def _lock(self) -> None:
        """Shown, and not to be typed into. Nothing is asked of it: the buyer could not mend it."""
        for name in self.needs.locked:
            label = type(self).base_fields[name].label
            if name == "country_code":
                self._lock_country()
            else:
                self.fields[name] = forms.CharField(required=False, label=label, help_text=BY_ACCOUNT)
                self.fields[name].widget.attrs["readonly"] = True

    def _lock_country(self) -> None:
        code, field = self.needs.locked["country_code"], self.fields["country_code"]
        assert isinstance(field, CountryField)  # noqa: S101  as declared
        field.help_text, field.error_messages["invalid_choice"] = BY_ACCOUNT, NOT_SENT_THERE
        field.widget.attrs["data-locked"] = "yes"
        field.choices = [(code, self.needs.countries[code])] if code in self.needs.countries else []

    def clean_email(self) -> str:
        address = self.cleaned_data["email"]
        if "email" in self.needs.locked:
            return address
        emails.check(address)
        self.suggested_email = suggestion(address)
        if self.suggested_email and self.data.get("email_kept") != address:
            raise ValidationError(DID_YOU_MEAN % {"address": self.suggested_email}, code="suggested")
        return address

    def clean_phone(self) -> str:
        return self._phone("phone")

    def clean_home_phone(self) -> str:
        return self._phone("home_phone")

    def clean_work_phone(self) -> str:
        return self._phone("work_phone")

    def _phone(self, name: str) -> str:
        text = self.cleaned_data[name]
        if name in self.needs.locked or not text:
            return text
        return phones.international(text, country_code=self.data.get("country_code", ""))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.needs.asks_two_phones and not self.errors.keys() & {"home_phone", "work_phone"}:
            self._require("home_phone", given=found.get("home_phone") or found.get("work_phone"))
        if found.get("billing_differs"):
            for name in BILLING_REQUIRED:
                self._require(name, given=name in self.errors or found.get(name))
        else:
            self._leave_billing()
        return found

    def _leave_billing(self) -> None:
        """Without the tick nobody sees these fields, so that nothing in them is wrong."""
        for name in BILLING:
            self.errors.pop(name, None)

    def _require(self, name: str, *, given: Any) -> None:
        if not given:
            self.add_error(name, ValidationError(MISSING[name], code="required"))

    def complain(self, errors: Mapping[str, str]) -> None:
        """Show what f13 found wrong, at the field."""
        for name, key in errors.items():
            if name == "email":
                self.add_error("email", emails.WORDS.get(key, emails.ANY))
            else:
                self.add_error(None, COMPLAINTS.get(key, COMPLAINTS["data"]))

    @property
    def customer(self) -> dict[str, Any]:
        """What the record keeps. Who needs no reference of their own has the order's, for the reports."""
        found: dict[str, Any] = {"agent_reference": self.reference}
        if self.privacy:
            found["privacy_policy_version"] = self.privacy.version
        return found | customer_from(self.cleaned_data, needs=self.needs)

    @property
    def email_kept(self) -> str:
        """The address that was questioned: sent once more, it is taken as it is."""
        return self["email"].value() or "" if self.suggested_email else ""
