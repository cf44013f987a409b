"""What the buyer typed, from press to press: kept in the session, shown again, never asked twice in a visit.

Pages call `keep_typed`, `form` and `posted`. What is kept ends with the visit: with the session, and
some hours after it was last sent, for the next one at the same screen may be somebody else.
"""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from boxoffice.context import shop_name
from boxoffice.legal import privacy_page

from .customer import CustomerForm, Needs, needs_of
from .customer.asked import NAMES
from .customer.said import typed_from
from .customer.suggestions import suggestion
from .customer.texts import as_sent
from .models import OrderRecord

KEY = "customer"  # in the session
VISIT = 4 * 60 * 60  # seconds
COUNTRY = "country_code"


@dataclass(frozen=True)
class Typed:
    """The fields as they were sent, and for which hold."""

    fields: dict[str, str]
    record: str = ""


def keep_typed(request: HttpRequest) -> None:
    """Keep what was sent, right or wrong."""
    address = request.resolver_match.kwargs if request.resolver_match else {}
    record = str(address.get("record_id", ""))
    request.session[KEY] = {"fields": _read(request.POST), "record": record, "at": time.time()}


def form(request: HttpRequest, record: OrderRecord) -> CustomerForm:
    """The form with what is known. What f13 found wrong is shown as if it had just been sent."""
    needs, typed = needs_of(record.reservation), _typed(request)
    if record.customer_errors and not _takes_suggestion(request.POST):
        said = typed_from(record.customer, needs=needs)
        found = _form(record, needs=needs, typed=typed.fields if _is_of(record, typed) else said)
        found.is_valid()
        found.complain(record.customer_errors)
        return found
    return _form(record, needs=needs, known=_known(record, typed, needs=needs))


def posted(request: HttpRequest, record: OrderRecord) -> CustomerForm:
    """The form as it was sent. Who takes the email address that was offered looks at the page once more."""
    if _takes_suggestion(request.POST):
        return form(request, record)
    return _form(record, needs=needs_of(record.reservation), typed=_read(request.POST))


def _form(record: OrderRecord, *, needs: Needs, **values: Any) -> CustomerForm:
    found = CustomerForm(
        values.get("typed"),
        needs=needs,
        reference=str(record.pk),
        shop_name=shop_name(),
        known=values.get("known"),
        privacy=privacy_page(),
    )
    if destination_of(record):
        # What this browser tab remembers of another hold is older.
        found.fields[COUNTRY].widget.attrs["data-asked"] = "yes"
    return found


def _read(sent: Mapping[str, str]) -> dict[str, str]:
    fields = {name: as_sent(sent.get(name, "")) for name in NAMES}
    if _takes_suggestion(sent):
        fields["email"] = as_sent(sent["take_email"])
    return fields


def _takes_suggestion(sent: Mapping[str, str]) -> bool:
    """Only what was offered can be taken."""
    taken = sent.get("take_email")
    return bool(taken) and taken == suggestion(as_sent(sent.get("email", "")).strip())


def _typed(request: HttpRequest) -> Typed:
    """What was typed in this visit; what is left of an earlier one is forgotten."""
    kept = request.session.get(KEY)
    if not isinstance(kept, dict) or not isinstance(kept.get("fields"), dict):
        return Typed({})
    if time.time() - kept["at"] > VISIT:
        del request.session[KEY]
        return Typed({})
    return Typed(kept["fields"], kept["record"])


def _is_of(record: OrderRecord, typed: Typed) -> bool:
    return typed.record == str(record.pk)


def _known(record: OrderRecord, typed: Typed, *, needs: Needs) -> dict[str, str]:
    """For this hold all as it was left; for another what was filled in, and where its tickets go."""
    if _is_of(record, typed):
        return typed.fields
    known = {name: value for name, value in typed.fields.items() if value}
    if known.get(COUNTRY) not in needs.countries:
        known.pop(COUNTRY, None)
    destination = destination_of(record)
    is_new = destination and destination != _destination_then(record, typed)
    return known | ({COUNTRY: destination} if is_new else {})


def destination_of(record: OrderRecord) -> str:
    """The country that was asked for with a way of sending, before anything was held."""
    return record.asked.destination


def _destination_then(record: OrderRecord, typed: Typed) -> str:
    """The one that was asked for when the rest was typed."""
    try:
        then = OrderRecord.objects.filter(pk=uuid.UUID(typed.record), visitor=record.visitor).first()
    except ValueError:
        return ""
    return destination_of(then) if then else ""
