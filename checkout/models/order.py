"""The order record is the truth: one row per hold, written before `reserve` is asked, with every step."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boxoffice import ticketing

from ..references import address_as_looked_for, as_looked_for
from .row import Row

if TYPE_CHECKING:  # what keeps trolleys in rows imports this module
    from ..kept import Kept


class State(models.TextChoices):
    RESERVING = "reserving", _("being held")
    RESERVED = "reserved", _("held")
    NOT_RESERVED = "not_reserved", _("could not be held")
    LOST = "lost", _("no answer, so no id: f13 frees it in its time")
    AUTHORISING = "authorising", _("the card is being confirmed")
    ATTEMPTING = "attempting", _("being bought")
    CALLED_OUT = "called_out", _("the buyer is at the debitor's page")
    HANDED_OVER = "handed_over", _("handed to the white label")
    PURCHASED = "purchased", _("bought")
    PARTLY_PURCHASED = "partly_purchased", _("partly bought")
    FAILED = "failed", _("not bought")
    RELEASED = "released", _("let go")
    EXPIRED = "expired", _("held for too long")
    CANCELLED = "cancelled", _("cancelled")


S = State
MOVES: dict[State, frozenset[State]] = {
    S.RESERVING: frozenset({S.RESERVED, S.NOT_RESERVED, S.LOST}),
    S.RESERVED: frozenset({S.AUTHORISING, S.ATTEMPTING, S.HANDED_OVER, S.RELEASED, S.EXPIRED}),
    S.AUTHORISING: frozenset({S.RESERVED, S.ATTEMPTING, S.EXPIRED}),
    S.ATTEMPTING: frozenset({S.CALLED_OUT, S.PURCHASED, S.PARTLY_PURCHASED, S.FAILED, S.RESERVED}),
    S.CALLED_OUT: frozenset({S.ATTEMPTING, S.PURCHASED, S.PARTLY_PURCHASED, S.FAILED}),
    S.HANDED_OVER: frozenset({S.PURCHASED, S.PARTLY_PURCHASED, S.FAILED, S.RELEASED, S.EXPIRED}),
    S.PURCHASED: frozenset({S.CANCELLED}),
    S.PARTLY_PURCHASED: frozenset({S.CANCELLED}),
    S.NOT_RESERVED: frozenset(),
    S.LOST: frozenset(),
    S.FAILED: frozenset(),
    S.RELEASED: frozenset(),
    S.EXPIRED: frozenset(),
    S.CANCELLED: frozenset(),
}


class NeedsStaff(models.TextChoices):
    """Why only people can settle it. Each has a section in docs/staff.md."""

    SALES = "sales", _("the box office's sales report knows of tickets, and nothing else confirms them")
    DOUBT = "doubt", _("long after the hold's end the box office still does not say how it ended")
    CALLOUT = "callout", _("the box office wants the buyer at a payment page that the shop does not know")
    CONTRADICTION = "contradiction", _("it has ended, and another answer says that it ended otherwise")
    ELSEWHERE = "elsewhere", _("the box office has cancelled or moved what was bought")


UNDER_WAY = frozenset({S.AUTHORISING, S.ATTEMPTING, S.CALLED_OUT, S.HANDED_OVER})
BOUGHT = frozenset({S.PURCHASED, S.PARTLY_PURCHASED, S.CANCELLED})
# What says who the customer is, each with what stands there once that is removed.
OF_CUSTOMER: dict[str, object] = {
    "customer": {},
    "buyer_name": "",
    "buyer_email": "",
    "found_by_agent": "",
    "customer_ip": None,
    "network": "",
    "browser": {},
    "paid_with": {},
    "customer_errors": {},
}


class OrderRecord(Row):
    """A hold and what became of it. It moves on by `move` alone, and never back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visitor = models.CharField(_("visitor"), max_length=64, db_index=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RESERVING, db_index=True)
    language = models.CharField(_("language"), max_length=16, default="en")
    payment = models.CharField(_("way of paying"), max_length=20)
    trolley_token = models.TextField(_("trolley token"), blank=True)
    asked_total = models.CharField(_("total as asked"), max_length=200, blank=True)
    kept_asked = models.TextField(_("trolley as asked"), blank=True)
    again_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the same held before"),
    )

    transaction_uuid = models.CharField(
        _("transaction uuid"), max_length=200, unique=True, null=True, blank=True
    )
    transaction_id = models.CharField(_("transaction id"), max_length=100, blank=True, db_index=True)
    kept_reservation = models.TextField(_("reservation"), blank=True)
    kept_transaction = models.TextField(_("transaction"), blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=4, null=True, blank=True)
    currency_code = models.CharField(_("currency"), max_length=8, blank=True)
    hold_ends_at = models.DateTimeField(_("hold ends at"), null=True, blank=True)
    is_release_certain = models.BooleanField(_("release is certain"), default=True)
    accepted_at = models.DateTimeField(_("what came otherwise was accepted at"), null=True, blank=True)

    customer = models.JSONField(_("customer"), default=dict, blank=True)
    buyer_name = models.CharField(_("customer's name"), max_length=200, blank=True, db_index=True)
    buyer_email = models.CharField(_("customer's email, small"), max_length=254, blank=True, db_index=True)
    # The references that somebody may look for it by, as they are compared; the venue's are the items'.
    found_by = models.CharField(_("transaction id, folded"), max_length=200, blank=True, db_index=True)
    found_by_uuid = models.CharField(_("transaction uuid, folded"), max_length=200, blank=True, db_index=True)
    found_by_agent = models.CharField(
        _("agent's reference, folded"), max_length=200, blank=True, db_index=True
    )
    customer_ip = models.GenericIPAddressField(_("customer's address"), null=True, blank=True)
    # Who holds, as a name that tells nobody which network it is; and how many: see `fair_share`.
    network = models.CharField(_("network, hashed"), max_length=32, blank=True, db_default="", default="")
    tickets = models.PositiveIntegerField(_("tickets"), null=True, blank=True)
    browser = models.JSONField(_("customer's browser"), default=dict, blank=True)
    paid_with = models.JSONField(_("what the browser collected to pay with"), default=dict, blank=True)
    customer_errors = models.JSONField(
        _("what f13 found wrong with the customer's data"), default=dict, blank=True
    )
    why_failed = models.CharField(_("why it failed"), max_length=40, blank=True)
    end_seen_at = models.DateTimeField(_("the buyer has seen that it failed"), null=True, blank=True)

    # What f13 was told with the purchase, so that a setting that changes meanwhile changes nothing here.
    confirmation_by = models.CharField(_("who writes the confirmation"), max_length=10, blank=True)
    compare_asked_at = models.DateTimeField(_("comparing was asked at"), null=True, blank=True)
    compared_at = models.DateTimeField(_("compared with the box office at"), null=True, blank=True)

    lease = models.CharField(_("lease"), max_length=64, blank=True)
    lease_ends_at = models.DateTimeField(_("lease ends at"), null=True, blank=True)
    pressed_at = models.DateTimeField(_("pay was pressed at"), null=True, blank=True)
    purchase_asked_at = models.DateTimeField(_("purchase was asked at"), null=True, blank=True)
    looks = models.PositiveIntegerField(_("times looked up"), default=0)
    look_again_at = models.DateTimeField(_("look again at"), null=True, blank=True)

    needs_staff = models.CharField(
        _("why staff must look"), max_length=20, choices=NeedsStaff, blank=True, db_index=True
    )
    needs_staff_since = models.DateTimeField(_("staff must look since"), null=True, blank=True)

    purged_at = models.DateTimeField(_("customer's data removed at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, db_index=True)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = (
            # However many tabs press at once, one asks; the others find its record.
            models.UniqueConstraint(
                fields=("visitor",), condition=models.Q(state=State.RESERVING), name="one_reserve_per_visitor"
            ),
        )
        indexes = (
            # What staff look for: a part of a name, read from the index alone; what is open, which is little.
            models.Index(fields=("buyer_name", "id"), name="orders_by_buyer"),
            models.Index(fields=("state", "changed_at"), name="how_it_ended_and_when"),
            models.Index(
                fields=("needs_staff_since",), condition=~models.Q(needs_staff=""), name="orders_for_staff"
            ),
            models.Index(
                fields=("changed_at",), condition=models.Q(is_release_certain=False), name="orders_not_free"
            ),
            models.Index(
                fields=("created_at",), condition=models.Q(purged_at=None), name="orders_with_customers"
            ),
        )
        permissions = (
            ("ask_again", _("Can have the box office asked again about an order")),
            ("see_to", _("Can say that an order needs staff no longer")),
            ("view_customer", _("Can see who the customer is")),
            ("resend_letter", _("Can have a letter sent again")),
            ("correct_address", _("Can correct the address for letters")),
            ("release_order", _("Can let held seats go")),
            ("cancel_order", _("Can have items of an order cancelled")),
            ("refund_order", _("Can give money back")),
            ("support_bundle", _("Can make the file for Ingresso's support")),
            ("view_sales", _("Can see what was sold and earned")),
            ("export_orders", _("Can take along what was sold, as a file")),
            ("export_customer", _("Can take along all that is kept about a customer")),
            ("erase_customer", _("Can remove all that is kept about a customer")),
        )

    def __str__(self) -> str:
        return self.transaction_id or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("checkout:order", args=[self.pk])

    def move(
        self, to: State, *, what: str, request_id: str = "", detail: str = "", **changes: object
    ) -> bool:
        """Move on, if the row is still where this copy of it is; False when somebody else was quicker."""
        if to not in MOVES[State(self.state)]:
            raise ValueError(f"An order does not go from {self.state} to {to}")
        changes |= {"state": to, "changed_at": timezone.now(), "needs_staff": "", "needs_staff_since": None}
        changes = self._without_customer(changes | _found_by(changes))
        with transaction.atomic():
            moved = OrderRecord.objects.filter(pk=self.pk, state=self.state).update(**changes)
            if moved:
                self.steps.create(what=what, state=to, request_id=request_id, detail=detail)
        if moved:
            self._take_over(changes)
        return bool(moved)

    def note(self, what: str, *, request_id: str = "", detail: str = "") -> None:
        """Write down a step that changes no state."""
        self.steps.create(what=what, state=self.state, request_id=request_id, detail=detail)

    def note_again(self, what: str, *, request_id: str = "", detail: str = "") -> None:
        """The same for what each look finds anew: one step for all of them, until the record moves on."""
        moved = self.steps.exclude(state=self.state).order_by("-pk").values_list("pk", flat=True).first()
        same = self.steps.filter(pk__gt=moved or 0, what=what, state=self.state, detail=detail).last()
        if same is None:
            self.note(what, request_id=request_id, detail=detail)
        else:
            same.happened_again(request_id=request_id)

    def ask_staff(self, why: NeedsStaff, *, what: str, request_id: str = "") -> None:
        """Show it to staff, until the record moves on or one of them has seen to it."""
        if self.needs_staff != why:
            self.change(needs_staff=why, needs_staff_since=timezone.now())
        self.note_again(what, request_id=request_id)

    def change(self, **changes: object) -> None:
        """Write these columns, and those that follow from them."""
        super().change(**self._without_customer(changes | _found_by(changes)))

    def _without_customer(self, changes: dict[str, object]) -> dict[str, object]:
        """Whose data was removed comes back by no answer of f13's."""
        if self.purged_at is None:
            return changes
        return {name: value for name, value in changes.items() if name not in OF_CUSTOMER}

    @property
    def asked(self) -> "Kept":
        """The trolley as it was when it was to be held."""
        from ..kept import Kept

        return ticketing.from_text(Kept, self.kept_asked or "{}")

    @property
    def reservation(self) -> ticketing.Reservation:
        return ticketing.from_text(ticketing.Reservation, self.kept_reservation or "{}")

    @property
    def transaction(self) -> ticketing.Transaction | None:
        """What became of the reservation, as f13 last told it."""
        return (
            ticketing.from_text(ticketing.Transaction, self.kept_transaction)
            if self.kept_transaction
            else None
        )

    @property
    def trolley(self) -> ticketing.Trolley:
        """What is held, or what was bought of it."""
        return (self.transaction or self.reservation).trolley

    @property
    def sold_bundles(self) -> tuple[ticketing.Bundle, ...]:
        """What was bought, by supplier."""
        transaction = self.transaction
        return transaction.sold_bundles if transaction else ()

    @property
    def sold_orders(self) -> tuple[ticketing.Order, ...]:
        """What was bought, performance by performance; what was cancelled of it too."""
        return tuple(order for bundle in self.sold_bundles for order in bundle.orders)

    @property
    def bought_at(self) -> datetime:
        """When f13 says that it was bought, else when the shop wrote so."""
        transaction = self.transaction
        return (transaction.purchased_at if transaction else None) or self.changed_at

    @property
    def is_bought(self) -> bool:
        return self.state in BOUGHT

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_confirmed_by_ingresso(self) -> bool:
        """Whether Ingresso writes the confirmation: f13 was asked to, or its own checkout has sold."""
        return self.confirmation_by == "ingresso" or self.payment == "white-label"

    @property
    def seconds_left(self) -> int:
        """Of the hold, by the shop's clock; never below 0."""
        left = (self.hold_ends_at - timezone.now()).total_seconds() if self.hold_ends_at else 0
        return max(0, int(left))

    @property
    def minutes_left(self) -> int:
        """Whole minutes of the hold: as many as are certain."""
        return self.seconds_left // 60

    def has_lapsed(self, now: datetime) -> bool:
        """Whether the hold has run out, as far as the shop's clock knows."""
        return self.hold_ends_at is not None and self.hold_ends_at <= now


def _found_by(changes: dict[str, object]) -> dict[str, object]:
    """What an order and its customer are looked for by: of each change the same in columns of their own."""
    found: dict[str, object] = {}
    if "transaction_id" in changes:
        found["found_by"] = as_looked_for(str(changes["transaction_id"] or ""))
    if "transaction_uuid" in changes:
        found["found_by_uuid"] = as_looked_for(str(changes["transaction_uuid"] or ""))
    customer = changes.get("customer")
    return found | (_customer_found_by(customer) if isinstance(customer, dict) else {})


def _customer_found_by(customer: dict[str, object]) -> dict[str, object]:
    name = f"{customer.get('first_name') or ''} {customer.get('last_name') or ''}".strip()
    email = address_as_looked_for(str(customer.get("email_address") or ""))
    return {
        "buyer_name": name[:200],
        "buyer_email": email[:254],
        "found_by_agent": as_looked_for(str(customer.get("agent_reference") or "")),
    }
