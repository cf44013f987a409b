"""What browsers fill in, which keyboard a phone shows, and what is said where something is missing."""

from django.utils.translation import gettext_lazy as _

MISSING = {
    "first_name": _("Please enter your first name."),
    "last_name": _("Please enter your last name."),
    "email": _("Please enter your email address."),
    "phone": _("Please enter a phone number."),
    "home_phone": _("Please enter a phone number."),
    "address_line_one": _("Please enter the first line of your address."),
    "town": _("Please enter your town or city."),
    "country_code": _("Please choose a country."),
    "agent_reference": _("Please enter your reference."),
    "billing_address_line_one": _("Please enter the first line of the billing address."),
    "billing_town": _("Please enter the town or city of the billing address."),
    "billing_country_code": _("Please choose the country of the billing address."),
}

# What an address's parts are called by browsers.
ADDRESS = {
    "address_line_one": "address-line1",
    "address_line_two": "address-line2",
    "town": "address-level2",
    "county": "address-level1",
    "postcode": "postal-code",
    "country_code": "country",
}
PERSON = {
    "title": "honorific-prefix",
    "first_name": "given-name",
    "last_name": "family-name",
    "initials": "additional-name",
    "suffix": "honorific-suffix",
    "email": "email",
    "phone": "tel",
    "home_phone": "home tel",
    "work_phone": "work tel",
    "agent_reference": "off",
}
AS_TYPED = {"spellcheck": "false"}
KEYBOARDS: dict[str, dict[str, str]] = {
    "title": {"list": "titles"},
    "first_name": AS_TYPED,
    "last_name": AS_TYPED,
    "initials": AS_TYPED,
    "email": {"inputmode": "email", **AS_TYPED},
    "phone": {"inputmode": "tel"},
    "home_phone": {"inputmode": "tel"},
    "work_phone": {"inputmode": "tel"},
    "postcode": {"autocapitalize": "characters", **AS_TYPED},
    "billing_postcode": {"autocapitalize": "characters", **AS_TYPED},
    "agent_reference": AS_TYPED,
}


def attributes(name: str, *, has_billing: bool) -> dict[str, str]:
    """Where two addresses are asked, browsers must know which is which."""
    section = "shipping " if has_billing else ""
    if name in ADDRESS:
        known = f"{section}{ADDRESS[name]}"
    elif name.removeprefix("billing_") in ADDRESS:
        known = f"billing {ADDRESS[name.removeprefix('billing_')]}"
    else:
        known = PERSON.get(name, "")
    return ({"autocomplete": known} if known else {}) | KEYBOARDS.get(name, {})
