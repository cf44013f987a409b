"""What Ingresso and venues change after the sale: heard of by asking again, shown to buyer and staff.

An order is compared when its page is opened, some hours before its performances, and where the nightly sales
report tells of something that the shop does not know. The report and the clock only say when to look: what
is so, `status` says.
"""

from .looking import look
from .reports import after_the_report
from .timing import claim, claim_by_id, due

__all__ = ["after_the_report", "claim", "claim_by_id", "due", "look"]
