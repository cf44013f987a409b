"""The roles that a shop begins with. `migrate` makes them, and gives each right to its role once.

What superusers change of a role afterwards stays: a right that was taken away is not given again.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.db import connections

ALL = ("add", "change", "delete", "view")
SUPPORT = (
    "admin.view_logentry",
    "axes.view_accessattempt",
    "axes.delete_accessattempt",
    "boxoffice.view_legalpage",
    "catalog.view_event",
    *(
        f"checkout.{name}"
        for name in (
            *("view_orderrecord", "view_item", "view_difference", "view_customer", "add_note"),
            *("ask_again", "see_to", "resend_letter", "correct_address", "release_order", "cancel_order"),
            *("settle_difference", "support_bundle", "export_customer", "erase_customer"),
            *("export_buyers", "view_mailing", "add_mailing", "change_mailing", "send_mailing"),
        )
    ),
)
EDITOR = (
    *("catalog.view_event", "catalog.change_event"),
    *(f"boxoffice.{can}_{what}" for what in ("legalpage", "footertext") for can in ALL),
)
FINANCE = (
    "catalog.view_event",
    *(
        f"checkout.{name}"
        for name in (
            *("view_orderrecord", "view_item", "view_difference", "settle_difference"),
            *("view_sales", "export_orders", "refund_order", "support_bundle"),
        )
    ),
)
ROLES: dict[str, tuple[str, ...]] = {"support": SUPPORT, "editor": EDITOR, "finance": FINANCE}


def prepare(sender: AppConfig, *, using: str, **signal: Any) -> None:
    """As each app has been migrated: its rights exist, and go to the roles that are to have them."""
    wanted = [(role, right) for role, rights in ROLES.items() for right in rights if _is_of(sender, right)]
    # Some app alone may be migrated, or back to before there were roles.
    if wanted and "boxoffice_givenright" in connections[using].introspection.table_names():
        create_permissions(sender, verbosity=0, using=using, apps=signal.get("apps", apps))
        give(wanted, app=sender.label, using=using)


def give(wanted: Iterable[tuple[str, str]], *, app: str, using: str = "default") -> None:
    """Of these pairs of role and right those that were never given, as far as the right exists."""
    given = apps.get_model("boxoffice.GivenRight")
    groups = apps.get_model("auth.Group").objects.using(using)
    known = set(given.objects.using(using).values_list("role", "right"))
    rights = _rights(app, using=using)
    new = [(role, right) for role, right in wanted if (role, right) not in known and right in rights]
    given.objects.using(using).bulk_create(given(role=role, right=right) for role, right in new)
    for role in dict.fromkeys(role for role, _right in new):
        group, _is_new = groups.get_or_create(name=role)
        group.permissions.add(*(rights[right] for one, right in new if one == role))


def _rights(app: str, *, using: str) -> dict[str, Any]:
    """As `checkout.view_customer`. Where two models have one of the same name, it is the later's."""
    found = apps.get_model("auth.Permission").objects.using(using).filter(content_type__app_label=app)
    return {f"{app}.{one.codename}": one for one in found.order_by("pk")}


def _is_of(app: AppConfig, right: str) -> bool:
    return right.partition(".")[0] == app.label
