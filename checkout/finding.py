"""Finding an order again by one of its references and its buyer's email address, in any case and spacing.

Of what is not found nobody learns why: be it the reference, the address or both, the same is asked and said.
"""

from django.conf import settings
from django.db.models import Q

from boxoffice.limits import Limit

from .models import BOUGHT, Item, OrderRecord
from .references import address_as_looked_for, as_looked_for


def found(reference: str, email: str) -> OrderRecord | None:
    """The newest order with this reference that was bought under this address.

    References are f13's two, the venue's, and the agent's. Two queries, and one more where it is found.
    """
    looked_for, address = as_looked_for(reference), address_as_looked_for(email)
    if not looked_for or not address:
        return None
    bought = OrderRecord.objects.filter(state__in=BOUGHT, buyer_email=address)
    by_own = Q(found_by=looked_for) | Q(found_by_uuid=looked_for) | Q(found_by_agent=looked_for)
    ids = set(bought.filter(by_own).values_list("pk", flat=True))
    ids |= set(
        Item.objects.filter(found_by=looked_for, record__in=bought).values_list("record_id", flat=True)
    )
    return OrderRecord.objects.filter(pk__in=ids).latest("created_at") if ids else None


def by_address() -> Limit:
    return Limit("find.address", settings.FIND_TRIES_PER_ADDRESS, settings.FIND_TRIES_SECONDS)
