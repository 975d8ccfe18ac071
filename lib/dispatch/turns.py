"""The order in which somebody's jobs are shown to them: the same that suggestions and the plan reckon with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lib.dispatch.at_work import job_of, where_and_when_free
from lib.dispatch.route import route
from lib.dispatch.travel import Travel, travel_table
from lib.people.accounts import Account
from lib.people.organisation import teams
from lib.store.database import Database
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status


def in_turn(db: Database, account: Account, jobs: Sequence[Ticket], now: datetime) -> list[Ticket]:
    """What is still to be accepted as it came (one tap, and its promise runs), the work in hand, then what a minute of
    way and work is worth most for (lib.dispatch.route), then what is held."""
    team = teams(db).get(account.team_id or 0)
    free, here = where_and_when_free(db, account.id, team, now)
    accepted = {job.id: job for job in jobs if job.status is Status.ACCEPTED}
    stops = route([job_of(db, job, now) for job in accepted.values()], free, here, Travel(travel_table()))
    first, rest = (Status.ASSIGNED, Status.IN_PROGRESS), set(accepted)
    return [
        *(job for status in first for job in jobs if job.status is status),
        *(accepted[stop.job.id] for stop in stops),
        *(job for job in jobs if job.status not in first and job.id not in rest),
    ]
