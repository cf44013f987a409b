"""`manage.py forget_second_factor NAME`: for the superuser whose phone is lost, where there is no other."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from boxoffice.staff import second_factor


class Command(BaseCommand):
    help = "Have a member of staff set up another second factor at the next login."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the user name")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        user = get_user_model()._default_manager.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account {name}.")
        if not second_factor.forget(user):
            self.stdout.write(f"{name} had no second factor.")
            return
        LogEntry.objects.log_actions(user.pk, [user], CHANGE, "The second factor was forgotten by a command.")
        self.stdout.write(f"{name} sets up another second factor at the next login.")
