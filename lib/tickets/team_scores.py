"""Monthly department scores 科室测评: each department says once a month how each team worked for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lib.core.clock import local_date, midnight
from lib.core.errors import TooLate, WrongInput
from lib.core.i18n import mark
from lib.people.roles import Actor, Matter, Permission, Scope, require
from lib.store.database import Database, Reading

MARKS = ("speed", "quality", "attitude")
MARK_WORDS: Mapping[str, str] = {
    "speed": mark("Speed"),
    "quality": mark("Quality"),
    "attitude": mark("Attitude"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamScore:
    """A team as one department saw it in a month: `finished` tickets of it were for that department. The marks are
    1 to 5, all None until somebody gave them."""

    department_id: int
    team_id: int
    finished: int
    speed: int | None = None
    quality: int | None = None
    attitude: int | None = None
    words: str = ""
    scored_by: str = ""
    scored_at: datetime | None = None


def month_to_score(now: datetime) -> date:
    """The first day of the month that can be scored: the last whole one."""
    return (local_date(now).replace(day=1) - timedelta(days=1)).replace(day=1)


def departments_of(actor: Actor) -> list[int]:
    """The departments for which the person speaks, by id."""
    return sorted(grant.scope_id for grant in actor.grants if grant.scope is Scope.DEPARTMENT)


def teams_to_score(db: Reading, department_id: int, month: date) -> Sequence[TeamScore]:
    """The teams that finished work for the department in that month, most of it first, with what was said of them."""
    rows = db.rows(
        """
        WITH worked AS (
          SELECT team_id, count(*) AS finished FROM ticket
          WHERE department_id = $department AND team_id IS NOT NULL AND done_at >= $since AND done_at < $until
          GROUP BY team_id)
        SELECT w.team_id, w.finished, s.speed, s.quality, s.attitude, coalesce(s.words, '') AS words,
               coalesce(a.name, '') AS scored_by, s.scored_at
        FROM worked w
        LEFT JOIN team_score s ON s.team_id = w.team_id AND s.department_id = $department AND s.month = $month
        LEFT JOIN account a ON a.id = s.scored_by
        ORDER BY w.finished DESC, w.team_id
        """,
        department=department_id,
        month=month,
        since=midnight(month),
        until=midnight(_after(month)),
    )
    return [TeamScore(department_id=department_id, **row) for row in rows]


def score(
    db: Database,
    *,
    actor: Actor,
    department_id: int,
    team_id: int,
    month: date,
    marks: Mapping[str, int | None],
    words: str = "",
    now: datetime,
) -> None:
    """What the department says of that team, all three marks 1 to 5; said again before the month is over, the last
    word holds. TooLate for any other month, WrongInput for marks that are missing and for a team that did nothing."""
    require(actor, Permission.SCORE_TEAMS, Matter(department_id=department_id))
    if month != month_to_score(now):
        raise TooLate(mark("Only last month can be scored."))
    if not all(1 <= (marks.get(name) or 0) <= 5 for name in MARKS):
        raise WrongInput(mark("Please give all three marks, or none."), field=f"team_{team_id}")
    if team_id not in {one.team_id for one in teams_to_score(db, department_id, month)}:
        raise WrongInput(mark("This team finished nothing for the department in that month."))
    key = {"department_id": department_id, "team_id": team_id, "month": month}
    with db.transaction() as tx:
        tx.execute(
            """
            DELETE FROM team_score
            WHERE department_id = $department_id AND team_id = $team_id AND month = $month
            """,
            **key,
        )
        said = {name: marks[name] for name in MARKS}
        beside = {"words": words.strip(), "scored_by": actor.account_id, "scored_at": now}
        tx.insert("team_score", {**key, **said, **beside})


def waiting(db: Reading, actor: Actor, now: datetime) -> int:
    """How many teams the person has not scored yet for last month."""
    month = month_to_score(now)
    return sum(
        one.scored_at is None
        for department_id in departments_of(actor)
        for one in teams_to_score(db, department_id, month)
    )


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
