"""Whose purchases cost nobody anything: the demo root's documented users, and a practice box office's."""

import pytest

from acceptance.account import ApiAccount, refuse_a_live_one
from acceptance.errors import Refused

DEMO = "https://demo.ticketswitch.com"


@pytest.mark.parametrize(
    ("user", "root", "is_practice"),
    [
        ("demo", DEMO, False),
        ("demo-stripe", DEMO, False),
        ("demo-redirect", f"{DEMO}/", False),
        ("anybody", "http://127.0.0.1:8013", True),
    ],
)
def test_a_demo_account_may_buy(user: str, root: str, is_practice: bool) -> None:
    refuse_a_live_one(ApiAccount(user, "", root, is_practice))


@pytest.mark.parametrize(
    ("user", "root"),
    [
        ("theatre-tickets", DEMO),
        ("demo", "https://api.ticketswitch.com"),
        ("demo", "https://demo.ticketswitch.com.elsewhere.example"),
        ("demo", "https://elsewhere.example/demo.ticketswitch.com"),
        ("demo", "http://demo.ticketswitch.com"),
        ("demolition-derby", DEMO),
        ("", DEMO),
    ],
)
def test_any_other_is_refused(user: str, root: str) -> None:
    with pytest.raises(Refused, match="is no demo account"):
        refuse_a_live_one(ApiAccount(user, "", root, is_practice=False))
