"""What every HTML page of the shop keeps. The test client holds it, so that nobody has to remember."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
# Data for scripts, which a browser never runs.
DATA = {"application/json", "application/ld+json"}
WITHOUT_END = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}


@dataclass
class Page(HTMLParser):
    """What the rules ask of one page, gathered in one reading."""

    language: str = ""
    name: str = ""
    title: str = ""
    headings: int = 0
    found: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    fields: list[tuple[str, str]] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_there = "template" not in self.open  # what is inside one is no part of the page yet
        if tag not in WITHOUT_END:
            self.open.append(tag)
        if not is_there:
            self._inline(tag, given)
            return
        if given.get("id"):
            self.ids[given["id"]] += 1
        self._about(tag, given)
        self._inline(tag, given)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"] and "svg" not in self.open:
            self.title += data.strip()
        elif self.open[-1:] == ["style"] and data.strip():
            self.found.append("has a style element; styles are files")

    def _about(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "html":
                self.language = given.get("lang", "")
            case "body":
                self.name = given.get("data-page", "")
            case "h1":
                self.headings += 1
            case "label":
                self.labelled.add(given.get("for", ""))
            case "img" if "alt" not in given:
                self.found.append(f"has a picture without alt: {given.get('src', '')[:60]}")
            case "input" | "select" | "textarea":
                self._about_field(tag, given)

    def _about_field(self, tag: str, given: dict[str, str]) -> None:
        names_itself = "label" in self.open or given.get("aria-label") or given.get("aria-labelledby")
        if not names_itself and given.get("type") not in UNLABELLED:
            self.fields.append((given.get("id", ""), given.get("name") or tag))

    def _inline(self, tag: str, given: dict[str, str]) -> None:
        if "style" in given:
            self.found.append(f"has an inline style on <{tag}>")
        if tag == "script" and "src" not in given and given.get("type") not in DATA:
            self.found.append("has an inline script; scripts are files")
        handlers = [name for name in given if name.startswith("on")]
        self.found += [f"has an inline script in {name} of <{tag}>" for name in handlers]
        if any(value.strip().lower().startswith("javascript:") for value in given.values()):
            self.found.append(f"has a javascript: address on <{tag}>")

    def problems(self) -> list[str]:
        """All that is wrong, as ends of the sentence "This page …"."""
        missing = {"a language": self.language, "a title": self.title, "a data-page": self.name}
        return [
            *(f"has not {what}" for what, value in missing.items() if not value),
            *([] if self.headings == 1 else [f"has {self.headings} h1 headings, not one"]),
            *(
                f"has a field without a label: {name}"
                for id, name in self.fields
                if id not in self.labelled - {""}
            ),
            *(f"has the id {id} {count} times" for id, count in self.ids.items() if count > 1),
            *self.found,
        ]


def problems(html: str) -> list[str]:
    page = Page()
    page.feed(html)
    page.close()
    return page.problems()


class HouseRulesClient(Client):
    """Django's test client, which refuses to give back a page that breaks a house rule."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        if _is_a_page(response, path=request.get("PATH_INFO", "/")):
            broken = problems(response.content.decode(response.charset))
            assert not broken, f"{request.get('PATH_INFO')}: this page {'; it '.join(broken)}."
        return response


def _is_a_page(response: HttpResponseBase, *, path: str) -> bool:
    """Not Django's own admin, no redirect, no fragment without a body to show."""
    is_html = response.get("Content-Type", "").startswith("text/html")
    is_shown = not 300 <= response.status_code < 400 and not response.streaming
    return is_html and is_shown and bool(response.content) and not path.startswith("/admin/")  # type: ignore[attr-defined]
