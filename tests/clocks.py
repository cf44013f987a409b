"""Clocks that are moved by hand."""

from dataclasses import dataclass, field


@dataclass
class Clock:
    """Time that passes only when somebody sleeps, or sets it."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
