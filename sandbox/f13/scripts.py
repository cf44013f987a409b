"""Scripted purchases: what a customer may write into address line two, and what then happens.

Several may be joined by semicolons (`callout post; two hops`); upper and lower case are the same.

| address line two   | what happens                                                           |
|--------------------|------------------------------------------------------------------------|
| `fail part one`    | the supplier refuses event 6IE; other suppliers' tickets are bought    |
| `fail source CODE` | the supplier CODE refuses: a partial purchase when another one sells   |
| `decline`          | no payment is taken: declined                                          |
| `fail 3d secure`   | no payment is taken, `failed_3d_secure`                                |
| `fail avs`         | no payment is taken, `failed_avs`                                      |
| `fail cv2`         | no payment is taken, `failed_cv_two`                                   |
| `fail cancel`      | bought; a later cancellation is tried and fails                        |
| `callout post`     | callouts are forms to post                                             |
| `callout ordered`  | callouts have `callout_parameters_order`, and their page insists on it |
| `two hops`         | a paid callout is followed by a second one, for 3-D Secure             |
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.box_office import Bundle
from sandbox.stripe_names import Decline

DECLINES = {
    "decline": Decline("The payment was declined."),
    "fail 3d secure": Decline("3-D Secure authentication failed.", "failed_3d_secure"),
    "fail avs": Decline("The address check failed.", "failed_avs"),
    "fail cv2": Decline("The security code check failed.", "failed_cv_two"),
}
PART_ONE_FAILS_FOR = "6IE"


@dataclass(frozen=True)
class Script:
    """What address line two asks for."""

    lines: frozenset[str] = frozenset()

    @property
    def decline(self) -> Decline | None:
        return next((DECLINES[line] for line in sorted(self.lines) if line in DECLINES), None)

    @property
    def cancellation_fails(self) -> bool:
        return "fail cancel" in self.lines

    def refuses(self, bundle: Bundle) -> bool:
        """Whether the bundle's supplier refuses to sell."""
        if f"fail source {bundle.source.code}".lower() in self.lines:
            return True
        return "fail part one" in self.lines and PART_ONE_FAILS_FOR in _event_ids(bundle)

    def __contains__(self, line: str) -> bool:
        return line in self.lines


def script_from(address_line_two: str) -> Script:
    lines = (" ".join(part.split()).lower() for part in address_line_two.split(";"))
    return Script(frozenset(line for line in lines if line))


def _event_ids(bundle: Bundle) -> Iterable[str]:
    return {order.event.id for order in bundle.orders}
