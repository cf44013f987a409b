"""Keeps locale/ in step with the words in the code, without GNU gettext. English is what the code says.

bin/messages.py                  take new words in, old ones out; compile
bin/messages.py --check          say what is missing, wrong or out of step
bin/messages.py --missing        print what lacks a translation, as JSON to be filled in
bin/messages.py --fill FILE      take such JSON, filled in; compile
"""

import argparse
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("boxoffice", "catalog", "checkout", "templates")  # the sandbox and the rehearsal speak English
TEMPLATES = {".html", ".txt"}
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; "
    "plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
# How many of the first forms stand for one number only, and may say it in words: "a ticket", "two tickets".
OF_ONE_NUMBER = {"fr": 0, "de": 1, "es": 1, "ar": 3}
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the formats want one, and a true one would change at every run
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
EDGES = re.compile(r"^\s*|\s*$")


# Reading the code


def wanted(root: Path) -> Catalog:
    """All words of the shop, as its code and its templates say them."""
    found = Catalog()
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            _take(found, path.read_text())
        elif path.suffix in TEMPLATES:
            # Lines begin at their first word, for Python would take offence at their indentation.
            told = templatize(path.read_text(), origin=str(path.relative_to(root)))
            _take(found, "\n".join(line.strip() for line in told.splitlines()))
    return found


def _take(found: Catalog, code: str) -> None:
    comes_with = ["Translators:"]
    for _line, keyword, words, comments in extract_python(
        io.BytesIO(code.encode()), KEYWORDS, comes_with, {"encoding": "utf-8"}
    ):
        words = words if isinstance(words, tuple) else (words,)
        context = words[0] if keyword.lstrip("n").startswith("pgettext") else None
        said = words[context is not None :][: 2 if "ng" in keyword or keyword.startswith("np") else 1]
        if all(said):
            found.add(said if len(said) > 1 else said[0], auto_comments=comments, context=context)


# The files


def po_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def read(root: Path, language: str) -> Catalog:
    path = po_path(root, language)
    text = path.read_text() if path.exists() else HEADER.format(language=language, forms=PLURALS[language])
    return read_po(io.StringIO(text), locale=language)


def po_text(catalog: Catalog, *, language: str) -> str:
    written = io.BytesIO()
    write_po(
        written,
        catalog,
        width=100,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    return HEADER.format(language=language, forms=PLURALS[language]) + written.getvalue().decode()


def mo_bytes(catalog: Catalog) -> bytes:
    catalog.creation_date = catalog.revision_date = SOME_DAY
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def updated(root: Path, language: str, *, words: Catalog) -> Catalog:
    """The language's translations, of the words that there are now."""
    catalog = read(root, language)
    catalog.update(words, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def write(root: Path, language: str, catalog: Catalog) -> None:
    path = po_path(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(po_text(catalog, language=language))
    path.with_suffix(".mo").write_bytes(mo_bytes(read(root, language)))


# What is wrong


def problems(root: Path) -> list[str]:
    """All that is missing, wrong or out of step, a sentence each."""
    words = wanted(root)
    return [
        f"{language}: {problem}"
        for language in PLURALS
        for problem in _problems_of(root, language, words=words)
    ]


def _problems_of(root: Path, language: str, *, words: Catalog) -> Iterator[str]:
    catalog = read(root, language)
    known, now = _by_key(catalog), _by_key(words)
    yield from (f"{_named(now[key])} is missing" for key in now if key not in known)
    yield from (f"{_named(known[key])} is obsolete" for key in known if key not in now)
    yield from (f"{_named(message)} is obsolete" for message in catalog.obsolete.values())
    for key in now:
        if key in known:
            yield from (
                f"{_named(known[key])} {what}" for what in wrong(known[key], now[key], language=language)
            )
    path = po_path(root, language)
    if path.exists() and path.read_text() != po_text(updated(root, language, words=words), language=language):
        yield "django.po is not as `make messages` writes it"
    if not _is_compiled(path.with_suffix(".mo"), catalog):
        yield "django.mo is not made of django.po"


def wrong(known: Message, now: Message, *, language: str) -> Iterator[str]:
    """What is wrong with one translation, as ends of a sentence."""
    forms = _said(known.string)
    said = _said(now.id)
    if not all(forms):
        yield "has no translation" if not any(forms) else "lacks a plural form"
        return
    if known.fuzzy:
        yield "is fuzzy"
    if len(forms) != (_forms(language) if now.pluralizable else 1):
        yield f"has {len(forms)} forms"
        return
    for number, form in enumerate(forms):
        may_lack = int(now.pluralizable and number < OF_ONE_NUMBER[language])
        if not _has_placeholders(form, set().union(*map(_placeholders, said)), may_lack=may_lack):
            yield f"has other placeholders in “{form}”"
        if Counter(TAG.findall(form)) != Counter(TAG.findall(said[-1])):
            yield f"has other tags in “{form}”"
        if EDGES.findall(form) != EDGES.findall(said[-1]):
            yield f"begins or ends with other space in “{form}”"


def _has_placeholders(form: str, those: set[str], *, may_lack: int) -> bool:
    found = _placeholders(form)
    return found <= those and len(those - found) <= may_lack


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _is_compiled(path: Path, catalog: Catalog) -> bool:
    """Whether it says the same; its bytes may be another Babel's."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        made = read_mo(file)
    expected = read_mo(io.BytesIO(mo_bytes(catalog)))
    told = [
        (one.plural_expr, {key: list(_said(kept.string)) for key, kept in _by_key(one).items()})
        for one in (made, expected)
    ]
    return told[0] == told[1]


# Translating


def missing(root: Path) -> list[dict[str, Any]]:
    """What lacks a translation in some language, with a place for each."""
    words = wanted(root)
    catalogs = {language: updated(root, language, words=words) for language in PLURALS}
    entries = [
        {
            "id": message.id,
            **({"context": message.context} if message.context else {}),
            **({"note": " ".join(message.auto_comments)} if message.auto_comments else {}),
            **{
                language: _place(message, language)
                for language in PLURALS
                if _lacks(catalogs[language], message, language=language)
            },
        }
        for message in _by_key(words).values()
    ]
    return [entry for entry in entries if PLURALS.keys() & entry.keys()]


def fill(root: Path, entries: list[dict[str, Any]]) -> None:
    words = wanted(root)
    for language in PLURALS:
        catalog = updated(root, language, words=words)
        for entry in entries:
            _fill_in(catalog, entry, language=language)
        write(root, language, catalog)


def _fill_in(catalog: Catalog, entry: dict[str, Any], *, language: str) -> None:
    message, answer = catalog.get(_said(entry["id"])[0], entry.get("context")), entry.get(language)
    if message is not None and answer:
        message.string = tuple(answer) if isinstance(answer, list) else answer
        message.flags.discard("fuzzy")


def _place(message: Message, language: str) -> str | list[str]:
    return [""] * _forms(language) if message.pluralizable else ""


def _lacks(catalog: Catalog, message: Message, *, language: str) -> bool:
    known = catalog.get(_said(message.id)[0], message.context)
    return known is None or any(wrong(known, message, language=language))


def _forms(language: str) -> int:
    return int(re.findall(r"\d+", PLURALS[language])[0])


def _by_key(catalog: Catalog) -> dict[tuple[str | None, Any], Message]:
    return {(message.context, _said(message.id)[0]): message for message in catalog if message.id}


def _said(words: Any) -> tuple[str, ...]:
    """One text, or the forms of a plural, as forms."""
    return (words,) if isinstance(words, str) else tuple(words)


def _named(message: Message) -> str:
    return f"“{_said(message.id)[0]}”" + (f" ({message.context})" if message.context else "")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--fill", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    if chosen.missing:
        print(json.dumps(missing(ROOT), ensure_ascii=False, indent=1))
        return 0
    if not chosen.check:
        fill(ROOT, json.loads(chosen.fill.read_text()) if chosen.fill else [])
    found = problems(ROOT)
    print("\n".join(found) or "All words are translated.")
    # Taking new words in succeeds, though they lack a translation: the check insists on that.
    return 1 if found and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())
