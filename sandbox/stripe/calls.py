"""One authenticated call of the API, and what all calls share: lists by the page, and `expand[]`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.stripe import card_shapes, shapes
from sandbox.stripe.errors import StripeError, no_such, wrong
from sandbox.stripe.forms import Form
from sandbox.stripe.objects import Intent
from sandbox.stripe.state import Stripe, newest_first

Data = dict[str, Any]
PAGE = ("limit", "starting_after", "ending_before", "created", "expand")
BOUNDS: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda at, bound: at > bound,
    "gte": lambda at, bound: at >= bound,
    "lt": lambda at, bound: at < bound,
    "lte": lambda at, bound: at <= bound,
}
# What may be asked for in place of its id, by object; what nobody here ever has is null all the same.
EXPANDABLE = {
    "payment_intent": {"latest_charge", "payment_method", "customer", "review"},
    "charge": {"payment_intent", "customer", "refunds", "balance_transaction"},
    "refund": {"charge", "payment_intent", "balance_transaction"},
    "payment_method": {"customer"},
}


@dataclass(frozen=True)
class Call:
    """Who asks for what. `is_browser`: by a publishable key, which may do little and sees little."""

    stripe: Stripe
    account: str
    is_browser: bool
    form: Form
    ids: tuple[str, ...] = ()

    def shown(self, intent: Intent) -> Data:
        shape = shapes.intent_for_browsers if self.is_browser else shapes.intent
        return shape(self.stripe, intent)

    def hide_from_browsers(self, error: Data) -> None:
        """An error names the intent as its caller may see it."""
        if self.is_browser and "payment_intent" in error:
            error["payment_intent"] = shapes.for_browsers(error["payment_intent"])


def page_of(
    call: Call,
    values: Iterable[Any],
    *,
    shape: Callable[[Stripe, Any], Data],
    url: str,
    by: tuple[str, ...] = (),
) -> Data:
    """One page of a list, newest first. `by` names parameters that must equal the attribute of that name."""
    form = call.form
    form.only((*PAGE, *by, "customer"))
    wanted = {name: form.text(name) for name in by if name in form}
    kept = [
        value
        for value in newest_first(values, account=call.account)
        if all(_text(value, name) == text for name, text in wanted.items())
        and _is_within(form, card_shapes.seconds(value.created) or 0)
    ]
    chosen, more = _cut(form, kept if "customer" not in form else [])
    data = [shape(call.stripe, value) for value in chosen]
    return {"object": "list", "data": data, "has_more": more, "url": url}


def expanded(stripe: Stripe, data: Data, paths: Iterable[str]) -> Data:
    for path in paths:
        _expand(stripe, data, path.split("."), whole=path)
    return data


def _expand(stripe: Stripe, data: Data, path: list[str], *, whole: str) -> None:
    name, rest = path[0], path[1:]
    if name == "data" and data.get("object") == "list" and rest:
        for one in data["data"]:
            _expand(stripe, one, rest, whole=whole)
        return
    if name not in EXPANDABLE.get(data.get("object", ""), set()):
        raise StripeError(f"This property cannot be expanded ({whole}).", param="expand")
    data[name] = _whole(stripe, data, name)
    if rest and isinstance(data[name], dict):
        _expand(stripe, data[name], rest, whole=whole)


def _whole(stripe: Stripe, data: Data, name: str) -> Any:
    id = data.get(name)
    if name == "refunds":
        refunds = stripe.refunds_of(stripe.charges[data["id"]])
        shown = [shapes.refund(stripe, one) for one in reversed(refunds)]
        url = f"/v1/charges/{data['id']}/refunds"
        return {"object": "list", "data": shown, "has_more": False, "url": url}
    if not isinstance(id, str):
        return id
    if id in stripe.charges:
        return shapes.charge(stripe, stripe.charges[id])
    if id in stripe.intents:
        return shapes.intent(stripe, stripe.intents[id])
    return card_shapes.method(stripe, stripe.methods[id]) if id in stripe.methods else id


def _text(value: Any, name: str) -> str:
    return str(getattr(value, "intent" if name == "payment_intent" else name))


def _is_within(form: Form, created: int) -> bool:
    if not isinstance(form.data.get("created", {}), dict):
        return created == form.integer("created")
    bounds = form.within("created")
    bounds.only(tuple(BOUNDS))
    return all(BOUNDS[name](created, bounds.integer(name) or 0) for name in bounds.data)


def _cut(form: Form, values: list[Any]) -> tuple[list[Any], bool]:
    limit = form.integer("limit")
    limit = 10 if limit is None else limit
    if not 1 <= limit <= 100:
        raise wrong("limit", "Invalid limit: it must be from 1 to 100", code="parameter_invalid_integer")
    ids = [value.id for value in values]
    if "starting_after" in form:
        values = values[_place(ids, form, "starting_after") + 1 :]
    elif "ending_before" in form:
        before = values[: _place(ids, form, "ending_before")]
        return before[-limit:], len(before) > limit
    return values[:limit], len(values) > limit


def _place(ids: list[str], form: Form, name: str) -> int:
    id = form.text(name)
    if id not in ids:
        raise no_such("object", id, param=name, status=400)
    return ids.index(id)
