"""What a run is judged by, and how sure a difference between two policies is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean, stdev

from bench.serving import percentile
from bench.simulating.arrivals import MEASURED
from bench.simulating.hospital import DAY, EVENING, MORNING, Job
from bench.simulating.running import Run

SHARES = ("kept", "respond", "arrive", "complete", "emergency")
UNITS: Mapping[str, str] = {
    **dict.fromkeys(SHARES, "%"),
    "median arrival": "min",
    "95 % arrive within": "min",
    "way": "min",
    "gini": "",
    "busy by day": "%",
    "busy all day": "%",
    "never done": "",
    "ms a dispatch": "",
}
"""What is measured. Shares of promises kept: all three of a job, each stage, and arrivals at emergencies."""


def measured(run: Run, jobs: Sequence[Job]) -> Mapping[str, float]:
    """Of the jobs opened on the measured days. `way`: minutes a job; `gini`: of jobs done among people at work, within
    each team, mean by people; `busy`: minutes on the way and at work of those rostered."""
    of = [job for job in jobs if MEASURED.start * DAY <= job.opened < MEASURED.stop * DAY]
    found = {job.id: run.outcomes[job.id] for job in of}
    done = [one for one in found.values() if one.done < math.inf]
    emergencies = [job for job in of if job.severity == "emergency"]
    stages = {
        "respond": [found[job.id].accepted <= job.respond for job in of],
        "arrive": [found[job.id].arrived <= job.arrive for job in of],
        "complete": [found[job.id].done <= job.complete for job in of],
    }
    waits = [found[job.id].arrived - job.opened for job in of]
    return {
        "kept": fmean(map(all, zip(*stages.values(), strict=True))) * 100,
        **{stage: fmean(each) * 100 for stage, each in stages.items()},
        "emergency": fmean(found[job.id].arrived <= job.arrive for job in emergencies) * 100,
        "median arrival": percentile(waits, 50),
        "95 % arrive within": percentile(waits, 95),
        "way": fmean(one.arrived - one.left for one in done),
        "gini": _fairness(run, [one.person for one in done]),
        "busy by day": _busy(run, MORNING, EVENING) * 100,
        "busy all day": _busy(run, 0.0, DAY) * 100,
        "never done": float(len(of) - len(done)),
        "ms a dispatch": run.thinking / max(run.dispatches, 1) * 1000,
    }


def _busy(run: Run, since: float, until: float) -> float:
    spans = [(day * DAY + since, day * DAY + until) for day in MEASURED]
    shifts = [(one.starts, one.ends) for one in run.hospital.shifts if not one.standby]
    work = [(one.left, one.done) for one in run.outcomes.values() if one.done < math.inf]
    return _overlap(work, spans) / _overlap(shifts, spans)


def _overlap(ones: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> float:
    return sum(max(0.0, min(b, d) - max(a, c)) for a, b in ones for c, d in others)


def _fairness(run: Run, who: Sequence[int]) -> float:
    counts, teams = Counter(who), dict[int, set[int]]()
    for shift in run.hospital.shifts:
        if not shift.standby and any(shift.by_day(day) for day in MEASURED):
            teams.setdefault(shift.team, set()).add(shift.person)
    several = [people for people in teams.values() if len(people) > 1 and any(counts[one] for one in people)]
    return sum(gini([counts[one] for one in people]) * len(people) for people in several) / sum(
        map(len, several)
    )


def gini(values: Sequence[float]) -> float:
    """0: all alike … 1: one has everything."""
    ordered, total = sorted(values), sum(values)
    rank = sum(place * value for place, value in enumerate(ordered, 1))
    return 2 * rank / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


def difference(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float]:
    """Mean of the paired differences and half the width of its 95 % interval (Student's t)."""
    each = [one - other for one, other in zip(ours, theirs, strict=True)]
    if len(each) < 2:
        return fmean(each), math.inf
    from scipy.stats import t

    return fmean(each), float(t.ppf(0.975, len(each) - 1)) * stdev(each) / math.sqrt(len(each))
