"""What a report of an error may tell: where it happened, and nothing of secrets or of customers."""

import re
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# An address with a password in it, as of a database, a cache or a mail server.
WITH_PASSWORD = re.compile(r"://[^/@\s]*:[^/@\s]*@")


class ShopReporterFilter(SafeExceptionReporterFilter):
    """Settings without secrets, however they are nested; forms and variables not at all."""

    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|DSN|COOKIE|AUTHORIZATION", re.IGNORECASE
    )

    def cleanse_setting(self, key: Any, value: Any) -> Any:
        cleansed = super().cleanse_setting(key, value)
        if isinstance(cleansed, str) and WITH_PASSWORD.search(str(cleansed)):
            return self.cleansed_substitute
        return cleansed

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Names alone: a form of ours holds who the customer is."""
        posted: dict[str, Any] = super().get_post_parameters(request)
        return dict.fromkeys(posted, self.cleansed_substitute) if self.is_active(request) else posted

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        return [] if self.is_active(request) else super().get_traceback_frame_variables(request, tb_frame)
