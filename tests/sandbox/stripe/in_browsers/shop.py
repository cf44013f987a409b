"""A shop's checkout page, as small as can be, and a buyer in front of it."""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from playwright.sync_api import FrameLocator, Page

from tests.journeys.browser import wait_for
from tests.sandbox.stripe.asking import GOOD, PUBLISHABLE_KEY, Api

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Checkout</title>
<script src="{stripe}/v3/"></script></head>
<body><h1>Checkout</h1><p id="before"><a href="#after">Before</a></p><div id="card"></div>
<button id="pay">Pay</button></body></html>"""


class Shop:
    """Serves its page with a policy that names the practice Stripe wherever a shop has to name Stripe."""

    def __init__(self, *, stripe_origin: str) -> None:
        self.policy = (
            f"default-src 'none'; script-src {stripe_origin}; frame-src {stripe_origin}; "
            f"connect-src {stripe_origin}; base-uri 'none'; form-action 'self'"
        )
        self.page = PAGE.format(stripe=stripe_origin).encode()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@dataclass
class Checkout:
    """A buyer at the shop's page. What the shop's script would do is done by `run`."""

    page: Page
    shop: Shop
    api: Api

    def open(self, options: dict[str, Any], *, element: str = "payment") -> None:
        """The page with its element, ready to be typed into."""
        self.page.goto(self.shop.url)
        self.run(
            """([key, options, element]) => new Promise((ready) => {
                window.changes = [];
                window.stripe = Stripe(key);
                window.elements = stripe.elements(options);
                window.field = elements.create(element);
                field.on("ready", () => ready());
                field.on("change", (event) => changes.push(event));
                field.mount("#card");
            })""",
            [PUBLISHABLE_KEY, options, element],
        )

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("#card iframe")

    @property
    def bank(self) -> FrameLocator:
        return self.page.frame_locator("[role=dialog] iframe")

    def type_card(self, number: str = GOOD, *, expiry: str = "1240", cvc: str = "123") -> None:
        self.frame.get_by_label("Card number").press_sequentially(number)
        self.frame.get_by_label("Expiration date").press_sequentially(expiry)
        self.frame.get_by_label("Security code").press_sequentially(cvc)

    def told(self, *, complete: bool) -> list[Any]:
        """What the page was told of the field's changes, once the last one says so: it comes by message."""
        wait_for(self.page, f"() => changes.at(-1)?.complete === {str(complete).lower()}")
        return self.run("() => changes")

    def run(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(script, argument)

    def begin(self, script: str, argument: Any = None) -> None:
        """Start something that a buyer must take part in; `outcome` waits for its end."""
        self.run(f"(given) => {{ window.outcome = ({script})(given); }}", argument)

    def outcome(self) -> Any:
        return self.run("() => window.outcome")


def _handler(shop: Shop) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", shop.policy)
            self.send_header("Content-Length", str(len(shop.page)))
            self.end_headers()
            self.wfile.write(shop.page)

        def log_message(self, format: str, *args: Any) -> None:
            """A test says what it has to say by itself."""

    return Handler
