"""What calls for the person: tickets that need something, notices, announcements, the house itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from lib.analytics.house import first_steps, to_look_after, unknown_holidays
from lib.analytics.needed import Need, needed
from lib.catalog.services import service
from lib.core.clock import minutes_between
from lib.core.i18n import mark
from lib.notifications import announcements, outbox
from lib.people.roles import Permission
from lib.places.locations import location
from lib.store.database import Row
from lib.tickets.words import SEVERITY_WORDS, Severity
from lib.ui.overview import (
    causes,
    certificate_lines,
    duty_lines,
    paper_lines,
    round_lines,
    score_lines,
    statement_lines,
)
from lib.ui.overview.glance import ANNOUNCEMENTS, BEGINNING, NOTICES, Part, target
from lib.ui.session import Session
from lib.ui.widgets import lasting, when
from lib.ui.words import each_once

NOTICES_SHOWN = 8


def groups(here: Session) -> Sequence[Part]:
    """The lists of tickets, by what the person is."""
    return [_group(here, need) for need in needed(here.db, actor=here.actor, now=here.now)]


def _group(here: Session, need: Need) -> Part:
    return {
        "title": here._(need.title),
        "count": str(need.count),
        "rows": [_row(here, row, need.said) for row in need.rows],
        "target": target(here, need.page, **need.params),
        "all": here._(mark("Show all")),
    }


SAID = {"waited": mark("for {time}"), "late": mark("late by {time}"), "due": mark("due {time}")}


CLOCKS = {
    "respond": mark("Time to accept"),
    "arrive": mark("Time to arrive"),
    "complete": mark("Time to finish"),
    "watch": mark("Watch deadline"),
}


def _since(here: Session, instant: datetime | None, said: str) -> str:
    if instant is None or said == "at":
        return when(instant)
    if said == "by":
        said = "late" if instant < here.now else "due"
    long = said in ("waited", "late")
    return here._(SAID[said], time=lasting(minutes_between(instant, here.now)) if long else when(instant))


def _row(here: Session, row: Row, said: str) -> Part:
    place, wanted = location(here.db, row["location_id"]), service(here.db, row["service_code"])
    burning = row["severity"] in (Severity.EMERGENCY, Severity.URGENT)
    title = wanted.title(here.language) if wanted else row["service_code"]
    clock = here._(CLOCKS[row["clock"]]) if row["clock"] else ""
    return {
        "place": place.path if place else here._(mark("No place given")),
        "since": " · ".join(filter(None, (clock, _since(here, row["since"], said)))),
        "flag": here._(SEVERITY_WORDS[row["severity"]]) if burning else "",
        "words": each_once(title, row["description"]),
        "number": row["number"],
        "target": target(here, "ticket", number=row["number"]),
    }


def lines(here: Session) -> Sequence[Part]:
    """Notices to the person, announcements not read yet, and for administrators the house; empty ones left out."""
    parts = (
        _beginning(here),
        _house(here),
        duty_lines.group(here),
        round_lines.group(here),
        statement_lines.group(here),
        certificate_lines.group(here),
        paper_lines.exempted(here),
        paper_lines.ending(here),
        score_lines.group(here),
        _announcements(here),
        causes.part(here),
        _notices(here),
    )
    return [part for part in parts if part["lines"]]


def _notices(here: Session) -> Part:
    found = outbox.unseen(here.db, here.account.id, NOTICES_SHOWN)
    said = [
        {
            "text": here._(outbox.TOPIC_WORDS[row["topic"]], **row["facts"]),
            "when": when(row["created_at"]),
            "target": _told_of(here, row),
        }
        for row in found
    ]
    return {
        "name": NOTICES,
        "title": here._(mark("Notices to you")),
        "lines": said,
        "action": here._(mark("All read")),
    }


def _told_of(here: Session, row: Row) -> Part | None:
    """Where a notice leads: to its ticket or statement; one without either tells of certificates."""
    if "statement_id" in row["facts"]:
        return statement_lines.there(here, row["facts"]["statement_id"])
    if "number" in row["facts"]:
        return target(here, "ticket", number=row["facts"]["number"])
    return target(here, "inspection_plans", plans_tab="certificates")


def _announcements(here: Session) -> Part:
    found = announcements.unread(here.db, here.account.id, here.now)
    said = [
        {
            "text": f"{here._(announcements.KIND_WORDS[one.kind])} · {one.title}",
            "more": one.body,
            "when": when(one.published_at),
            "target": target(here, "announcements"),
        }
        for one in found
    ]
    title = here._(mark("Announcements"))
    return {"name": ANNOUNCEMENTS, "title": title, "lines": said, "action": here._(mark("All read"))}


def _beginning(here: Session) -> Part:
    """The steps of setting up a new hospital, those done ticked."""
    steps = first_steps(here.db) if here.may(Permission.ADMINISTER) else []
    said = [
        {
            "text": f"{'✓' if step.done else n} · {here._(step.words)}",
            "tone": "good" if step.done else "",
            "target": target(here, step.page),
        }
        for n, step in enumerate(steps, 1)
    ]
    return {
        "name": BEGINNING,
        "title": here._(mark("Setting up the hospital")),
        "lines": said,
        "first": True,
        "action": here._(mark("Do not show any more")),
    }


def _house(here: Session) -> Part:
    found: list[tuple[str, Mapping[str, object]]] = []
    if here.may(Permission.ADMINISTER):
        found = to_look_after(here.db, here.now)
    elif here.may(Permission.ASSIGN_TICKET):
        found = unknown_holidays(here.db, here.now)
    said = [
        {"text": here._(words, **facts), "tone": "late", "target": target(here, "system")}
        for words, facts in found
    ]
    return {"name": "", "title": here._(mark("To look after")), "lines": said, "first": True}
