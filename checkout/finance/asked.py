"""Which items finance asks for: days of UTC, an event, a supplier."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from .. import days
from ..models import Item
from ..reconciling import Window


@dataclass(frozen=True)
class Asked:
    """From one day to another, both included. `event` and `supplier` are f13's codes, "" for any."""

    first: date
    last: date
    event: str = ""
    supplier: str = ""

    @property
    def window(self) -> Window:
        return days.window(self.first, self.last)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def items(self) -> QuerySet[Item]:
        """By when they were bought, as f13's report has it."""
        window = self.window
        found = Item.objects.filter(purchased_at__gte=window.begins_at, purchased_at__lt=window.ends_at)
        if self.event:
            found = found.filter(event_id=self.event)
        return found.filter(source_code=self.supplier) if self.supplier else found
