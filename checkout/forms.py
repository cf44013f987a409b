"""What the buyer is asked, and in which words f13's complaints come back."""

from collections.abc import Iterable
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boxoffice import words
from boxoffice.ticketing import Reservation
from catalog.seating.picks import Unreadable, picks_from

from .add_ons import Asked
from .choosing import Wanted

MISSING = {
    "first_name": _("Please enter your first name."),
    "last_name": _("Please enter your last name."),
    "email": _("Please enter your email address."),
    "phone": _("Please enter a phone number."),
    "address_line_one": _("Please enter the first line of your address."),
    "town": _("Please enter your town or city."),
    "country_code": _("Please choose a country."),
}
EMAIL_COMPLAINTS = {
    "addr_bad_email_domain": _("No email reaches this address. Please check the part after the @."),
    "addr_missing_at": _("An email address has an @ in it."),
    "addr_may_not_be_blank": _("Please enter your email address."),
    "addr_needs_at_least_one_dot": _("The part after the @ needs a dot, as in example.com."),
}
ANY_EMAIL_COMPLAINT = _("The box office does not accept this email address. Please check it.")
OTHER_COMPLAINTS = {
    "data": _("The box office does not accept these details. Please check them and try again."),
    "refused": _("The box office did not accept this order. Nothing was charged. Please try again."),
}


class ChoiceForm(forms.Form):
    """Seats and tickets to put into the trolley. All of it can be tampered with; f13 is asked."""

    perf_id = forms.CharField(max_length=200)
    send = forms.CharField(max_length=100, required=False)
    departure = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    nights = forms.IntegerField(required=False, min_value=1, max_value=1000)
    promo = forms.CharField(max_length=50, required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.said = data

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        try:
            found["picks"] = picks_from(self.said)
        except Unreadable:
            self.add_error(None, ValidationError("no choice", code="invalid"))
        return found

    @property
    def wanted(self) -> Wanted:
        found = self.cleaned_data
        return Wanted(
            found["perf_id"],
            found["picks"],
            found["send"],
            departure=found["departure"],
            nights=found["nights"],
            promo_code=found["promo"],
            instead=_item_numbers(self.said.getlist("instead")),
        )


class AddOnForm(forms.Form):
    """An add-on's button on the trolley's page."""

    event = forms.CharField(max_length=200)
    perf_id = forms.CharField(max_length=200, required=False)
    number = forms.IntegerField(required=False, min_value=1, max_value=1000)

    @property
    def asked(self) -> Asked:
        found = self.cleaned_data
        return Asked(found["event"], found["perf_id"], found["number"] or 1)


def _item_numbers(values: Iterable[str]) -> tuple[int, ...]:
    """What reads as numbers of orders in a trolley; a button says several of them in one value."""
    numbers = (number for value in values for number in value[:300].split(","))
    return tuple(int(one) for one in numbers if one.isascii() and one.isdecimal() and len(one) < 6)


class CustomerForm(forms.Form):
    """Name, address, phone and email, as the hold says that they are needed."""

    template_name = "forms/form.html"

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(label=_("Email"), max_length=200, help_text=_("Only used about this order."))
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        widget=forms.TelInput,
        help_text=_("Only used if something happens to your performance."),
    )
    address_line_one = forms.CharField(label=_("Address"), max_length=120)
    address_line_two = forms.CharField(label=_("Address, second line"), max_length=120, required=False)
    town = forms.CharField(label=_("Town or city"), max_length=80)
    county = forms.CharField(label=_("County or region"), max_length=80, required=False)
    postcode = forms.CharField(
        label=_("Postcode"), max_length=20, required=False, help_text=_("If your address has one.")
    )
    country_code = forms.ChoiceField(label=_("Country"))

    # What browsers fill in, and which keyboard a phone shows.
    HINTS: dict[str, dict[str, str]] = {
        "first_name": {"autocomplete": "given-name", "spellcheck": "false"},
        "last_name": {"autocomplete": "family-name", "spellcheck": "false"},
        "email": {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
        "phone": {"autocomplete": "tel", "inputmode": "tel"},
        "address_line_one": {"autocomplete": "address-line1"},
        "address_line_two": {"autocomplete": "address-line2"},
        "town": {"autocomplete": "address-level2"},
        "county": {"autocomplete": "address-level1"},
        "postcode": {"autocomplete": "postal-code", "autocapitalize": "characters", "spellcheck": "false"},
        "country_code": {"autocomplete": "country"},
    }

    def __init__(self, *args: Any, reservation: Reservation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        countries = allowed_countries(reservation)
        prefilled = reservation.prefilled_address
        country: Any = self.fields["country_code"]
        country.choices = sorted(countries.items(), key=lambda pair: words.in_order(pair[1]))
        if prefilled and prefilled.country_code in countries:
            country.initial = prefilled.country_code
        for name, field in self.fields.items():
            field.widget.attrs |= self.HINTS[name]
            if field.required:
                field.error_messages["required"] = MISSING[name]
            elif not field.help_text:
                field.label = gettext("%(label)s (optional)") % {"label": field.label}

    def clean_phone(self) -> str:
        """The number in its international form; a national one is read as of the country of the address."""
        text = self.cleaned_data["phone"]
        country = self.data.get("country_code", "")
        try:
            number = phonenumbers.parse(text, "GB" if country == "uk" else country.upper())
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(
                _("Please enter a phone number, with the country's code if it is a foreign one.")
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    def complain(self, errors: dict[str, str]) -> None:
        """Show what f13 found wrong, at the field."""
        for name, key in errors.items():
            if name == "email":
                self.add_error("email", EMAIL_COMPLAINTS.get(key, ANY_EMAIL_COMPLAINT))
            else:
                self.add_error(None, OTHER_COMPLAINTS.get(key, OTHER_COMPLAINTS["data"]))

    @property
    def customer(self) -> dict[str, str]:
        """The cleaned details under ticketing's names."""
        details = dict(self.cleaned_data)
        return {"email_address": details.pop("email"), **details}


def allowed_countries(reservation: Reservation) -> dict[str, str]:
    """Countries by code that f13 and every chosen way of sending accept, named in the reader's language."""
    methods = [order.send_method for order in reservation.orders if order.send_method]
    return {
        country.code: words.country(country.code, otherwise=country.name)
        for country in reservation.allowed_countries
        if all(method.is_permitted_in(country.code) for method in methods)
    }
