"""The first account of staff, from the environment: made as `migrate` ends, only while there is none."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connections, transaction

logger = logging.getLogger(__name__)


def prepare(*, using: str, **signal: Any) -> None:
    """May do everything, and makes the other accounts. Two containers that migrate at once make one."""
    users: Any = get_user_model()._default_manager.db_manager(using)
    if not settings.STAFF_USER or users.model._meta.db_table not in _tables(using):
        return
    if users.filter(is_staff=True).exists():
        return
    try:
        with transaction.atomic(using=using):
            users.create_superuser(
                settings.STAFF_USER, email=settings.STAFF_EMAIL, password=settings.STAFF_PASSWORD
            )
    except IntegrityError:
        logger.warning("The first account of staff is not made: the name is taken")
        return
    logger.info("The first account of staff is made: %s", settings.STAFF_USER)


def _tables(using: str) -> list[str]:
    return connections[using].introspection.table_names()
