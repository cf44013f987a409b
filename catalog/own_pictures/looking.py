"""Is it a picture that pages may show, and how large is it? Its head is read; its pixels never are."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _

from .fetching import File, fetch
from .refusal import Refused
from .sources import allowed

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
OF_A_PHONE = "MPO"  # a JPEG with more behind it, of which browsers show the first
LONGEST_SIDE = 6000
MOST_AT_ONCE = 4
ORIENTATION = 0x0112  # in a photograph's own notes
ON_ITS_SIDE = {5, 6, 7, 8}


@dataclass(frozen=True)
class Seen:
    """How large a picture is, as browsers show it."""

    width: int
    height: int


def look(url: str) -> Seen:
    """Fetch it and see. Raises Refused."""
    return seen(fetch(allowed(url)))


def look_at(urls: Iterable[str]) -> dict[str, Seen | Refused]:
    """The same for several at once."""
    wanted = list(dict.fromkeys(urls))
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        return dict(zip(wanted, pool.map(_seen_or_refused, wanted), strict=True))


def seen(file: File) -> Seen:
    if file.content_type == "image/svg+xml":
        raise Refused(_("SVG pictures can hold scripts, and are not taken. JPEG, PNG, WebP and GIF are."))
    if file.content_type not in KINDS:
        sentence = _("The host calls it “%(type)s”. JPEG, PNG, WebP and GIF pictures are taken.")
        raise Refused(sentence, params={"type": file.content_type[:60]})
    image = _opened(file.content)
    is_of_a_phone = image.format == OF_A_PHONE
    if ("JPEG" if is_of_a_phone else image.format) != KINDS[file.content_type]:
        raise Refused(_("The picture is of another kind than its host says."))
    if getattr(image, "is_animated", False) and not is_of_a_phone:
        raise Refused(_("The picture moves, and readers could not stop it. Only still pictures are taken."))
    return _sized(image)


def _seen_or_refused(url: str) -> Seen | Refused:
    try:
        return look(url)
    except Refused as refused:
        return refused


def _opened(content: bytes) -> Any:
    from PIL import Image  # here, since only those processes need it in which staff save pictures

    try:
        return Image.open(BytesIO(content), formats=tuple(KINDS.values()))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_large()) from None
    except Exception as error:  # whatever a broken head makes a parser raise, it is no picture for us
        raise Refused(_("What is there cannot be read as a JPEG, PNG, WebP or GIF picture.")) from error


def _sized(image: Any) -> Seen:
    width, height = image.size
    if max(width, height) > LONGEST_SIDE:
        raise Refused(_too_large())
    try:
        is_on_its_side = image.getexif().get(ORIENTATION) in ON_ITS_SIDE
    except Exception:  # broken notes are no reason: browsers pass over them too
        is_on_its_side = False
    return Seen(height, width) if is_on_its_side else Seen(width, height)


def _too_large() -> Any:
    return _("The picture measures more than 6000 pixels on a side.")
