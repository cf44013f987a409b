"""What is free, now: `availability`, the `discounts` of a band, and the `send_methods` of a performance."""

from collections.abc import Sequence
from typing import Any

from sandbox.catalogue.model import Area, Band, Event, Performance
from sandbox.countries import COUNTRIES
from sandbox.f13 import describe
from sandbox.f13.account import Call
from sandbox.f13.describe_bands import Stock, band_contents, discount_contents, offered
from sandbox.f13.describe_tickets import send_method_contents
from sandbox.f13.money import desired_currency
from sandbox.http import Refusal, Response, as_json
from sandbox.rules import unlocked

# What an answer depends on, besides the account and what has been sold.
PARAMETERS = (
    "no_of_seats",
    "add_seat_blocks",
    "add_discounts",
    "add_example_seats",
    "req_predicted_commission",
    "promo_code",
)


class ReadyAnswer(Response):
    """An answer that is compressed once, however often it is sent."""

    _zipped: Response | None = None

    def zipped(self) -> Response:
        if self._zipped is None:
            self._zipped = super().zipped()
        return self._zipped


def availability(call: Call) -> Response:
    """The areas and bands that have places. Identical questions share one answer until somebody buys."""
    event, performance = performance_of(call)
    if call.request.fault or _describes_objects(call):
        return as_json(_availability(call, event, performance))
    box_office = call.world.box_office
    box_office.expire()
    key = (
        performance.id,
        box_office.versions.get(performance.id, 0),
        call.world.catalogue.version,
        call.world.catalogue.is_ghost(performance),
        call.account.user,
        *(call.params.get(name) if name in call.params else None for name in PARAMETERS),
    )
    return box_office.answers.get(
        key, lambda: ReadyAnswer(as_json(_availability(call, event, performance)).body)
    )


def discounts(call: Call) -> dict[str, Any]:
    """Everything that a ticket of one band may cost."""
    event, performance = performance_of(call)
    area_code, band_code = call.params.required("ticket_type_code"), call.params.required("price_band_code")
    count = call.params.number("no_of_seats", 0)
    found = [
        _discounts(call, event, performance, area, band, count)
        for area in event.areas(performance)
        for band in area.bands
        if (area.code, band.code) == (area_code, band_code)
    ]
    if not found:
        raise Refusal("Bad data supplied: ticket_type_code, price_band_code")
    return _currency(event, call) | {"discounts": {"discount": found[0]}}


def send_methods(call: Call) -> dict[str, Any]:
    """How tickets of this performance can still be sent: perhaps not at all."""
    event, performance = performance_of(call)
    methods = []
    for method in call.world.catalogue.send_methods(event, performance):
        data = send_method_contents(method, event=event, call=call)
        if method.permitted_countries:
            data["permitted_countries"] = {"country": _countries(method.permitted_countries)}
        methods.append(data)
    return _currency(event, call) | {"send_methods": {"send_method": methods}}


def performance_of(call: Call) -> tuple[Event, Performance]:
    """The performance that the call names. Raises Refusal for one that never was, or is another's to sell."""
    performance = call.world.catalogue.get_performance(call.params.required("perf_id"))
    event = call.world.catalogue.get_event(performance.event_id) if performance else None
    if performance is None or event is None:
        raise Refusal("Bad data supplied: perf_id")
    if not call.sells(event):
        raise Refusal("This account does not sell this event", status=403)
    return event, performance


def _describes_objects(call: Call) -> bool:
    return any(name.startswith("req_") and name not in PARAMETERS for name in call.params)


def _availability(call: Call, event: Event, performance: Performance) -> dict[str, Any]:
    fault = call.request.fault
    is_on_sale = not fault and not call.world.catalogue.is_ghost(performance)
    bands = _bands(call, event, performance) if is_on_sale else []
    data: dict[str, Any] = {
        "availability": _ticket_types(call, event, bands),
        "backend_is_broken": fault == "broken",
        "backend_is_down": fault == "down",
        "backend_throttle_failed": fault == "throttled",
        "contiguous_seat_selection_only": event.contiguous_only,
        "must_select_whole_seat_block": event.whole_blocks_only,
        "source_code": event.source.code,
        "valid_quantities": _valid_quantities(event, bands),
    }
    if event.max_bundle_size is not None:
        data["max_bundle_size"] = event.max_bundle_size
    if _describes_objects(call):
        data["event"] = describe.event(event, call)
        data["performance"] = describe.performance(performance, call)
    return data | _currency(event, call)


def _bands(call: Call, event: Event, performance: Performance) -> list[Stock]:
    """The bands that have places left."""
    stocks = [
        Stock(call, event, performance, area, band)
        for area in event.areas(performance)
        for band in area.bands
    ]
    return [stock for stock in stocks if stock.number > 0]


def _valid_quantities(event: Event, bands: Sequence[Stock]) -> list[int]:
    return [
        count
        for count in event.quantities
        if any(stock.has(count, in_whole_blocks=event.whole_blocks_only) for stock in bands)
    ]


def _ticket_types(call: Call, event: Event, bands: Sequence[Stock]) -> dict[str, Any]:
    count = call.params.number("no_of_seats", 0)
    by_area: dict[str, dict[str, Any]] = {}
    for stock in bands:
        if stock.has(count, in_whole_blocks=event.whole_blocks_only):
            area = stock.area
            empty: dict[str, Any] = {
                "price_band": [],
                "ticket_type_code": area.code,
                "ticket_type_desc": area.desc,
            }
            by_area.setdefault(area.code, empty)["price_band"].append(
                band_contents(call, event, stock, count)
            )
    return {"ticket_type": list(by_area.values())} if by_area else {}


def _discounts(
    call: Call, event: Event, performance: Performance, area: Area, band: Band, count: int
) -> list[dict[str, Any]]:
    stock = Stock(call, event, performance, area, band)
    if call.world.catalogue.is_ghost(performance) or stock.number < max(count, 1):
        return []
    choices = offered(unlocked(band, promo_code=call.params.get("promo_code")), count)
    return [discount_contents(call, event, band, choice, stock.number) for choice in choices]


def _countries(codes: Sequence[str]) -> list[dict[str, str]]:
    return [{"country_code": code, "country_desc": COUNTRIES[code]} for code in sorted(codes)]


def _currency(event: Event, call: Call) -> dict[str, Any]:
    desired = desired_currency(call)
    currencies = [event.currency, desired] if desired else [event.currency]
    data: dict[str, Any] = {
        "currency_code": event.currency.code,
        "currency_details": describe.currency_details(currencies),
    }
    return data | ({"desired_currency_code": desired.code} if desired else {})
