"""`/style/`: every part of the pages in every state, in this shop's brand, for those who work on it."""

from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from boxoffice.brand import PAIRS, ROLES, contrast
from boxoffice.ticketing import Currency, Money, Price

POUNDS = Currency("GBP", pre_symbol="£")
SIZES = ("display", "1", "2", "3", "lead", "small")


@dataclass(frozen=True)
class Swatch:
    """Two colours, one upon the other, and how well they are told apart."""

    role: str
    ground: str
    light: float
    dark: float
    least: float


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="A line of text", help_text="What it is asked for.")
    postcode = forms.CharField(label="A short line", required=False)
    email = forms.EmailField(label="An address")
    country = forms.ChoiceField(label="One of several", choices=[("gb", "United Kingdom"), ("fr", "France")])
    agree = forms.BooleanField(label="Yes, send me news", required=False)


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Nobody's business where the shop is open: only while developing."""
    if not settings.DEBUG:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        return render(request, "style/style.html", told())


def told() -> dict[str, object]:
    """What the page shows, of values as the shop's own."""
    return {
        "alternatives": (),
        "sizes": SIZES,
        "roles": ROLES,
        "swatches": swatches(),
        "form": Sample(auto_id="sample-%s"),
        "wrong_form": Sample({"name": "", "email": "ada@"}, auto_id="wrong-%s"),
        "price": _price("50.00", "5.00"),
        "free_of_fees": _price("35.00", "0.00"),
        "cards": [_card("A night to remember", "Lyric Apollo"), _card("An event with a very long name", "")],
        "seat_looks": [f"b{number}" for number in range(8)],
    }


def swatches() -> list[Swatch]:
    brand = settings.BRAND
    return [
        Swatch(
            role,
            ground,
            light=contrast(brand.light[role], brand.light[ground]),
            dark=contrast(brand.dark[role], brand.dark[ground]),
            least=least,
        )
        for role, ground, least in PAIRS
    ]


def _price(ticket: str, fee: str) -> Price:
    return Price(Money(Decimal(ticket), POUNDS), Money(Decimal(fee), POUNDS))


def _card(title: str, venue: str) -> SimpleNamespace:
    """As catalogue lists show it; without a picture, its first letter."""
    event = SimpleNamespace(
        get_absolute_url="#cards",
        card_picture="",
        costs=SimpleNamespace(cheapest=_price("35.00", "3.50"), best_value_offer=None),
        is_price_fresh=lambda now, seconds: True,
        sending=None,
        has_offer=False,
    )
    return SimpleNamespace(event=event, title=title, venue=venue, city="London")
