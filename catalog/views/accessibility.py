"""How usable the shop is for everyone, said on a page of its own; staff add their own words beneath."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boxoffice import legal, pages, words

from ..found.about import About, canonical
from ..looked_at import LOOKED_AT


@require_safe
@pages.public
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {
        "about": About(title=_("Accessibility"), description=_meant(), canonical=canonical(request)),
        "meant": _meant(),
        "looked_at": words.day(LOOKED_AT),
        "email": parseaddr(settings.REPLY_TO_EMAIL or settings.DEFAULT_FROM_EMAIL)[1],
        "text": legal.own_words_on_accessibility(get_language() or settings.LANGUAGE_CODE),
    }
    return render(request, "catalog/accessibility.html", context)


def _meant() -> str:
    return _(
        "This shop is meant for everyone. It follows the Web Content Accessibility Guidelines (WCAG) 2.2, "
        "level AA."
    )
