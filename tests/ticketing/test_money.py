"""Money adds exactly, prints itself, and refuses to be mixed."""

import pickle
from decimal import Decimal

import pytest
from django.utils import translation

from boxoffice.ticketing import Currency, MixedCurrencies, Money, Price, sum_of, to_text

POUNDS = Currency("gbp", pre_symbol="£")
YEN = Currency("jpy", places=0, factor=1, pre_symbol="¥")
KRONOR = Currency("sek", post_symbol=" kr")


def pounds(amount: str) -> Money:
    return Money(Decimal(amount), POUNDS)


@pytest.mark.parametrize(
    ("money", "printed"),
    [
        (pounds("55"), "£55.00"),
        (pounds("62.5"), "£62.50"),
        (pounds("0.005"), "£0.01"),
        (pounds("-3.1"), "-£3.10"),
        (pounds("-0.001"), "£0.00"),
        (pounds("1E+2"), "£100.00"),
        (Money(Decimal(12000), YEN), "¥12,000"),
        (Money(Decimal("9.9"), KRONOR), "9.90 kr"),
        (pounds("-1055"), "-£1,055.00"),
        (Money(Decimal("9.9"), Currency("usd")), "USD\N{NO-BREAK SPACE}9.90"),
    ],
)
def test_it_prints_itself_as_f13_describes_its_currency(money, printed):
    assert str(money) == printed


GAP, NARROW_GAP, FROM_THE_RIGHT = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{RIGHT-TO-LEFT MARK}"


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("fr", [f"1{NARROW_GAP}055,50{GAP}£", f"12{NARROW_GAP}000{GAP}¥", f"-9,90{GAP}kr", f"5,00{GAP}USD"]),
        ("de", [f"1.055,50{GAP}£", f"12.000{GAP}¥", f"-9,90{GAP}kr", f"5,00{GAP}USD"]),
        ("es", [f"1.055,50{GAP}£", f"12.000{GAP}¥", f"-9,90{GAP}kr", f"5,00{GAP}USD"]),
        (
            "ar",
            [
                f"{FROM_THE_RIGHT}{amount}"
                for amount in (f"1,055.50{GAP}£", f"12,000{GAP}¥", f"-9.90{GAP}kr", f"5.00{GAP}USD")
            ],
        ),
    ],
)
def test_other_languages_write_the_same_symbol_in_their_own_place(language, printed):
    amounts = [pounds("1055.5"), Money(Decimal(12000), YEN), Money(Decimal("-9.9"), KRONOR)]
    with translation.override(language):
        assert [str(money) for money in (*amounts, Money(Decimal(5), Currency("usd")))] == printed


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "ar"])
def test_what_is_almost_nothing_has_no_sign(language):
    with translation.override(language):
        assert str(pounds("-0.001")) == str(pounds("0"))


def test_what_is_kept_of_it_is_the_same_in_every_language():
    kept = set()
    for language in ("en", "fr", "ar"):
        with translation.override(language):
            kept.add(to_text(pounds("1055.5")))
    assert len(kept) == 1


def test_its_minor_units_are_what_payment_providers_want():
    assert (pounds("62.5").minor_units, Money(Decimal(1200), YEN).minor_units) == (6250, 1200)


def test_it_adds_without_the_errors_of_floats():
    assert pounds("0.1") + pounds("0.2") == pounds("0.3")


def test_two_descriptions_of_one_currency_are_the_same_currency():
    assert pounds("1") + Money(Decimal(1), Currency("gbp", pre_symbol="GBP ")) == pounds("2")


@pytest.mark.parametrize(
    "mix",
    [
        lambda one, other: one + other,
        lambda one, other: one - other,
        lambda one, other: one < other,
        lambda one, other: one >= other,
    ],
)
def test_it_refuses_to_be_mixed(mix):
    with pytest.raises(MixedCurrencies):
        mix(pounds("1"), Money(Decimal(1), YEN))


def test_a_price_is_ticket_and_fee_and_their_sum():
    price = Price(pounds("50"), pounds("5"))
    assert (str(price.total), price.has_fee, str(price * 3)) == ("£55.00", True, "£165.00")


def test_taxes_are_summed_only_where_both_are_known():
    taxed, untold = Price(pounds("50"), pounds("5"), tax=pounds("4")), Price(pounds("50"), pounds("5"))
    assert ((taxed + taxed).tax, (taxed + untold).tax) == (pounds("8"), None)


def test_a_sum_of_nothing_is_unknown():
    assert (sum_of([]), sum_of([pounds("1"), pounds("2")])) == (None, pounds("3"))


def test_it_can_be_cached():
    price = Price(pounds("50"), pounds("5"), indicative=Price(pounds("60"), pounds("6")))
    assert pickle.loads(pickle.dumps(price)) == price  # noqa: S301 - our own bytes, made on this line
