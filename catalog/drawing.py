"""What a performance's page shows of one answer of f13, drawn once for all who ask the same.

A hall of thousands of seats takes longer to draw than all the rest of its page, and on the morning of a sale
thousands of people look at the same one. What is drawn depends on the answer, the choice and the language
alone: no request, cookie or token is within its reach. It stays in the process while the answer is shared.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from boxoffice.live import Answers
from boxoffice.ticketing import Event

from .choosing import Offered, Page
from .forms import Stay

MOST = 16  # drawings kept at once: of a large hall each takes half a megabyte

drawings = Answers(most=MOST)


def drawn(template: str, *, offered: Offered, page: Page, stay: Stay | None, told: Event) -> SafeString:
    """The template as everybody sees it who asks the same of the same answers."""
    context = {"offered": offered, "page": page, "stay": stay, "told": told}
    # The answers themselves, not what equals them: to compare thousands of seats takes as long as drawing.
    answers = (offered.availability, offered.send_methods, offered.performance)
    question = (
        template,
        get_language(),
        *map(id, answers),
        *_choice(page),
        stay,
        told.id,
        told.name,
        told.is_seated,
    )
    kept: tuple[object, str] = drawings.get(
        question,
        seconds=settings.ANSWERS_SHARED_SECONDS,
        # The answers are kept with what was drawn of them: no other may come to have one's identity.
        ask=lambda: (answers, _draw(template, context)),
    )
    return mark_safe(kept[1])  # noqa: S308 -- a template has just made it so


def _choice(page: Page) -> tuple[object, ...]:
    """What the address says, as far as the page has understood it."""
    offered = page.offered
    asked = (page.picks, page.finder, page.send, page.instead, page.beside)
    return (*asked, offered.promo, offered.stay, offered.most_bands)


def _draw(template: str, context: dict[str, Any]) -> str:
    return str(render_to_string(template, context))
