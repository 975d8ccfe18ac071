"""An import at a glance: gone through once, because a page is drawn again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lib.tickets.importing.verdicts import IMPORTED, REJECTED, Verdict

SHOWN = 50


@dataclass(slots=True)
class Rows:
    """How many rows there are of a sort, and the first of them."""

    count: int = 0
    first: list[Verdict] = field(default_factory=list)

    def add(self, verdict: Verdict, most: int = SHOWN) -> None:
        """One more."""
        self.count += 1
        if len(self.first) < most:
            self.first.append(verdict)


@dataclass(frozen=True, slots=True)
class Summary:
    """The rejected rows, those imported with a remark, and the kinds of rejection, the most frequent first."""

    rejected: Rows
    doubtful: Rows
    reasons: Sequence[Rows]


def summary(verdicts: Iterable[Verdict]) -> Summary:
    """What stands in the verdicts of a file."""
    rejected, doubtful = Rows(), Rows()
    reasons: dict[str, Rows] = {}
    for one in verdicts:
        if one.result == REJECTED:
            rejected.add(one)
            reasons.setdefault(one.remarks[0][0] if one.remarks else "", Rows()).add(one, 1)
        elif one.result == IMPORTED and one.remarks:
            doubtful.add(one)
    return Summary(rejected, doubtful, sorted(reasons.values(), key=lambda kind: kind.count, reverse=True))
