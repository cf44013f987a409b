"""What staff say on the shop's pages."""

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info

from boxoffice import footer, prose

register = template.Library()

register.filter("prose", prose.prose)


@register.filter
def direction(language: str) -> str:
    """`rtl` or `ltr`, where a text is in another language than its page."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "auto"


@register.inclusion_tag("_staff_footer.html")
def staff_footer() -> dict[str, object]:
    """Links to legal pages and the footer's words, where staff gave any."""
    language = get_language() or settings.LANGUAGE_CODE
    return {"footer": footer.footer(language), "language": language}
