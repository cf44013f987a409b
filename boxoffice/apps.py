"""The project as Django starts it."""

import logging

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate

from .version import VERSION


class BoxofficeConfig(AppConfig):
    name = "boxoffice"

    def ready(self) -> None:
        from . import sentry, spans
        from .staff import first_account, roles

        post_migrate.connect(roles.prepare)  # of every app: each has rights of its own
        post_migrate.connect(first_account.prepare, sender=self)
        logging.captureWarnings(True)  # in the form of all others
        if settings.SENTRY_DSN:
            sentry.set_up(settings.SENTRY_DSN, release=VERSION)
        if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
            spans.set_up(settings.OTEL_EXPORTER_OTLP_ENDPOINT, release=VERSION)
