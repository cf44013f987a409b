"""Finding an order again. Who finds nothing learns nothing, neither of the reference nor of the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice import failures, paces

from .. import access, finding, orders_letters, tasks, visitor
from ..access import personal
from ..finding_forms import AddressForm, FindForm

NOT_FOUND = _(
    "We found no order with this reference and this email address. Please look at both once more: "
    "the address is the one that was given with the order."
)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def find(request: HttpRequest) -> HttpResponse:
    """A reference and an email address; found, the order opens as by its lasting link."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        wait = _wait(request, address=form.cleaned_data["email"])
        if wait:
            return failures.too_often(request, seconds=wait)
        record = finding.found(form.cleaned_data["reference"], form.cleaned_data["email"])
        if record is not None:
            response = redirect("checkout:order", record.pk)
            access.let_in(request, response, record)
            return response
        form.add_error(None, NOT_FOUND)
    status = 422 if form.is_bound else 200
    return render(request, "checkout/find.html", {"form": form}, status=status)


@require_POST
@personal
def send(request: HttpRequest) -> HttpResponse:
    """Have an address's orders sent to it. The same is done and said whether or not there are any."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return redirect("checkout:find")
    wait = _wait(request)
    if wait:
        return failures.too_often(request, seconds=wait)
    letter_id = orders_letters.promise(form.cleaned_data["email"], language=get_language() or "en")
    tasks.send_orders_after_commit(letter_id)
    return redirect("checkout:orders_sent")


@require_safe
@personal
def sent(request: HttpRequest) -> HttpResponse:
    """That it is done; nothing of whom, nor whether there was anything to send."""
    return render(request, "checkout/orders_sent.html")


def _wait(request: HttpRequest, *, address: str = "") -> int:
    """Count one more try, of visitor, network and email address; for how many seconds there may be none."""
    of_visitor = paces.wait(paces.FIND, request, visitor=visitor.known(request))
    return max(of_visitor, finding.by_address().wait(address) if address else 0)
