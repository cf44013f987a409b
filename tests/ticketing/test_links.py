"""What a supplier gives to be followed leads to the web or nowhere: it becomes a link on buyers' pages."""

import re
from pathlib import Path

import pytest

from boxoffice.ticketing.parsing import availability, events, reading, seats
from boxoffice.ticketing.parsing.prices import Till

NO_LINKS = [
    "javascript:alert(document.cookie)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://shop.example/1",
    "//elsewhere.example/",
    "/orders/find/",
    "https://",
    "https:///path",
    "https://[::1",
    "https://a.example/\nSet-Cookie: a=b",
    "https:javascript:alert(1)",
    "",
]
PARSING = Path(reading.__file__).parent


@pytest.mark.parametrize("said", NO_LINKS)
def test_anything_else_is_none(said):
    assert reading.link({"a_url": said}, "a_url") == ""


@pytest.mark.parametrize(
    "said", ["https://venue.example/v/1?a=b#c", "http://venue.example", "HTTPS://V.example/"]
)
def test_an_address_of_the_web_stays_as_it_was_said(said):
    assert reading.link({"a_url": said}, "a_url") == said


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "data:text/html,x"])
def test_so_it_is_for_vouchers_wallets_films_and_the_suppliers_own_pages(bad):
    seat = seats.seat_from(
        {
            "full_id": "A1",
            "seat_apple_wallet_urls": {"apple_wallet_gen_url": bad},
            "seat_google_pay_urls": {"gpay_save_url": bad, "gpay_jwt_url": bad},
        }
    )
    assert (seat.apple_wallet_url, seat.google_wallet_url, seat.google_wallet_jwt_url) == ("", "", "")
    assert not seat.has_wallet_pass
    method = availability.send_method_from(VOUCHER | {"self_print_voucher_url": bad}, till=Till())
    assert (method.code, method.self_print_voucher_url) == ("VOUCH", "")
    assert events._video({"video_iframe_url_when_secure": bad}) is None
    assert events._media({"secure_complete_url": bad}) is None


VOUCHER = {"send_code": "VOUCH", "send_desc": "Print yourself", "send_type": "selfprint"}


def test_no_address_is_read_as_mere_text():
    """Whoever reads another one reads it as a link."""
    mere = re.compile(r'reading\.(?:text|required)\([^)]*"\w*(?:url|uri|href|link|_js)"')
    read = [line for path in sorted(PARSING.glob("*.py")) for line in lines(path)]
    found = [line.strip() for line in read if mere.search(line)]
    assert found == []
    assert any("reading.link(" in line for line in lines(PARSING / "trolley.py"))


def lines(path):
    return path.read_text().splitlines()
