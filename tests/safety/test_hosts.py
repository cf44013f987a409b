"""The shop answers to its own names, and believes about a visitor only what trusted proxies say."""

import logging

import pytest
from django.test import Client

from boxoffice.visitors_address import address_of
from tests.builders import mirrored
from tests.orders import bought

pytestmark = pytest.mark.django_db

FORGED = (
    "elsewhere.example",
    "testserver.elsewhere.example",
    "elsewhere.example:80",
    "testserver@elsewhere.example",
    "testserver:80:80",
    "testserver/elsewhere",
    "a b",
    "[::1",
    "",
    "\x7f",
)
ADDRESSES = ("/", "/search/?q=cat", "/trolley/", "/admin/login/", "/no/such/page/", "/csp-report/")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("host", FORGED)
def test_another_name_is_refused_in_a_line_without_a_page_or_a_traceback(caplog, address, host):
    answer = Client(headers={"host": host}).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain")
    assert answer.content == b"This shop has another name.\n"
    assert [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info] == []
    (line,) = [record.getMessage() for record in caplog.records if record.name == "boxoffice.hosts"]
    assert len(line) < 200
    assert line.isprintable()


def test_probes_come_by_address_and_are_answered(client):
    assert client.get("/health/live", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded"])
def test_a_header_that_names_another_host_is_in_no_page(f13, name):
    (event,) = mirrored("7AB")
    for address in ("/", event.get_absolute_url(), "/sitemap.xml", "/robots.txt", "/feed/", "/trolley/"):
        answer = Client().get(address, headers={name: "elsewhere.example"})
        assert answer.status_code == 200
        assert b"elsewhere.example" not in answer.content


def test_addresses_in_pages_and_letters_are_of_the_public_root_whatever_the_host(f13, settings):
    from checkout import access

    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    (event,) = mirrored("7AB")
    page = Client(headers={"host": "other.example"}).get(event.get_absolute_url()).content.decode()
    assert "http://testserver/" in page
    assert "other.example" not in page
    assert access.link_to(bought()).startswith("http://testserver/")


@pytest.mark.parametrize(
    ("peer", "said", "known"),
    [
        ("203.0.113.9", "192.0.2.1", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "1.1.1.1, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "1.1.1.1, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("10.0.0.1", "'; DROP TABLE", "10.0.0.1"),
    ],
)
def test_a_visitors_address_is_what_trusted_proxies_say(rf, settings, peer, said, known):
    from ipaddress import ip_network

    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    assert address_of(rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=said)) == known
