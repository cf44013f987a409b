"""All that a buyer can ever be asked, in the order of the page. What a hold does not need is taken out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .hints import MISSING
from .texts import TOO_LONG, TextField
from .ticks import TickField

TITLES = (_("Mr"), _("Mrs"), _("Ms"), _("Miss"), _("Mx"), _("Dr"), _("Prof"))
ELSEWHERE = _("The tickets are not sent to this country. Please choose one from the list.")


class CountryField(forms.ChoiceField):
    """One of the countries that are listed; the list depends on the hold."""

    def __init__(self, *, elsewhere: Any = ELSEWHERE, **options: Any) -> None:
        super().__init__(error_messages={"invalid_choice": elsewhere}, **options)


class AskedForm(forms.Form):
    """Names, ways to be reached, addresses, consents."""

    title = TextField(label=_("Title"), max_length=20, required=False)
    first_name = TextField(label=_("First name"), max_length=80)
    last_name = TextField(label=_("Last name"), max_length=80)
    initials = TextField(label=_("Initials"), max_length=20, required=False)
    suffix = TextField(label=_("Suffix, as in Jr"), max_length=20, required=False)

    # Not an EmailField: what is wrong with an address is said in words of this shop's own.
    email = forms.CharField(
        label=_("Email"),
        max_length=200,
        widget=forms.EmailInput,
        error_messages={"max_length": TOO_LONG},
        help_text=_("For this order. For news only if you allow it below."),
    )
    phone = TextField(
        label=_("Phone"),
        max_length=40,
        widget=forms.TelInput,
        help_text=_("Only used if something happens to your performance."),
    )
    home_phone = TextField(
        label=_("Phone at home"),
        max_length=40,
        required=False,
        widget=forms.TelInput,
        help_text=_("One number is enough, at home or at work."),
    )
    work_phone = TextField(label=_("Phone at work"), max_length=40, required=False, widget=forms.TelInput)

    address_line_one = TextField(label=_("Address"), max_length=120)
    address_line_two = TextField(label=_("Address, second line"), max_length=120, required=False)
    town = TextField(label=_("Town or city"), max_length=80)
    county = TextField(label=_("County or region"), max_length=80, required=False)
    postcode = TextField(
        label=_("Postcode"), max_length=20, required=False, help_text=_("If your address has one.")
    )
    country_code = CountryField(label=_("Country"))

    agent_reference = TextField(
        label=_("Your reference"),
        max_length=60,
        help_text=_("Your own name for this order, for reports."),
    )

    billing_differs = TickField(label=_("The billing address of the card is another one"))
    billing_address_line_one = TextField(label=_("Billing address"), max_length=120, required=False)
    billing_address_line_two = TextField(
        label=_("Billing address, second line"), max_length=120, required=False
    )
    billing_town = TextField(label=_("Billing town or city"), max_length=80, required=False)
    billing_county = TextField(label=_("Billing county or region"), max_length=80, required=False)
    billing_postcode = TextField(label=_("Billing postcode"), max_length=20, required=False)
    billing_country_code = CountryField(
        label=_("Billing country"), required=False, elsewhere=MISSING["billing_country_code"]
    )

    supplier_can_use_data = TickField()
    user_can_use_data = TickField()
    world_can_use_data = TickField()


NAMES = (*AskedForm.base_fields, "email_kept")
