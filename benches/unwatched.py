"""The shop's settings without what watches its requests: the floor of `benches.seen`."""

from boxoffice.settings import *  # noqa: F403

MIDDLEWARE.remove("boxoffice.seen.SeenMiddleware")  # noqa: F405
