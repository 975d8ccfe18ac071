"""The fast clock and the brute-force one, which looks at every minute by itself, say the same."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from lib.tickets.life import lived
from lib.tickets.policy import Policy
from lib.tickets.promised import Clock
from lib.tickets.timeline import Segment, cut
from tests.tickets import clock_oracle as oracle
from tests.tickets.random_lives import MINUTE, STAGES, Case, case, policy

HORIZON = 40_000
QUICK = 300
PARTS, EACH = 20, 500


def minute_by_minute(segments: list[Segment]) -> list[str]:
    found: list[str] = []
    for segment in segments:
        name = f"held:{segment.reason}" if segment.reason else segment.label.value
        found += [name] * (segment.lasts // MINUTE)
    return found


def compare(seed: int) -> None:
    made = case(seed)
    life = lived(made.events, made.now)
    segments = cut(life, made.terms["complete"].hours)
    assert sum((one.lasts for one in segments), timedelta()) == max(
        life.end - life.stretches[0].begins, timedelta()
    )
    assert minute_by_minute(segments) == oracle.labels(made.steps, made.weeks["complete"], made.now), seed
    _same_clocks(made, made.policy, seed, what_if=False)
    if seed % 4 == 0:  # what another policy would have made of the same past
        _same_clocks(made, policy(Random(-seed)), seed, what_if=True)


def _same_clocks(made: Case, under: Policy, seed: int, *, what_if: bool) -> None:
    # What was kept with the events holds: the policy of today must not matter unless it is asked for.
    today = under if what_if else policy(Random(seed + 1))
    life = lived(made.events, made.now)
    for stage in STAGES:
        clock = Clock(life, stage, made.terms[stage], today, what_if=what_if)
        asked: Any = (stage, under.pauses[stage], under.reopen.value)
        week, minutes = made.weeks[stage], made.terms[stage].minutes
        used = oracle.used(made.steps, week, made.start, made.now, *asked)
        assert clock.used() / MINUTE == used, (seed, stage, "used")
        due = oracle.due(made.steps, week, made.start, minutes, *asked, HORIZON, made.now)
        assert clock.due() == due, (seed, stage, "due")


@pytest.mark.parametrize("seed", range(0, QUICK, 50))
def test_it_agrees_with_every_minute_looked_at_by_itself(seed: int) -> None:
    for one in range(seed, seed + 50):
        compare(one)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_it_agrees_in_ten_thousand_lives(part: int) -> None:
    for one in range(QUICK + part * EACH, QUICK + (part + 1) * EACH):
        compare(one)
