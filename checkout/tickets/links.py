"""Links that f13 gives with tickets: to the supplier's own voucher, and into the wallets of phones."""

from urllib.parse import urlsplit

from django.conf import settings

from boxoffice.ticketing import Order


def voucher(order: Order) -> str:
    """Where the supplier shows its own voucher for these tickets; "" where there is none."""
    address = order.send_method.self_print_voucher_url if order.send_method else ""
    return address if _scheme(address) in {"https", "http"} else ""


def is_voucher_only(order: Order) -> bool:
    """Whether the supplier's voucher is the only ticket: nothing of ours admits beside it."""
    method = order.send_method
    return bool(method and voucher(order) and not method.can_generate_self_print)


def to_wallet(address: str) -> str:
    """The link, if it is safe to follow: by https, or at the box office that the shop itself speaks to."""
    is_ours = address.startswith(f"{settings.F13_URL}/")  # a practice box office has no https
    return address if _scheme(address) == "https" or is_ours else ""


def _scheme(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.scheme if parts.hostname else ""
