"""Amounts that scripts add up are written exactly as the server writes them."""

import random
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from playwright.sync_api import Browser

from boxoffice.ticketing import Currency, Money
from catalog.scripted_money import ScriptedMoney

CURRENCIES = {
    "pounds": Currency("gbp", places=2, pre_symbol="£"),
    "euros": Currency("eur", places=2, post_symbol=" €"),
    "yen": Currency("jpy", places=0, pre_symbol="¥"),
    "dinars": Currency("kwd", places=3, pre_symbol="KD "),
    "nameless": Currency("chf", places=2),
}
SCRIPT = Path(settings.BASE_DIR / "static" / "money.js").read_text().replace("export ", "")
WRITE = f"cases => {{ {SCRIPT} return cases.map(([amount, pattern]) => written(amount, pattern)); }}"


def amounts() -> list[Decimal]:
    chance = random.Random(4)
    edges = ["0", "0.01", "0.5", "0.995", "9.995", "999.99", "1000", "1234.5", "99999.999", "1234567.89"]
    return [Decimal(one) for one in edges] + [Decimal(chance.randrange(10**9)) / 1000 for _ in range(300)]


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "ar"])
@pytest.mark.parametrize("currency", CURRENCIES.values(), ids=CURRENCIES)
def test_money_in_scripts_is_written_as_by_the_server(
    browser: Browser, currency: Currency, language: str
) -> None:
    money = [Money(amount, currency) for amount in amounts()]
    with translation.override(language):
        scripted = ScriptedMoney.of(money, currency=currency)
        cases = [[scripted.amount(one), scripted.pattern] for one in money]
        written = [str(one) for one in money]
    page = browser.new_page()
    told = page.evaluate(WRITE, cases)
    page.close()
    assert told == written
