"""The ways of paying, one file each. They know values, not views or models."""

from typing import Any, Protocol

from boxoffice.ticketing import Outcome, Reservation, Service

from . import credit


class Way(Protocol):
    """How a held reservation is paid and bought."""

    def purchase(self, service: Service, record: Any) -> Outcome: ...


WAYS: dict[str, Way] = {"credit": credit}


def is_possible(way: str, reservation: Reservation) -> bool:
    """Whether this shop can pay for the reservation in that way: on credit nobody else may want the money."""
    return way in WAYS and not reservation.debitors
