"""Pages of results, under both spellings of their parameters."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sandbox.f13.account import Call

T = TypeVar("T")
PAGE_LENGTH = 50


def paged(
    items: Sequence[T], *, call: Call, needs_length: bool = False
) -> tuple[Sequence[T], dict[str, Any]]:
    """The page that the call asks for, and its `paging_status`.

    `needs_length`: the number is ignored where no length is given, as `performances` documents.
    """
    params = call.params
    has_length = "page_length" in params or "page_len" in params
    length = params.number("page_length", 0) or params.number("page_len", 0) or PAGE_LENGTH
    number = params.number("page_number", 0) or params.number("page_no", 0)
    if needs_length and not has_length:
        number = 0
    page = items[number * length : (number + 1) * length]
    left = max(len(items) - (number + 1) * length, 0)
    return page, {
        "page_length": length,
        "page_number": number,
        "pages_remaining": -(-left // length),
        "results_remaining": left,
        "total_unpaged_results": len(items),
    }
