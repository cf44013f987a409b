"""Amounts in minor units: which currencies there are, the least of each, and which have no minor unit."""

from decimal import Decimal

from sandbox.stripe.errors import StripeError, wrong

_CODES = """
aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf
clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr
ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur
mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr
sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof
xpf yer zar zmw
"""
KNOWN = frozenset(_CODES.split())
WITHOUT_MINOR_UNITS = frozenset(
    {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"}
)
OF_A_THOUSAND = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
LEAST = {"gbp": 30, "aed": 200, "czk": 1500, "dkk": 250, "hkd": 400, "huf": 17500, "mxn": 1000, "myr": 200,
         "nok": 300, "pln": 200, "sek": 300, "thb": 1000, "jpy": 50}  # fmt: skip
MOST = 99_999_999


def check_currency(code: str) -> str:
    """The currency's code in lower case. Raises StripeError for none that there is."""
    if code.lower() not in KNOWN:
        raise wrong("currency", f"Invalid currency: {code}. Stripe currently supports {len(KNOWN)} others")
    return code.lower()


def check_amount(amount: int | None, *, currency: str, param: str = "amount") -> int:
    if amount is None:
        raise StripeError(f"Missing required param: {param}.", code="parameter_missing", param=param)
    if amount < 1:
        raise wrong(param, "This value must be greater than or equal to 1.", code="parameter_invalid_integer")
    if amount < LEAST.get(currency, 50):
        raise StripeError("Amount must be larger than the minimum", code="amount_too_small", param=param)
    if amount > MOST:
        raise StripeError(f"Amount must be no more than {MOST}", code="amount_too_large", param=param)
    if currency in OF_A_THOUSAND and amount % 10:
        raise wrong(param, "Invalid amount: the last digit must be 0 in this currency")
    return amount


def major(amount: int, *, currency: str) -> Decimal:
    """The amount as people write it."""
    places = 0 if currency in WITHOUT_MINOR_UNITS else 3 if currency in OF_A_THOUSAND else 2
    return Decimal(amount).scaleb(-places)
