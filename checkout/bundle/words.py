"""The same as text to read, to paste into a letter. English for every reader, since Ingresso's support is."""

from collections.abc import Iterator
from typing import Any


def in_words(facts: dict[str, Any]) -> str:
    return "\n".join([*_head(facts), "", "Steps, in UTC:", *_steps(facts), "", *_tree(_rest(facts))]) + "\n"


def _head(facts: dict[str, Any]) -> Iterator[str]:
    order, shop = facts["order"], facts["shop"]
    yield f"Transaction uuid: {order['transaction_uuid'] or '-'}"
    yield f"Transaction id:   {order['transaction_id'] or '-'}"
    yield f"Order:            {order['id']}, {order['state']}"
    yield f"Account:          {shop['account_user']}, sub-user {shop['account_sub_user'] or '-'}"
    yield f"Shop:             {shop['site']}, version {shop['version']}, asking {shop['api']}"
    yield f"Made at:          {facts['made_at']}"


def _steps(facts: dict[str, Any]) -> Iterator[str]:
    for step in facts["steps"]:
        parts = (step["what"], step["state"], step["endpoint"], step["request_id"], step["error"])
        yield f"{step['at']}  {'  '.join(filter(None, parts))}"
        for once in step["again"]:
            yield f"{once['at']}    again  {once['request_id']}"


def _rest(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: fact for name, fact in facts.items() if name not in {"steps", "made_at"}}


def _tree(value: Any, *, name: str = "", depth: int = 0) -> Iterator[str]:
    """Names and values, a line each, deeper ones further in; what is empty is left out."""
    margin = "  " * max(0, depth - 1)
    if isinstance(value, dict):
        if name:
            yield f"{margin}{name}:"
        for key, inner in value.items():
            yield from _tree(inner, name=str(key), depth=depth + 1)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, start=1):
            yield from _tree(one, name=f"{name} {number}", depth=depth)
    elif value not in ("", None, []):
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        yield f"{margin}{name}: {shown}"
