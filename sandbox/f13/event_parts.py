"""What `req_*` adds to an event: its pictures, its video, its texts, its reviews."""

import re
from html import unescape
from typing import Any
from urllib.parse import quote, urlsplit

from sandbox.catalogue.model import Event, Review, Section, Texts, Venue
from sandbox.f13.account import Call
from sandbox.f13.dates import date_desc, iso, time_desc

VIDEO_WIDTH, VIDEO_HEIGHT = 420, 315


def media(event: Event, *, call: Call) -> dict[str, Any]:
    """`{"media": …}` with the pictures that were asked for and that there are."""
    names = sorted(name for name in event.pictures if call.params.flag(f"req_media_{name}"))
    root = call.world.public_url
    assets = [
        _asset(name, path=f"/pictures/{quote(event.id, safe='')}/{name}.png", root=root) for name in names
    ]
    return {"media": {"media_asset": assets}} if assets else {}


def _asset(name: str, *, path: str, root: str) -> dict[str, Any]:
    address = urlsplit(root + path)
    return {
        "caption": "",
        "caption_html": "",
        "host": address.netloc,
        "insecure_complete_url": address.geturl(),
        "name": name,
        "path": address.path,
        "secure_complete_url": address.geturl(),
        "supports_http": address.scheme == "http",
        "supports_https": address.scheme == "https",
    }


def video(event: Event, *, call: Call) -> dict[str, Any]:
    """`{"video_iframe": …}`, where there is a video."""
    if not event.has_video:
        return {}
    address = urlsplit(f"{call.world.public_url}/video/{quote(event.id, safe='')}/")
    data = {
        "caption": "",
        "caption_html": "",
        "height": VIDEO_HEIGHT,
        "host": address.netloc,
        "path": address.path,
        "supports_http": address.scheme == "http",
        "supports_https": address.scheme == "https",
        "url_when_insecure": address.geturl(),
        "url_when_secure": address.geturl(),
        "width": VIDEO_WIDTH,
    }
    return {"video_iframe": {f"video_iframe_{key}": value for key, value in data.items()}}


def extra_info(event: Event, *, call: Call) -> dict[str, Any]:
    """The texts in the call's language, whole and in sections."""
    words, venue = event.words(call.language), event.venue
    sections = {section.key: _section(section) for section in words.sections}
    return {
        "event_info": plain(_whole(words)),
        "event_info_html": _whole(words),
        "structured_info": {"address": _section(_address(venue))} | sections,
        "venue_addr": venue.address,
        "venue_addr_html": f"<div>{_address(venue).html}</div>\n",
    } | _venue_info(venue)


def _venue_info(venue: Venue) -> dict[str, Any]:
    if not venue.info:
        return {}
    return {"venue_info": venue.info, "venue_info_html": f"<div><p>{venue.info}</p></div>"}


def _address(venue: Venue) -> Section:
    return Section("address", "Address", f"<p>{venue.address}</p>")


def _section(section: Section) -> dict[str, str]:
    return {"name": section.name, "value": plain(section.html), "value_html": section.html}


def _whole(words: Texts) -> str:
    """The overview, and under its own heading each section that follows."""
    overview, *others = words.sections or (Section("overview", "", ""),)
    parts = (f"<h4>{section.name}</h4>\n<div>{section.html}</div>" for section in others)
    return "\n\n".join((f"<div>{overview.html}</div>", *parts)) + "\n"


def plain(html: str) -> str:
    """The text of HTML, for those who want no marks."""
    broken = re.sub(r"</(p|h4|li)>\s*", "\n\n", html)
    return unescape(re.sub(r"<[^>]*>", "", broken)).strip() + "\n"


def reviews(event: Event) -> dict[str, Any]:
    """`{"reviews": …}`, where there are any."""
    return {"reviews": {"review": [_review(review) for review in event.reviews]}} if event.reviews else {}


def _review(review: Review) -> dict[str, Any]:
    return {
        "is_user_review": review.is_user,
        "review_author": review.author,
        "review_body": review.body,
        "review_date_desc": date_desc(review.date),
        "review_iso8601_date_and_time": iso(review.date),
        "review_lang": review.language,
        "review_original_url": review.url,
        "review_time_desc": time_desc(review.date),
        "review_title": review.title,
        "star_rating": review.stars,
    }
