"""All about one order that Ingresso's support asks for, in one file, and nothing of who the customer is.

Only what is named here goes in: whatever else an order comes to keep stays out by itself. Texts of others, as
suppliers' comments and staff's notes, stay out, since nobody knows what they hold.
"""

import io
import json
import zipfile

from ..models import OrderRecord
from .facts import facts_of
from .words import in_words

__all__ = ["facts_of", "zipped"]


def zipped(record: OrderRecord) -> bytes:
    """For people and for programs: the same as text and as JSON."""
    facts = facts_of(record)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("order.txt", in_words(facts))
        archive.writestr("order.json", json.dumps(facts, indent=2, ensure_ascii=False))
    return file.getvalue()
