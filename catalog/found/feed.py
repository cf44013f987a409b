"""`/feed/`: what is new, and what is newly on offer, as Atom."""

import re
from datetime import UTC, datetime
from mimetypes import guess_type
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models.functions import Coalesce, Greatest, TruncHour
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boxoffice import pages
from boxoffice.context import shop_name

from ..models import EventText, EventTextQuerySet
from .about import absolute, summary
from .linked_data import description

MOST_ENTRIES = 50
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BEGAN = "2026"  # the year in which these ids began to be given


@require_safe
@pages.public
def feed(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"
    made = Atom1Feed(
        title=_("%(shop)s: new events and offers") % {"shop": shop_name()},
        link=absolute(reverse("catalog:home")),
        description="",
        language=language,
        feed_url=absolute(reverse("catalog:feed")),
        feed_guid=_id("feed", language),
        author_name=shop_name(),
    )
    for text in _newest(language):
        _add(made, text)
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _newest(language: str) -> EventTextQuerySet:
    """What came in one go (all events of a first refresh) is in f13's own order of arrival."""
    came = Greatest("event__first_seen_at", Coalesce("event__offer_since", "event__first_seen_at"))
    texts = EventText.objects.listed(language).defer(None).defer("own_words", "words")
    return texts.annotate(came_at=came).order_by(TruncHour("came_at").desc(), "event__rank_recent")[
        :MOST_ENTRIES
    ]


def _add(made: Atom1Feed, text: EventText) -> None:
    event, came_at = text.event, text.came_at  # type: ignore[attr-defined]
    is_offer = event.offer_since is not None and event.offer_since >= came_at
    title = _("Offer: %(event)s") % {"event": text.title} if is_offer else text.title
    said = ". ".join(filter(None, (", ".join(filter(None, (text.venue, text.city))), description(text.told))))
    made.add_item(
        title=_clean(title),
        link=absolute(event.get_absolute_url()),
        description=escape(_clean(summary(said))),  # readers take it for HTML
        unique_id=_id("offer" if is_offer else "event", event.event_id, came_at if is_offer else None),
        pubdate=came_at,
        updateddate=came_at,
        enclosures=[_enclosure(event.card_picture)] if event.card_picture else [],
    )


def _enclosure(url: str) -> Enclosure:
    """Nobody told us how long it is; Atom takes both for hints."""
    kind, _encoding = guess_type(urlsplit(url).path)
    return Enclosure(url, "0", kind or "image/jpeg")


def _clean(text: str) -> str:
    """Without what no XML may hold: one such letter would cost everybody the feed."""
    return NOT_IN_XML.sub("", text)


def _id(kind: str, name: str, since: datetime | None = None) -> str:
    """A name for ever, whatever becomes of the address; an offer that comes back is another one."""
    moment = f"/{since.astimezone(UTC):%Y%m%d}" if since else ""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{BEGAN}:{kind}/{quote(name, safe='')}{moment}"
