"""One line of the result as it is shown: the share, and what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from lib.cost_sharing.outcome import Line, Sharing
from lib.ui.cost_sharing.beside import Before


@dataclass(frozen=True, slots=True)
class Shown:
    """Cents; None where there is nothing to compare with."""

    line: Line
    last: int | None
    other: int | None

    @property
    def change(self) -> int | None:
        """Against the period before."""
        return None if self.last is None else self.line.cents - self.last

    @property
    def difference(self) -> int | None:
        """What the second method would make it more or less."""
        return None if self.other is None else self.other - self.line.cents


def shown(shared: Sharing, last: Before | None, other: dict[str, int] | None) -> list[Shown]:
    """The lines, the largest share first."""
    found = [
        Shown(
            line,
            last.cents.get(line.vendor_id, 0) if last else None,
            other.get(line.code, 0) if other is not None else None,
        )
        for line in shared.lines
    ]
    return sorted(found, key=lambda one: (-one.line.cents, one.line.code))
