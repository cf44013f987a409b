"""What is put in from the trolley's own page: add-ons."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import add_ons, visitor
from ..add_ons import Elsewhere
from ..choosing import Back
from ..forms import AddOnForm
from ..trolley import NotPossible
from .trolley import lead_back, page_with, reason, tell


@require_POST
def add_on(request: HttpRequest) -> HttpResponse:
    """Put an add-on beside what it goes with; where there is more to choose, that is where it leads."""
    form = AddOnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That choice could not be read. Please choose again."))
        return redirect("checkout:trolley")
    try:
        outcome = add_ons.put(visitor.known(request), form.asked, language=get_language() or "en")
    except NotPossible as refused:
        messages.error(request, reason(request, refused, form.asked.perf_id))
        return redirect("checkout:trolley")
    if isinstance(outcome, Elsewhere):
        return redirect(page_with(outcome.wanted, Back()) or "checkout:trolley")
    wanted, put = outcome
    if isinstance(put, Back):
        return lead_back(request, wanted, put)
    tell(request, put)
    visitor.stays(request)
    return redirect("checkout:trolley")
