"""The list of orders, and the page of one: what is open, the facts, what was bought, all that happened."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from boxoffice.admin.paging import CappedPaginator, QuickList
from boxoffice.staff import audit

from .. import bundle, matters
from ..models import Item, OrderRecord, Step
from . import doing, finding, timeline
from .deeds import Deeds
from .files import downloaded
from .parts import NOTHING, AuthorisationInline, DifferenceInline, ItemInline

OPEN = ("why_open", "look_again_at", "looks", "needs_staff_since")
FACTS = (
    *("state", "why_failed", "sum", "payment", "transaction_id", "transaction_uuid", "id"),
    *("hold_ends_at", "pressed_at", "purchase_asked_at"),
)
CUSTOMER = ("customer_told", "customer_ip", "customer_errors")
PURGED = ("purged_at",)
MORE = (
    *("language", "asked_total", "again_of", "accepted_at", "is_release_certain"),
    *("lease_ends_at", "created_at", "changed_at"),
)
LARGE = ("kept_asked", "kept_reservation", "kept_transaction", "trolley_token", "customer", "browser")
FILTERED_BY = frozenset(
    {
        *("state", "created_at", "open", "payment", "event", "supplier"),
        *("bought_from", "bought_to", "performed_from", "performed_to"),
    }
)
SEES_CUSTOMERS = "checkout.view_customer"


class OrderList(QuickList):
    def fetched(self, rows: list[Any]) -> None:
        matters.fetch_told(rows)


@admin.register(OrderRecord)
class OrderRecordAdmin(Deeds):
    list_display = (
        *("__str__", "why_open", "state", "events", "performed", "customer_name", "sum", "payment"),
        *("created_at", "look_again_at", "looks", "last_request_id"),
    )
    list_filter = (
        *(finding.OpenMatters, "state", finding.EventFilter, finding.SupplierFilter),
        *(finding.BoughtFilter, finding.PerformanceFilter, finding.WayOfPaying),
    )
    search_fields = ("id",)  # what is looked through says `finding`
    date_hierarchy = "created_at"
    list_per_page = 100
    list_select_related = False
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count all orders
    paginator = CappedPaginator
    inlines = (ItemInline, AuthorisationInline, DifferenceInline)
    view_on_site = False  # the order's page is its visitor's own
    change_form_template = "admin/checkout/order_change_form.html"

    class Media:
        css = {"all": ("staff.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OrderRecord | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OrderRecord | None = None) -> bool:
        return False

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderRecord]:
        """With all that a row tells, so that no row asks by itself; and without what none of them shows."""
        orders = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "checkout_orderrecord_changelist":
            orders = orders.annotate(**_told_in_a_row(), **matters.flags()).defer(*LARGE)
        return orders

    def get_changelist(self, request: HttpRequest, **options: Any) -> Any:
        return OrderList

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words, sees = search_term.strip(), request.user.has_perm(SEES_CUSTOMERS)
        return (finding.search(queryset, words, sees_customers=sees) if words else queryset), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """An address filters by these, and by no column that tells who the customer is."""
        return lookup.partition("__")[0] in FILTERED_BY

    def get_list_display(self, request: HttpRequest) -> Any:
        hidden = () if request.user.has_perm(SEES_CUSTOMERS) else ("customer_name",)
        return tuple(name for name in self.list_display if name not in hidden)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist: Any = super().get_changelist_instance(request)
        sees = request.user.has_perm(SEES_CUSTOMERS)
        changelist.search_help_text = _FOUND_WITH_CUSTOMERS if sees else _FOUND
        return changelist

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Who sees a list with customers' names in it is written down, once for the list."""
        sees = request.user.has_perm(SEES_CUSTOMERS)
        response = super().changelist_view(request, extra_context)
        changelist = getattr(response, "context_data", {}).get("cl")
        if changelist is not None and sees:
            named = sum(bool(record.buyer_name) for record in changelist.result_list)
            if named:
                audit.viewed(request, OrderRecord, f"{named}")
        return response

    @admin.display(description=_("why it is open"))
    def why_open(self, record: OrderRecord) -> str | SafeString:
        lines = [(matter.why, _since(matter)) for matter in matters.of(record)]
        told = '<div class="matter">{} <span class="since">{}</span></div>'
        return format_html_join("", told, lines) if lines else NOTHING

    @admin.display(description=_("last request id"))
    def last_request_id(self, record: OrderRecord) -> str:
        return record._request_id or NOTHING  # type: ignore[attr-defined]

    @admin.display(description=_("event"))
    def events(self, record: OrderRecord) -> str | SafeString:
        name = record._event  # type: ignore[attr-defined]
        return format_html("<bdi>{}</bdi>", name) if name else NOTHING

    @admin.display(description=_("performance"))
    def performed(self, record: OrderRecord) -> str:
        starts = record._starts_at  # type: ignore[attr-defined]
        return f"{starts:%Y-%m-%d %H:%M}" if starts else NOTHING

    @admin.display(description=_("customer"))
    def customer_name(self, record: OrderRecord) -> str | SafeString:
        return format_html("<bdi>{}</bdi>", record.buyer_name) if record.buyer_name else NOTHING

    @admin.display(description=_("amount"), ordering="amount")
    def sum(self, record: OrderRecord) -> str:
        if record.amount is None:
            return NOTHING
        return f"{record.currency_code.upper()} {record.amount.normalize():f}"

    # The page

    def get_fieldsets(self, request: HttpRequest, obj: OrderRecord | None = None) -> Any:
        """Who the customer is stands there for those who may see it."""
        is_theirs = request.user.has_perm(SEES_CUSTOMERS)
        customer = PURGED if obj is not None and obj.purged_at else CUSTOMER
        return [
            (_("Open"), {"fields": OPEN}),
            (_("Order"), {"fields": FACTS}),
            *([(_("Customer"), {"fields": customer})] if is_theirs else []),
            (_("More"), {"fields": MORE, "classes": ("collapse",)}),
        ]

    def get_inlines(self, request: HttpRequest, obj: OrderRecord | None = None) -> Any:
        """Of what there is nothing, nothing is shown."""
        if obj is None:
            return self.inlines
        there = {
            ItemInline: obj.items.exists(),
            AuthorisationInline: bool(obj.authorisations.all()),
            DifferenceInline: obj.differences.exists(),
        }
        return [inline for inline in self.inlines if there[inline]]

    def get_readonly_fields(self, request: HttpRequest, obj: OrderRecord | None = None) -> Any:
        return (*OPEN, *FACTS, *CUSTOMER, *PURGED, *MORE)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        record = options.get("obj")
        if record is not None:
            sees = request.user.has_perm(SEES_CUSTOMERS)
            context["timeline"] = timeline.of(record, sees_customers=sees)
            context["links"] = self._links(request, record)
            if request.user.has_perm("checkout.cancel_order"):
                context["to_ingresso"] = doing.text_to_ingresso(record)
            if sees and record.customer:
                audit.viewed(request, record)
        return super().render_change_form(request, context, *args, **options)

    @admin.display(description=_("customer"))
    def customer_told(self, record: OrderRecord) -> str | SafeString:
        said = [(value,) for value in _words_of(record.customer)]
        return format_html_join("", "<div><bdi>{}</bdi></div>", said) if said else NOTHING

    # What staff do

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{deed.name}/",
                self.admin_site.admin_view(self._page_of(deed)),
                name=deed.address,
            )
            for deed in doing.DEEDS
        ]
        support = self.admin_site.admin_view(self.support_bundle)
        own.append(path("<path:object_id>/support-bundle/", support, name="checkout_orderrecord_bundle"))
        return [*own, *super().get_urls()]

    def _page_of(self, deed: doing.Deed) -> Any:
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            return doing.page(request, deed, self._seen(request, object_id))

        return view

    def support_bundle(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everything that Ingresso's support asks for, and nothing of the customer."""
        record = self._seen(request, object_id)
        if not request.user.has_perm("checkout.support_bundle"):
            raise PermissionDenied
        audit.exported(request, record, str(_("for Ingresso's support")))
        return downloaded(bundle.zipped(record), name=f"support-{record}.zip", kind="application/zip")

    def _seen(self, request: HttpRequest, object_id: str) -> OrderRecord:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def _links(self, request: HttpRequest, record: OrderRecord) -> list[tuple[str, Any]]:
        """Pages of what can be done now, by whoever is looking."""
        possible = [one for one in doing.DEEDS if one.is_permitted(request.user) and one.is_possible(record)]
        found = [(reverse(f"admin:{one.address}", args=[record.pk]), one.label) for one in possible]
        if request.user.has_perm("checkout.support_bundle"):
            address = reverse("admin:checkout_orderrecord_bundle", args=[record.pk])
            found.append((address, _("File for Ingresso's support")))
        return found


_FOUND = _("A reference (the venue's too), a transaction id or uuid, the order's own id, or an event")
_FOUND_WITH_CUSTOMERS = _(
    "A reference (the venue's too), a transaction id or uuid, the order's own id, an event, "
    "or a customer's name or email address"
)


def _told_in_a_row() -> dict[str, Any]:
    latest = Step.objects.filter(record=OuterRef("pk")).exclude(request_id="").order_by("-pk")
    first = Item.objects.filter(record=OuterRef("pk")).order_by("number")
    return {
        "_request_id": Subquery(latest.values("request_id")[:1]),
        "_event": Subquery(first.values("event_name")[:1]),
        "_starts_at": Subquery(first.values("starts_at")[:1]),
    }


def _since(matter: matters.Matter) -> SafeString:
    shown = _("since %(at)s") % {"at": f"{matter.since:%Y-%m-%d %H:%M}"}
    return format_html("({})", shown)


def _words_of(customer: Any) -> list[str]:
    return [str(value) for value in customer.values() if isinstance(value, str) and value]
