"""What a buyer brought back from a debitor's page, word for word: the address first, then the body.

f13 hands it on to the debitor, who may have signed it: repeats, blanks and the order are kept, and so are
bytes that are no UTF-8. In text they are what `surrogateescape` makes of them.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, quote, unquote

from django.conf import settings
from django.http import HttpRequest

Pair = tuple[str, str]

LARGEST = 512 * 1024  # bytes of a body; a bank's longest answers are a tenth of it
BYTES = "latin-1"  # each byte as one letter, for what is taken apart before it is read
LATIN = {"iso-8859-1", "iso-8859-15", "windows-1252", "latin1", "cp1252"}
PART_NAME = re.compile(rb'content-disposition:\s*form-data[^\r\n]*?;\s*name="([^"\r\n]*)"', re.IGNORECASE)
A_FILE = re.compile(rb";\s*filename\*?=", re.IGNORECASE)


class TooMuch(Exception):
    """No debitor brings back so much."""


def parameters_of(request: HttpRequest) -> tuple[Pair, ...]:
    """The pairs of the address, then those of the body. Raises TooMuch."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise TooMuch
    pairs = (*_from_form(request.META.get("QUERY_STRING", "")), *_from_body(request))
    if len(pairs) > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
        raise TooMuch
    return pairs


def to_keep(pairs: Iterable[Pair]) -> list[list[object]]:
    """Pairs as a column of JSON can hold them: what is no text there goes percent-encoded."""
    return [[_kept(name), _kept(value)] for name, value in pairs]


def from_kept(pairs: Iterable[Iterable[object]]) -> list[Pair]:
    return [(_unkept(name), _unkept(value)) for name, value in pairs]


def _from_body(request: HttpRequest) -> Iterator[Pair]:
    """What a form has posted; any other body is nothing that a debitor sends."""
    if request.method != "POST":
        return
    given = request.content_params or {}
    charset = given.get("charset", "").lower()
    if request.content_type == "application/x-www-form-urlencoded":
        yield from _from_form(request.body.decode(BYTES), charset=charset)
    elif request.content_type == "multipart/form-data" and given.get("boundary"):
        for name, value in _parts(request.body, boundary=given["boundary"].encode(BYTES, "replace")):
            yield _text(name, charset=charset), _text(value, charset=charset)


def _from_form(text: str, *, charset: str = "") -> Iterator[Pair]:
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    try:
        pairs = parse_qsl(text, keep_blank_values=True, encoding=BYTES, max_num_fields=most)
    except ValueError:
        raise TooMuch from None
    for name, value in pairs:
        yield (
            _text(name.encode(BYTES, "replace"), charset=charset),
            _text(value.encode(BYTES, "replace"), charset=charset),
        )


def _parts(body: bytes, *, boundary: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and values of a multipart form, in their order. Django's own reader sorts them by name."""
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = PART_NAME.search(head)
        if name and not A_FILE.search(head):
            yield name[1].replace(b"%22", b'"'), value


def _text(raw: bytes, *, charset: str) -> str:
    """By the charset that a form names, where it is one of the old ones; else UTF-8."""
    try:
        return raw.decode(charset if charset in LATIN else "utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "surrogateescape")


def _kept(text: str) -> object:
    try:
        text.encode()
    except UnicodeEncodeError:
        return {"encoded": quote(text, errors="surrogateescape")}
    return {"encoded": quote(text)} if "\x00" in text else text


def _unkept(kept: object) -> str:
    return unquote(kept["encoded"], errors="surrogateescape") if isinstance(kept, dict) else str(kept)
