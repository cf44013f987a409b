"""What staff did, to be read: nobody changes it, and nobody takes anything out."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from boxoffice.staff.audit import FLAGS

NOTHING = "–"


class Flag(admin.SimpleListFilter):
    title = _("what was done")
    parameter_name = "done"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(flag), label) for flag, label in FLAGS.items()]

    def queryset(self, request: HttpRequest, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        known = {str(flag): flag for flag in FLAGS}
        flag = known.get(self.value() or "")
        return entries.filter(action_flag=flag) if flag else entries


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    list_display = ("action_time", "user", "done", "thing", "said")
    list_display_links = None
    list_filter = (Flag, "user")
    search_fields = ("object_repr", "=object_id", "=user__username")
    search_help_text = _("A name of what was changed, its id, or a user name")
    date_hierarchy = "action_time"
    list_select_related = ("user", "content_type")
    list_per_page = 100
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return False

    @admin.display(description=_("done"), ordering="action_flag")
    def done(self, entry: LogEntry) -> str:
        return str(FLAGS.get(entry.action_flag, entry.action_flag))

    @admin.display(description=_("what"))
    def thing(self, entry: LogEntry) -> str | SafeString:
        kind = entry.content_type.name if entry.content_type else NOTHING
        name = f"{kind} {entry.object_repr}"
        try:
            address = entry.get_admin_url() if entry.object_id else None
        except NoReverseMatch:
            address = None
        return format_html('<a href="{}">{}</a>', address, name) if address else name

    @admin.display(description=_("in words"))
    def said(self, entry: LogEntry) -> str:
        return entry.get_change_message()
