"""The first account of staff comes from the environment, once, and is told to nobody."""

import logging

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from boxoffice.environment import Environment
from tests.staff import somebody

PASSWORD = "a-long-enough-password"


def migrate(settings, name="owner", password=PASSWORD):
    settings.STAFF_USER, settings.STAFF_PASSWORD = name, password
    call_command("migrate", verbosity=0)


@pytest.mark.django_db
def test_migrate_makes_it_where_there_is_none(settings, caplog):
    with caplog.at_level(logging.DEBUG):
        migrate(settings)
    owner = User.objects.get()
    assert (owner.username, owner.is_superuser, owner.is_staff) == ("owner", True, True)
    assert owner.check_password(PASSWORD)
    assert PASSWORD not in caplog.text
    assert "owner" in caplog.text


@pytest.mark.django_db
def test_where_there_is_staff_it_changes_nothing(settings):
    migrate(settings)
    migrate(settings, password="another-long-password")
    migrate(settings, name="another")
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.django_db
def test_it_is_made_beside_accounts_that_are_not_of_staff(settings):
    somebody("buyer", is_staff=False)
    migrate(settings)
    assert User.objects.filter(is_staff=True).get().username == "owner"


@pytest.mark.django_db
def test_a_name_that_is_taken_stops_no_start(settings):
    somebody("owner", is_staff=False)
    migrate(settings)
    assert not User.objects.filter(is_staff=True).exists()


@pytest.mark.django_db
def test_without_the_environment_none_is_made(settings):
    migrate(settings, name="", password="")
    assert not User.objects.exists()


def read(**variables):
    env = Environment(variables)
    return env.password("STAFF_PASSWORD", user=env.get("STAFF_USER", "")), env.problems


def test_it_is_read_from_a_file_too(tmp_path):
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\n")
    assert read(STAFF_USER="owner", STAFF_PASSWORD_FILE=str(path)) == (PASSWORD, [])


def test_one_without_the_other_stops_the_start():
    assert read(STAFF_USER="owner")[1] == ["STAFF_PASSWORD is missing: the account of owner needs one"]
    [problem] = read(STAFF_PASSWORD=PASSWORD)[1]
    assert "no name of the account" in problem
    assert PASSWORD not in problem


def test_a_short_one_stops_the_start_and_is_not_quoted(tmp_path):
    [problem] = read(STAFF_USER="owner", STAFF_PASSWORD="hunter2")[1]
    assert "12 characters" in problem
    assert "hunter2" not in problem
    assert len(read(STAFF_USER="owner", STAFF_PASSWORD_FILE=str(tmp_path / "none"))[1]) == 1
