"""What staff do to one order: what each deed has to say of itself. `page` shows and does it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ...models import OrderRecord

NoForm = forms.Form


@dataclass(frozen=True)
class Done:
    """How it went: what staff are told, and what the history says. `is_done` False: nothing happened."""

    told: str
    is_done: bool = True
    logged: str = ""

    @classmethod
    def nothing(cls, told: str = "") -> "Done":
        return cls(told or _("Nothing was done: the order has changed meanwhile."), is_done=False)


@dataclass(frozen=True)
class Deed:
    """One deed. `name` is the end of its address, `rights` are permissions of `checkout`, all of them needed.

    `form(record)` makes what is to be chosen or typed. `will(record, chosen)` says in sentences exactly what
    will happen; where it is given, nothing is done before staff have read just these sentences and agreed.
    `do(record, chosen, who)` does it.
    """

    name: str
    rights: tuple[str, ...]
    label: Promise
    button: Promise
    is_possible: Callable[[OrderRecord], bool]
    do: Callable[[OrderRecord, dict[str, Any], str], Done]
    form: Callable[..., forms.Form] = field(default=lambda record, *data: NoForm(*data))
    will: Callable[[OrderRecord, dict[str, Any]], list[str]] | None = None
    advice: Callable[[OrderRecord], list[str]] = field(default=lambda record: [])

    @property
    def is_read_first(self) -> bool:
        return self.will is not None

    def is_permitted(self, user: Any) -> bool:
        return all(user.has_perm(f"checkout.{right}") for right in self.rights)

    @property
    def address(self) -> str:
        return f"checkout_orderrecord_{self.name}"
