"""Whether a letter that was promised is still to be sent, at the moment of sending."""

from django.db.models import Q

from ..models import Item, Letter, Mailing, MailingStanding
from . import buyers


def is_wanted(letter: Letter) -> bool:
    """Not once its tickets are cancelled or staff have stopped it; and one only to each address.

    Addresses may be corrected after letters were promised to two orders: then the first of them counts.
    """
    mailing = Mailing.objects.filter(pk=letter.facts.get("mailing")).first()
    if mailing is None or mailing.standing == MailingStanding.STOPPED:
        return mailing is None
    stands = Item.objects.filter(buyers.tickets(mailing), record_id=letter.record_id).exists()
    return stands and not _was_written_to(letter)


def _was_written_to(letter: Letter) -> bool:
    same = Letter.objects.filter(
        kind=letter.kind, occasion=letter.occasion, record__buyer_email=letter.record.buyer_email
    ).exclude(pk=letter.pk)
    is_before = ~Q(sent_at=None) | Q(pk__lt=letter.pk, fate="")
    return same.filter(is_before).exists()
