"""What an administrator should not find out too late: backups, unknown holidays; and how a new house begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lib.catalog.calendars import years_without_holidays
from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.people import audit
from lib.people.accounts import all_accounts
from lib.people.organisation import departments, teams
from lib.people.roles import Actor, Permission, Role, require
from lib.places.labels.progress import any_hangs
from lib.places.locations import all_locations
from lib.store.database import Database
from lib.tickets.rules import rules, set_rule

BACKUP_AT_LEAST_EVERY = timedelta(hours=36)
KNOWN_BY = 11
"""The month from which the State Council's decree on next year's holidays is usually out."""
TOLD_TO_THE_DESK = 12
"""From this month on dispatchers hear of it too: what they promise then may be due in the new year."""
UNREACHABLE = ("localhost", "127.0.0.1")
"""Addresses that lead a phone to itself."""
_DISMISSED = "first_steps_dismissed"


def to_look_after(db: Database, now: datetime) -> list[tuple[str, Mapping[str, object]]]:
    """Message ids and their facts; empty when everything is as it should be."""
    found: list[tuple[str, Mapping[str, object]]] = []
    last: datetime | None = db.value("SELECT max(happened_at) FROM audit WHERE act = 'backup_made'")
    if last is None:
        found.append((mark("No backup has been made yet."), {}))
    elif now - last > BACKUP_AT_LEAST_EVERY:
        found.append(
            (
                mark("The last backup is {hours} hours old."),
                {"hours": int((now - last).total_seconds() // 3600)},
            )
        )
    found.extend(unknown_holidays(db, now, since=KNOWN_BY))
    return found


def unknown_holidays(
    db: Database, now: datetime, *, since: int = TOLD_TO_THE_DESK
) -> list[tuple[str, Mapping[str, object]]]:
    """This year without public holidays, and the next from that month on; as `to_look_after` says it."""
    today = local_date(now)
    message = mark("The public holidays of {year} are not known yet; due times treat all weekdays alike.")
    years = years_without_holidays(db, today.year, today.year + (today.month >= since))
    return [(message, {"year": year}) for year in years]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of setting up a hospital: the message, the page it is done on, whether it is done."""

    words: str
    page: str
    done: bool


def first_steps(db: Database) -> list[Step]:
    """What a new hospital sets up, in order; [] once everything is done or somebody has put the list away."""
    if db.value("SELECT 1 FROM setting WHERE name = $name", name=_DISMISSED):
        return []
    roles = {grant.role for one in all_accounts(db).values() if one.active for grant in one.grants}
    reachable = bool(rules(db).desk_phone) and not any(name in settings().address for name in UNREACHABLE)
    steps = [
        Step(mark("Places: campuses, buildings, floors, rooms"), "places", bool(all_locations(db))),
        Step(mark("Departments"), "people", bool(departments(db))),
        Step(mark("Vendors and teams"), "people", bool(teams(db))),
        Step(
            mark("People and roles: dispatchers and technicians at least"),
            "people",
            {Role.DISPATCHER, Role.TECHNICIAN} <= roles,
        ),
        # Both stand on every label: they come before the printing.
        Step(mark("Set the service desk's phone number and the address for phones"), "system", reachable),
        Step(
            mark("Print the wall codes and put them up (ticked after the first scan)"),
            "places",
            any_hangs(db),
        ),
    ]
    return [] if all(step.done for step in steps) else steps


def dismiss_first_steps(db: Database, *, actor: Actor, now: datetime) -> None:
    """Puts the list of first steps away for every administrator, done or not."""
    require(actor, Permission.ADMINISTER)
    with db.transaction() as tx:
        set_rule(tx, _DISMISSED, True)
        audit.write(tx, actor, "setting_changed", "first_steps", now=now)
