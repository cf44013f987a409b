"""The project as Django starts it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BoxofficeConfig(AppConfig):
    name = "boxoffice"

    def ready(self) -> None:
        from .staff import first_account, roles

        post_migrate.connect(roles.prepare)  # of every app: each has rights of its own
        post_migrate.connect(first_account.prepare, sender=self)
