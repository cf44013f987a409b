import pytest
from django.db import OperationalError

from boxoffice import health


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
