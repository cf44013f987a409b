"""`manage.py doctor`: what the shop sees of its surroundings, and what is set wrongly.

A concern is a function without arguments that yields findings; each has a file. Those of other rooms are only
named, for this one stands below them.
"""

import logging
from collections.abc import Iterator

from django.utils.module_loading import import_string

from .finding import Finding, wrong

logger = logging.getLogger(__name__)

CONCERNS = {
    "address": "boxoffice.doctor.address.look",
    "balancer": "boxoffice.doctor.balancer.look",
    "database": "boxoffice.doctor.inside.look_at_database",
    "cache": "boxoffice.doctor.inside.look_at_cache",
    "worker": "boxoffice.doctor.inside.look_at_worker",
    "static files": "boxoffice.doctor.inside.look_at_static_files",
    "f13": "boxoffice.doctor.credentials.look",
    "clock": "boxoffice.doctor.clock.look",
    "mail": "boxoffice.doctor.mail.look",
    "stripe": "checkout.payments.doctor.look",
}


def examine() -> Iterator[tuple[str, Finding]]:
    """Every finding, with the name of its concern. One that fails by itself is a finding too."""
    for concern, name in CONCERNS.items():
        try:
            found = list(import_string(name)())
        except Exception as error:
            logger.exception("The doctor could not look at %s", concern)
            kind = type(error).__name__
            found = [wrong(f"could not be looked at ({kind})", "see the log, and tell who develops the shop")]
        yield from ((concern, one) for one in found)
