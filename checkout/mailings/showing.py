"""How far a letter to buyers is, and how it looks."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models import Count, Q

from .. import letters
from ..models import Letter, Mailing, OrderRecord, State
from .sending import KIND, facts_of


@dataclass(frozen=True)
class Progress:
    """Letters, by what has become of them."""

    promised: int = 0
    sent: int = 0
    left_out: int = 0  # cancelled since, or not to be delivered

    @property
    def waiting(self) -> int:
        return self.promised - self.sent - self.left_out


def progress(mailing: Mailing) -> Progress:
    counted = Letter.objects.filter(kind=KIND, occasion=mailing.occasion).aggregate(
        promised=Count("pk"),
        sent=Count("pk", filter=~Q(sent_at=None)),
        left_out=Count("pk", filter=Q(sent_at=None) & ~Q(fate="")),
    )
    return Progress(**counted)


def as_sent(mailing: Mailing, language: str, *, to: Any) -> EmailMultiAlternatives:
    """The letter as a buyer gets it, to one of the staff: of no order, and with a link that opens none."""
    nobodys = OrderRecord(
        pk=uuid.uuid4(),
        state=State.PURCHASED,
        language=language,
        customer={"first_name": to.first_name, "last_name": to.last_name, "email_address": to.email},
    )
    letter = Letter(record=nobodys, kind=KIND, occasion=mailing.occasion)
    letter.facts = facts_of(mailing, language)
    return letters.message(letter)
