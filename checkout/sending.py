"""How one supplier's tickets can reach the buyer: all in one way, which each of the performances takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from boxoffice.ticketing import Bundle, SendMethod, Told


@dataclass(frozen=True)
class Ways:
    """What there is to choose between, and what is chosen; none of it is known where f13 did not say."""

    methods: tuple[SendMethod, ...] = ()
    chosen: SendMethod | None = None

    @property
    def can_be_changed(self) -> bool:
        return bool(self.methods) and (len(self.methods) > 1 or self.chosen is None)

    def method(self, code: str) -> SendMethod | None:
        return next((one for one in self.methods if one.code == code), None)


def ways(bundle: Bundle, *, told: Mapping[str, Told], code: str) -> Ways:
    """Those that every performance of the bundle has. `told`: its methods by performance."""
    of_each = [_methods(perf_id, told) for perf_id in performances(bundle)]
    first, *others = of_each or [()]
    shared = tuple(one for one in first if all(one.code in _codes(other) for other in others))
    found = Ways(shared)
    return Ways(shared, found.method(code) or _said(bundle, code))


def performances(bundle: Bundle) -> tuple[str, ...]:
    return tuple(dict.fromkeys(order.performance.id for order in bundle.orders if order.performance))


def _methods(perf_id: str, told: Mapping[str, Told]) -> tuple[SendMethod, ...]:
    return told[perf_id].otherwise(()) if perf_id in told else ()


def _codes(methods: tuple[SendMethod, ...]) -> set[str]:
    return {method.code for method in methods}


def _said(bundle: Bundle, code: str) -> SendMethod | None:
    """As the trolley itself says it."""
    methods = (order.send_method for order in bundle.orders)
    return next((one for one in methods if one and code in {"", one.code}), None)
