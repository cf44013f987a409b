"""Letters as they came over the wire, taken apart as a mail program does it."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser
from typing import Any

import pypdfium2
import zxingcpp
from icalendar import Calendar

from checkout import tasks
from checkout.models import OrderRecord
from tests.builders import pressed

REMOTE = {"img", "link", "script", "iframe", "object", "embed", "video", "audio", "source", "form", "base"}


def bought(client: Any, **options: Any) -> OrderRecord:
    """An order that the worker has bought; its letter is sent."""
    record = pressed(client, **options)
    tasks.buy.call_local(str(record.pk))
    record.refresh_from_db()
    assert record.is_bought, record.state
    return record


def received(sandbox: Any) -> list["Received"]:
    """All that the mailbox has, in its order."""
    return [Received(message_from_bytes(raw, policy=policy.default), raw) for raw in sandbox.raw_mail()]


@dataclass(frozen=True)
class Received:
    message: EmailMessage
    raw: bytes

    @property
    def subject(self) -> str:
        return str(self.message["Subject"]).strip()  # a folded one begins with its fold

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def shape(self) -> list[str]:
        """The types of its parts, from the outside to the inside."""
        return [part.get_content_type() for part in self.message.walk()]

    @property
    def text(self) -> str:
        return self._body("plain").get_content()

    @property
    def html(self) -> str:
        return self._body("html").get_content()

    @property
    def shown(self) -> "Shown":
        shown = Shown()
        shown.feed(self.html)
        return shown

    @property
    def names(self) -> list[str]:
        return [part.get_filename() or "" for part in self.message.iter_attachments()]

    @property
    def calendar(self) -> Any:
        return Calendar.from_ical(self._file("text/calendar").get_content())

    @property
    def pdf(self) -> bytes:
        return self._file("application/pdf").get_content()

    def barcodes(self) -> list[str]:
        """What a scanner reads from the printed tickets."""
        document = pypdfium2.PdfDocument(self.pdf)
        pages = [page.render(scale=3).to_pil() for page in document]
        return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]

    def _body(self, kind: str) -> Any:
        body = self.message.get_body((kind,))
        assert body is not None
        return body

    def _file(self, kind: str) -> Any:
        (part,) = [one for one in self.message.iter_attachments() if one.get_content_type() == kind]
        assert isinstance(part, MIMEPart)
        return part


class Shown(HTMLParser):
    """What a mail program shows of HTML: words, where links lead, and what would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.remote: list[str] = []
        self.attributes: dict[str, str] = {}  # of the root
        self.directions: set[str] = set()
        self._words: list[str] = []
        self._hidden = 0

    @property
    def words(self) -> str:
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._hidden += tag in {"style", "title"}
        if tag == "html":
            self.attributes = given
        if tag == "a":
            self.links.append(given["href"])
        if tag in REMOTE or "src" in given or "url(" in given.get("style", ""):
            self.remote.append(tag)
        if given.get("dir") in {"ltr", "rtl"}:
            self.directions.add(given["dir"])
        if tag in {"p", "br", "td", "tr", "h1", "h2", "li", "div"}:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data)
