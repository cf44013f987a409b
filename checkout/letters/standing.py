"""How it stands with the confirmation, as the order's page tells its buyer."""

from dataclasses import dataclass
from datetime import datetime

from ..models import OF_THE_END, OrderRecord


@dataclass(frozen=True)
class Told:
    """`address` is where letters go, and is empty where nobody can be written to."""

    address: str
    is_by_ingresso: bool = False
    sent_at: datetime | None = None
    is_on_its_way: bool = False
    is_undeliverable: bool = False

    @property
    def is_news(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.address) and bool(
            self.is_by_ingresso or self.sent_at or self.is_on_its_way or self.is_undeliverable
        )


def told(record: OrderRecord) -> Told:
    """Of what this shop has sent the last counts: what Ingresso sends, nobody tells the shop."""
    address = str(record.customer.get("email_address") or "")
    letters = [one for one in record.letters.all() if one.kind in OF_THE_END]
    sent = max((one.sent_at for one in letters if one.sent_at), default=None)
    return Told(
        address=address,
        is_by_ingresso=record.is_confirmed_by_ingresso and not letters,
        sent_at=sent,
        is_on_its_way=any(one.sent_at is None and not one.fate for one in letters),
        is_undeliverable=any(one.is_undeliverable for one in letters),
    )
