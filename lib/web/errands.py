"""What the command line asks of a hospital: the same commands whether it opens the file itself or asks the app."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.analytics.report import archive
from lib.core.errors import Refusal
from lib.core.i18n import Language, explain, mark, say
from lib.cost_sharing import checking as statements_checking
from lib.inspections import checking as rounds_checking
from lib.people import accounts, audit
from lib.people.granting import granted
from lib.people.roles import SYSTEM
from lib.places import labels, locations
from lib.store import backup
from lib.store.database import Database
from lib.tickets import checking
from lib.tickets.importing import mapping, preparing, reporting, times, writing
from lib.tickets.importing.progress import Progress
from lib.web import list_errands

LINE, PROGRESS, REPORT, END = "line", "progress", "report", "end"
DONE, REFUSED, FAULT = 0, 1, 3
PASSWORD_GROUPS, PASSWORD_GROUP = 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One command: what was given with it, and where its lines go. `write` takes LINE, PROGRESS or REPORT, and the
    text: of progress, "done rows words"."""

    db: Database
    options: Mapping[str, str]
    content: bytes
    language: Language
    now: datetime
    write: Callable[[str, str], None]

    def say(self, message: str, /, **facts: Any) -> None:
        """One line in the language of whoever asked."""
        self.write(LINE, say(self.language, message, **facts))

    def progress(self, message: str) -> Progress:
        """Says how far that work has come."""
        words = say(self.language, message)
        return lambda done, rows: self.write(PROGRESS, f"{done} {rows} {words}")


def run(name: str, errand: Errand) -> int:
    """Runs the command; its exit code. A refusal is said and gives 1."""
    try:
        return COMMANDS[name](errand)
    except Refusal as refusal:
        errand.write(LINE, explain(errand.language, refusal))
        return REFUSED


def check(errand: Errand) -> int:
    """Says everything that is wrong with the database."""
    for warning in checking.warnings(errand.db, errand.now):
        errand.write(LINE, explain(errand.language, warning.as_refusal()))
    found = [
        *checking.problems(errand.db),
        *rounds_checking.problems(errand.db, errand.now),
        *statements_checking.problems(errand.db),
        *archive.problems(errand.db),
    ]
    for problem in found:
        errand.write(LINE, explain(errand.language, problem.as_refusal()))
    tickets = errand.db.value("SELECT count(*) FROM ticket")
    message = (
        mark("{tickets} tickets checked: {problems} problems.")
        if found
        else mark("{tickets} tickets checked: all is well.")
    )
    errand.say(message, tickets=tickets, problems=len(found))
    return REFUSED if found else DONE


def list_locations(errand: Errand) -> int:
    """Code, path and URL of every place with a wall code, tab-separated."""
    places = locations.all_locations(errand.db)
    rows = errand.db.rows(
        "SELECT code, location_id FROM label WHERE replaced_at IS NULL ORDER BY location_id"
    )
    for row in rows:
        path = " ".join(places[row["location_id"]].path.split())
        errand.write(LINE, f"{row['code']}\t{path}\t{labels.url(row['code'])}")
    return DONE


def create_user(errand: Errand) -> int:
    """A new account with an initial password, which is said unless it was given."""
    asked = errand.options
    password = asked.get("password") or _readable_password()
    given = granted(errand.db, asked["role"])
    accounts.create(
        errand.db,
        actor=SYSTEM,
        username=asked["username"],
        name=asked["name"],
        password=password,
        grants=[given.grant],
        now=errand.now,
        team_id=given.team_id,
    )
    errand.say(mark("Account {username} is made."), username=asked["username"].strip().lower())
    if not asked.get("password"):
        errand.say(
            mark("Initial password, to be changed at the first sign-in: {password}"), password=password
        )
    return DONE


def _readable_password() -> str:
    groups = (
        "".join(secrets.choice(labels.ALPHABET) for _ in range(PASSWORD_GROUP))
        for _ in range(PASSWORD_GROUPS)
    )
    return "-".join(groups)


def back_up(errand: Errand) -> int:
    """A copy of the database in the backup folder."""
    made = backup.make(errand.db, now=errand.now)
    with errand.db.transaction() as tx:
        audit.write(tx, SYSTEM, "backup_made", made.path.name, now=errand.now)
    errand.say(
        mark("Backup made: {path} ({megabytes} MB)"), path=made.path, megabytes=f"{made.bytes / 1e6:.1f}"
    )
    return DONE


def import_tickets(errand: Errand) -> int:
    """Imports another system's tickets; the table of what became of every row goes out as the report."""
    read = mapping.parse(errand.options["mapping"])
    prepared = preparing.prepare(
        errand.db,
        content=errand.content,
        mapping=read,
        zone=times.zone_named(errand.options.get("timezone") or read.timezone),
        actor=SYSTEM,
        now=errand.now,
        progress=errand.progress(mark("Reading")),
    )
    writing_on = errand.progress(mark("Writing"))
    done = writing.write(errand.db, prepared, actor=SYSTEM, now=errand.now, progress=writing_on)
    for line in reporting.counts(done, errand.language):
        errand.write(LINE, line)
    errand.write(REPORT, reporting.table(done, errand.language))
    return DONE


COMMANDS: Mapping[str, Callable[[Errand], int]] = {
    "check": check,
    "locations": list_locations,
    "create-user": create_user,
    "backup": back_up,
    "import-tickets": import_tickets,
    **list_errands.COMMANDS,
}
