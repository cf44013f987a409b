"""What the templates of trolley, checkout and order ask."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def send_name(context: dict[str, Any], bundle: Any) -> str:
    """How the bundle's tickets are sent: as f13 says, else as was chosen. A trolley's answer may not say it."""
    method = bundle.orders[0].send_method if bundle.orders else None
    if method and method.name:
        return method.name
    _code, name = context.get("sending", {}).get(bundle.source_code, ("", ""))
    return name
