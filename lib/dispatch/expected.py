"""How long the work of a service takes: what the reference mix says, corrected by what really happened here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import exp, log

from lib.catalog.services import all_services
from lib.core.clock import local_date
from lib.store.database import Database, Row
from lib.store.tables import table

UNHEARD_OF = 30.0
"""Minutes for a service nobody has said anything about."""
DOUBT = 20
"""What was said counts like so many finished jobs; a group's own habits are doubted as much."""
REMEMBERED = timedelta(days=365)


def expected_minutes(db: Database, now: datetime) -> Mapping[str, float]:
    """Work minutes by service, from arrival to the end; read anew once a day, held jobs left out."""
    today = local_date(now)
    made: dict[date, Mapping[str, float]] = db.derived("expected_minutes", ("service", "service_group"), dict)
    if today not in made:
        made.clear()
        groups = {service.code: service.group_code for service in all_services(db).values()}
        made[today] = learned(said(), _history(db, now), groups)
    return made[today]


def said() -> Mapping[str, float]:
    """The reference mix's median of each service (data/reference/service_mix.csv)."""
    return {row["service_code"]: float(row["median_work_minutes"]) for row in table("service_mix")}


def learned(
    start: Mapping[str, float], history: Mapping[str, tuple[int, float]], groups: Mapping[str, str]
) -> Mapping[str, float]:
    """`history`: number and median of finished jobs by service. A service with few of them leans on its start, that on
    how much quicker or slower its group is than was said."""
    lean: dict[str, tuple[int, float]] = {}
    for code, (count, median) in history.items():
        if median > 0 and code in groups:
            known, drift = lean.get(groups[code], (0, 0.0))
            lean[groups[code]] = known + count, drift + count * log(median / start.get(code, UNHEARD_OF))
    return {
        code: _one(start.get(code, UNHEARD_OF), history.get(code), lean.get(group))
        for code, group in groups.items()
    }


def _one(start: float, own: tuple[int, float] | None, group: tuple[int, float] | None) -> float:
    count, drift = group or (0, 0.0)
    leaning = log(start) + drift / (count + DOUBT)
    if own is None or own[1] <= 0:
        return exp(leaning)
    return exp((own[0] * log(own[1]) + DOUBT * leaning) / (own[0] + DOUBT))


def _history(db: Database, now: datetime) -> Mapping[str, tuple[int, float]]:
    rows: list[Row] = db.rows(
        """
        SELECT service_code, count(*) AS jobs,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM done_at - arrived_at) / 60) AS median
        FROM ticket t
        WHERE arrived_at IS NOT NULL AND done_at > arrived_at AND done_at > $since AND completions = 1
          AND NOT EXISTS (SELECT 1 FROM ticket_event e WHERE e.ticket_id = t.id AND e.action = 'hold')
        GROUP BY service_code
        """,
        since=now - REMEMBERED,
    )
    return {row["service_code"]: (row["jobs"], float(row["median"])) for row in rows}
