"""Who answers what: the table of addresses, and the journal's line for each request."""

from collections.abc import Callable

from sandbox import cider, control, debitor, f13, front, mail_pages, pictures
from sandbox.http import Refusal, Request, Response, as_refusal
from sandbox.world import World

ROUTES: tuple[tuple[str, Callable[[World, Request], Response]], ...] = (
    ("/f13/", f13.answer),
    ("/cider/", cider.answer),
    ("/pay/", debitor.answer),
    ("/pictures/", pictures.answer),
    ("/_control/", control.answer),
    ("/mail/", mail_pages.answer),
    ("/", front.answer),
)


def endpoint_name(request: Request) -> str:
    """What a fault may name: `purchase` for /f13/purchase.v1/…, else the first part of the path."""
    first, _, rest = request.path.lstrip("/").partition("/")
    if first == "f13":
        return rest.partition(".")[0]
    return first if first in {"cider", "pay"} else ""


def answer(world: World, request: Request) -> Response:
    """The answer to a request, delayed as it says, written into the journal."""
    if request.delay and endpoint_name(request) != "purchase":  # a purchase waits in its own middle
        world.clock.wait(request.delay)
    try:
        response = _route(request)(world, request)
    except Refusal as refusal:
        response = as_refusal(refusal)
    if name := endpoint_name(request):
        world.journal.write(
            endpoint=name,
            method=request.method,
            path=request.path,
            user=f13.user_name(request) if name not in {"cider", "pay"} else "",
            params=[list(pair) for pair in request.query + request.form],
            status=response.status,
            request_id=request.request_id,
        )
    return response


def _route(request: Request) -> Callable[[World, Request], Response]:
    return next(view for prefix, view in ROUTES if request.path.startswith(prefix))
