"""A kept page with and without what watches it: the id, the line in the log, the numbers. In one process."""

import io
import logging
import os
import sys
import time
from collections.abc import Callable
from statistics import median

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["LOG_LEVEL"] = "INFO"
os.environ["LOG_FORMAT"] = "json"

MOST_MORE, ROUNDS, EACH = 1 / 3, 15, 300  # of the time of a kept page without it
WATCHING = "boxoffice.seen.SeenMiddleware"


def main() -> int:
    """Print the ratio; 1 when it is more than is wanted."""
    import django
    from django.conf import settings

    django.setup()
    settings.PAGES_FRESH_SECONDS = 900
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.getLogger().handlers[0].setStream(open(os.devnull, "w"))  # type: ignore[attr-defined]  # noqa: SIM115
    without, watched = _times(settings)
    more = (watched - without) / without
    print(
        f"{'a kept page':<24}{without * 1e6:6.0f} µs, watched {watched * 1e6:6.0f} µs: {more:.2f} more, ",
        end="",
    )
    print(f"wanted {MOST_MORE:.2f}")
    return 0 if more <= MOST_MORE else 1


def _times(settings: object) -> tuple[float, float]:
    """Seconds of one answer without and with it; in turn, so that whatever else goes on strikes both."""
    everything = list(settings.MIDDLEWARE)  # type: ignore[attr-defined]
    plain = _handler([name for name in everything if name != WATCHING])
    whole = _handler(everything)
    seconds: dict[Callable[[], None], list[float]] = {plain: [], whole: []}
    for _round in range(ROUNDS):
        for ask, times in seconds.items():
            started = time.perf_counter()
            for _ in range(EACH):
                ask()
            times.append((time.perf_counter() - started) / EACH)
    return median(seconds[plain]), median(seconds[whole])


def _handler(middleware: list[str]) -> Callable[[], None]:
    """Asks for a kept page, as a server does."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    settings.MIDDLEWARE = middleware
    handler = WSGIHandler()
    asked = RequestFactory(headers={"Accept-Encoding": "gzip"})._base_environ(PATH_INFO="/robots.txt")

    def ask() -> None:
        answer = handler(asked | {"wsgi.input": io.BytesIO()}, lambda status, headers: None)
        assert answer.status_code == 200  # type: ignore[attr-defined]
        answer.close()  # type: ignore[attr-defined]

    ask()
    return ask


if __name__ == "__main__":
    sys.exit(main())
