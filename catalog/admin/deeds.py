"""What staff do with many events at once. Each change is written into the history of each event."""

import logging
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boxoffice.admin.shown import tell_the_shop
from boxoffice.ticketing import TicketingError

from .. import chosen
from ..models import Event

logger = logging.getLogger(__name__)


class Deeds(admin.ModelAdmin):
    """The actions of the list, for those who may change events."""

    actions = ("feature", "unfeature", "hide", "show", "refresh")

    @admin.action(description=gettext_lazy("Feature the chosen events"), permissions=["change"])
    def feature(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        self._change(request, queryset, said=_("Featured."), is_featured=True)

    @admin.action(description=gettext_lazy("Feature the chosen events no longer"), permissions=["change"])
    def unfeature(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        self._change(request, queryset, said=_("No longer featured."), is_featured=False)

    @admin.action(description=gettext_lazy("Hide the chosen events"), permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        self._change(request, queryset, said=_("Hidden."), is_hidden=True)

    @admin.action(description=gettext_lazy("Show the chosen events again"), permissions=["change"])
    def show(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        self._change(request, queryset, said=_("No longer hidden."), is_hidden=False)

    @admin.action(
        description=gettext_lazy("Refresh the chosen events from the supplier now"), permissions=["change"]
    )
    def refresh(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        event_ids = list(queryset.order_by("pk").values_list("event_id", flat=True)[: chosen.MOST + 1])
        if len(event_ids) > chosen.MOST:
            sentence = _("Please choose at most %(most)s events. All are read anew every quarter of an hour.")
            self.message_user(request, sentence % {"most": chosen.MOST}, messages.ERROR)
            return
        try:
            sold = chosen.refresh(event_ids)
        except TicketingError as error:
            logger.warning("The chosen events could not be refreshed: %s", error)
            sentence = _("The supplier does not answer now. Please try again later.")
            self.message_user(request, sentence, messages.ERROR)
            return
        self._say_refreshed(request, Event.objects.filter(event_id__in=sold), gone=len(event_ids) - len(sold))

    def _say_refreshed(self, request: HttpRequest, events: QuerySet[Event], *, gone: int) -> None:
        tell_the_shop()
        read = list(events.only("name"))
        LogEntry.objects.log_actions(_who(request), read, CHANGE, _("Refreshed from the supplier."))
        sentence = ngettext("%(count)s event was read anew.", "%(count)s events were read anew.", len(read))
        self.message_user(request, sentence % {"count": len(read)}, messages.SUCCESS)
        if gone:
            sentence = ngettext(
                "%(count)s event is no longer sold by the supplier. It stays until the next round.",
                "%(count)s events are no longer sold by the supplier. They stay until the next round.",
                gone,
            )
            self.message_user(request, sentence % {"count": gone}, messages.WARNING)

    def _change(self, request: HttpRequest, queryset: QuerySet[Event], *, said: str, **values: Any) -> None:
        """Change those of which it is not so yet, with a few queries however many they are."""
        with transaction.atomic():
            changed = list(queryset.exclude(**values).only("name"))
            ids = [event.pk for event in changed]
            Event.objects.filter(pk__in=ids).update(**values, changed_at=timezone.now())
            LogEntry.objects.log_actions(_who(request), changed, CHANGE, said)
            tell_the_shop()
        sentence = ngettext("%(count)s event was changed.", "%(count)s events were changed.", len(changed))
        self.message_user(request, sentence % {"count": len(changed)}, messages.SUCCESS)


def _who(request: HttpRequest) -> int:
    return int(request.user.pk or 0)
