"""Of each failure of the network it is known whether the request may have been heard. Doubt means yes."""

import ssl

import pytest
import requests
from requests import exceptions
from urllib3 import connectionpool
from urllib3 import exceptions as urllib3_errors

from boxoffice.ticketing import BadData, NoAnswer, NotSent, Unreadable
from boxoffice.ticketing.breaker import Breaker, MemoryStore
from boxoffice.ticketing.endpoints import Kind
from boxoffice.ticketing.wire import receiving_failure, sending_failure

POOL = connectionpool.HTTPConnectionPool("f13.test")


def wrapped(kind, reason):
    """As requests hands on what urllib3 gave up with."""
    return kind(urllib3_errors.MaxRetryError(POOL, "/", reason))


@pytest.mark.parametrize(
    "error",
    [
        wrapped(exceptions.ConnectTimeout, urllib3_errors.ConnectTimeoutError()),
        wrapped(requests.ConnectionError, urllib3_errors.NewConnectionError(POOL, "refused")),
        wrapped(requests.ConnectionError, urllib3_errors.NameResolutionError("f13.test", POOL, OSError())),
        wrapped(exceptions.ProxyError, urllib3_errors.ProxyError("no", OSError("no"))),
        wrapped(exceptions.SSLError, urllib3_errors.SSLError(ssl.SSLCertVerificationError(1, "self-signed"))),
        exceptions.InvalidURL("no host"),
        exceptions.InvalidHeader("a line break"),
        urllib3_errors.LocationParseError("?"),
        UnicodeError("label too long"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_certainly_was_not_sent(error):
    assert sending_failure(error) is NotSent


def test_what_cannot_be_written_down_is_bad_data_and_no_trouble_of_f13s(connect):
    breaker = Breaker(MemoryStore(), failures=1)
    with pytest.raises(BadData):
        connect(breaker=breaker).get_availability("half a character: \ud800")
    breaker.check(Kind.LIVE)


@pytest.mark.parametrize(
    "error",
    [
        requests.ReadTimeout("30 s"),
        requests.ConnectionError(urllib3_errors.ProtocolError("aborted", ConnectionResetError(104, "reset"))),
        requests.ConnectionError(urllib3_errors.ProtocolError("aborted", BrokenPipeError())),
        wrapped(exceptions.SSLError, urllib3_errors.SSLError(ssl.SSLError(1, "record layer failure"))),
        requests.exceptions.ChunkedEncodingError("broken"),
        OSError("anything"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_may_have_been_heard(error):
    assert sending_failure(error) is NoAnswer


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (urllib3_errors.IncompleteRead(10, 5), NoAnswer),
        (urllib3_errors.ReadTimeoutError(POOL, "/", "late"), NoAnswer),
        (urllib3_errors.DecodeError("not gzip"), Unreadable),
        (ValueError("a chunk of -1 bytes"), Unreadable),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_an_answer_that_had_begun_is_never_not_sent(error, kind):
    assert receiving_failure(error) is kind
