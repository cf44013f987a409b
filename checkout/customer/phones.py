"""Phone numbers, in their international form."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NOT_A_PHONE = _("Please enter a phone number, with the country's code if it is a foreign one.")


def international(text: str, *, country_code: str) -> str:
    """A national number is read as of that country, the address's. Raises ValidationError."""
    try:
        number = phonenumbers.parse(text, "GB" if country_code == "uk" else country_code.upper())
    except phonenumbers.NumberParseException:
        raise ValidationError(NOT_A_PHONE) from None
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(NOT_A_PHONE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
