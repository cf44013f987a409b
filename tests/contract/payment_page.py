"""Walks the redirect debitor's payment page as a browser without scripts would, by plain HTTP."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import requests

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Back:
    """How the buyer came back: by which method, to which address, with which parameters, from where."""

    method: str
    url: str
    params: Pairs
    referrer: str


@dataclass
class Form:
    action: str
    method: str
    fields: Pairs = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)  # name=value or formaction, and its words
    words: str = ""


class _Forms(HTMLParser):
    """The forms of a page, with their fields and buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._button: dict[str, str] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").upper()))
        elif tag == "input" and self.forms and self._counts(given):
            self.forms[-1].fields.append((given["name"], given.get("value", "")))
        elif tag == "button":
            self._button = given | {"words": ""}
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select:  # the first one is chosen unless somebody chooses
            self.forms[-1].fields.append((self._select, given.get("value", "")))
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            self._button["words"] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "button" and self._button is not None and self.forms:
            given = self._button
            self.forms[-1].buttons.append(
                (f"{given.get('name', '')}={given.get('value', '')}", given["words"].strip())
            )
            self._button = None

    @staticmethod
    def _counts(given: dict[str, str]) -> bool:
        is_choice = given.get("type") in {"radio", "checkbox"}
        return "name" in given and (not is_choice or "checked" in given) and given.get("type") != "submit"


class PaymentPage:
    """The page that a callout leads to. `press` presses the button that bears these words."""

    def __init__(self, callout: dict[str, Any]) -> None:
        names = callout["callout_parameters_order"] or list(callout["callout_parameters"])
        pairs = [(name, callout["callout_parameters"][name]) for name in names]
        self._return_url = callout["callout_parameters"]["return_url"]
        is_get = callout["callout_type"].lower() == "get"
        self._session = requests.Session()
        self._page = self._session.request(
            "GET" if is_get else "POST",
            callout["callout_destination_url"],
            **{"params" if is_get else "data": pairs},
            timeout=20,
        )
        assert self._page.status_code == 200, self._page.text[:300]

    @property
    def text(self) -> str:
        return self._page.text

    def press(self, words: str, **chosen: str) -> Back:
        """Choose, press the button, follow until the return address, and tell how it was reached."""
        form, pairs = self._button(words)
        return self._sent(form, [(name, chosen.get(name, value)) for name, value in pairs])

    def _button(self, words: str) -> tuple[Form, Pairs]:
        found = _Forms()
        found.feed(self._page.text)
        labels = []
        for form in found.forms:
            for pair, label in form.buttons:
                labels.append(label)
                if words.casefold() in f"{pair} {label}".casefold():
                    name, _, value = pair.partition("=")
                    return form, form.fields + ([(name, value)] if name else [])
        raise AssertionError(f"no button says {words!r}, only {labels}")

    def _sent(self, form: Form, pairs: Pairs) -> Back:
        action = urljoin(self._page.url, form.action)
        if action.startswith(self._return_url):
            return self._back(form.method, action, pairs)
        key = "params" if form.method == "GET" else "data"
        answer = self._session.request(form.method, action, **{key: pairs}, timeout=20, allow_redirects=False)
        if answer.is_redirect:
            target = urljoin(answer.url, answer.headers["Location"])
            assert target.startswith(self._return_url), target
            return self._back("GET", target, [])
        self._page = answer
        return self._sent(*self._only_form())

    def _only_form(self) -> tuple[Form, Pairs]:
        found = _Forms()
        found.feed(self._page.text)
        (form,) = found.forms
        return form, form.fields

    def _back(self, method: str, target: str, pairs: Pairs) -> Back:
        in_url = parse_qsl(urlsplit(target).query, keep_blank_values=True)
        self._session.close()
        return Back(method, target, in_url + pairs, self._page.url)
