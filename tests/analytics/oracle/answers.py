"""The questions answered by counting on one's fingers, written apart from the product's."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from lib.core.clock import midnight
from tests.analytics.oracle.tickets import WITHOUT_WORK, Told

DAY = timedelta(days=1)
CONFIRMING = ("link", "code", "signature", "liaison", "rated", "call_back")


def own_score(one: Told) -> float | None:
    return one["score"] if one["spoken"] is False else None


def worked(one: Told) -> bool:
    return one["status"] not in WITHOUT_WORK


def reported(one: Told) -> bool:
    return one["status"] != "merged"


def answered_in_a_day(one: Told) -> bool | None:
    moments = [at for at in (one["accepted_at"], one["done_at"]) if at is not None]
    if moments:
        return min(moments) - one["opened_at"] <= DAY
    return False if sum(one["spent"].values(), timedelta()) > DAY else None


def satisfied(one: Told) -> bool | None:
    return None if own_score(one) is None else own_score(one) >= 4


ANSWERS: dict[str, tuple[Callable[[Told], bool], Callable[[Told], Any]]] = {
    "opened": (reported, lambda one: True),
    "response": (worked, lambda one: one["response_minutes"]),
    "arrival": (worked, lambda one: one["arrival_minutes"]),
    "completion": (worked, lambda one: one["completion_minutes"]),
    "respond_kept": (worked, lambda one: one["respond_kept"]),
    "arrive_kept": (worked, lambda one: one["arrive_kept"]),
    "complete_kept": (worked, lambda one: one["complete_kept"]),
    "first_time_fix": (
        lambda one: reported(one) and one["kind"] == "repair",
        lambda one: one["first_time_fix"],
    ),
    "reopened": (lambda one: worked(one) and one["completions"] > 0, lambda one: one["reopens"] > 0),
    "urged": (reported, lambda one: one["urges"] > 0),
    "returned": (
        lambda one: worked(one) and (one["status"] != "new" or one["completions"] > 0),
        lambda one: one["returns"] > 0,
    ),
    "held": (
        lambda one: worked(one) and (one["status"] != "new" or one["completions"] > 0),
        lambda one: one["holds"] > 0,
    ),
    "confirmed": (
        lambda one: worked(one) and one["asked"] and one["status"] == "closed",
        lambda one: one["closed_how"] in CONFIRMING,
    ),
    "complaints": (lambda one: reported(one) and one["kind"] == "complaint", lambda one: True),
    "complaints_answered": (lambda one: reported(one) and one["kind"] == "complaint", answered_in_a_day),
    "complaints_satisfied": (lambda one: reported(one) and one["kind"] == "complaint", satisfied),
    "satisfied": (reported, satisfied),
    "score": (reported, own_score),
    "rated": (lambda one: reported(one) and one["asked"], lambda one: one["spoken"] is False),
}
"""Of each indicator of reported tickets: which tickets, and what each says."""
MEDIANS, MEANS = ("response", "arrival", "completion"), ("score",)
COUNTS = ("opened", "complaints")


def within(tickets: Iterable[Told], first: date, last: date) -> list[Told]:
    return [one for one in tickets if first <= one["opened_on"] <= last]


def figure(name: str, tickets: Sequence[Told], first: date, last: date) -> tuple[int, float | None]:
    """n and the value of an indicator."""
    if name == "finished":
        n = sum(
            worked(one) and one["done_on"] is not None and first <= one["done_on"] <= last for one in tickets
        )
        return n, n
    if name == "left_open":
        ends = midnight(last + DAY)
        n = sum(_open_at(one, ends) and one["opened_on"] <= last for one in tickets)
        return n, n
    among, says = ANSWERS[name]
    values = [said for one in within(tickets, first, last) if among(one) and (said := says(one)) is not None]
    if name in COUNTS:
        return len(values), len(values)
    if not values:
        return 0, None
    return len(values), statistics.median(values) if name in MEDIANS else statistics.fmean(values)


def _open_at(one: Told, instant: datetime) -> bool:
    over = one["done_at"] or one["closed_at"]
    return worked(one) and (over is None or over >= instant)


def by_key(tickets: Iterable[Told], column: str) -> dict[Any, list[Told]]:
    found: dict[Any, list[Told]] = defaultdict(list)
    for one in tickets:
        found[one[column]].append(one)
    return found


def ninetieth(values: Sequence[float]) -> float:
    """Linear between the two neighbours, as `percentile_cont` has it."""
    ordered = sorted(values)
    at = 0.9 * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def by_month(tickets: Iterable[Told]) -> dict[date, int]:
    return Counter(one["opened_on"].replace(day=1) for one in tickets if reported(one))


def by_weekday_and_hour(tickets: Iterable[Told]) -> dict[tuple[int, int], int]:
    return Counter((one["opened_weekday"], one["opened_hour"]) for one in tickets if reported(one))


def hours_spent(tickets: Iterable[Told]) -> dict[str, float]:
    """By label, of tickets worked on and finished."""
    found: Counter[str] = Counter()
    for one in tickets:
        if one["status"] in ("done", "closed") and one["completions"] > 0:
            for label, lasts in one["spent"].items():
                found[label] += lasts / timedelta(hours=1)
    return dict(found)


def most_reports_within(tickets: Iterable[Told], column: str, days: int) -> dict[Any, int]:
    """The largest number of reports of one service at one key inside any so many days, by key and service."""
    found: dict[Any, int] = {}
    real = [one for one in tickets if worked(one) and one[column] is not None]
    for key, own in by_pair(real, column, "service_code").items():
        moments = sorted(one["opened_at"] for one in own)
        found[key] = max(
            sum(begin <= moment <= begin + timedelta(days=days) for moment in moments) for begin in moments
        )
    return found


def by_pair(tickets: Iterable[Told], first: str, second: str) -> dict[tuple[Any, Any], list[Told]]:
    found: dict[tuple[Any, Any], list[Told]] = defaultdict(list)
    for one in tickets:
        found[one[first], one[second]].append(one)
    return found
