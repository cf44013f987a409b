from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError

from boxoffice import draining, health


def test_live_needs_nothing(client):
    assert client.get("/health/live").json() == {"live": True}


@pytest.mark.django_db
def test_ready_when_the_database_is_migrated(client):
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "database": "ok", "cache": "ok"}


@pytest.mark.django_db
def test_probes_come_by_address_so_the_host_is_not_checked(client):
    assert client.get("/health/ready", headers={"host": "10.0.0.7"}).status_code == 200
    assert client.get("/", headers={"host": "10.0.0.7"}).status_code == 400


def test_not_ready_without_the_database(client, monkeypatch):
    def refuse(*args):
        raise OperationalError

    monkeypatch.setattr(health, "_is_migrated", False)
    monkeypatch.setattr(health, "MigrationExecutor", refuse)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["database"] == "does not answer"


@pytest.mark.django_db
def test_a_broken_cache_is_reported_and_not_fatal(client, monkeypatch):
    def refuse(*args):
        raise ConnectionError

    monkeypatch.setattr(health.cache, "set", refuse)
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json()["cache"] == "does not answer"


@pytest.fixture
def sign(tmp_path, monkeypatch):
    monkeypatch.setattr(draining, "SIGN", str(tmp_path / "boxoffice-8000.draining"))


@pytest.mark.django_db
def test_a_copy_that_is_about_to_go_is_alive_and_not_ready(client, sign):
    assert client.get("/health/ready").status_code == 200
    draining.begin()
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "draining": True}
    assert client.get("/health/live").status_code == 200
    draining.end()
    draining.end()  # there is none to take away
    assert client.get("/health/ready").status_code == 200


def test_drain_returns_once_the_balancer_has_had_time_to_see_it(sign, settings, monkeypatch):
    waited = []
    monkeypatch.setattr("boxoffice.management.commands.drain.time.sleep", waited.append)
    settings.DRAIN_SECONDS = 20.0
    call_command("drain", stdout=StringIO())
    assert draining.is_draining()
    assert waited == [20.0]


@pytest.mark.django_db
def test_probes_are_answered_by_http_where_everybody_else_is_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_SSL_HOST = True, "shop.example"
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200
    assert client.get("/orders/find/").headers["Location"] == "https://shop.example/orders/find/"


@pytest.mark.django_db
def test_f13_is_not_asked_whether_the_shop_is_ready(client, settings):
    """It is not even there: nobody listens at port 9."""
    assert settings.F13_URL.endswith(":9")
    assert client.get("/health/ready").json() == {"ready": True, "database": "ok", "cache": "ok"}
