"""What staff write for the shop's pages: plain lines or simple HTML, harmless either way."""

import re

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

KEPT_TAGS = {"p", "br", "h2", "h3", "ul", "ol", "li", "strong", "em", "b", "i", "blockquote", "a"}
KEPT_ATTRIBUTES = {"a": {"href"}}
KEPT_SCHEMES = {"http", "https", "mailto", "tel"}
HELP = _(
    "Plain text, in which an empty line begins a paragraph, or simple HTML. The tags p, br, h2, h3, ul, ol, "
    "li, strong, em, blockquote and a (with its address) are kept. Everything else is taken out when it is "
    "shown: scripts, styles, pictures, frames, forms."
)


def prose(text: str) -> SafeString:
    """Staff's words as HTML that can do no harm, its headings below the page's own."""
    if not re.search(r"<[a-zA-Z/!]", text):
        return SafeString(linebreaks(text.strip(), autoescape=True)) if text.strip() else SafeString("")
    if not re.search(r"<(p|h[1-6]|[uo]l|blockquote)\b", text, re.IGNORECASE):
        # Cleaned before lines are broken, for a tag may go over several.
        text = linebreaks(_cleaned(text.strip()))
    return mark_safe(_cleaned(_with_headings_that_fit(text)))  # noqa: S308 -- nh3 has just made it so


def _cleaned(text: str) -> str:
    return nh3.clean(
        text,
        tags=KEPT_TAGS,
        attributes=KEPT_ATTRIBUTES,
        url_schemes=KEPT_SCHEMES,
        link_rel="noopener",
    )


def _with_headings_that_fit(text: str) -> str:
    """The page has its one h1; smaller headings than an h3 are none."""
    text = re.sub(r"<(/?)h1\b", r"<\1h2", text, flags=re.IGNORECASE)
    return re.sub(r"<(/?)h[4-6]\b", r"<\1h3", text, flags=re.IGNORECASE)
