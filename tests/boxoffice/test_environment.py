from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from boxoffice.environment import Environment


def test_one_message_names_everything_that_is_missing_or_wrong():
    env = Environment(
        {"SITE_URL": "tickets.example", "PAYMENT": "cash", "TIMEOUT": "soon", "DEBUG": "perhaps"}
    )
    env.get("SECRET_KEY")
    env.root("SITE_URL")
    env.one_of("PAYMENT", "credit", "stripe")
    env.number("TIMEOUT", 3.0)
    env.flag("DEBUG")
    env.database("DATABASE_URL")
    with pytest.raises(ImproperlyConfigured) as raised:
        env.check()
    for name in ("SECRET_KEY", "SITE_URL", "PAYMENT", "TIMEOUT", "DEBUG", "DATABASE_URL"):
        assert f"- {name} is " in str(raised.value)


def test_nothing_wrong_says_nothing():
    env = Environment({"SITE_URL": "https://tickets.example/"})
    assert env.root("SITE_URL") == "https://tickets.example"
    assert env.number("TIMEOUT", 3.0) == 3.0
    env.check()


def test_a_secret_may_lie_in_a_file(tmp_path):
    path = tmp_path / "secret"
    path.write_text("from a file\n")
    assert Environment({"F13_PASSWORD_FILE": str(path)}).get("F13_PASSWORD") == "from a file"


def test_a_file_that_is_not_there_is_said(tmp_path):
    env = Environment({"F13_PASSWORD_FILE": str(tmp_path / "missing")})
    env.get("F13_PASSWORD")
    assert env.problems[0].startswith("F13_PASSWORD is wrong")


@pytest.mark.parametrize("text", ["mysql://u:p@h/d", "nonsense", "sqlite"])
def test_a_database_that_is_neither_sqlite_nor_postgresql_is_refused(text):
    env = Environment({"DATABASE_URL": text})
    env.database("DATABASE_URL")
    assert env.problems


@pytest.mark.parametrize(("text", "said"), [("en,xx,fr,YY", "xx, YY"), (",", "none")])
def test_a_word_that_is_none_of_several_is_named(text, said):
    env = Environment({"LANGUAGES": text})
    env.some_of("LANGUAGES", "en", "fr")
    assert env.problems == [f"LANGUAGES is wrong: it names {said}; there are en, fr"]


@pytest.mark.parametrize(("text", "words"), [("fr, en,fr", ["fr", "en"]), ("", ["en", "fr"])])
def test_some_of_several_words_stay_in_their_order_and_all_are_the_default(text, words):
    assert Environment({"LANGUAGES": text}).some_of("LANGUAGES", "en", "fr") == words


@pytest.mark.parametrize("text", ["-1", "inf", "nan", "many"])
def test_durations_are_numbers_of_0_or_more(text):
    env = Environment({"LEASE_SECONDS": text})
    env.number("LEASE_SECONDS", 60.0)
    assert env.problems


@pytest.mark.parametrize("text", ["-1", "100.5", "nan", "a tenth"])
def test_a_share_is_from_0_to_100(text):
    env = Environment({"CANCELLATION_COST_PERCENT": text})
    env.percent("CANCELLATION_COST_PERCENT")
    assert env.problems


def test_a_share_may_have_a_fraction_and_is_0_by_default():
    env = Environment({"SHARE": "12.5"})
    assert (env.percent("SHARE"), env.percent("OTHER"), env.problems) == (Decimal("12.5"), Decimal(0), [])


def test_no_value_of_a_secret_is_printed():
    env = Environment(
        {
            "DATABASE_URL": "postgres://shop:hunter2@db:hunter2/shop",
            "CACHE_URL": "hunter2://:hunter2@cache",
            "EMAIL_URL": "hunter2://mail:hunter2@smtp",
            "SITE_URL": "hunter2://secret",
        }
    )
    env.database("DATABASE_URL")
    env.cache("CACHE_URL", "locmemcache://")
    env.email("EMAIL_URL", "smtp://127.0.0.1:25")
    env.root("SITE_URL")
    assert len(env.problems) == 4
    assert "hunter2" not in str(env.problems)


def test_a_folder_is_one_that_is_there(tmp_path):
    (tmp_path / "file").write_text("")
    env = Environment({"GOOD": str(tmp_path), "GONE": str(tmp_path / "gone"), "FILE": str(tmp_path / "file")})
    assert env.folder("GOOD") == tmp_path.resolve()
    assert env.folder("NOT_SAID") is None
    assert env.problems == []
    assert env.folder("GONE") is None
    assert env.folder("FILE") is None
    assert [problem.split()[0] for problem in env.problems] == ["GONE", "FILE"]


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        ("tickets@shop.example", True),
        ("The Shop <tickets@shop.example>", True),
        ("tickets", False),
        ("tickets@", False),
        ("tickets@shop.example\nBcc: all@example.com", False),
    ],
)
def test_an_email_address_may_have_a_name_and_is_one_line(text, is_good):
    env = Environment({"FROM": text})
    env.address("FROM", "")
    assert (env.problems == []) is is_good


def test_numbers_are_listed_the_largest_first():
    env = Environment({"HOURS": "3, 24,0.5", "WRONG": "3,soon"})
    assert env.numbers("HOURS", []) == [24.0, 3.0, 0.5]
    assert env.numbers("NOT_SAID", [1.0]) == [1.0]
    assert env.problems == []
    env.numbers("WRONG", [])
    assert env.problems
