"""How scripts write money: by a pattern that is read off what the server writes, so that both write the same.

Amounts go to the page as whole numbers, with as many decimals as the finest of them has, and are added
exactly.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from boxoffice.ticketing import Currency, Money

SAMPLE = Decimal(1234567)  # long enough to show two groups of digits, which differ in some languages
DIGITS = r"\D?".join("1234567")


@dataclass(frozen=True, slots=True)
class ScriptedMoney:
    """Money of one currency for the scripts of one page, in the active language."""

    currency: Currency
    decimals: int

    @classmethod
    def of(cls, amounts: Iterable[Money], *, currency: Currency) -> "ScriptedMoney":
        finest = (_decimals(money.amount) for money in amounts)
        return cls(currency, max([currency.places, *finest]))

    def amount(self, money: Money) -> int:
        return int(money.amount.scaleb(self.decimals))

    @property
    def pattern(self) -> dict[str, Any]:
        """What stands before, after and between digits. `groups`: from the right, the last repeats."""
        places = self.currency.places
        fraction = rf"(\D+)0{{{places}}}" if places else "()"
        text = str(Money(SAMPLE, self.currency))
        found = re.fullmatch(rf"(.*?)({DIGITS}){fraction}(.*)", text, re.DOTALL)
        before, whole, point, after = found.groups() if found else ("", "", ".", f" {self.currency.iso}")
        commas = re.findall(r"\D", whole)
        return {
            "before": before,
            "after": after,
            "point": point,
            "comma": commas[0] if commas else "",
            "groups": [len(group) for group in re.split(r"\D", whole)[:0:-1]],
            "places": places,
            "decimals": self.decimals,
        }


def _decimals(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
