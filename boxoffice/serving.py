"""How gunicorn serves the shop: `gunicorn --config python:boxoffice.serving boxoffice.wsgi`.

Names without an underscore are gunicorn's own settings.
"""

import os
from typing import Any

from boxoffice import counting, draining
from boxoffice.environment import Environment

_env = Environment()

bind = f"0.0.0.0:{_env.number('PORT', int(draining.DEFAULT_PORT))}"
workers = max(1, _env.number("WEB_CONCURRENCY", 2))
threads = max(1, _env.number("WEB_THREADS", 8))
worker_class = "boxoffice.leaving.LeavingWorker"
backlog = 2048

# Longer than the balancer keeps an idle connection (60 seconds is usual): it must be the one who closes, or a
# question is on its way to a door that has just been shut.
keepalive = max(1, _env.number("WEB_KEEPALIVE_SECONDS", 75))
# For requests that run when it is told to stop: the longest wait for f13's answer, and a page after it.
graceful_timeout = max(1, _env.number("WEB_GRACE_SECONDS", 45))
timeout = 60  # for a process that does not even say that it is there; no request is ended by it

# Scheme and host are believed by boxoffice/proxies.py alone: gunicorn itself trusts nobody.
forwarded_allow_ips = ""
limit_request_line = 8190  # banks send their buyers back with long addresses

# It would lie in the home directory, which a container does not have, and nobody asks it.
control_socket_disable = True
if os.access("/dev/shm", os.W_OK):  # noqa: S108 -- where signs of life never wait for a disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
errorlog = "-"
logger_class = "boxoffice.gunicorn_logs.Logger"
child_exit = counting.child_exit

_env.check()


def on_starting(server: Any) -> None:
    """Processes count together. A copy that was drained, and is started anew in its place, is asked again."""
    counting.gather_in()
    draining.end()
