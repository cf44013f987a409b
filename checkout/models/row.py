"""What rows have in common that several processes write at once."""

from django.db import models


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
