"""One performance: what can be had for it now."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boxoffice import live

from .. import choosing, drawing
from ..choosing import Offered
from ..forms import Stay, StayForm, is_asked, needs_stay, said_stay

LONGEST_ID = 500  # f13 hears of no address that a proxy before it might cut off


@require_safe
@never_cache
def performance_page(request: HttpRequest, perf_id: str) -> HttpResponse:
    """What can be had for one performance now, to choose from."""
    if len(perf_id) > LONGEST_ID:
        raise Http404
    stay, code = said_stay(request.GET), choosing.said_code(request.GET)
    language, since = get_language() or "en", live.since(request.session)
    offered = choosing.look(perf_id, language=language, stay=stay, promo_code=code, since=since)
    if offered is None:
        raise Http404
    if offered.performance.is_ghost:
        return render(request, "catalog/no_longer_on_sale.html", {"offered": offered}, status=410)
    if needs_stay(offered.event.told):
        return _with_stay(request, offered, asked=stay)
    return _show(request, offered)


def _with_stay(request: HttpRequest, offered: Offered, *, asked: Stay) -> HttpResponse:
    """First how long, then what it costs."""
    told = offered.event.told
    arrival = offered.performance.day if told.needs_performance else None
    form = StayForm(request.GET if is_asked(request.GET) else None, told=told, arrival=arrival)
    if not form.is_valid():
        return render(request, "catalog/stay_page.html", {"offered": offered, "form": form})
    if form.stay != asked:  # one was reckoned from the other: ask f13 with both
        return redirect(f"{request.path}?{urlencode(_parameters(form.stay, promo=offered.promo.code))}")
    return _show(request, offered, stay=form.stay)


def _show(request: HttpRequest, offered: Offered, *, stay: Stay | None = None) -> HttpResponse:
    page = choosing.page_from(offered, request.GET, language=get_language() or "en")
    told = offered.event.told
    if request.GET.get("part") == "list":
        # For scripts, which put it in place: the page without map, form and frame.
        drawn = drawing.drawn("catalog/_found.html", offered=offered, page=page, stay=stay, told=told)
        return JsonResponse({"list": drawn})
    context = {"offered": offered, "page": page, "stay": stay, "told": told}
    return render(request, "catalog/performance_page.html", context)


def _parameters(stay: Stay, *, promo: str) -> dict[str, object]:
    said = {"departure": stay.departure, "nights": stay.nights, "promo": promo or None}
    return {name: value for name, value in said.items() if value is not None}
