"""What rows have in common that several processes write at once."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


def is_to_be_looked_at() -> Q:
    """To be looked at now: nobody is at it, and the pause after the last look is over."""
    return Q(look_again_at=None) | Q(look_again_at__lte=timezone.now())


class Row(models.Model):
    """A row of which each writer writes only the columns that it means, and keeps its own copy in step."""

    class Meta:
        abstract = True

    def change(self, **changes: object) -> None:
        """Write these columns, and only these."""
        type(self)._default_manager.filter(pk=self.pk).update(**changes)
        self._take_over(changes)

    def _take_over(self, changes: dict[str, object]) -> None:
        for name, value in changes.items():
            setattr(self, name, value)
