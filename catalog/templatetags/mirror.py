"""How old what the shop shows of f13's catalogue is, for staff."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from ..mirror import Part, parts
from ..models import MirrorPart

register = template.Library()
LATE = 3  # rounds without an end, before it is shown as late


@register.simple_tag
def mirror_parts() -> list[dict[str, Any]]:
    """Each part, when it was read to its end, and whether it should have been since. One question."""
    known, now = {part.name: part for part in MirrorPart.objects.all()}, timezone.now()
    return [_told(part, known.get(part.name), now) for part in parts()]


def _told(part: Part, read: MirrorPart | None, now: datetime) -> dict[str, Any]:
    """While it is being read, the moment at which that began counts."""
    at = (read.finished_at or read.started_at) if read else None
    is_late = at is None or at < now - LATE * part.every
    return {
        "name": part.name,
        "at": at,
        "is_late": is_late,
        "is_being_read": bool(read and not read.finished_at),
    }
