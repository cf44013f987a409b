"""`manage.py drain`: what a copy of the shop is told before it is stopped."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from boxoffice import draining


class Command(BaseCommand):
    help = (
        "Before this copy is stopped: /health/ready answers 503 from now on, and the command returns once "
        "the balancer has had time to see it (DRAIN_SECONDS). Run it where the web runs, with its PORT."
    )
    requires_system_checks: list[str] = []  # it is in a hurry

    def handle(self, *args: Any, **options: Any) -> None:
        draining.begin()
        self.stdout.write(f"Draining; the copy may be stopped in {settings.DRAIN_SECONDS:.0f} seconds.")
        time.sleep(settings.DRAIN_SECONDS)
