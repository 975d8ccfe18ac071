"""What one shift leaves to the next: open tickets by why they matter, in words that stay as they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from lib.catalog.services import service
from lib.core.facts import dumps, instant, loads
from lib.core.i18n import mark
from lib.notifications import announcements
from lib.notifications.announcements import AnnouncementKind
from lib.people import accounts, duty
from lib.people.organisation import teams
from lib.places.locations import location
from lib.store.database import Database, Row
from lib.tickets import outages, records
from lib.tickets.call_backs import SAMPLED
from lib.tickets.lateness import RUNNING_DUE, late_now
from lib.tickets.outages import Outage
from lib.tickets.rules import rules

LONGEST_WORDS = 120
_OPEN = "t.status IN ('new', 'assigned', 'accepted', 'in_progress', 'on_hold')"
SECTION_WORDS: Mapping[str, str] = {
    "promised": mark("Promised before the next handover"),
    "urged": mark("Urged twice or more"),
    "held": mark("On hold"),
    "call_backs": mark("Call-backs not answered yet"),
    "outages": mark("Outages in force"),
    "open": mark("All open tickets"),
}
"""The sections in the order they are read; where each comes from stands in `SOURCES`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A ticket (or an outage, without a number) as it was: names in words, codes where they are translated. `until`:
    when it is due, goes on or ends; `reason`: why it is held, or is to be phoned about."""

    number: str = ""
    place: str = ""
    service: str = ""
    words: str = ""
    severity: str = ""
    status: str = ""
    who: str = ""
    urges: int = 0
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All of it at `taken_at`, until the next handover. `people`: who was on duty, name and post. `off_duty`: who hands
    over though the roster does not have them on duty; `shift`: from when to when they were last, if within a day."""

    taken_at: datetime
    until: datetime
    sections: Mapping[str, Sequence[Line]]
    people: Sequence[tuple[str, str]] = field(default_factory=tuple)
    off_duty: str = ""
    shift: tuple[datetime, datetime] | None = None

    def count(self, section: str) -> int:
        """How many lines a section has."""
        return len(self.sections.get(section, ()))


Source = Callable[[Database, int | None, datetime, datetime], list[Line]]


def take(
    db: Database, team_id: int | None, *, now: datetime, until: datetime, signer: int | None = None
) -> Snapshot:
    """What stands open for the team, or with None for the whole desk; `signer`: the account that hands over."""
    held = duty.present(db, team_id, now)
    off = signer is not None and duty.rostered_now(db, team_id, now) and signer not in duty.on_duty(db, now)
    ended = duty.over(db, signer, now) if off and signer is not None else None
    return Snapshot(
        taken_at=now,
        until=until,
        sections={name: source(db, team_id, now, until) for name, source in SOURCES.items()},
        people=tuple((who.name, found.post) for who, found in held if not found.standby),
        off_duty=accounts.names(db).get(signer or 0, "") if off else "",
        shift=(ended.since, ended.until) if ended else None,
    )


def text(snapshot: Snapshot) -> str:
    """As it is kept."""
    return dumps(asdict(snapshot))


def read(kept: str) -> Snapshot:
    """The snapshot again; what a later version adds to a line is left out, what an older one lacks is empty."""
    found = loads(kept)
    sections = {name: [_line(row) for row in rows] for name, rows in found["sections"].items()}
    people = tuple((name, post) for name, post in found["people"])
    taken, until = (datetime.fromisoformat(found[name]) for name in ("taken_at", "until"))
    since, ended = map(instant, found.get("shift") or (None, None))
    return Snapshot(
        taken_at=taken,
        until=until,
        sections=sections,
        people=people,
        off_duty=found.get("off_duty", ""),
        shift=(since, ended) if since and ended else None,
    )


def _line(row: Mapping[str, Any]) -> Line:
    known = {name: value for name, value in row.items() if name in Line.__dataclass_fields__}
    return Line(**{**known, "until": instant(row.get("until"))})


def _tickets(
    db: Database, team_id: int | None, condition: str, *, until: str = "NULL::TIMESTAMPTZ", **values: Any
) -> list[Line]:
    rows = db.rows(
        f"""
        SELECT t.number, t.location_id, t.service_code, t.description, t.severity, t.status, t.assignee_id, t.team_id,
               t.urges, t.hold_reason, {until} AS until
        FROM ticket t
        WHERE {condition} AND ($team::BIGINT IS NULL OR t.team_id = $team)
        ORDER BY CASE t.severity WHEN 'emergency' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END, {until}, t.id
        """,
        team=team_id,
        **values,
    )
    return [ticket_line(db, row) for row in rows]


def ticket_line(db: Database, row: Row) -> Line:
    """A line from a row of `ticket`, with `until` and, if it has one, `reason`."""
    place, wanted = location(db, row["location_id"]), service(db, row["service_code"])
    person = accounts.all_accounts(db).get(row["assignee_id"])
    team = teams(db).get(row["team_id"])
    return Line(
        number=row["number"],
        place=place.path if place else "",
        service=wanted.name if wanted else row["service_code"],
        words=" ".join(row["description"].split())[:LONGEST_WORDS],
        severity=row["severity"],
        status=row["status"],
        who=person.name if person else team.name if team else "",
        urges=row["urges"],
        reason=row.get("reason") or row["hold_reason"],
        until=row["until"],
    )


def _all_open(db: Database, team_id: int | None, now: datetime, until: datetime) -> list[Line]:
    return _tickets(db, team_id, _OPEN, until=RUNNING_DUE)


def _held(db: Database, team_id: int | None, now: datetime, until: datetime) -> list[Line]:
    return _tickets(db, team_id, "t.status = 'on_hold'", until="t.hold_until")


def _promised(db: Database, team_id: int | None, now: datetime, until: datetime) -> list[Line]:
    """What would be late at the next handover if nothing happened until then."""
    late = late_now(rules(db), until)
    return _tickets(db, team_id, late.sql, until=RUNNING_DUE, **late.values)


def _urged(db: Database, team_id: int | None, now: datetime, until: datetime) -> list[Line]:
    return _tickets(db, team_id, f"t.urges >= 2 AND {_OPEN}", until=RUNNING_DUE)


def _call_backs(db: Database, team_id: int | None, now: datetime, until: datetime) -> list[Line]:
    # Spot checks have the whole week: they are nobody's to hand over.
    asked = f"""SELECT {{what}} FROM call_back c
        WHERE c.ticket_id = t.id AND c.answered_at IS NULL AND c.reason <> '{SAMPLED}'"""
    return _tickets(
        db, team_id, f"EXISTS ({asked.format(what='1')})", until=f"({asked.format(what='min(c.due_at)')})"
    )


def _outages(db: Database, team_id: int | None, now: datetime, until: datetime) -> list[Line]:
    """What is declared out, with the ticket that carries it, and announcements of outages that nobody declared."""
    declared = outages.in_force(db, now)
    lines = [_outage(db, one) for one in declared]
    told = {one.announcement_id for one in declared}
    return lines + [
        Line(words=one.title, until=one.expires_at)
        for one in announcements.current(db, now)
        if one.kind == AnnouncementKind.OUTAGE and one.id not in told
    ]


def _outage(db: Database, one: Outage) -> Line:
    ticket = records.by_id(db, one.ticket_id)
    places = [place.path for place in (location(db, number) for number in one.locations) if place]
    return Line(
        number=ticket.number if ticket else "",
        place=" / ".join(places),
        words=one.words,
        until=one.expected_end,
    )


SOURCES: Mapping[str, Source] = {
    "promised": _promised,
    "urged": _urged,
    "held": _held,
    "call_backs": _call_backs,
    "outages": _outages,
    "open": _all_open,
}
