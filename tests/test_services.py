"""PostgreSQL and Redis of the tests' own: there while they are needed, gone afterwards."""

import socket
import sys

import psycopg
import pytest
import redis as redis_client

from tests import services


@pytest.fixture(scope="module")
def postgres():
    with services.postgres() as url:
        yield url


def test_postgresql_answers_and_is_empty(postgres):
    with psycopg.connect(services.new_database(postgres, name="shop")) as connection:
        [version] = connection.execute("SHOW server_version_num").fetchone()
        assert int(version) >= 150000
        assert connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone() == (0,)


def test_a_new_database_takes_the_place_of_one_with_its_name(postgres):
    with psycopg.connect(services.new_database(postgres, name="twice")) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    with psycopg.connect(services.new_database(postgres, name="twice")) as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)


def test_postgresql_is_gone_afterwards_even_with_somebody_still_connected():
    with services.postgres() as url:
        connection = psycopg.connect(f"{url}/postgres")
    with connection, pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    assert not _listens(url)


def test_redis_answers_and_its_parts_are_apart_and_it_is_gone_afterwards():
    with services.redis() as url:
        one, other = (redis_client.Redis.from_url(services.part_of(url, number=number)) for number in (0, 1))
        with one, other:
            one.set("seat", "B4")
            other.flushdb()
            assert one.get("seat") == b"B4"
            assert other.get("seat") is None
    assert not _listens(url)


def test_a_part_takes_the_place_of_another():
    assert services.part_of("redis://h:1/0", number=3) == "redis://h:1/3"
    assert services.part_of("redis://h:1", number=3) == "redis://h:1/3"
    assert services.part_of("", number=3) == ""


def test_a_command_runs_beside_both_and_its_result_is_the_result(capfd):
    says = "import os; print(os.environ['DATABASE_URL'], os.environ['CACHE_URL']); raise SystemExit(7)"
    assert services.main([sys.executable, "-c", says]) == 7
    said = capfd.readouterr().out
    assert "postgres://postgres@127.0.0.1:" in said
    assert "redis://127.0.0.1:" in said


def test_a_missing_program_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(services.ServiceMissing, match="redis-server is not installed"), services.redis():
        pytest.fail("it cannot have started")


def _listens(url):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(url.rsplit(":", 1)[1]))) == 0
