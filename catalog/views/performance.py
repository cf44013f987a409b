"""One performance: what can be had for it now."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import choosing

LONGEST_ID = 500  # f13 hears of no address that a proxy before it might cut off


@require_safe
@never_cache
def performance_page(request: HttpRequest, perf_id: str) -> HttpResponse:
    """What can be had for one performance now, to choose from."""
    is_an_id = len(perf_id) <= LONGEST_ID
    offered = choosing.look(perf_id, language=get_language() or "en") if is_an_id else None
    if offered is None:
        raise Http404
    if offered.performance.is_ghost:
        return render(request, "catalog/no_longer_on_sale.html", {"offered": offered}, status=410)
    return render(request, "catalog/performance_page.html", {"offered": offered})
