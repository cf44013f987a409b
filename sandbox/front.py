"""The front page, which says what this is; and `/video/EVENT/`, a small page in place of a video."""

from html import escape
from urllib.parse import quote, unquote

from sandbox.f13.account import ACCOUNTS
from sandbox.http import Request, Response, as_html
from sandbox.pages import not_found, page, table
from sandbox.world import World

VIDEO_STYLE = """
html,body{margin:0;height:100%;background:#111;color:#fff;font:16px/1.4 system-ui,sans-serif;overflow:hidden}
figure{margin:0;height:100%;position:relative}
img{width:100%;height:100%;object-fit:cover;animation:drift 24s ease-in-out infinite alternate}
figcaption{position:absolute;inset:auto 0 0 0;padding:.5rem 1rem;background:linear-gradient(transparent,#000)}
@keyframes drift{from{transform:scale(1)}to{transform:scale(1.3)}}
@media (prefers-reduced-motion:reduce){img{animation:none}}
"""


def answer(world: World, request: Request) -> Response:
    if request.path == "/":
        return _front_page(world)
    if request.path.startswith("/video/"):
        return _video(world, request)
    return not_found("No such page")


def _front_page(world: World) -> Response:
    """What this is, who may call, and where the doors are."""
    users = ((escape(each.user), "demopass", escape(each.name)) for each in ACCOUNTS.values())
    return page(
        "Practice box office",
        "<p>A sandbox that speaks the f13 API. Nothing here is real: "
        f"{len(world.catalogue.events())} events, no money, no tickets that open a door.</p>"
        "<ul><li><a href='/mail/'>Mail</a> that was sent here</li>"
        "<li><a href='/_control/'>Control</a>: the clock, faults, the log, transactions</li></ul>"
        f"<p>Stripe is at <code>{escape(world.public_url)}/v1/</code>, its script at <code>/v3/</code>.</p>"
        f"<p>The API is at <code>{escape(world.public_url)}/f13/</code>, for these users:</p>"
        + table(("User", "Password", "Who"), users),
    )


def _video(world: World, request: Request) -> Response:
    """The event's poster, slowly coming nearer."""
    event = world.catalogue.get_event(unquote(request.path.removeprefix("/video/").rstrip("/")))
    if event is None or not event.has_video:
        return not_found("No such video")
    name, picture = escape(event.desc), f"/pictures/{quote(event.id, safe='')}/triplet_one.png"
    return as_html(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{VIDEO_STYLE}</style></head><body><figure><img src='{escape(picture)}' alt=''>"
        f"<figcaption>{name}</figcaption></figure></body></html>"
    )
