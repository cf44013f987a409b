"""What home, search and event pages say of themselves, from what their views have already."""

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boxoffice.ticketing import Performance

from ..models import Event
from . import linked_data
from .about import About, Image, absolute, canonical, summary

# One of these alone makes a page that people look for ("Paris"); anything more is one of endless many.
LISTED_ALONE = ("city", "country", "category")


def about_home(request: HttpRequest, *, shop_name: str) -> About:
    home = absolute(reverse("catalog:home"))
    search = absolute(reverse("catalog:search"))
    website = linked_data.website(shop_name, home=home, search=search, language=get_language() or "en")
    return About(
        title=shop_name,
        description=_(
            "Tickets for theatre, attractions and tours: see prices with all fees, choose, and go."
        ),
        canonical=canonical(request),
        data=(website, linked_data.organisation(shop_name)),
    )


def about_search(
    request: HttpRequest, *, title: str, number: int, before: str = "", after: str = ""
) -> About:
    """`before` and `after` are the queries of the neighbouring pages, where there are any."""
    asked = _without_page(request.GET)
    is_listed = not asked or (len(asked) == 1 and asked[0][0] in LISTED_ALONE)
    page = [("page", str(number))] if number > 1 else []
    steps = ((_("Home"), absolute(reverse("catalog:home"))), (title, canonical(request, asked)))
    return About(
        title=title,
        description=_("%(title)s: dates, prices with all fees, and tickets.") % {"title": title},
        canonical=canonical(request, [*asked, *page]),
        is_listed=is_listed,
        before=absolute(request.path) + before if before else "",
        after=absolute(request.path) + after if after else "",
        data=(linked_data.breadcrumbs(*steps),),
    )


def about_event(
    event: Event, *, performances: Iterable[Performance], images: Sequence[Image], has_prices: bool
) -> About:
    """What is no longer on sale, and what is sold only with something else, has a page but is not listed."""
    told, url = event.told, absolute(event.get_absolute_url())
    shown = linked_data.event(
        told, url=url, performances=tuple(performances), images=images, has_prices=has_prices
    )
    is_listed = event.is_on_sale and not event.is_add_on
    return About(
        title=told.name,
        description=summary(str(shown["description"])),
        canonical=url,
        image=images[0] if images else None,
        is_listed=is_listed,
        data=(*((shown,) if is_listed and _says_enough(shown) else ()), _way_to(event, url=url)),
    )


def _says_enough(shown: Mapping[str, object]) -> bool:
    """A product without price or rating is refused by those who read this; better say nothing."""
    return shown["@type"] == "Event" or bool(shown.keys() & {"offers", "review", "aggregateRating"})


def _way_to(event: Event, *, url: str) -> linked_data.Data:
    home = (_("Home"), absolute(reverse("catalog:home")))
    text = event.text
    search = absolute(reverse("catalog:search"))
    query = QueryDict(mutable=True)
    query["city"] = event.city_code
    city = ((text.city, f"{search}?{query.urlencode()}"),) if text.city and event.city_code else ()
    return linked_data.breadcrumbs(home, *city, (event.told.name, url))


def _without_page(query: QueryDict) -> list[tuple[str, str]]:
    said = [(name, value) for name, values in query.lists() for value in values if name != "page"]
    return sorted(said)
