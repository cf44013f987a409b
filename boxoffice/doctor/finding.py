"""What the doctor finds: that something is well, cannot be known, or is wrong and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    WELL = "ok"
    UNKNOWN = "?"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One line for operators. Never a secret, nor what others answered: addresses and kinds of failures."""

    state: State
    says: str
    do: str = ""

    @property
    def is_wrong(self) -> bool:
        return self.state is State.WRONG


def well(says: str) -> Finding:
    return Finding(State.WELL, says)


def unknown(says: str, do: str) -> Finding:
    return Finding(State.UNKNOWN, says, do)


def wrong(says: str, do: str) -> Finding:
    return Finding(State.WRONG, says, do)
