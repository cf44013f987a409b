"""A letter's templates: a partner's own where there are any, the shop's where those are broken."""

import logging
from typing import Any

from django.conf import settings
from django.template import Context, engines
from django.template.loader import get_template

logger = logging.getLogger(__name__)


class Blank(Exception):
    """The template says nothing."""


def render(name: str, told: dict[str, Any]) -> str:
    """What a template in `checkout/letters/` says. Text is written as it is, and HTML escaped."""
    path = f"checkout/letters/{name}"
    if not settings.BRAND_TEMPLATES:
        return _said(get_template(path), told, escaped=_is_html(name))
    try:
        said = _said(get_template(path), told, escaped=_is_html(name))
        if not said.strip():
            raise Blank
        return said
    except Exception:  # whatever a partner has written, the buyer's letter goes out
        logger.exception(
            "The template %s does not work with the partner's, and the shop's own is taken", path
        )
        return _said(_own_templates().get_template(path), told, escaped=_is_html(name))


def _said(template: Any, told: dict[str, Any], *, escaped: bool) -> str:
    return str(template.template.render(Context(told, autoescape=escaped)))


def _is_html(name: str) -> bool:
    return name.endswith(".html")


def _own_templates() -> Any:
    """The shop's templates, without the partner's."""
    engine: Any = engines["django"]
    return engine.own or engine
