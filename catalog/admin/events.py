"""The list of events, and the page of one: what staff say of it first, what the supplier says after it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxoffice.admin.shown import PreviewedAdmin, tell_the_shop

from ..models import Event, EventText
from ..views import event as event_view
from . import finding, told
from .deeds import Deeds
from .pictures import PictureInline, look_at_new
from .texts import TextInline

OWN_FIELDS = ("is_hidden", "is_featured", "feature_order", "own_slug")
IN_THE_SHOP = ("is_hidden", ("is_featured", "feature_order"), "own_slug", "address")
PRICES = ("prices", "offers", "days", "priced_at")
FACTS = (
    *("event_id", "source_code", "place", "country_code", "categories", "is_on_sale", "is_seated"),
    *("needs_performance", "is_add_on", "critic_percent", "first_seen_at", "met_at", "changed_at"),
)


class EventForm(forms.ModelForm):
    class Meta:
        model = Event
        fields = OWN_FIELDS
        labels = {
            "is_hidden": gettext_lazy("Hidden"),
            "is_featured": gettext_lazy("Featured"),
            "own_slug": gettext_lazy("Own words in the address"),
        }
        help_texts = {
            "is_hidden": gettext_lazy(
                "It is in no list and no search, and its page is not found. Tickets that were bought stay."
            ),
            "is_featured": gettext_lazy("Stands at the top of the first page."),
            "own_slug": gettext_lazy(
                "The end of the page's address, in place of the supplier's title: letters, numbers, "
                "hyphens. The event's id stays before it, and former addresses lead to the new one."
            ),
        }


@admin.register(Event)
class EventAdmin(Deeds, PreviewedAdmin):
    form = EventForm
    change_form_template = "admin/catalog/event_change_form.html"
    inlines = (TextInline, PictureInline)
    list_display = (
        *("title", "place", "price", "is_on_sale", "is_featured", "feature_order", "is_hidden", "has_offer"),
        "met_at",
    )
    list_editable = ("feature_order",)
    list_filter = (
        *(
            "is_on_sale",
            "is_featured",
            "is_hidden",
            "has_offer",
            finding.SaidByStaff,
            "is_add_on",
            "is_seated",
        ),
        *("country_code", "source_code"),
    )
    search_fields = ("name",)  # what is looked through says `finding`
    search_help_text = gettext_lazy("Title in any language, venue, city, category or event id")
    list_per_page = 100
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ("address", *PRICES, "supplier_pictures", *FACTS)
    fieldsets = (
        (gettext_lazy("In the shop"), {"fields": IN_THE_SHOP}),
        (gettext_lazy("Prices and days, as the supplier gave them"), {"fields": PRICES}),
        (
            gettext_lazy("The supplier's pictures"),
            {"fields": ("supplier_pictures",), "classes": ("collapse",)},
        ),
        (gettext_lazy("More from the supplier"), {"fields": FACTS, "classes": ("collapse",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # the mirror makes them

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False  # orders name them; hide instead

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """With the own title in the shop's first language, so that no row asks for its text."""
        texts = EventText.objects.filter(event=OuterRef("pk"), language=settings.LANGUAGE_CODE)
        return super().get_queryset(request).annotate(own_title=Subquery(texts.values("own_name")[:1]))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (finding.search(queryset, asked=search_term) if search_term.strip() else queryset), False

    @admin.display(description=gettext_lazy("title"), ordering="name")
    def title(self, event: Event) -> str:
        return event.own_title or event.name  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("place"), ordering="venue")
    def place(self, event: Event) -> str:
        return ", ".join(filter(None, (event.venue, event.city)))

    @admin.display(description=gettext_lazy("price from"), ordering="lowest_price")
    def price(self, event: Event) -> str:
        cheapest = event.costs and event.costs.cheapest
        return str(cheapest.total) if cheapest else told.NOTHING

    # The page

    def view_on_site(self, event: Event) -> str | None:
        return None if event.is_hidden else event.get_absolute_url()

    @admin.display(description=gettext_lazy("address now"))
    def address(self, event: Event) -> str:
        return f"{settings.SITE_URL}{event.get_absolute_url()}"

    @admin.display(description=gettext_lazy("prices"))
    def prices(self, event: Event) -> str:
        return told.prices(event)

    @admin.display(description=gettext_lazy("offers"))
    def offers(self, event: Event) -> SafeString:
        return told.offers(event)

    @admin.display(description=gettext_lazy("days with tickets"))
    def days(self, event: Event) -> SafeString:
        return told.days(event.months.all())

    @admin.display(description=gettext_lazy("pictures"))
    def supplier_pictures(self, event: Event) -> SafeString:
        return told.pictures(event)

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Pictures are fetched before the transaction begins: no buyer waits for a slow host."""
        if request.method == "POST" and object_id:
            event = self.get_object(request, unquote(object_id))
            if event is not None and self.has_change_permission(request, event):
                request.looked_at = look_at_new(event, sent=request.POST)  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        """Staff's columns alone: what the mirror has written meanwhile stays."""
        obj.changed_at = timezone.now()
        obj.save(update_fields=[*OWN_FIELDS, "changed_at"])
        tell_the_shop()

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """The history says what a field was, and what it is now."""
        message = super().construct_change_message(request, form, formsets, add)
        for part in message:
            changed = part.get("changed", {})
            if "name" not in changed and changed:
                changed["fields"] = [_said(form, name) for name in form.changed_data]
        return message

    # Preview

    def page_of(self, request: HttpRequest, obj: Event) -> HttpResponse:
        return event_view.preview(request, obj.event_id)


def _said(form: Any, name: str) -> str:
    field = form.fields[name]
    old = form.initial.get(name)
    said = {"field": field.label, "old": _shown(old), "new": _shown(form.cleaned_data.get(name))}
    return _("%(field)s: from %(old)s to %(new)s") % said


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"“{value}”"
