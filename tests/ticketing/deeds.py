"""What is done and asked in these tests, by name."""

import pytest

from boxoffice.ticketing import (
    CardDetails,
    CiderAccess,
    Customer,
)
from boxoffice.ticketing.transport import Patience

EVENTS = {"results": {"event": []}}
STATUS = {"transaction_status": "reserved"}
BRIEF = Patience(read=0.2, purchase=0.2)
DEEDS = {
    "reserve": lambda service: service.reserve("token"),
    "release": lambda service: service.release("U-1"),
    "purchase": lambda service: service.purchase("U-1", customer=Customer(first_name="Ada")),
    "callback": lambda service: service.callback("this", "next"),
    "cancel": lambda service: service.cancel("U-1"),
    "save_details": lambda service: service.save_details(
        CiderAccess(f"{service.transport.base_url}/api", "key_1"), details=CardDetails(stripe_token="tok_1")
    ),
}
QUESTIONS = {
    "list_events": lambda service: service.list_events(),
    "get_availability": lambda service: service.get_availability("6IF-1"),
    "get_status": lambda service: service.get_status("U-1"),
}


def deeds():
    return pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
