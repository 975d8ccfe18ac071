"""The measures of the report: which tickets count, what counts as good, and which tickets stand behind a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import polars as pl

from lib.analytics.report.month import Month
from lib.core.i18n import mark

col = pl.col
Rule = Callable[[Month], pl.Expr]
EVERY = pl.lit(value=True)


class Unit(StrEnum):
    """What a measure's value is: a number of tickets, minutes (the median), a share of 1, a score from 1 to 5."""

    COUNT = "count"
    MINUTES = "minutes"
    SHARE = "share"
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """How a measure is told. `counts`: numerator and denominator in words; `good`: 1 where more is better, -1 where
    less is, 0 for neither."""

    label: str
    counts: str
    unit: Unit
    good: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Heading):
    """`among`: the tickets of a month it is about; `value`: of each its value (minutes, score, whether it counts), null
    where it does not say."""

    among: Rule
    value: pl.Expr = EVERY

    def cases(self, month: Month) -> pl.Expr:
        """The tickets of its denominator."""
        return self.among(month) & self.value.is_not_null()

    def behind(self, month: Month) -> pl.Expr:
        """The tickets one asks about: those a good share missed, those a bad one caught, else all its cases."""
        if self.unit is Unit.SHARE:
            return self.cases(month) & (~self.value if self.good > 0 else self.value)
        return self.cases(month)


def _opened(month: Month) -> pl.Expr:
    """One job once: what was merged is one with the ticket that carries on."""
    return (col("opened_month") == month.first) & (col("status") != "merged")


def _worked(month: Month) -> pl.Expr:
    return _opened(month) & (col("status") != "cancelled")


def _assigned(month: Month) -> pl.Expr:
    return _worked(month) & ((col("status") != "new") | (col("completions") > 0))


def _completed(month: Month) -> pl.Expr:
    return _worked(month) & (col("completions") > 0)


def _repaired(month: Month) -> pl.Expr:
    return _opened(month) & (col("kind") == "repair")


def _complained(month: Month) -> pl.Expr:
    return _opened(month) & (col("kind") == "complaint")


def _asked(month: Month) -> pl.Expr:
    return _opened(month) & col("asked")


def _finished(month: Month) -> pl.Expr:
    running = ~col("status").is_in(["cancelled", "merged"])
    return running & (col("done_on") >= month.first) & (col("done_on") <= month.last)


def _left_open(month: Month) -> pl.Expr:
    over = pl.coalesce("done_at", "closed_at")
    running = ~col("status").is_in(["cancelled", "merged"])
    return running & (col("opened_on") <= month.last) & (over.is_null() | (over >= month.ends))


RATED = ~col("spoken")
"""On the phone people are kinder: what was said there is counted apart."""
SCORE = pl.when(RATED).then(col("score"))
A_DAY = timedelta(hours=24)
REPLIED = pl.min_horizontal("accepted_at", "done_at")
ANSWERED = (
    pl.when(REPLIED.is_not_null())
    .then(REPLIED - col("opened_at") <= A_DAY)
    .when(col("lasted") > A_DAY)
    .then(False)
)
"""Within a day; one nobody has answered and that is no day old does not say yet."""

MEASURES: Mapping[str, Measure] = {
    "opened": Measure(
        label=mark("Tickets opened"),
        counts=mark("opened in the month, merged ones left out"),
        unit=Unit.COUNT,
        among=_opened,
    ),
    "finished": Measure(
        label=mark("Tickets finished"),
        counts=mark("finished in the month, whenever they were opened"),
        unit=Unit.COUNT,
        among=_finished,
    ),
    "left_open": Measure(
        label=mark("Open at the end of the month"),
        counts=mark("opened until then and not finished then"),
        unit=Unit.COUNT,
        good=-1,
        among=_left_open,
    ),
    "response": Measure(
        label=mark("Median time to accept"),
        counts=mark("from reporting to the first acceptance, appointments left out"),
        unit=Unit.MINUTES,
        good=-1,
        among=_worked,
        value=col("response_minutes"),
    ),
    "completion": Measure(
        label=mark("Median time to complete"),
        counts=mark("from reporting to the last completion, appointments left out"),
        unit=Unit.MINUTES,
        good=-1,
        among=_worked,
        value=col("completion_minutes"),
    ),
    "respond_kept": Measure(
        label=mark("Accepted in time"),
        counts=mark("accepted within the promise ÷ those with such a promise that can be judged"),
        unit=Unit.SHARE,
        good=1,
        among=_worked,
        value=col("respond_kept"),
    ),
    "arrive_kept": Measure(
        label=mark("Arrived in time"),
        counts=mark("arrived within the promise ÷ those with such a promise that can be judged"),
        unit=Unit.SHARE,
        good=1,
        among=_worked,
        value=col("arrive_kept"),
    ),
    "complete_kept": Measure(
        label=mark("Completed in time"),
        counts=mark("completed within the promise ÷ those with such a promise that can be judged"),
        unit=Unit.SHARE,
        good=1,
        among=_worked,
        value=col("complete_kept"),
    ),
    "first_time_fix": Measure(
        label=mark("Repaired at the first go"),
        counts=mark("not sent back and not reported again within 30 days ÷ repairs finished"),
        unit=Unit.SHARE,
        good=1,
        among=_repaired,
        value=col("first_time_fix"),
    ),
    "reopened": Measure(
        label=mark("Sent back after completion"),
        counts=mark("reopened at least once ÷ completed"),
        unit=Unit.SHARE,
        good=-1,
        among=_completed,
        value=col("reopens") > 0,
    ),
    "urged": Measure(
        label=mark("Share urged"),
        counts=mark("urged at least once ÷ opened"),
        unit=Unit.SHARE,
        good=-1,
        among=_opened,
        value=col("urges") > 0,
    ),
    "held": Measure(
        label=mark("Share put on hold"),
        counts=mark("held at least once ÷ ever given to a team"),
        unit=Unit.SHARE,
        good=-1,
        among=_assigned,
        value=col("holds") > 0,
    ),
    "complaints": Measure(
        label=mark("Complaints"),
        counts=mark("complaints opened in the month"),
        unit=Unit.COUNT,
        good=-1,
        among=_complained,
    ),
    "complaints_answered": Measure(
        label=mark("Complaints answered within 24 hours"),
        counts=mark("taken up or settled within 24 hours ÷ complaints"),
        unit=Unit.SHARE,
        good=1,
        among=_complained,
        value=ANSWERED,
    ),
    "complaints_satisfied": Measure(
        label=mark("Satisfied with how a complaint was settled"),
        counts=mark("score of 4 or more ÷ complaints rated by the department itself"),
        unit=Unit.SHARE,
        good=1,
        among=_complained,
        value=SCORE >= 4,
    ),
    "satisfied": Measure(
        label=mark("Satisfied"),
        counts=mark("score of 4 or more ÷ rated by the department itself"),
        unit=Unit.SHARE,
        good=1,
        among=_opened,
        value=SCORE >= 4,
    ),
    "score": Measure(
        label=mark("Mean score (1 to 5)"),
        counts=mark("mean of speed, quality and attitude over what the department itself rated"),
        unit=Unit.SCORE,
        good=1,
        among=_opened,
        value=SCORE,
    ),
    "rated": Measure(
        label=mark("Response rate of ratings"),
        counts=mark("rated by the department itself ÷ asked"),
        unit=Unit.SHARE,
        good=1,
        among=_asked,
        value=RATED.fill_null(value=False),
    ),
}
HEADINGS: Mapping[str, Heading] = {
    **MEASURES,
    "rounds_in_time": Heading(
        label=mark("Inspection rounds done in time"),
        counts=mark("done inside their window ÷ due"),
        unit=Unit.SHARE,
        good=1,
    ),
    "rounds_missed": Heading(
        label=mark("Inspection rounds missed"),
        counts=mark("missed ÷ due"),
        unit=Unit.SHARE,
        good=-1,
    ),
}
"""Everything a report compares; rounds are counted by the inspections."""
HEADLINE = (
    "opened",
    "finished",
    "left_open",
    "response",
    "completion",
    "first_time_fix",
    "reopened",
    "urged",
    "held",
)
PROMISES = ("respond_kept", "arrive_kept", "complete_kept")
COMPLAINTS = ("complaints", "complaints_answered", "complaints_satisfied")
SATISFACTION = ("satisfied", "score", "rated")
LEAGUE = ("opened", "complete_kept", "satisfied", "reopened")
"""What is said of each vendor; the second one orders them."""
