"""How staff find orders that are open."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .. import matters
from ..models import OrderRecord

ANY = "any"


class OpenMatters(admin.SimpleListFilter):
    """Orders that have not ended in one way or the other."""

    title = _("open matters")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(ANY, _("all that are open")), *((kind.value, kind.label) for kind in matters.Kind)]

    def queryset(self, request: HttpRequest, orders: QuerySet[OrderRecord]) -> QuerySet[OrderRecord]:
        return orders.filter(self._condition())

    def _condition(self) -> Q:
        value = self.value()
        if value == ANY:
            return matters.any_condition()
        return matters.condition(matters.Kind(value)) if value in matters.Kind.values else Q()
