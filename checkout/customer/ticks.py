"""Boxes to tick. A consent names somebody, and holds for those alone: the value says whom it was given to."""

from collections.abc import Mapping
from typing import Any

from babel.lists import format_list
from django import forms
from django.utils.translation import gettext as _

from boxoffice import words

from .needs import Needs

YES = "yes"
CONSENTS = ("supplier_can_use_data", "user_can_use_data", "world_can_use_data")


class Tick(forms.CheckboxInput):
    """Ticked by its own value only: what was ticked under other words is no tick here."""

    def __init__(self, *, meant: str = YES) -> None:
        super().__init__({"value": meant}, check_test=lambda value: value in (True, meant))
        self.meant = meant

    def format_value(self, value: Any) -> None:
        """Its value is always the same one, ticked or not."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return data.get(name) == self.meant


class TickField(forms.BooleanField):
    """A box that may stay empty."""

    def __init__(self, *, label: Any = None, meant: str = YES) -> None:
        super().__init__(label=label, required=False, widget=Tick(meant=meant))


def consents(needs: Needs, *, shop_name: str) -> dict[str, TickField]:
    """Who may use the buyer's data: the suppliers of these tickets, the shop, others. By the form's names."""
    shop = {"shop": shop_name}
    names = format_list(needs.supplier_names, locale=words.locale())
    supplier = _("%(names)s may write to me about other events.") % {"names": names}
    asked = {
        "user_can_use_data": TickField(label=_("%(shop)s may write to me about other events.") % shop),
        "world_can_use_data": TickField(
            label=_("%(shop)s may pass my details on to other companies, which may write to me.") % shop
        ),
    }
    if not needs.suppliers:
        return asked
    return {"supplier_can_use_data": TickField(label=supplier, meant=needs.supplier_codes), **asked}
