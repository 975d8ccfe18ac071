"""The strip of the overview: what came in, what was finished, what waits, how fast, and how it was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lib.analytics.intervals import Interval, wilson, wilson_of_mean
from lib.core.clock import local_date, midnight
from lib.people.roles import Actor
from lib.store.database import Database, Row
from lib.tickets.lateness import late_now
from lib.tickets.rules import rules
from lib.tickets.seeing import Sight, visible

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
SATISFIED = 4
_TABLES = ("ticket", "rating", "location", "setting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """`median`: wall minutes from opening to the first acceptance, over the `n` tickets first accepted in the time
    (those with an appointment left out); None for n = 0. `proxied`, `late_recorded`: how many of them have events the
    desk recorded for somebody, or wrote down more than a quarter of an hour after."""

    median: float | None
    n: int
    proxied: int
    late_recorded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`asked`: tickets finished here in the time and still so, what inspections found apart: no ward waited for that.
    `n`: those whose last completion was rated by the department itself; `spoken`: rated on the phone, counted apart. A
    ticket's score is the mean of speed, quality and attitude; `satisfied` of the n have 4 or more."""

    asked: int
    n: int
    spoken: int
    mean: float | None
    satisfied: int

    @property
    def response_rate(self) -> float | None:
        """参评率: n ÷ asked; None when nobody was asked."""
        return self.n / self.asked if self.asked else None

    @property
    def share(self) -> float | None:
        """满意率: satisfied ÷ n; None for n = 0."""
        return self.satisfied / self.n if self.n else None

    @property
    def share_interval(self) -> Interval:
        """Where the share lies with 95 %, by Wilson."""
        return wilson(self.satisfied, self.n)

    @property
    def mean_interval(self) -> Interval:
        """Where the mean lies with 95 %, by Wilson on (mean − 1) / 4."""
        return wilson_of_mean(self.mean or 1, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Tickets, of those the person may see:
    `opened` on the hospital's day; `finished` on it (work done or question answered) and not sent back since;
    `waiting` for dispatch now; `late` now (the running promise has passed and no hold pauses it);
    `urged`: open now and urged at least once; `response` of the day and of seven days; `judgement` of thirty days;
    `closed`: tickets closed in thirty days by how, each way apart."""

    opened: int
    finished: int
    waiting: int
    late: int
    urged: int
    response_today: Response
    response_week: Response
    judgement: Judgement
    closed: Mapping[str, int]


def today(db: Database, *, actor: Actor, now: datetime) -> Today:
    """The figures as they are this minute; made once a minute or after a change for everybody who sees the same."""
    sight = visible(actor)
    made: dict[datetime, Today] = db.derived(("today", sight.key), _TABLES, dict)
    minute = now.replace(second=0, microsecond=0)
    if minute not in made:
        figures = _counted(db, sight, now)
        made.clear()
        made[minute] = figures
        return figures
    return made[minute]


def _counted(db: Database, sight: Sight, now: datetime) -> Today:
    counts = _counts(db, sight, now)
    return Today(
        **{name: counts[name] for name in ("opened", "finished", "waiting", "late", "urged")},
        response_today=_response(counts, "today"),
        response_week=_response(counts, "week"),
        judgement=_judgement(db, sight, now),
        closed=_closed(db, sight, now),
    )


def _response(counts: Row, name: str) -> Response:
    values: dict[str, Any] = {field: counts[f"{name}_{field}"] for field in Response.__dataclass_fields__}
    return Response(**values)


def _accepted_since(name: str) -> str:
    """The columns of one `Response`."""
    counted = f"t.accepted_at >= ${name} AND t.appointment_at IS NULL"
    minutes = "EXTRACT(EPOCH FROM t.accepted_at - t.opened_at) / 60.0"
    return f"""
        percentile_cont(0.5) WITHIN GROUP (ORDER BY {minutes}) FILTER (WHERE {counted}) AS {name}_median,
        count(*) FILTER (WHERE {counted}) AS {name}_n,
        count(*) FILTER (WHERE {counted} AND t.proxied > 0) AS {name}_proxied,
        count(*) FILTER (WHERE {counted} AND t.late_recorded > 0) AS {name}_late_recorded"""


def _counts(db: Database, sight: Sight, now: datetime) -> Row:
    late = late_now(rules(db), now)
    row = db.row(
        f"""
        SELECT count(*) FILTER (WHERE t.opened_at >= $today) AS opened,
          count(*) FILTER (WHERE t.done_at >= $today AND t.status IN ('done', 'closed')) AS finished,
          count(*) FILTER (WHERE t.status = 'new') AS waiting,
          count(*) FILTER (WHERE {late.sql}) AS late,
          count(*) FILTER (WHERE t.urges > 0 AND t.status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold'))
            AS urged, {_accepted_since("today")}, {_accepted_since("week")}
        FROM ticket t WHERE {sight.sql}
        """,
        today=midnight(local_date(now)),
        week=now - WEEK,
        **late.values,
        **sight.values,
    )
    assert row is not None
    return row


def _judgement(db: Database, sight: Sight, now: datetime) -> Judgement:
    row = db.row(
        f"""
        SELECT count(*) AS asked, count(r.score) FILTER (WHERE NOT r.spoken) AS n,
          count(r.score) FILTER (WHERE r.spoken) AS spoken, avg(r.score) FILTER (WHERE NOT r.spoken) AS mean,
          count(*) FILTER (WHERE NOT r.spoken AND r.score >= {SATISFIED}) AS satisfied
        FROM ticket t LEFT JOIN (
          SELECT ticket_id, completion, (speed + quality + attitude) / 3.0 AS score, how = 'spoken' AS spoken
          FROM rating
        ) r ON r.ticket_id = t.id AND r.completion = t.completions
        WHERE {sight.sql} AND t.completions > 0 AND t.status IN ('done', 'closed') AND t.done_at >= $month
          AND t.closed_how <> 'imported' AND t.channel <> 'inspection'
        """,
        month=now - MONTH,
        **sight.values,
    )
    assert row is not None
    return Judgement(**row)


def _closed(db: Database, sight: Sight, now: datetime) -> Mapping[str, int]:
    rows = db.rows(
        f"""
        SELECT t.closed_how, count(*) AS n FROM ticket t
        WHERE {sight.sql} AND t.status = 'closed' AND t.closed_at >= $month GROUP BY 1 ORDER BY 2 DESC, 1
        """,
        month=now - MONTH,
        **sight.values,
    )
    return {row["closed_how"]: row["n"] for row in rows}
