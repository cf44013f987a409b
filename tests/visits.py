"""A visit without a browser: pages are read for their forms, and a form can be sent long after its page.

Nothing here knows how the shop keeps anything: addresses, forms and what pages say are all there is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.rules.pages import HouseRulesClient

CHECKOUT = re.compile(r"/checkout/([0-9a-f-]{36})/")
MOST_REDIRECTS = 6
WITHOUT_A_VALUE = {"submit", "button", "reset", "image", "file"}


@dataclass
class Form:
    """A form that changes something, as it stood on its page."""

    address: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def said(self, changes: Mapping[str, Any], *, button: int = 0) -> dict[str, Any]:
        """What a browser sends; of a button that has a name, the name and value too."""
        pressed = {name: value for name, value in self.buttons[button : button + 1] if name}
        return {**self.fields, **pressed, **changes}


@dataclass
class _Reader(HTMLParser):
    """Gathers the forms of a page, as they are filled in."""

    address: str
    forms: list[Form] = field(default_factory=list)
    form: Form | None = None
    select: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(said.get("action") or self.address)
            if said.get("method", "").lower() == "post":
                self.forms.append(self.form)
        elif self.form is not None:
            self._field(self.form, tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag in {"select", "textarea"}:
            self.select = self.text = ""

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.text:
            self.form.fields[self.text][-1] += data.strip()

    def _field(self, form: Form, tag: str, said: dict[str, str]) -> None:
        name, kind = said.get("name", ""), said.get("type", "submit" if tag == "button" else "text")
        if tag == "button" and kind == "submit":
            form.buttons.append((name, said.get("value", "")))
        elif tag == "textarea" and name:
            self.text = name
            form.fields.setdefault(name, []).append("")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self._option(form, said)
        elif tag == "input" and name and _is_sent(kind, said):
            form.fields.setdefault(name, []).append(said.get("value", "on" if kind == "checkbox" else ""))

    def _option(self, form: Form, said: dict[str, str]) -> None:
        if "selected" in said or self.select not in form.fields:
            form.fields[self.select] = [said.get("value", "")]


def _is_sent(kind: str, said: Mapping[str, str]) -> bool:
    is_chosen = kind not in {"checkbox", "radio"} or "checked" in said
    return is_chosen and kind not in WITHOUT_A_VALUE and "disabled" not in said


@dataclass(frozen=True)
class Page:
    """What a visitor sees: it stays as it is, whatever happens elsewhere."""

    address: str
    status: int
    text: str
    forms: tuple[Form, ...] = ()

    def form(self, ending: str) -> Form | None:
        """The first form whose address ends like this."""
        return next((form for form in self.forms if form.address.endswith(ending)), None)

    def form_with(self, field_name: str) -> Form | None:
        return next((form for form in self.forms if field_name in form.fields), None)


def page_of(answer: Any) -> Page:
    text = answer.content.decode(errors="replace")
    address = answer.wsgi_request.get_full_path()
    reader = _Reader(address)
    reader.feed(text)
    return Page(address, answer.status_code, text, tuple(reader.forms))


class Visitor:
    """Somebody with cookies, and with as many tabs as they like."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.client = HouseRulesClient()
        self.seen: list[Page] = []

    def get(self, address: str) -> Page:
        return self._see(self.client.get(address))

    def post(self, address: str, data: Mapping[str, Any]) -> Page:
        return self._see(self.client.post(address, dict(data)))

    def forget_pages(self) -> list[Page]:
        """The pages seen since this was last asked."""
        seen, self.seen = self.seen, []
        return seen

    def _see(self, answer: Any) -> Page:
        """Wherever it leads: as in a browser, an address may once lead to itself."""
        for _ in range(MOST_REDIRECTS):
            if not 300 <= answer.status_code < 400:
                break
            answer = self.client.get(answer["Location"])
        else:
            raise AssertionError(f"{answer.wsgi_request.get_full_path()} leads on and on")
        page = page_of(answer)
        self.seen.append(page)
        return page


class Tab:
    """One tab of a visitor's. The page in it may be old, and the one before it is a step back away."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = self.before = Page("", 0, "")

    def open(self, address: str) -> Page:
        return self._show(self.visitor.get(address))

    def submit(self, form: Form, *, button: int = 0, **changes: Any) -> Page:
        """Send a form of this page, or of any page that was shown some time ago."""
        return self._show(self.visitor.post(form.address, form.said(changes, button=button)))

    def post(self, address: str, data: Mapping[str, Any]) -> Page:
        return self._show(self.visitor.post(address, data))

    def go_back(self) -> Page:
        """As browsers do: the page is shown as it was, and nobody is asked."""
        self.page, self.before = self.before, self.page
        return self.page

    def _show(self, page: Page) -> Page:
        self.before, self.page = self.page, page
        return page
