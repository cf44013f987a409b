"""Which of an event's pictures stand where on its page, in f13's sizes, and its film."""

import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from boxoffice import ticketing

SIZES = {"marquee": (700, 300), "landscape": (220, 115), "square": (140, 140)}
USUAL = (520, 390)
TRIPLETS = tuple(f"triplet_{number}" for number in ("one", "two", "three", "four", "five"))
WIDE_PLACE = ("marquee", "triplet_one", "landscape", "square")  # the nearest to it first
PLAN = "seating_plan"
AN_ORIGIN = re.compile(r"[a-z0-9.-]+(:\d{1,5})?", re.ASCII)
YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com"}
YOUTUBE_WITHOUT_COOKIES = "www.youtube-nocookie.com"
USUAL_FILM = (560, 315)
LARGEST = 10_000


class Own(Protocol):
    """A picture that staff chose."""

    url: str
    alternative: str
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    caption: str = ""
    alternative: str = ""  # empty: the page names the event instead


@dataclass(frozen=True)
class Film:
    """A video in its frame, loaded only when it is pressed."""

    url: str
    origin: str  # what the page's policy allows a frame to come from
    width: int
    height: int
    caption: str = ""


@dataclass(frozen=True)
class Pictures:
    """The large one, those beside it, the seating plan."""

    first: Picture | None = None
    others: tuple[Picture, ...] = ()
    plan: Picture | None = None

    @property
    def all(self) -> tuple[Picture, ...]:
        return ((self.first,) if self.first else ()) + self.others


def pictures(told: ticketing.Event, *, own: tuple[Own, ...] = ()) -> Pictures:
    """Staff's pictures in place of the supplier's, where there are any."""
    found = {media.name: _picture(media) for media in told.media if _can_be_loaded(media.url)}
    plan = found.get(PLAN)
    if own:
        first, *others = [_own(one) for one in own]
        return Pictures(first, tuple(others), plan)
    name = next((name for name in WIDE_PLACE if name in found), "")
    others = [found[triplet] for triplet in TRIPLETS if triplet in found and triplet != name]
    return Pictures(found.get(name), tuple(others), plan)


def film(told: ticketing.Event) -> Film | None:
    """The event's video, in YouTube's form without cookies where it is YouTube's."""
    if told.video is None or not _can_be_loaded(told.video.url):
        return None
    video, parts = told.video, urlsplit(told.video.url)
    host = parts.netloc.lower()
    if not AN_ORIGIN.fullmatch(host):
        return None
    host = YOUTUBE_WITHOUT_COOKIES if host in YOUTUBE else host
    width, height = _size(video.width, video.height, otherwise=USUAL_FILM)
    url = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
    return Film(url, f"{parts.scheme}://{host}", width, height, video.caption)


def _picture(media: ticketing.Media) -> Picture:
    width, height = _size(media.width, media.height, otherwise=SIZES.get(media.name, USUAL))
    return Picture(media.url, width, height, media.caption.strip(), media.caption.strip())


def _own(one: Own) -> Picture:
    width, height = _size(one.width, one.height, otherwise=USUAL)
    return Picture(one.url, width, height, "", one.alternative)


def _size(width: int | None, height: int | None, *, otherwise: tuple[int, int]) -> tuple[int, int]:
    is_known = width and height and 0 < width <= LARGEST and 0 < height <= LARGEST
    return (width, height) if width and height and is_known else otherwise


def _can_be_loaded(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
