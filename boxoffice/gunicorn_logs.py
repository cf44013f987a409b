"""Gunicorn's own words in the form of all others: `logger_class = "boxoffice.gunicorn_logs.Logger"`.

Its access log stays off, for the shop writes a line for each request that says more, and no addresses.
"""

from typing import Any

from gunicorn import glogging

from .environment import Environment
from .logs import formatter_from


class Logger(glogging.Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        formatter = formatter_from(Environment())
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter)
