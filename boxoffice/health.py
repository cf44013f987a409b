"""`/health/live` and `/health/ready`, answered before host and HTTPS checks: balancers ask by address.

And `/health/seen`, for the doctor alone.
"""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from .doctor import arriving
from .draining import is_draining

# Once seen, it stays so for this process: reading the migrations costs too much for a probe.
_is_migrated = False


class HealthMiddleware:
    """Live: this process answers. Ready: it is not about to go, the database answers and is migrated.

    Neither ever asks f13: a shop whose supplier is away has pages to show.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match request.path:
            case "/health/live":
                return JsonResponse({"live": True})
            case "/health/ready":
                return ready()
            case arriving.PATH if arriving.is_doctor(request):
                return JsonResponse(arriving.seen(request))
            case _:
                return self.get_response(request)


def ready() -> JsonResponse:
    """200 when requests can be served, else 503. The cache is reported and never fatal."""
    if is_draining():
        return JsonResponse({"ready": False, "draining": True}, status=503)
    state = {"database": state_of_database(), "cache": state_of_cache()}
    is_ready = state["database"] == "ok"
    return JsonResponse({"ready": is_ready, **state}, status=200 if is_ready else 503)


def state_of_database() -> str:
    global _is_migrated
    try:
        if _is_migrated:
            with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
                cursor.execute("SELECT 1")
            return "ok"
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return "does not answer"
    _is_migrated = not missing
    return "migrations are missing" if missing else "ok"


def state_of_cache() -> str:
    try:
        cache.set("health", 1, 5)
        return "ok" if cache.get("health") == 1 else "does not keep"
    except Exception:
        # Whatever a cache's client raises, the shop sells without it.
        return "does not answer"
