"""What belongs to an order, to be read: its steps, its ways out and back, its money."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boxoffice.admin.shown import AsItsParent

from .. import matters
from ..models import Authorisation, CalloutStep, Step

NOTHING = "–"


class ReadOnly(AsItsParent, admin.TabularInline):
    """Seen by those who may see the order, changed by nobody."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StepInline(ReadOnly):
    model = Step
    fields = readonly_fields = ("at", "what", "state", "request_ids", "detail")

    @admin.display(description=gettext_lazy("request ids"))
    def request_ids(self, step: Step) -> str | SafeString:
        """The first one; those of later looks, which found the same, folded up below it."""
        if step.times == 1:
            return step.request_id or NOTHING
        count = ngettext("%(count)s time", "%(count)s times", step.times) % {"count": step.times}
        last = _("%(count)s, last at %(at)s") % {"count": count, "at": _moment(step.last_at)}
        lines = format_html_join("", "<div>{} {}</div>", ((_moment(at), id) for at, id in step.occasions))
        return format_html("{}<details><summary>{}</summary>{}</details>", step.request_id, last, lines)


class CalloutInline(ReadOnly):
    """Neither the token, which would let anybody answer, nor what the buyer's bank wrote."""

    model = CalloutStep
    fields = readonly_fields = ("made_at", "source_code", "went_to", "returned_at", "came_back", "sent_at")

    @admin.display(description=gettext_lazy("sent to"))
    def went_to(self, callout: CalloutStep) -> str:
        return urlsplit(callout.destination).hostname or NOTHING

    @admin.display(description=gettext_lazy("came back with"))
    def came_back(self, callout: CalloutStep) -> str:
        """The names alone."""
        return ", ".join(name for name, _value in callout.returned) or NOTHING


class AuthorisationInline(ReadOnly):
    model = Authorisation
    fields = readonly_fields = (
        *("intent_id", "standing", "amount", "captured", "currency_code", "made_at", "ends_at"),
        *("looks", "look_again_at", "trouble"),
    )

    @admin.display(description=gettext_lazy("why staff must look"))
    def trouble(self, authorisation: Authorisation) -> str:
        return matters.trouble_of(authorisation) or NOTHING


def _moment(at: Any) -> str:
    return localize(localtime(at))
