"""`/pictures/EVENT/NAME.png`: the catalogue's pictures, drawn when they are first asked for."""

from functools import lru_cache
from urllib.parse import unquote
from zlib import crc32

from sandbox.catalogue import Catalogue
from sandbox.catalogue.model import Event
from sandbox.http import Refusal, Request, Response
from sandbox.posters import poster
from sandbox.seating_plan import seating_plan
from sandbox.world import World

HEADERS = {"Cache-Control": "public, max-age=86400"}


def answer(world: World, request: Request) -> Response:
    """A picture that an event has. Raises Refusal 404 for any other."""
    event_id, _, file = request.path.removeprefix("/pictures/").rpartition("/")
    event, name = world.catalogue.get_event(unquote(event_id)), file.removesuffix(".png")
    if event is None or name not in event.pictures or not file.endswith(".png"):
        raise Refusal("No such picture", status=404)
    return Response(_drawn(world.catalogue, event.id, name), content_type="image/png", headers=dict(HEADERS))


@lru_cache(maxsize=2000)
def _drawn(catalogue: Catalogue, event_id: str, name: str) -> bytes:
    event = catalogue.get_event(event_id)
    if event is None:
        raise Refusal("No such picture", status=404)
    houses = catalogue.houses(event) if name == "seating_plan" else ()
    return seating_plan(houses[0]) if houses else _poster(event, name=name)


def _poster(event: Event, *, name: str) -> bytes:
    owner = event.source.code if name == "supplier" else event.id
    return poster(next(iter(event.classes), ""), name=name, seed=crc32(owner.encode()))
