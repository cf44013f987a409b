"""`manage.py reconcile`: this shop's orders beside f13's sales report and Stripe's payments."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boxoffice.ticketing import TicketingError
from checkout import books, days, differences
from checkout.models import Difference
from checkout.payments.stripe_line import StripeTrouble

COLUMNS = {
    "kind": "what",
    "transaction_id": "transaction",
    "at": "of",
    "ours": "this shop",
    "sold": "sales report",
    "taken": "Stripe",
    "intents": "payment intents",
    "settled_by": "settled by",
}


class Command(BaseCommand):
    help = (
        "Compares this shop's orders with f13's sales report, and with Stripe where the shop has an account "
        "of its own. Differences are kept for staff. Exit code 1 when there are any that staff have not "
        "settled, 2 when a list could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        first, last = days.yesterday_and_today()
        parser.add_argument("--from", dest="first", type=_day, default=first, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="last", type=_day, default=last, metavar="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")

    def handle(self, *args: Any, first: date, last: date, **options: Any) -> None:
        if last < first:
            raise CommandError("--to is before --from", returncode=2)
        try:
            looked = books.look(days.window(first, last))
        except (TicketingError, StripeTrouble) as error:
            raise CommandError(f"A list could not be read: {error}", returncode=2) from error
        kept = differences.keep(looked)
        rows = [_told(row) for row in kept]
        lists = "orders, sales report, Stripe" if looked.has_payments else "orders, sales report"
        if options["json"]:
            told = {"from": str(first), "to": str(last), "compared": lists, "differences": rows}
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self._print(rows, title=f"{first} to {last}: {lists}")
        if any(row.is_open for row in kept):
            sys.exit(1)

    def _print(self, rows: list[dict[str, str]], *, title: str) -> None:
        self.stdout.write(title)
        for line in _table([COLUMNS, *rows]) if rows else ["No differences."]:
            self.stdout.write(line)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _told(row: Difference) -> dict[str, str]:
    """One difference as text. Its transaction is named by f13's uuid where it has no reference."""
    told = {name: str(getattr(row, name)) for name in COLUMNS}
    return told | {
        "kind": row.kind,
        "transaction_id": row.transaction_id or row.subject,
        "at": row.at.isoformat(timespec="seconds"),
        "transaction_uuid": row.subject,
    }


def _table(rows: list[dict[str, str]]) -> list[str]:
    """Columns as wide as their longest cell."""
    widths = {name: max(len(row[name]) for row in rows) for name in COLUMNS}
    lines = ("  ".join(row[name].ljust(widths[name]) for name in COLUMNS) for row in rows)
    return [line.rstrip() for line in lines]
