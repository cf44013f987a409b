"""What the performance's page asks in its templates."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString

from .. import drawing
from ..choosing import Page

register = template.Library()
OF_THE_PAGE = ("offered", "page", "stay", "told")


@register.simple_tag(takes_context=True)
def drawn(context: template.Context, name: str) -> SafeString:
    """A part of the page that is the same for whoever asks the same: drawn once."""
    return drawing.drawn(name, **{one: context[one] for one in OF_THE_PAGE})


@register.simple_tag
def address(page: Page, *, picks: Any = None, finder: Any = None, promo: Any = None) -> str:
    """The address of the same page with other picks, for another finder, or with another code."""
    return "?" + urlencode(page.parameters(picks=picks, finder=finder, promo=promo))


@register.simple_tag
def kept_fields(page: Page) -> list[tuple[str, str]]:
    """What a form that looks for seats keeps of the address: everything but what it asks itself."""
    return page.parameters(finder=())


@register.simple_tag
def fields_beside_code(page: Page) -> list[tuple[str, str]]:
    """What the form that takes a promo code keeps of the address: everything but the code."""
    return page.parameters(promo="")


@register.simple_tag
def scripted_amount(page: Page, money: Any) -> str:
    """An amount as scripts add it up: a whole number."""
    return str(page.money.amount(money)) if page.money and money is not None else ""
