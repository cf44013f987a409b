"""What is wrong with a choice, as a value and as one plain sentence in the reader's language."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from .rules import Rule, Seats

# The browser says the same: `{seats}` are named, `{numbers}` counted. One wording for one seat and for many.
SENTENCES: dict[str, str | Promise] = {
    "gone": _("No longer free: {seats}."),
    "twice": _("Chosen more than once: {seats}."),
    "quantity": _("Tickets are sold in these numbers only: {numbers}."),
    "apart": _("Only seats next to each other can be chosen here, and these are not: {seats}."),
    "single": _("The venue does not allow a seat to be left standing alone, as this would be: {seats}."),
    "part_of_block": _("These seats are sold together only; still missing: {seats}."),
    "mixed": _("So many areas or prices cannot be chosen at once; one too many is that of: {seats}."),
    "kind": _("This ticket cannot be had like this: {kind}."),
    "kind_unknown": _("There is no such ticket for these seats: {kind}."),
    "kind_order": _("With this ticket, the most that can be ordered at once is {numbers}: {kind}."),
    "kind_most": _("The most that can be ordered of this ticket is {numbers}: {kind}."),
    "kind_numbers": _("This ticket is sold in these numbers only: {numbers} ({kind})."),
    "kind_mixed": _("The most kinds of ticket that can be ordered together is {numbers}: {kind}."),
}
RIGHT_TO_LEFT = {"R", "AL"}
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"  # what is within does not turn round what is beside it


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that is broken. `seats` are those it is about, `remedy` is the nearest lawful choice."""

    rule: Rule
    seats: Seats = ()
    remedy: Seats = ()  # () where there is none; of ticket kinds, a kind for each ticket
    numbers: tuple[int, ...] = ()  # that are allowed, or the most that are
    kind: str = ""  # the words for the ticket that it is about
    words: str = ""  # which of the sentences, where the rule has several

    @property
    def sentence(self) -> str:
        """Lazy: in the language of whoever reads it, and escaped where a page shows it."""
        return _sentence(self)


def sentences() -> dict[str, str]:
    """For the browser: a sentence for each rule, with its places, in the active language."""
    return {name: str(words) for name, words in SENTENCES.items()}


def _in_words(problem: Problem) -> str:
    return str(SENTENCES[problem.words or problem.rule.value]).format(
        seats=_listed(problem.seats), numbers=_listed(map(str, problem.numbers)), kind=_isolated(problem.kind)
    )


_sentence = lazy(_in_words, str)


def _listed(names: Iterable[str]) -> str:
    return pgettext("between the seats or numbers of a list", ", ").join(map(_isolated, names))


def _isolated(name: str) -> str:
    is_turned = any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in name)
    return f"{ISOLATE}{name}{END_OF_ISOLATE}" if is_turned else name
