"""From Django's settings to a service. Connections belong to a process, so each makes its own, once."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TypeVar

from django.conf import settings

from boxoffice import following

from .breaker import Breaker
from .service import Service
from .transport import Patience, Transport


def get_service(language: str | None = None) -> Service:
    """The shop's one line to f13, in this language. Cheap: call it wherever it is needed."""
    return Service(
        transport=_transport(os.getpid(), *_account(), *_durations(), _setting("F13_POOL_SIZE", 20)),
        language=language or "",
        subuser=_setting("F13_SUBUSER", ""),
        tracking_id=following.current_id(),  # f13's support finds by it what one request of a buyer's led to
    )


@lru_cache(maxsize=4)  # by everything it is made of: another setting, or a forked process, makes another one
def _transport(
    pid: int,
    url: str,
    user: str,
    password: str,
    patience: Patience,
    failures: int,
    pause: float,
    pool_size: int,
) -> Transport:
    from boxoffice import shared  # here, for it stands on the database, which ticketing does not

    return Transport(
        url,
        user=user,
        password=password,
        breaker=Breaker(shared.store, failures=failures, pause=pause),
        patience=patience,
        pool_size=pool_size,
    )


def _account() -> tuple[str, str, str]:
    return settings.F13_URL, settings.F13_USER, settings.F13_PASSWORD


def _durations() -> tuple[Patience, int, float]:
    usual = Patience()
    patience = Patience(
        connect=_setting("F13_CONNECT_TIMEOUT", usual.connect),
        read=_setting("F13_READ_TIMEOUT", usual.read),
        purchase=_setting("F13_PURCHASE_TIMEOUT", usual.purchase),
        aside=_setting("F13_ASIDE_TIMEOUT", usual.aside),
        retries=_setting("F13_RETRY_BUDGET", usual.retries),
    )
    return patience, _setting("BREAKER_FAILURES", 5), _setting("BREAKER_PAUSE", 10.0)


T = TypeVar("T")


def _setting(name: str, default: T) -> T:
    return getattr(settings, name, default)
