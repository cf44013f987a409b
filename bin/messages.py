"""Brings locale/ up to date with the words in code and templates; --check says what is missing or wrong.

Without an option the words are read again, and the files written: django.po for translators, django.mo for
Django. `--missing` prints what has no translation, as TOML with every language side by side; filled in and
saved to a file, it comes back with `--fill FILE`. No dates are written: what is the same stays the same.
"""

import argparse
import gettext
import io
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("boxoffice", "catalog", "checkout", "templates")
# Arabic has forms for none, one, two, few (3 to 10), many (11 to 99) and the rest.
PLURALS = {
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2"
        " : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
}
ONE, PLURAL, IN_CONTEXT, PLURAL_IN_CONTEXT = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KINDS = {"gettext": ONE, "ngettext": PLURAL, "pgettext": IN_CONTEXT, "npgettext": PLURAL_IN_CONTEXT}
KEYWORDS = {"_": ONE} | {
    f"{name}{tail}": kind for name, kind in KINDS.items() for tail in ("", "_lazy", "_noop")
}
MARKS = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{\w*\}|</?\w[^>]*>")
EDGES = re.compile(r"^\s*|\s*$")
ENOUGH_NUMBERS = 1000  # of which each plural form gets its share

Key = tuple[str, str]  # context, English


class Translations(Catalog):
    """A catalogue whose header says what Django needs, and nothing that changes from day to day."""

    def _mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", PLURALS[str(self.locale)]),
        ]

    mime_headers = property(_mime_headers)
    num_plurals = property(lambda self: int(PLURALS[str(self.locale)][9]))


# Reading


def words_of(root: Path) -> Catalog:
    """Every word for buyers and staff, with the files that say it."""
    found = Catalog()
    for path in _sources(root):
        place = (str(path.relative_to(root)), 0)
        for _line, said, notes, context in extract("python", _as_python(path), KEYWORDS, ["Translators:"]):
            found.add(said, locations=[place], auto_comments=notes, context=context)
    return found


def _sources(root: Path) -> list[Path]:
    files = (path for room in ROOMS for path in (root / room).rglob("*"))
    return sorted(path for path in files if path.suffix in {".py", ".html", ".txt"})


def _as_python(path: Path) -> io.BytesIO:
    """A template's words as calls of gettext; the indentation of HTML would be none of Python's."""
    text = path.read_text()
    if path.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    return io.BytesIO(text.encode())


def known(root: Path, *, language: str) -> Catalog:
    path = place(root, language=language)
    return read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(language)


def place(root: Path, *, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def messages(catalog: Catalog) -> Iterator[Message]:
    """All but the header, in one order for all."""
    return iter(
        sorted((one for one in catalog if one.id), key=lambda one: (_english(one), one.context or ""))
    )


def merged(words: Catalog, old: Catalog, *, language: str) -> Translations:
    """What is said now, in the translations that there are. What nobody says any more is left out."""
    new = Translations(
        language, header_comment=f"# The shop's words in {old.locale.english_name}.", fuzzy=False
    )
    for message in messages(words):
        before = old.get(message.id, message.context)
        is_known = before is not None and before.pluralizable == message.pluralizable
        string = before.string if is_known and any(_several(before.string)) else None
        flags = {"fuzzy"} & (before.flags if before else set())
        files = sorted(set(message.locations))
        new.add(message.id, string, files, flags, message.auto_comments, context=message.context)
    return new


# Writing


def po(catalog: Catalog) -> bytes:
    written = io.BytesIO()
    write_po(written, catalog, width=120, sort_output=True, include_lineno=False)
    return written.getvalue()


def mo(catalog: Catalog) -> bytes:
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def write(root: Path, *, fill: Callable[[Translations], None] = lambda catalog: None) -> None:
    words = words_of(root)
    for language in PLURALS:
        catalog = merged(words, known(root, language=language), language=language)
        fill(catalog)
        path = place(root, language=language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po(catalog))
        path.with_suffix(".mo").write_bytes(mo(catalog))


# Checking


def problems(root: Path) -> list[str]:
    """What is wrong in any language, as sentences."""
    words = words_of(root)
    return [
        f"{place(root, language=language).relative_to(root)}: {problem}"
        for language in PLURALS
        for problem in _problems_in(words, root, language)
    ]


def _problems_in(words: Catalog, root: Path, language: str) -> Iterator[str]:
    old, path = known(root, language=language), place(root, language=language)
    new = merged(words, old, language=language)
    said = {_key(message) for message in words}
    yield from (f"nobody says “{one.id}” any more" for one in messages(old) if _key(one) not in said)
    for message in messages(new):
        yield from (f"“{_english(message)}” {wrong}" for wrong in wrong_with(message, language=language))
    compiled = path.with_suffix(".mo")
    if not path.exists() or path.read_bytes() != po(new):
        yield "it is not what `make messages` writes for this code"
    elif not compiled.exists() or compiled.read_bytes() != mo(new):
        yield "the .mo file is not made of it. Run `make messages`"


def wrong_with(message: Message, *, language: str) -> Iterator[str]:
    """What is wrong with one translation, as ends of sentences."""
    originals, forms = _several(message.id), _several(message.string)
    if message.fuzzy:
        yield "is marked as fuzzy"
    if not all(forms):
        yield "is not translated" if not any(forms) else "lacks a plural form"
        return
    singles = _forms_of_one_number(language) if message.pluralizable else set()
    for number, form in enumerate(forms):
        if EDGES.findall(form) != EDGES.findall(originals[-1]):
            yield f"begins or ends with other space in “{form}”"
        if problem := _difference(originals, form, may_leave_out_its_number=number in singles):
            yield problem


def _difference(originals: tuple[str, ...], form: str, *, may_leave_out_its_number: bool) -> str:
    """Whether placeholders or tags came or went. `one ticket` needs no number in it."""
    wanted, given = _marks(originals[-1]), _marks(form)
    invented, lost = given - wanted, wanted - given
    if may_leave_out_its_number and lost.total() == 1:
        lost.clear()
    wrong = [*invented, *lost]
    return f"has other placeholders or tags in “{form}”: {' '.join(wrong)}" if wrong else ""


def _marks(text: str) -> Counter[str]:
    return Counter(MARKS.findall(text))


def _forms_of_one_number(language: str) -> set[int]:
    """The plural forms that stand for a single number, as the Arabic dual does."""
    expression = PLURALS[language].partition("plural=")[2].rstrip(";")
    form_of = gettext.c2py(expression)
    shares = Counter(form_of(number) for number in range(ENOUGH_NUMBERS))
    return {form for form, share in shares.items() if share == 1}


# Filling in


def missing(root: Path) -> str:
    """What lacks a translation, as TOML to fill in: every language of it, with what is known already."""
    words = words_of(root)
    catalogs = {one: merged(words, known(root, language=one), language=one) for one in PLURALS}
    return "\n".join(
        _block(message, catalogs)
        for message in messages(words)
        if any(not _is_done(_in(catalog, message)) for catalog in catalogs.values())
    )


def _block(message: Message, catalogs: dict[str, Translations]) -> str:
    context = [f"context = {_toml(message.context)}"] if message.context else []
    files = ", ".join([*sorted({file for file, _line in message.locations}), *message.auto_comments])
    lines = [f"{language} = {_toml(_blank(catalog, message))}" for language, catalog in catalogs.items()]
    return "\n".join(["[[message]]", f"# {files}", *context, f"en = {_toml(message.id)}", *lines, ""])


def _blank(catalog: Translations, message: Message) -> Any:
    """What is there of it, as many forms as the language needs."""
    forms = _several(_in(catalog, message).string)
    return [*forms, *[""] * (catalog.num_plurals - len(forms))] if message.pluralizable else forms[0]


def filler(text: str) -> Callable[[Translations], None]:
    """Puts what a filled-in list says into a catalogue. What it leaves blank stays as it was."""
    told = {(one.get("context", ""), _english_of(one["en"])): one for one in tomllib.loads(text)["message"]}

    def fill(catalog: Translations) -> None:
        for message in messages(catalog):
            said = told.get(_key(message), {}).get(str(catalog.locale))
            if said and all(_several(said)):
                message.string = tuple(said) if message.pluralizable else said
                message.flags.discard("fuzzy")

    return fill


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _is_done(message: Message) -> bool:
    return all(_several(message.string)) and not message.fuzzy


def _in(catalog: Catalog, message: Message) -> Message:
    return catalog.get(message.id, message.context) or Message(message.id)


def _several(text: Any) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _english(message: Message) -> str:
    return _english_of(message.id)


def _english_of(text: Any) -> str:
    return _several(text)[0]


def _key(message: Message) -> Key:
    return message.context or "", _english(message)


def main(arguments: Iterable[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--fill", type=Path, metavar="FILE")
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    if chosen.check:
        found = problems(ROOT)
        print("\n".join(found) or "Every word is there in every language.")
        return 1 if found else 0
    if chosen.missing:
        print(missing(ROOT))
    elif chosen.fill:
        write(ROOT, fill=filler(chosen.fill.read_text()))
    else:
        write(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
