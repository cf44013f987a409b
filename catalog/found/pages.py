"""What home, search and event pages say of themselves, from what their views have already."""

from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boxoffice.context import shop_name
from boxoffice.templatetags.brand import brand_icon
from boxoffice.ticketing import Performance

from ..models import Event
from ..searching.asked import Asked
from ..searching.finding import Found
from . import linked_data
from .about import About, Image, absolute, canonical, summary, window_title


def about_home(request: HttpRequest) -> About:
    home = absolute(reverse("catalog:home"))
    search = absolute(reverse("catalog:search"))
    website = linked_data.website(shop_name(), home=home, search=search, language=get_language() or "en")
    shop = linked_data.organisation(shop_name(), logo=absolute(brand_icon()))
    return About(
        title=shop_name(),
        description=_(
            "Tickets for theatre, attractions and tours: see prices with all fees, choose, and go."
        ),
        canonical=canonical(request),
        data=(website, shop),
    )


def about_search(found: Found, *, title: str) -> About:
    asked, pages = found.asked, found.pages
    address = absolute(asked.address)
    steps = ((_("Home"), absolute(reverse("catalog:home"))), (title, absolute(asked.but(page=1).address)))
    return About(
        title=title,
        description=_("%(title)s: dates, prices with all fees, and tickets.") % {"title": title},
        canonical=address,
        is_listed=_is_looked_for(asked) and bool(found.total),
        before=absolute(pages.previous) if pages.previous else "",
        after=absolute(pages.next) if pages.next else "",
        data=(linked_data.breadcrumbs(*steps),),
    )


def _is_looked_for(asked: Asked) -> bool:
    """All events, and those of one city, country or category: anything more is one of endless many pages."""
    chosen = asked.cities + asked.countries + asked.categories
    only = Asked(cities=asked.cities, countries=asked.countries, categories=asked.categories, page=asked.page)
    return len(chosen) <= 1 and asked == only


def about_event(
    event: Event, *, performances: Iterable[Performance], images: Sequence[Image], has_prices: bool
) -> About:
    """What is no longer on sale, and what is sold only with something else, has a page but is not listed."""
    told, url = event.told, absolute(event.get_absolute_url())
    shown = linked_data.event(
        told, url=url, performances=tuple(performances), images=images, has_prices=has_prices
    )
    is_listed = event.is_on_sale and not event.is_add_on
    is_told = is_listed and shown is not None and _says_enough(shown)
    return About(
        title=told.name,
        window_title=window_title(told.name, told.venue, shop_name()),
        description=summary(linked_data.description(told)),
        canonical=url,
        image=images[0] if images else None,
        is_listed=is_listed,
        data=(*((shown,) if shown and is_told else ()), _way_to(event, url=url)),
    )


def _says_enough(shown: Mapping[str, object]) -> bool:
    """A product without price or rating is refused by those who read this; better say nothing."""
    return shown["@type"] == "Event" or bool(shown.keys() & {"offers", "review", "aggregateRating"})


def _way_to(event: Event, *, url: str) -> linked_data.Data:
    home = (_("Home"), absolute(reverse("catalog:home")))
    text, in_the_city = event.text, Asked(cities=(event.city_code,))
    city = ((text.city, absolute(in_the_city.address)),) if text.city and event.city_code else ()
    return linked_data.breadcrumbs(home, *city, (event.told.name, url))
