"""What was chosen on a performance's page, as it is sent. Who buys is asked in checkout/customer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from catalog.seating.picks import Unreadable, picks_from

from .add_ons import Asked
from .choosing import Wanted


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
