"""`manage.py doctor`: says what is well and what is not, a line each."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from boxoffice.doctor import examine


class Command(BaseCommand):
    help = (
        "Say what the shop sees of its surroundings, and what is wrong. Ends with 1 where anything is. "
        "It sends no letter, and neither holds nor buys anything."
    )
    requires_system_checks: list[str] = []  # it says more than they do

    def handle(self, *args: Any, **options: Any) -> None:
        is_ill = False
        for concern, one in examine():
            self.stdout.write(f"{one.state:<6} {concern}: {one.says}{f' -> {one.do}' if one.do else ''}")
            is_ill = is_ill or one.is_wrong
        sys.exit(1 if is_ill else 0)
