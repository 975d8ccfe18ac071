"""What stops which promise: the hospital's rules of the clock, and how events remember those of their time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from lib.core.i18n import mark
from lib.tickets.ticket import Event


class ReopenRule(StrEnum):
    """What a reopening does to the promises: goes on without the closed time, begins anew, or counts everything."""

    CONTINUE = "continue"
    RESTART = "restart"
    COUNT = "count"


REOPEN_WORDS: Mapping[str, str] = {
    ReopenRule.CONTINUE: mark("goes on, the closed time does not count"),
    ReopenRule.RESTART: mark("begins anew with the full time"),
    ReopenRule.COUNT: mark("goes on, everything counts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """`pauses`: the hold reasons that stop each stage's promise; a hold of more than `confirm_over` does so only once
    it is confirmed, and then from its start."""

    pauses: Mapping[str, frozenset[str]]
    confirm_over: timedelta
    reopen: ReopenRule

    def of_hold(self, reason: str) -> Mapping[str, Any]:
        """The policy as the event of a hold for that reason keeps it: rules changed later do not rewrite the past."""
        stopped = [stage for stage, reasons in self.pauses.items() if reason in reasons]
        return {"pauses": stopped, "confirm_over": round(self.confirm_over / timedelta(minutes=1))}

    def of_reopening(self) -> Mapping[str, Any]:
        """The same for a reopening."""
        return {"clock": self.reopen.value}


def stopped_by(hold: Event, now: Policy, *, what_if: bool) -> tuple[frozenset[str], timedelta]:
    """The stages a hold stops, and how long it may last without being confirmed: as it was when the hold began, or
    `what_if` it had begun under the policy of now. Events that do not say (older ones) go by the policy of now."""
    facts = hold.facts
    if what_if or "pauses" not in facts:
        return frozenset(
            s for s, reasons in now.pauses.items() if facts["reason"] in reasons
        ), now.confirm_over
    return frozenset(facts["pauses"]), timedelta(minutes=facts["confirm_over"])


def rule_of(reopening: Event, now: Policy, *, what_if: bool) -> ReopenRule:
    """The rule of that reopening, in the same way."""
    said = reopening.facts.get("clock")
    return now.reopen if what_if or said is None else ReopenRule(said)
