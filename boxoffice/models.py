"""The small table that processes share where there is no Redis; boxoffice/shared.py speaks to it."""

from django.db import models


class Shared(models.Model):
    key = models.CharField(max_length=200, primary_key=True)
    value = models.TextField()
    ends_at = models.FloatField(db_index=True)  # seconds since the epoch, as time.time() tells it

    class Meta:
        db_table = "boxoffice_shared"
        verbose_name_plural = "shared"

    def __str__(self) -> str:
        return self.key
