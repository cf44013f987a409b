"""Errors to Sentry and traces by OpenTelemetry: what arrives, what never does."""

import json
import subprocess
import sys

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.boxoffice.failing_shop import EMAIL, NAME, QUERY
from tests.boxoffice.test_start import SOUND
from tests.receiver import Receiver

TOKEN = "token-of-a-callout"
PRIVATE = (NAME, NAME.split()[0], EMAIL, QUERY, TOKEN, "the-session", "only-for-tests", "demopass")


def ask(address, *options, **environment):
    """What the shop printed."""
    command = [sys.executable, *options, "-m", "tests.boxoffice.failing_shop", address]
    done = subprocess.run(
        command,
        env=SOUND | {"TRUSTED_PROXIES": "127.0.0.1"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def events(receiver):
    """What came to Sentry, as one text and as events."""
    envelopes = [body.decode() for _path, body in receiver.came]
    lines = [json.loads(line) for envelope in envelopes for line in envelope.splitlines() if line]
    return "".join(envelopes), [line for line in lines if "event_id" in line and "platform" in line]


def spans(receiver):
    found = []
    for _path, body in receiver.came:
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            found += [span for scope in resource.scope_spans for span in scope.spans]
    return found


def facts(span):
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


def test_unless_asked_for_neither_is_so_much_as_loaded():
    printed, _log = ask("/asks/")
    assert printed.splitlines() == ["200 OK", "loaded:"]


def test_an_error_arrives_with_its_place_and_id_and_nothing_of_the_buyer():
    with Receiver() as receiver:
        printed, log = ask(
            f"/checkout/return/{TOKEN}/fails/", SENTRY_DSN=f"http://key@127.0.0.1:{receiver.port}/1"
        )
    assert printed.startswith("500 ")
    text, told = events(receiver)
    (error,) = [one for one in told if one.get("exception")]
    (raised,) = error["exception"]["values"]
    assert raised["type"] == "ValueError"
    assert raised["stacktrace"]["frames"][-1]["function"] == "fails"
    assert (error["tags"]["id"], error["transaction"]) == ("from-the-balancer", "fails")
    assert any(one.get("logentry") == {"message": "%s could not be served"} for one in told)
    assert not [word for word in PRIVATE if word in text]
    assert '"id": "from-the-balancer"' in log  # by which the rest is found


def test_our_own_log_of_the_same_error_has_its_words_without_the_buyer():
    _printed, log = ask(f"/checkout/return/{TOKEN}/fails/", SENTRY_DSN="")
    assert "[private] <[email]> is no number" in log
    assert not [word for word in PRIVATE if word in log]


def test_a_page_and_what_it_asked_of_f13_arrive_as_one_trace_with_the_balancers():
    with Receiver() as receiver:
        ask("/asks/", OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{receiver.port}")
    assert {path for path, _body in receiver.came} == {"/v1/traces"}
    page = next(span for span in spans(receiver) if span.kind == Span.SPAN_KIND_SERVER)
    calls = [span for span in spans(receiver) if span.kind == Span.SPAN_KIND_CLIENT]
    assert page.name == "asks"
    assert {call.name for call in calls} == {"f13 test.v1"}
    assert page.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c"
    assert page.parent_span_id.hex() == "b7ad6b7169203331"
    assert {(call.trace_id, call.parent_span_id) for call in calls} == {(page.trace_id, page.span_id)}
    assert {facts(span)["boxoffice.request_id"] for span in [page, *calls]} == {"from-the-balancer"}
    assert {facts(call)["boxoffice.outcome"] for call in calls} == {"NotSent"}


def test_a_trace_of_a_page_that_fails_has_nothing_of_the_buyer_either():
    with Receiver() as receiver:
        ask(
            f"/checkout/return/{TOKEN}/fails/",
            OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{receiver.port}",
        )
    (page,) = spans(receiver)
    assert facts(page)["boxoffice.status"] == 500
    sent = b"".join(body for _path, body in receiver.came)
    assert not [word for word in PRIVATE if word.encode() in sent]


def test_a_collector_that_is_away_costs_nobody_their_page():
    nowhere = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "SENTRY_DSN": "http://k@127.0.0.1:9/1"}
    printed, _log = ask("/asks/", **nowhere)
    assert printed.startswith("200 ")


@pytest.mark.parametrize(
    ("setting", "value", "package", "extra"),
    [
        ("SENTRY_DSN", "https://key@errors.example/1", "sentry_sdk", "boxoffice[sentry]"),
        (
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "https://traces.example",
            "opentelemetry",
            "boxoffice[opentelemetry]",
        ),
    ],
)
def test_without_the_package_the_shop_does_not_start_and_says_what_is_missing(setting, value, package, extra):
    hidden = f"import sys\nsys.modules[{package!r}] = None\nimport boxoffice.settings"
    done = subprocess.run(
        [sys.executable, "-c", hidden],
        env=SOUND | {setting: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert f"- {setting} is set, and {package}" in done.stderr
    assert f"install {extra}" in done.stderr
    assert value not in done.stderr


def test_what_is_no_address_is_refused_and_not_quoted():
    done = subprocess.run(
        [sys.executable, "-c", "import boxoffice.settings"],
        env=SOUND | {"SENTRY_DSN": "a-secret-and-no-address", "METRICS_PORT": "9100"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "- SENTRY_DSN is wrong: it must be an http: or https: address" in done.stderr
    assert "- METRICS_TOKEN is missing" in done.stderr
    assert "a-secret" not in done.stderr
