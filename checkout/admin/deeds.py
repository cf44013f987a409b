"""What staff do about open matters, in the list and on an order's page. Its history tells of each deed."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boxoffice.staff import audit

from .. import asking_again
from ..models import Item, OrderRecord
from .finance import file_of

MOST = 100  # orders in one press: each is a question to the box office


class Deeds(admin.ModelAdmin):
    """The actions of the list and the buttons of the page: the same deeds, with the same rights."""

    actions = ("ask_again", "see_to", "export")
    buttons = ("ask_again", "see_to")

    @admin.action(description=gettext_lazy("Ask again now"), permissions=["ask_again"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet[OrderRecord]) -> None:
        done = self._each(request, queryset, asking_again.ask_again, said=_("Asked again."))
        if done is not None:
            sentence = ngettext(
                "%(count)s order is being looked up now. Its steps tell what was found.",
                "%(count)s orders are being looked up now. Their steps tell what was found.",
                done,
            )
            self._say(request, sentence, done)

    @admin.action(description=gettext_lazy("Nothing left for staff to do"), permissions=["see_to"])
    def see_to(self, request: HttpRequest, queryset: QuerySet[OrderRecord]) -> None:
        done = self._each(request, queryset, asking_again.see_to, said=_("Seen to: nothing left to do."))
        if done is not None:
            sentence = ngettext(
                "%(count)s order needs staff no longer.", "%(count)s orders need staff no longer.", done
            )
            self._say(request, sentence, done)

    @admin.action(description=gettext_lazy("Items sold, as CSV"), permissions=["export"])
    def export(self, request: HttpRequest, queryset: QuerySet[OrderRecord]) -> HttpResponse:
        """What of the chosen orders finance takes along, in the same columns as of days."""
        audit.exported(request, OrderRecord, _("items of chosen orders"))
        chosen = queryset.order_by().values("pk")
        return file_of(Item.objects.filter(record__in=chosen), name="items-chosen.csv")

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("checkout.export_orders")

    def has_ask_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("checkout.ask_again")

    def has_see_to_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("checkout.see_to")

    # The page's buttons

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{name.replace('_', '-')}/",
                self.admin_site.admin_view(self._view_of(name)),
                name=f"checkout_orderrecord_{name}",
            )
            for name in self.buttons
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        record = options.get("obj")
        if record is not None:
            context["deeds"] = [
                (reverse(f"admin:checkout_orderrecord_{name}", args=[record.pk]), label)
                for name, label in self._possible(request, record)
            ]
        return super().render_change_form(request, context, *args, **options)

    def _possible(self, request: HttpRequest, record: OrderRecord) -> list[tuple[str, str]]:
        can_ask = self.has_ask_again_permission(request) and asking_again.can_be_asked(record)
        can_see_to = self.has_see_to_permission(request) and asking_again.needs_staff(record)
        deeds = [("ask_again", _("Ask again now"), can_ask)]
        deeds.append(("see_to", _("Nothing left for staff to do"), can_see_to))
        return [(name, label) for name, label, can in deeds if can]

    def _view_of(self, name: str) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            record = self.get_object(request, unquote(object_id))
            if record is None:
                raise Http404
            if not self.has_view_permission(request, record) or not self._may(request, name):
                raise PermissionDenied
            getattr(self, name)(request, OrderRecord.objects.filter(pk=record.pk))
            return redirect("admin:checkout_orderrecord_change", record.pk)

        return view

    def _may(self, request: HttpRequest, name: str) -> bool:
        return bool(getattr(self, f"has_{name}_permission")(request))

    # Doing and telling

    def _each(
        self, request: HttpRequest, queryset: QuerySet[OrderRecord], deed: Callable[..., bool], *, said: str
    ) -> int | None:
        """Of how many orders it was done; None where too many were chosen."""
        records = list(queryset.order_by("pk")[: MOST + 1])
        if len(records) > MOST:
            sentence = _("Please choose at most %(most)s orders.") % {"most": MOST}
            self.message_user(request, sentence, messages.ERROR)
            return None
        done = [record for record in records if deed(record, who=request.user.get_username())]
        LogEntry.objects.log_actions(int(request.user.pk or 0), done, CHANGE, said)
        if len(done) < len(records):
            left = len(records) - len(done)
            sentence = ngettext(
                "Of %(count)s order there was nothing to be done: it has ended.",
                "Of %(count)s orders there was nothing to be done: they have ended.",
                left,
            )
            self._say(request, sentence, left, messages.WARNING)
        return len(done)

    def _say(self, request: HttpRequest, sentence: str, count: int, level: int = messages.SUCCESS) -> None:
        if count:
            self.message_user(request, sentence % {"count": count}, level)
