"""Lists that stay quick however long they are: beyond a number they are not counted, and found by search."""

from functools import cached_property
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest

MOST = 5000


class CappedPaginator(Paginator):
    """Counts as far as anybody turns pages. A list of more says so, and shows the first of them."""

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST)

    @cached_property
    def counted(self) -> int:
        """One question, which reads no more than one row beyond the last page."""
        listed: Any = self.object_list
        return int(listed.order_by().values("pk")[: MOST + 1].count())

    @property
    def has_more(self) -> bool:
        return self.counted > MOST


class QuickList(ChangeList):
    """Fetches the first page before it counts: a short list, as most searches have, need not be counted."""

    def get_results(self, request: HttpRequest) -> None:
        length = self.list_per_page
        self.paginator = CappedPaginator(self.queryset, length)
        rows = list(self.queryset[: length + 1]) if self.page_num == 1 and not self.show_all else None
        if rows is not None and len(rows) <= length:
            self.paginator.counted = len(rows)
        self.result_count = self.paginator.count
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions = bool(self.result_count)
        self.can_show_all = self.result_count <= self.list_max_show_all
        self.multi_page = self.result_count > length
        self.result_list = self._page(rows)
        self.fetched(self.result_list)

    def _page(self, first: list[Any] | None) -> list[Any]:
        if (self.show_all and self.can_show_all) or not self.multi_page:
            return first if first is not None else list(self.queryset[: self.list_max_show_all])
        if first is not None:
            return first[: self.list_per_page]
        try:
            return list(self.paginator.page(self.page_num).object_list)
        except InvalidPage:
            raise IncorrectLookupParameters from None

    def fetched(self, rows: list[Any]) -> None:
        """What else these rows are shown with."""
