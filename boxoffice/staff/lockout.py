"""After too many wrong passwords for one account from one address, no more are looked at for a while."""

from datetime import timedelta
from math import ceil
from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

LOG_KEPT = timedelta(days=365)  # of who came in, and from which address


def locked_out(request: HttpRequest, original: Any = None, credentials: Any = None) -> HttpResponse:
    """What is answered instead of looking at the password. It does not say whether there is an account."""
    return too_often(request, seconds=ceil(settings.AXES_COOLOFF_TIME.total_seconds()))


def too_often(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """The same page, for whatever limit it is."""
    minutes = ceil(seconds / 60)
    context = admin.site.each_context(request) | {"title": _("Please wait"), "minutes": minutes}
    response = render(request, "admin/staff/locked_out.html", context, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def standing() -> QuerySet[AccessAttempt]:
    """Failures that still count; those that lock somebody out have as many as it takes."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    return AccessAttempt.objects.filter(attempt_time__gte=since)


def is_locked(attempt: AccessAttempt) -> bool:
    same = standing().filter(username=attempt.username, ip_address=attempt.ip_address)
    failures = same.aggregate(all=Sum("failures_since_start"))["all"] or 0
    return bool(failures >= settings.AXES_FAILURE_LIMIT)


def tidy() -> None:
    """Failures that count no more, and visits of long ago."""
    now = timezone.now()
    AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME).delete()
    AccessLog.objects.filter(attempt_time__lt=now - LOG_KEPT).delete()
