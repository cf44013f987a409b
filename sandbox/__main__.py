"""`python -m sandbox --port N [--public-url URL] [--smtp-port N] [--events N]`; port 0 takes a free one."""

import argparse
import signal
import sys
import threading

from sandbox.mailbox import start_smtp
from sandbox.server import Server
from sandbox.stripe.doors import is_address
from sandbox.stripe.postman import GIVEN_SECRET, Endpoint
from sandbox.white_label import PLACE, is_return
from sandbox.world import World


def main() -> None:
    """Serve until told to stop, and say in one line where."""
    options = _options()
    if options.stripe_webhook and not is_address(options.stripe_webhook):
        sys.exit("--stripe-webhook must be an address")
    if not is_return(options.white_label_return):
        sys.exit(f"--white-label-return must be an address with {PLACE} in it")
    world = World(
        events=options.events,
        webhook=Endpoint(options.stripe_webhook, options.stripe_webhook_secret),
        white_label_return=options.white_label_return,
    )
    try:
        server = Server((options.host, options.port), world)
        smtp_port = start_smtp(world.mailbox, host=options.host, port=options.smtp_port)
    except OSError as error:
        sys.exit(f"The sandbox cannot start: {error}")
    port = server.server_address[1]
    world.public_url = (options.public_url or f"http://127.0.0.1:{port}").rstrip("/")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"sandbox ready on {world.public_url}, mail on {options.host}:{smtp_port}", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=sys.modules[__package__].__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8013)
    parser.add_argument("--public-url", help="how callers and browsers reach it, where that differs")
    parser.add_argument("--smtp-port", type=int, default=8025)
    parser.add_argument("--events", type=int, default=0, help="have at least so many on sale")
    parser.add_argument("--stripe-webhook", default="", metavar="URL", help="where Stripe's events go")
    parser.add_argument(
        "--stripe-webhook-secret", default=GIVEN_SECRET, metavar="SECRET", help="what signs them"
    )
    parser.add_argument(
        "--white-label-return",
        default="",
        metavar="URL",
        help="where buyers go from the white-label checkout, with <uuid> in the transaction's place",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
