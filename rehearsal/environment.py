"""What the shop is told by its environment when it stands beside the sandbox, and nothing it was not told."""

import os
import socket
from typing import Protocol

# On one machine everybody comes from one address: what is limited there is a visitor, not a network.
OF_NETWORKS = (
    *("SEARCH_TRIES_PER_NETWORK", "RESERVE_TRIES_PER_NETWORK", "PAY_TRIES_PER_NETWORK"),
    *("LOGIN_TRIES_PER_NETWORK", "FIND_TRIES_PER_NETWORK", "HELD_TICKETS_PER_NETWORK"),
)
# The rest of a developer's environment stays outside: a stray DATABASE_URL must not reach the demo.
INHERITED = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "TZ")


class Sandbox(Protocol):
    """As much of the practice box office as the shop has to know."""

    @property
    def url(self) -> str: ...

    @property
    def smtp_port(self) -> int: ...


def shop_environment(
    sandbox: Sandbox, *, database_url: str, cache_url: str = "", **changes: str
) -> dict[str, str]:
    """The shop's settings, as variables; a change given as "" takes the variable away."""
    settings = (
        dict.fromkeys(OF_NETWORKS, "0")
        | {
            "SECRET_KEY": "only-for-rehearsals-" + "0123456789" * 4,
            "DEBUG": "false",
            "SITE_URL": "http://127.0.0.1:8000",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "DATABASE_URL": database_url,
            "CACHE_URL": cache_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{sandbox.smtp_port}",
            "DEFAULT_FROM_EMAIL": "tickets@boxoffice.test",
            "F13_URL": sandbox.url,
            "F13_USER": "demo",
            "F13_PASSWORD": "demopass",
            "PAYMENT": "credit",
            "MEDIA_HOSTS": sandbox.url,
        }
        | changes
    )
    return {name: value for name, value in settings.items() if value}


def process_environment(settings: dict[str, str]) -> dict[str, str]:
    """What a program is started with: a plain surrounding, and these settings."""
    surrounding = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return surrounding | {"PYTHONUNBUFFERED": "1"} | settings


def free_port(preferred: int = 0, *, besides: tuple[int, ...] = ()) -> int:
    """The preferred port or the next free one after it; without a preference, any."""
    if not preferred:
        return _bound(0)
    for port in range(preferred, preferred + 100):
        if port not in besides and _is_free(port):
            return port
    raise OSError(f"No port is free from {preferred} to {preferred + 99}.")


def _is_free(port: int) -> bool:
    try:
        _bound(port)
    except OSError:
        return False
    return True


def _bound(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return int(probe.getsockname()[1])
