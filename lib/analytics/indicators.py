"""The indicators: which tickets each is about, and what counts as good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from lib.analytics.indicator import Heading, Indicator, Span, Unit
from lib.core.i18n import mark

col = pl.col


def _opened(span: Span) -> pl.Expr:
    """One job once: what was merged is one with the ticket that carries on."""
    return col("opened_on").is_between(span.first, span.last) & (col("status") != "merged")


def _worked(span: Span) -> pl.Expr:
    return _opened(span) & (col("status") != "cancelled")


def _assigned(span: Span) -> pl.Expr:
    return _worked(span) & ((col("status") != "new") | (col("completions") > 0))


def _completed(span: Span) -> pl.Expr:
    return _worked(span) & (col("completions") > 0)


def _closed(span: Span) -> pl.Expr:
    return _worked(span) & col("asked") & (col("status") == "closed")


def _repaired(span: Span) -> pl.Expr:
    return _opened(span) & (col("kind") == "repair")


def _complained(span: Span) -> pl.Expr:
    return _opened(span) & (col("kind") == "complaint")


def _asked(span: Span) -> pl.Expr:
    return _opened(span) & col("asked")


def _finished(span: Span) -> pl.Expr:
    running = ~col("status").is_in(["cancelled", "merged"])
    return running & (col("done_on") >= span.first) & (col("done_on") <= span.last)


def _left_open(span: Span) -> pl.Expr:
    over = pl.coalesce("done_at", "closed_at")
    running = ~col("status").is_in(["cancelled", "merged"])
    return running & (col("opened_on") <= span.last) & (over.is_null() | (over >= span.ends))


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

CONFIRMED = (
    col("closed_how").cast(pl.String).is_in(["link", "code", "signature", "liaison", "rated", "call_back"])
)
"""By somebody of the department, be it on the phone; not by time, nor by a round."""

INDICATORS: Mapping[str, Indicator] = {
    "opened": Indicator(
        label=mark("Tickets opened"),
        counts=mark("opened in these days, merged ones left out"),
        unit=Unit.COUNT,
        among=_opened,
    ),
    "finished": Indicator(
        label=mark("Tickets finished"),
        counts=mark("finished in these days, whenever they were opened"),
        unit=Unit.COUNT,
        among=_finished,
    ),
    "left_open": Indicator(
        label=mark("Open at the end"),
        counts=mark("opened until the last day and not finished then"),
        unit=Unit.COUNT,
        good=-1,
        among=_left_open,
    ),
    "response": Indicator(
        label=mark("Median time to accept"),
        counts=mark("from reporting to the first acceptance, appointments left out"),
        unit=Unit.MINUTES,
        good=-1,
        among=_worked,
        value=col("response_minutes"),
    ),
    "arrival": Indicator(
        label=mark("Median time to arrive"),
        counts=mark("from reporting to the first arrival, appointments left out"),
        unit=Unit.MINUTES,
        good=-1,
        among=_worked,
        value=col("arrival_minutes"),
    ),
    "completion": Indicator(
        label=mark("Median time to complete"),
        counts=mark("from reporting to the last completion, appointments left out"),
        unit=Unit.MINUTES,
        good=-1,
        among=_worked,
        value=col("completion_minutes"),
    ),
    "respond_kept": Indicator(
        label=mark("Accepted in time"),
        counts=mark("accepted within the promise ÷ those with such a promise that can be judged"),
        unit=Unit.SHARE,
        good=1,
        among=_worked,
        value=col("respond_kept"),
    ),
    "arrive_kept": Indicator(
        label=mark("Arrived in time"),
        counts=mark("arrived within the promise ÷ those with such a promise that can be judged"),
        unit=Unit.SHARE,
        good=1,
        among=_worked,
        value=col("arrive_kept"),
    ),
    "complete_kept": Indicator(
        label=mark("Completed in time"),
        counts=mark("completed within the promise ÷ those with such a promise that can be judged"),
        unit=Unit.SHARE,
        good=1,
        among=_worked,
        value=col("complete_kept"),
    ),
    "first_time_fix": Indicator(
        label=mark("Repaired at the first go"),
        counts=mark("not sent back and not reported again within 30 days (so far) ÷ repairs finished"),
        unit=Unit.SHARE,
        good=1,
        among=_repaired,
        value=col("first_time_fix"),
    ),
    "reopened": Indicator(
        label=mark("Sent back after completion"),
        counts=mark("reopened at least once ÷ completed"),
        unit=Unit.SHARE,
        good=-1,
        among=_completed,
        value=col("reopens") > 0,
    ),
    "urged": Indicator(
        label=mark("Share urged"),
        counts=mark("urged at least once ÷ opened"),
        unit=Unit.SHARE,
        good=-1,
        among=_opened,
        value=col("urges") > 0,
    ),
    "returned": Indicator(
        label=mark("Share returned"),
        counts=mark("given back at least once ÷ ever given to a team"),
        unit=Unit.SHARE,
        good=-1,
        among=_assigned,
        value=col("returns") > 0,
    ),
    "held": Indicator(
        label=mark("Share put on hold"),
        counts=mark("held at least once ÷ ever given to a team"),
        unit=Unit.SHARE,
        good=-1,
        among=_assigned,
        value=col("holds") > 0,
    ),
    "confirmed": Indicator(
        label=mark("Share confirmed"),
        counts=mark("closed at the word of the department ÷ closed after work a department could confirm"),
        unit=Unit.SHARE,
        good=1,
        among=_closed,
        value=CONFIRMED,
    ),
    "complaints": Indicator(
        label=mark("Complaints"),
        counts=mark("complaints opened in these days"),
        unit=Unit.COUNT,
        good=-1,
        among=_complained,
    ),
    "complaints_answered": Indicator(
        label=mark("Complaints answered within 24 hours"),
        counts=mark("taken up or settled within 24 hours ÷ complaints"),
        unit=Unit.SHARE,
        good=1,
        among=_complained,
        value=ANSWERED,
    ),
    "complaints_satisfied": Indicator(
        label=mark("Satisfied with how a complaint was settled"),
        counts=mark("score of 4 or more ÷ complaints rated by the department itself"),
        unit=Unit.SHARE,
        good=1,
        among=_complained,
        value=SCORE >= 4,
    ),
    "satisfied": Indicator(
        label=mark("Satisfied"),
        counts=mark("score of 4 or more ÷ rated by the department itself"),
        unit=Unit.SHARE,
        good=1,
        among=_opened,
        value=SCORE >= 4,
    ),
    "score": Indicator(
        label=mark("Mean score (1 to 5)"),
        counts=mark("mean of speed, quality and attitude over what the department itself rated"),
        unit=Unit.SCORE,
        good=1,
        among=_opened,
        value=SCORE,
    ),
    "rated": Indicator(
        label=mark("Response rate of ratings"),
        counts=mark("rated by the department itself ÷ asked"),
        unit=Unit.SHARE,
        good=1,
        among=_asked,
        value=RATED.fill_null(value=False),
    ),
}
HEADINGS: Mapping[str, Heading] = {
    **INDICATORS,
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
