"""What is written down, in both forms."""

import io
import json
import logging
import logging.config
import subprocess
import sys

import pytest
from django.test import RequestFactory

from boxoffice import following
from boxoffice.environment import Environment
from boxoffice.following import Followed
from boxoffice.logs import configuration, formatter_from

SECRET = {"F13_PASSWORD": "demopass", "LOG_FORMAT": "json"}


@pytest.fixture
def log():
    """A logger of its own; `log.lines()` are what it has written, by a format."""

    class Log(logging.Logger):
        def __init__(self):
            super().__init__("tests.hostile")
            self.stream = io.StringIO()
            self.handler = logging.StreamHandler(self.stream)
            self.addHandler(self.handler)
            self.written("json")

        def written(self, form):
            self.handler.setFormatter(formatter_from(Environment(SECRET | {"LOG_FORMAT": form})))

        def lines(self):
            return self.stream.getvalue().splitlines()

        def last(self):
            return json.loads(self.lines()[-1])

    return Log()


def test_a_line_says_when_how_bad_who_and_what(log):
    log.warning("Purchase of %s: %s", 7, "lost")
    said = log.last()
    assert said.pop("time").endswith("Z")
    assert said == {"level": "WARNING", "logger": "tests.hostile", "message": "Purchase of 7: lost"}


def test_it_says_which_request_order_and_task_it_is_about(log):
    with following.following(Followed("abcdefgh", task="checkout.buy", order="U-1")):
        log.info("x", extra={"facts": {"endpoint": "reserve.v1", "ms": 3}})
    named = {name: log.last()[name] for name in ("id", "task", "order", "endpoint", "ms")}
    assert named == {
        "id": "abcdefgh",
        "task": "checkout.buy",
        "order": "U-1",
        "endpoint": "reserve.v1",
        "ms": 3,
    }


@pytest.mark.parametrize("form", ["json", "line"])
def test_hostile_things_are_masked_in_words_facts_and_exceptions(log, form):
    log.written(form)
    card, email, password = "4242 4242 4242 4242", "ada@secret.test", "demopass"
    try:
        try:
            raise ValueError(f"card {card}")
        except ValueError as error:
            raise LookupError(f"{email} said {password}") from error
    except LookupError:
        log.exception("refused %s", email, extra={"facts": {"said": [password, {"to": email}]}})
    text = log.stream.getvalue()
    assert "LookupError" in text
    assert "ValueError" in text
    assert not [secret for secret in (card, email, password) if secret in text]


def test_what_the_buyer_has_typed_is_masked_even_where_it_looks_like_any_word(log, rf):
    request = rf.post("/", {"first_name": "Wednesday", "last_name": "Addams", "quantity": "some", "town": ""})
    with following.following(Followed("abcdefgh", request=request)):
        log.error("Wednesday Addams took some")
        assert "Addams" in log.last()["message"]  # nobody has read the form: a log does not begin to
        assert request.POST
        log.error("Wednesday Addams took some")
    assert log.last()["message"] == "[private] [private] took some"


def test_what_an_order_says_of_its_customer_is_masked_while_it_is_worked_on(log):
    with following.following(Followed("abcdefgh")):
        following.keep_private({"first_name": "Ada", "phone": "", "n": 7}.values())
        log.error("for Ada")
    log.error("for Ada")
    assert [json.loads(line)["message"] for line in log.lines()] == ["for [private]", "for Ada"]


def test_one_record_is_one_line_whatever_it_says(log):
    log.error('broken\nline "quoted" \x1b[31m \u2028 {"level": "INFO"}')
    assert len(log.stream.getvalue().split("\n")) == 2
    assert log.last()["message"].startswith("broken\nline")


def test_a_line_for_people_has_no_controls_of_a_terminal_and_cannot_be_forged(log):
    log.written("line")
    log.error("fine\n2026-11-22T10:00:00.000Z INFO forged \x1b[31m")
    (line,) = log.lines()
    assert "ERROR tests.hostile fine 2026" in line
    assert "\x1b" not in line


def test_what_cannot_be_put_together_is_no_reason_to_fail(log):
    class Odd:
        def __str__(self):
            return "odd"

    log.error("x", extra={"facts": {"odd": Odd()}})
    assert log.last()["odd"] == "odd"


@pytest.mark.parametrize(
    ("variables", "form"),
    [({}, "Json"), ({"DEBUG": "true"}, "Line"), ({"DEBUG": "true", "LOG_FORMAT": "json"}, "Json")],
)
def test_machines_read_it_unless_somebody_develops(variables, form):
    assert type(formatter_from(Environment(variables))).__name__ == form


def test_a_format_that_there_is_not_is_named_when_the_shop_starts():
    environment = Environment({"LOG_FORMAT": "xml"})
    configuration(environment)
    assert environment.problems == ["LOG_FORMAT is wrong: it must be one of json, line"]


def test_gunicorn_speaks_in_the_same_form():
    command = [sys.executable, "-m", "gunicorn", "nowhere:application", "--bind", "127.0.0.1:0"]
    command += ["--logger-class", "boxoffice.gunicorn_logs.Logger", "--no-control-socket"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    lines = [json.loads(line) for line in done.stderr.splitlines() if "gunicorn.error" in line]
    assert "Starting gunicorn" in lines[0]["message"]
    assert any("ModuleNotFoundError" in line.get("exception", "") for line in lines)


@pytest.fixture
def rf():
    return RequestFactory()
