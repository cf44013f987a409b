from typing import Any

import pytest


@pytest.fixture
def by_smtp(f13: Any, settings: Any) -> Any:
    """The sandbox, to which letters go by SMTP."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", f13.smtp_port
    return f13
