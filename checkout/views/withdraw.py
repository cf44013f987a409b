"""The withdrawal function: from what has no date, a buyer may withdraw within fourteen days, without reason.

"Withdraw from contract here" on the order's page leads to the statement; "Confirm withdrawal" sends it.
"""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from .. import cancelling, tasks
from ..access import bought_order_of, personal
from ..cancelling.told import OfOrder
from ..models import Cancellation, OrderRecord
from .cancel import ITEMS, numbers_in

CHOOSE = _("Please choose what you withdraw from.")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def withdraw(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """The statement, to be confirmed; sent, it is received at once, whatever becomes of the tickets."""
    record = bought_order_of(request, record_id)
    if request.method == "POST":
        return _receive(request, record)
    return render(request, "checkout/withdraw.html", {"record": record, "cancelling": OfOrder(record)})


def _receive(request: HttpRequest, record: OrderRecord) -> HttpResponse:
    numbers = numbers_in(request.POST.getlist("item"))
    received = _before(record, numbers) or cancelling.withdraw(record, numbers)
    if received is None:
        messages.error(request, CHOOSE, extra_tags=ITEMS)
        return redirect("checkout:withdraw", record.pk)
    tasks.cancel_after_commit(received)
    return redirect(received)


def _before(record: OrderRecord, numbers: list[int]) -> Cancellation | None:
    """Sent twice, it is one withdrawal."""
    sent = record.cancellations.filter(is_withdrawal=True)
    return next((one for one in sent if set(numbers) == set(one.numbers)), None)
