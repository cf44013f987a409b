"""The catalogue as schema.org describes things, for JSON-LD. Values in, plain dictionaries out.

Prices are what will be paid, fees in it, and stand here only while they may stand on the page.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import mean
from typing import Any

from boxoffice.ticketing import Event as Told
from boxoffice.ticketing import Money, Performance, Review

from ..templatetags.catalogue import address_lines
from .about import Image, absolute, summary

Data = dict[str, Any]

CONTEXT = "https://schema.org"
MOST_PERFORMANCES = 40  # pages that name more grow too heavy for phones
MOST_REVIEWS = 5
MOST_STARS = 5
SCALE = {"bestRating": MOST_STARS, "worstRating": 0}  # there are halves below one, where robots expect none
LONGEST_TEXT = 5_000


def organisation(name: str, *, logo: str) -> Data:
    return {"@context": CONTEXT, "@type": "Organization", "name": name, "url": absolute("/"), "logo": logo}


def website(name: str, *, home: str, search: str, language: str) -> Data:
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": name,
        "url": home,
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(*steps: tuple[str, str]) -> Data:
    """The way to a page, as names and addresses."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(steps, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def event(
    told: Told, *, url: str, performances: Sequence[Performance], images: Sequence[Image], has_prices: bool
) -> Data | None:
    """An event with those of its performances that its page shows; something to buy where it has no dates.

    None where there should be dates and none is shown: f13 is away, or all of them are gone.
    """
    common = {
        "@context": CONTEXT,
        "@id": f"{url}#event",
        "name": told.name,
        "url": url,
        "description": description(told),
        "image": [image.url for image in images],
        **_ratings(told.reviews),
    }
    offers = _offers(told, url=url, has_prices=has_prices)
    if not told.needs_performance or _is_a_stay(told):
        return _filled({**common, "@type": "Product", "offers": offers})
    dated = [(one.starts, one) for one in performances if one.starts and one.is_on_sale]
    place = _place(told)
    parts = [
        _performance(told, one, starts=starts, place=place, url=url, has_prices=has_prices)
        for starts, one in dated[:MOST_PERFORMANCES]
    ]
    return _with_parts(told, common | {"location": place, "offers": offers}, parts) if parts else None


def _with_parts(told: Told, whole: Data, parts: Sequence[Data]) -> Data:
    """Each performance is an event of its own, for each has its own tickets; together they are the run."""
    last = str(parts[-1].get("endDate") or parts[-1]["startDate"])
    goes_on = told.run_ends is not None and told.run_ends.date().isoformat() > last[:10]
    if len(parts) == 1 and not goes_on:
        return _filled({**whole, **parts[0]})
    return _filled(
        {
            **whole,
            "@type": "Event",
            "startDate": parts[0]["startDate"],
            # The page shows a month of it; the run may be longer.
            "endDate": told.run_ends.date().isoformat() if told.run_ends and goes_on else last,
            **_as_planned(),
            "subEvent": parts,
        }
    )


def _is_a_stay(told: Told) -> bool:
    """Nights in a hotel are on sale by the day, and are no event on any of them."""
    return told.needs_departure_date or told.needs_duration


def _performance(
    told: Told, one: Performance, *, starts: datetime, place: Data, url: str, has_prices: bool
) -> Data:
    shows_time = told.shows_performance_time and one.has_time is not False
    minutes = one.running_time or told.max_running_time or told.min_running_time
    ends = starts + timedelta(minutes=minutes) if minutes and shows_time else None
    return _filled(
        {
            "@type": "Event",
            "name": f"{told.name}, {one.name}" if one.name else told.name,
            "startDate": _moment(starts, shows_time=shows_time),
            "endDate": ends.isoformat() if ends else None,
            **_as_planned(),
            "location": place,
            "offers": _offer(one, url=url, has_prices=has_prices),
        }
    )


def _as_planned() -> Data:
    return {
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
    }


def _moment(when: datetime, *, shows_time: bool) -> str:
    """With the venue's offset; the day alone where there is no time."""
    return when.isoformat() if shows_time else when.date().isoformat()


def _street(told: Told) -> str:
    """The lines of the address that say more than the place's other facts do."""
    said = {told.city, told.country, told.postcode}
    return ", ".join(line for line in address_lines(told) if line not in said)


def _place(told: Told) -> Data:
    geo = told.latitude is not None and told.longitude is not None
    address = {
        "@type": "PostalAddress",
        "streetAddress": _street(told),
        "addressLocality": told.city,
        "postalCode": told.postcode,
        "addressCountry": "GB" if told.country_code == "uk" else told.country_code.upper(),
    }
    return _filled(
        {
            "@type": "Place",
            "name": told.venue or told.city,
            "address": _filled(address),
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": float(told.latitude or 0),
                "longitude": float(told.longitude or 0),
            }
            if geo
            else None,
        }
    )


def _offer(one: Performance, *, url: str, has_prices: bool) -> Data | None:
    cheapest = one.cost_range.cheapest if one.cost_range else None
    if cheapest is None or not has_prices:
        return None
    state = "LimitedAvailability" if one.is_limited else "InStock"
    return {
        "@type": "Offer",
        "url": url,
        "price": _amount(cheapest.total),
        "priceCurrency": cheapest.currency.iso,
        "availability": f"{CONTEXT}/{state}",
    }


def _offers(told: Told, *, url: str, has_prices: bool) -> Data | None:
    costs = told.cost_range
    if costs is None or costs.cheapest is None or not has_prices:
        return None
    return _filled(
        {
            "@type": "AggregateOffer",
            "url": url,
            "lowPrice": _amount(costs.cheapest.total),
            "highPrice": _amount((costs.dearest or costs.cheapest).total),
            "priceCurrency": costs.cheapest.currency.iso,
            "availability": f"{CONTEXT}/InStock",
        }
    )


def _amount(money: Money) -> str:
    return str(money.amount.quantize(Decimal(1).scaleb(-money.currency.places)))


# What others thought


def _ratings(reviews: Iterable[Review]) -> Data:
    """Visitors' stars as one figure, and each review by itself. Nothing where nobody gave stars."""
    starred = [review for review in reviews if 0 < (review.star_rating or 0) <= MOST_STARS]
    visitors = [float(review.star_rating or 0) for review in starred if review.is_by_visitor]
    rating = {
        "@type": "AggregateRating",
        "ratingValue": round(mean(visitors), 1) if visitors else 0,
        "ratingCount": len(visitors),
        **SCALE,
    }
    written = [_review(review) for review in starred if review.author]
    return {"aggregateRating": rating if visitors else None, "review": written[:MOST_REVIEWS]}


def _review(review: Review) -> Data:
    stars = float(review.star_rating or 0)
    return _filled(
        {
            "@type": "Review",
            "author": {"@type": "Person" if review.is_by_visitor else "Organization", "name": review.author},
            "reviewRating": {"@type": "Rating", "ratingValue": stars, **SCALE},
            "reviewBody": summary(review.body),
            "datePublished": review.written.date().isoformat() if review.written else None,
        }
    )


def description(told: Told) -> str:
    """What the supplier says of it; where that is nothing, what and where it is."""
    piece = told.piece("overview")
    text = (piece.text if piece else "") or told.info
    return " ".join(text.split())[:LONGEST_TEXT] or f"{told.name}, {told.venue}, {told.city}".strip(", ")


def _filled(data: Data) -> Data:
    """Without what is not known: an empty value is worse than none."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
