"""Scheme and host, as a balancer says them, and as anybody else does."""

import logging
from ipaddress import ip_network

import pytest
from django.http import JsonResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from boxoffice.proxies import ProxiesMiddleware

BALANCER, STRANGER, NEIGHBOUR = "10.0.0.4", "203.0.113.7", "192.168.7.7"


@pytest.fixture(autouse=True)
def _own_proxies(settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("2001:db8:5::/48")]
    settings.ALLOWED_HOSTS = ["shop.example", "copy.internal"]


def seen(peer, **headers):
    """What a view finds: scheme, host, and which of the headers are left."""

    def view(request):
        left = [name for name in request.META if name.startswith("HTTP_X_")]
        return JsonResponse([request.scheme, request.get_host(), request.is_secure(), left], safe=False)

    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"Host": "copy.internal"} | headers)
    return ProxiesMiddleware(view)(request).content.decode()


PLAIN = '["http", "copy.internal", false, []]'
SAID = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "shop.example"}


@pytest.mark.parametrize("peer", [BALANCER, "::ffff:10.0.0.4", "2001:db8:5::1"])
def test_a_trusted_balancer_says_by_what_name_and_scheme_it_was_asked(peer):
    assert seen(peer, **SAID) == '["https", "shop.example", true, []]'


@pytest.mark.parametrize("peer", [STRANGER, NEIGHBOUR, "", "unix:", "somebody"])
def test_nobody_else_is_believed_and_nobody_behind_finds_what_they_wrote(peer):
    assert seen(peer, **SAID) == PLAIN


@pytest.mark.parametrize("name", ["Ssl", "Port", "Scheme"])
def test_other_headers_of_the_kind_are_taken_away_whoever_sent_them(name):
    assert seen(BALANCER, **{f"X-Forwarded-{name}": "https"}) == PLAIN


def test_of_several_the_one_counts_that_the_balancer_itself_wrote():
    said = {"X-Forwarded-Proto": "https, http", "X-Forwarded-Host": "evil.example, shop.example"}
    assert seen(BALANCER, **said) == '["http", "shop.example", false, []]'


def test_a_balancer_that_says_http_is_believed_too():
    assert seen(BALANCER, **{"X-Forwarded-Proto": "http"}) == PLAIN


@pytest.mark.parametrize("scheme", ["ftp", "HTTPS ", "javascript", "on", ""])
def test_what_is_no_scheme_changes_nothing(scheme):
    assert seen(BALANCER, **{"X-Forwarded-Proto": scheme}) == PLAIN


def test_a_hosts_name_is_checked_as_ever_whoever_says_it(client, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert client.get("/health/nowhere/", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_a_stranger_writes_it_is_as_if_nothing_were_written(scheme, host):
    assert seen(STRANGER, **{"X-Forwarded-Proto": scheme, "X-Forwarded-Host": host}) == PLAIN


@pytest.mark.django_db
def test_a_visitor_cannot_forge_that_he_came_by_https(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, "shop.example"
    settings.ALLOWED_HOSTS = ["testserver"]
    forged = client.get("/orders/find/", headers=SAID)
    assert forged.headers["Location"] == "https://shop.example/orders/find/"
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert client.get("/orders/find/", headers={"X-Forwarded-Proto": "https"}).status_code == 200


def test_no_header_is_named_that_django_itself_would_believe(settings):
    assert settings.SECURE_PROXY_SSL_HEADER is None
    assert not settings.USE_X_FORWARDED_HOST
    assert not settings.USE_X_FORWARDED_PORT


def test_a_proxy_of_ones_own_that_was_forgotten_is_told_of_once(caplog):
    shop = ProxiesMiddleware(lambda request: JsonResponse({}))
    for peer in (NEIGHBOUR, NEIGHBOUR, "81.2.69.142", BALANCER):
        shop(RequestFactory().get("/", REMOTE_ADDR=peer, headers=SAID))
    told = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
    assert told == [f"{NEIGHBOUR} speaks as a proxy and is not named in TRUSTED_PROXIES: not believed"]
