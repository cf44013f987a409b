"""What buyers are asked before they choose: how long they stay, and what they want of their seats."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxoffice import ticketing

MOST_NIGHTS = 90
YES = "yes"
LONGEST_AREA = 300
USUAL = 2  # how many people mostly come together
A_PRICE = re.compile(r"\d{1,9}(?:[.,]\d{1,4})?", re.ASCII)
NO_DATE = _("Please enter the day of departure as a date.")
NO_NIGHTS = _("Please enter the number of nights as a whole number, at least 1.")


@dataclass(frozen=True)
class Stay:
    """Until when, and for how many nights; None where the event does not ask."""

    departure: date | None = None
    nights: int | None = None


class StayForm(forms.Form):
    """`departure` and `nights`, as far as the event needs them; one can be reckoned from the other."""

    template_name = "forms/form.html"

    departure = forms.DateField(
        label=_("Departure"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": NO_DATE},
    )
    nights = forms.IntegerField(
        label=_("Nights"),
        required=False,
        min_value=1,
        max_value=MOST_NIGHTS,
        error_messages={
            "invalid": NO_NIGHTS,
            "min_value": NO_NIGHTS,
            "max_value": _("At most %(limit_value)s nights can be booked here."),
        },
    )

    def __init__(self, data: Any = None, *, told: ticketing.Event, arrival: date | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.told, self.arrival = told, arrival
        if not told.needs_departure_date:
            del self.fields["departure"]
        if not told.needs_duration:
            del self.fields["nights"]

    def clean_departure(self) -> date | None:
        departure: date | None = self.cleaned_data["departure"]
        if departure is None:
            return None
        if self.arrival and departure <= self.arrival:
            raise ValidationError(_("The departure must be after the arrival."))
        if departure < timezone.now().date():
            raise ValidationError(_("That day has been. Please choose a later one."))
        if departure > (self.arrival or timezone.now().date()) + timedelta(days=self._furthest):
            raise ValidationError(_("That is too far ahead. Please choose an earlier day."))
        return departure

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.errors:
            return found
        departure, nights = found.get("departure"), found.get("nights")
        if departure is None and nights is None:
            self._ask_for_something()
        elif self.told.needs_departure_date and self.told.needs_duration and self.arrival:
            self._reckon(departure, nights)
        elif self.told.needs_departure_date and departure is None:
            self.add_error("departure", NO_DATE)
        elif self.told.needs_duration and nights is None:
            self.add_error("nights", NO_NIGHTS)
        return found

    @property
    def stay(self) -> Stay:
        return Stay(self.cleaned_data.get("departure"), self.cleaned_data.get("nights"))

    @property
    def _furthest(self) -> int:
        """How many days ahead a departure may lie: from the arrival, or from today where there is none."""
        return MOST_NIGHTS if self.arrival else 3 * 365

    def _ask_for_something(self) -> None:
        if self.told.needs_departure_date:
            self.add_error("departure", NO_DATE)
        else:
            self.add_error("nights", NO_NIGHTS)

    def _reckon(self, departure: date | None, nights: int | None) -> None:
        """The one that was left out, from the other."""
        arrival = self.arrival or timezone.now().date()
        if departure is None:
            self.cleaned_data["departure"] = arrival + timedelta(days=nights or 0)
        elif nights is None:
            self.cleaned_data["nights"] = (departure - arrival).days
        elif arrival + timedelta(days=nights) != departure:
            self.add_error("nights", _("The nights and the day of departure do not fit together."))


def needs_stay(told: ticketing.Event) -> bool:
    return told.needs_departure_date or told.needs_duration


def is_asked(parameters: Any) -> bool:
    """Whether somebody has answered already, rightly or not."""
    return "departure" in parameters or "nights" in parameters


def said_stay(parameters: Any) -> Stay:
    """What an address says of a stay, as far as it can be read at all: f13 is asked with it in one go."""
    try:
        departure = date.fromisoformat(parameters.get("departure", ""))
    except ValueError:
        departure = None
    nights = parameters.get("nights", "")
    is_number = nights.isascii() and nights.isdecimal() and len(nights) <= len(str(MOST_NIGHTS))
    return Stay(departure, int(nights) if is_number and int(nights) else None)


@dataclass(frozen=True)
class Finder:
    """What somebody wants of seats or tickets that are together; fields are named as in the address."""

    together: int = 2
    under: Decimal | None = None  # for each ticket, with its fees
    area: str = ""
    clear: bool = False
    aisle: bool = False
    is_asked: bool = False  # and not only what is shown to everyone first

    @property
    def is_choosy(self) -> bool:
        """Whether there is more to it than a number."""
        return bool(self.area or self.under is not None or self.clear or self.aisle)

    @property
    def less_choosy(self) -> "Finder":
        return Finder(together=self.together, is_asked=True)

    def but(self, **changes: Any) -> "Finder":
        return replace(self, **changes)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        said = [("together", str(self.together)), ("under", "" if self.under is None else str(self.under))]
        said += [("area", self.area), ("clear", YES * self.clear), ("aisle", YES * self.aisle)]
        return [(name, value) for name, value in said if value]


def finder_from(parameters: Any, *, quantities: Sequence[int]) -> Finder:
    """What an address says of it, as far as it can be read at all. `quantities`: what is sold, in order."""
    under = parameters.get("under", "").strip()
    return Finder(
        together=_together(parameters.get("together", ""), quantities),
        under=Decimal(under.replace(",", ".")) if A_PRICE.fullmatch(under) else None,
        area=parameters.get("area", "")[:LONGEST_AREA],
        clear=parameters.get("clear") == YES,
        aisle=parameters.get("aisle") == YES,
        is_asked="together" in parameters,
    )


def _together(said: str, quantities: Sequence[int]) -> int:
    """The number that was asked for, even one that is not sold: that is then said. Else two, or near."""
    if said.isascii() and said.isdecimal() and len(said) <= 2 and int(said):
        return int(said)
    return min(quantities, key=lambda number: (abs(number - USUAL), number), default=1)
