"""The orders in which events can be listed: f13's own, the best match for words, the nearest first."""

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..folding import leans
from .asked import Asked
from .understood import Understood

NAMES: dict[str, str | Promise] = {
    "best": _("Best match"),
    "distance": _("Nearest first"),
    "most_popular": _("Most popular"),
    "alphabetic": _("By name"),
    "cost_ascending": _("Cheapest first"),
    "cost_descending": _("Dearest first"),
    "critic_rating": _("Best reviewed"),
    "recent": _("Newest first"),
    "last_sale": _("Bought most recently"),
}
POPULAR = F("event__rank_most_popular").asc()
# Equal ones by name, and in one order on every page.
TIES = (F("folded_title").asc(), F("name").asc(), F("event__event_id").asc())


def usual(understood: Understood) -> str:
    """The order for those who choose none."""
    if understood.point:
        return "distance"
    return "best" if understood.words else "most_popular"


def choices(understood: Understood) -> list[str]:
    """The orders that make sense here, the usual one first."""
    senseless = {"best"} if not understood.words else set()
    senseless |= {"distance"} if not understood.point else set()
    first = usual(understood)
    return [first, *(name for name in NAMES if name not in senseless | {first})]


def said(asked: Asked, understood: Understood) -> str:
    """The order that was chosen, where it makes sense and does not go without saying."""
    return asked.sort if asked.sort in choices(understood)[1:] else ""


def order(asked: Asked, understood: Understood, *, is_one_currency: bool) -> tuple[OrderBy, ...]:
    """How the texts of the events found are put in order."""
    name = asked.sort or usual(understood)
    match name:
        case "best":
            first = [_match(understood.words), POPULAR]
        case "distance" if understood.point:
            first = [OrderBy(understood.point.square("event__"))]
        case "alphabetic":
            first = []
        case "critic_rating":
            first = [F("event__critic_percent").desc(nulls_last=True)]
        case "cost_ascending" | "cost_descending":
            first = _cost(name, is_one_currency=is_one_currency)
        case _:
            first = [F(f"event__rank_{name}").asc()]
    return (*first, *TIES)


def _match(words: tuple[str, ...]) -> OrderBy:
    """Those whose title begins as typed, then those whose title holds every word, then the others."""
    holds_all = Q()
    for word in words:
        anywhere = Q(folded_title__contains=word if leans(word) else f" {word}")
        holds_all &= Q(folded_title__startswith=word) | anywhere
    begins = When(folded_title__startswith=" ".join(words), then=Value(0))
    return Case(begins, When(holds_all, then=Value(1)), default=Value(2), output_field=IntegerField()).asc()


def _cost(name: str, *, is_one_currency: bool) -> list[OrderBy]:
    """By the prices shown; amounts of several currencies only f13 can compare. Without a price: last."""
    has_none = Case(When(event__lowest_price=None, then=1), default=0, output_field=IntegerField())
    if not is_one_currency:
        return [has_none.asc(), F(f"event__rank_{name}").asc()]
    price = F("event__lowest_price")
    return [has_none.asc(), price.asc() if name == "cost_ascending" else price.desc()]
