"""What the wards with a liaison said of the teams, month by month; of last month two have not said anything yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import polars as pl

from lib.core.clock import midnight, zone
from lib.demo.chance import between, random_for
from lib.store.database import Row, Transaction
from lib.tickets.team_scores import MARKS, month_to_score

_STILL_TO_SCORE = 2
_SCORES_A_TEAM = 0.85
_CHANCES = {5: 58, 4: 30, 3: 9, 2: 2, 1: 1}


def fill(tx: Transaction, now: datetime) -> None:
    """One row for each team that worked for such a ward in a whole month; a few teams are left out, as in life."""
    last = month_to_score(now)
    liaisons = tx.rows(
        """
        SELECT scope_id AS department_id, min(account_id) AS account_id FROM account_role
        WHERE role = 'liaison' AND scope = 'department' GROUP BY scope_id ORDER BY account_id
        """
    )
    rows = [
        row
        for at, liaison in enumerate(liaisons)
        for row in _said(
            tx, liaison["department_id"], liaison["account_id"], last, now, late=at < _STILL_TO_SCORE
        )
    ]
    tx.append("team_score", pl.DataFrame(rows, infer_schema_length=None))


def _said(
    tx: Transaction, department_id: int, account_id: int, last: date, now: datetime, *, late: bool
) -> Iterator[Row]:
    worked = tx.rows(
        """
        SELECT DISTINCT date_trunc('month', done_at AT TIME ZONE $zone) AS month, team_id FROM ticket
        WHERE department_id = $department AND team_id IS NOT NULL AND done_at < $until ORDER BY 1, 2
        """,
        department=department_id,
        zone=str(zone()),
        until=midnight(last) if late else midnight((last + timedelta(days=31)).replace(day=1)),
    )
    for one in worked:
        month = date(one["month"].year, one["month"].month, 1)
        random = random_for("scored", department_id, one["team_id"], month)
        said_at = midnight((month + timedelta(days=31)).replace(day=1)) + between(random, 600, 4000)
        if random.random() < _SCORES_A_TEAM and said_at < now:
            row = {"department_id": department_id, "team_id": one["team_id"], "month": month}
            yield row | _marks(random) | {"words": "", "scored_by": account_id, "scored_at": said_at}


def _marks(random: Random) -> Row:
    drawn = random.choices(list(_CHANCES), list(_CHANCES.values()), k=len(MARKS))
    return dict(zip(MARKS, drawn, strict=True))
