"""`manage.py acceptance`: walks the journeys that Ingresso asks for, and writes a report of them."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

MISSING = (
    "acceptance needs {name}: run it from a checkout with requirements/acceptance.txt installed, "
    "or from the image of Dockerfile.acceptance"
)


class Command(BaseCommand):
    help = (
        "Walks journeys R, S and P in Chromium at the API that this shop uses, and writes one HTML file. "
        "Exit code 0 when all that was walked passed, 1 when a journey failed (with --all, also when one "
        "was not walked), 2 when nothing could be walked, or was refused: an account that is no demo one."
    )
    requires_system_checks: list[str] = []  # the shop that is walked has had them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", default="", metavar="SHOP", help="its address; otherwise SITE_URL")
        parser.add_argument("--report", type=Path, default=Path("acceptance.html"), metavar="FILE")
        parser.add_argument("--only", default="", metavar="R1,S2", help="these journeys alone")
        parser.add_argument("--all", action="store_true", help="fail where a journey was not walked")
        parser.add_argument("--live-purchases", action="store_true", help="buy with whatever account it is")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from acceptance import commanded
        except ModuleNotFoundError as missing:
            raise CommandError(MISSING.format(name=missing.name), returncode=2) from missing
        code = commanded.run(
            address=options["url"],
            report=options["report"],
            only=options["only"],
            needs_all=options["all"],
            may_cost=options["live_purchases"],
            say=lambda line: self.stdout.write(line),
            complain=lambda line: self.stderr.write(line),
        )
        sys.exit(code)
