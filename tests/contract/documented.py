"""Keys that f13 documents without showing them in an example: in its tables, or in what its client reads."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyticketswitch

PACKAGE = Path(pyticketswitch.__file__).parent

# Named in tables of attributes, or in the client's examples; no example answer shows them.
IN_TABLES = frozenset(
    {
        "bundle_total_cost_in_desired",
        "bundle_total_seatprice_in_desired",
        "bundle_total_send_cost_in_desired",
        "bundle_total_surcharge_in_desired",
        "cancelled_items_list",
        "cider_api_endpoint",
        "cider_api_key",
        "cider_api_token",
        "cider_js",
        "client_secret",
        "date_range_end",
        "date_range_start",
        "debitor_choices",
        "debitor_integration_data",
        "desired_currency",
        "error_key",
        "maximum_eligible_age",
        "merchant_group_country_code",
        "minimum_eligible_age",
        "payment_intent",
        "payment_sources_enabled",
        "publishable_key",
        "quantity_options",
        "required",
        "sale_seatprice_in_desired",
        "sale_surcharge_in_desired",
        "send_cost_in_desired",
        "stripe",
        "total_sale_seatprice_in_desired",
        "total_sale_surcharge_in_desired",
        "user_review_percent",
    }
)


@cache
def read_by_the_client() -> frozenset[str]:
    """Every key that the official client looks up in an answer, from its source."""
    return frozenset(key for file in PACKAGE.glob("*.py") for key in _looked_up(file))


def keys_read_in(name: str) -> frozenset[str]:
    """The keys that one file of the client looks up."""
    return frozenset(_looked_up(PACKAGE / name))


def _looked_up(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(key)), *_]):
                yield key
            case ast.Subscript(slice=ast.Constant(value=str(key))):
                yield key


def is_documented(key: str) -> bool:
    return key in IN_TABLES or key in read_by_the_client()
