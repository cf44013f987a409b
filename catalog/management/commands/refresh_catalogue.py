"""`manage.py refresh_catalogue`: read all events from f13 now, with a progress bar."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boxoffice.ticketing import TicketingError
from catalog import mirror

WIDTH = 40


class Command(BaseCommand):
    help = "Reads all events that the account sells from f13, now."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = mirror.refresh(progress=self._show)
        except TicketingError as error:
            raise CommandError(f"f13 could not be read: {error}") from error
        if count is None:
            raise CommandError("Another process is refreshing the catalogue just now.")
        self.stdout.write(self.style.SUCCESS(f"{count} events on sale."))

    def _show(self, done: int, total: int) -> None:
        filled = round(WIDTH * done / total) if total else WIDTH
        end = "\n" if done >= total else ""
        self.stderr.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}", ending=end)
        self.stderr.flush()
