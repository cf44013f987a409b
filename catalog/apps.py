"""The catalogue as Django starts it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        from .searching import engines

        # After every migration: rebuilding a table takes SQLite's triggers away, and an extension that
        # PostgreSQL's role might not create may have been created since.
        post_migrate.connect(engines.prepare, sender=self)
