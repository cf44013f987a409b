from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from boxoffice.environment import Environment
from boxoffice.visitors_address import address_of

PROXIES = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("2001:db8:5::/48")]
VISITOR, FORGED = "203.0.113.7", "198.51.100.1"


@pytest.fixture(autouse=True)
def _own_proxies(settings):
    settings.TRUSTED_PROXIES = PROXIES


def seen(peer, said=None, **headers):
    if said is not None:
        headers["HTTP_X_FORWARDED_FOR"] = said
    return address_of(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))


def test_without_proxies_it_is_the_peers():
    assert seen(VISITOR) == VISITOR


def test_a_forged_header_from_somebody_who_is_not_trusted_changes_nothing():
    assert seen(VISITOR, FORGED) == VISITOR
    assert seen(VISITOR, f"{FORGED}, 10.0.0.1, 127.0.0.1") == VISITOR
    assert seen(VISITOR, "garbage") == VISITOR


def test_by_default_nobody_is_trusted(settings):
    settings.TRUSTED_PROXIES = Environment({}).networks("TRUSTED_PROXIES")
    assert seen("127.0.0.1", VISITOR) == "127.0.0.1"


def test_a_trusted_proxy_says_whom_it_was_asked_by():
    assert seen("127.0.0.1", VISITOR) == VISITOR


def test_what_a_visitor_wrote_before_the_proxy_is_passed_over():
    assert seen("127.0.0.1", f"{FORGED}, {VISITOR}") == VISITOR
    assert seen("127.0.0.1", f"10.0.0.9, {FORGED}, {VISITOR}") == VISITOR


def test_several_proxies_in_a_row_are_all_passed():
    assert seen("127.0.0.1", f"{FORGED}, {VISITOR}, 10.1.2.3, 10.9.9.9") == VISITOR


def test_where_everybody_is_trusted_it_is_who_began():
    assert seen("127.0.0.1", "10.7.7.7, 10.8.8.8") == "10.7.7.7"


def test_a_trusted_peer_that_says_nothing_is_who_asked():
    assert seen("127.0.0.1") == "127.0.0.1"
    assert seen("127.0.0.1", "") == "127.0.0.1"
    assert seen("127.0.0.1", " , ") == "127.0.0.1"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("2001:db8::7", "2001:db8::7"),
        ("2001:0DB8:0000::0007", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:203.0.113.7", VISITOR),
        ("203.0.113.7:4711", VISITOR),
        ("203.0.113.7:", VISITOR),
        ("  203.0.113.7  ", VISITOR),
        ("2001:db8::7, 2001:db8:5::1", "2001:db8::7"),
    ],
)
def test_addresses_are_read_as_proxies_write_them(said, address):
    assert seen("127.0.0.1", said) == address


def test_a_trusted_ipv4_peer_may_come_wrapped_in_ipv6():
    assert seen("::ffff:127.0.0.1", VISITOR) == VISITOR


@pytest.mark.parametrize(
    "garbage",
    ["unknown", "_hidden", "'; DROP TABLE", "1.2.3", "1.2.3.4.5", "[::1", "[]:1", ":80", "é", "1" * 5000],
)
def test_garbage_ends_the_search_at_whom_is_known(garbage):
    assert seen("127.0.0.1", f"{VISITOR}, {garbage}") == "127.0.0.1"
    assert seen("127.0.0.1", f"{VISITOR}, {garbage}, 10.0.0.4") == "10.0.0.4"


@pytest.mark.parametrize("peer", ["", "unix:", "somebody"])
def test_an_unknown_peer_is_nobody_whatever_is_said(peer):
    assert seen(peer, VISITOR) is None


def test_the_header_forwarded_is_not_believed():
    assert seen("127.0.0.1", HTTP_FORWARDED=f"for={FORGED}") == "127.0.0.1"
    assert seen("127.0.0.1", VISITOR, HTTP_FORWARDED=f"for={FORGED}") == VISITOR


@given(st.text(max_size=60))
def test_no_header_makes_a_stranger_somebody_else(said):
    assert seen(VISITOR, said) == VISITOR


@given(st.text(max_size=60))
def test_whatever_comes_before_it_the_last_stranger_is_the_visitor(said):
    assert seen("127.0.0.1", f"{said},{VISITOR}, 10.0.0.1") == VISITOR


def test_networks_and_addresses_are_named_in_the_environment():
    env = Environment({"TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8 ,2001:db8:5::/48"})
    assert env.networks("TRUSTED_PROXIES") == PROXIES


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.1/8", "10.0.0.0/40", "*"])
def test_what_is_no_network_is_told_before_the_shop_starts(text):
    env = Environment({"TRUSTED_PROXIES": text})
    env.networks("TRUSTED_PROXIES")
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES is wrong"):
        env.check()
