"""The currencies that things are sold in, and sums of them written short."""

from decimal import ROUND_HALF_UP, Decimal

from sandbox.catalogue.model import Currency

GBP = Currency("gbp", 826, pre="£")
EUR = Currency("eur", 978, pre="€")
USD = Currency("usd", 840, pre="$")
JPY = Currency("jpy", 392, places=0, pre="¥")
AED = Currency("aed", 784, post=" AED")

CURRENCIES = {currency.code: currency for currency in (GBP, EUR, USD, JPY, AED)}

IN_POUNDS = {
    "gbp": Decimal(1),
    "eur": Decimal("0.85"),
    "usd": Decimal("0.78"),
    "jpy": Decimal("0.0052"),
    "aed": Decimal("0.21"),
}


def rounded(amount: Decimal, currency: Currency) -> Decimal:
    """The amount with as many places as its currency shows."""
    return amount.quantize(Decimal(1).scaleb(-currency.places), ROUND_HALF_UP).normalize() + 0


def converted(amount: Decimal, *, source: Currency, target: Currency) -> Decimal:
    """The amount in another currency, at rates that never change: indicative, as the API says."""
    return rounded(amount * IN_POUNDS[source.code] / IN_POUNDS[target.code], target)
