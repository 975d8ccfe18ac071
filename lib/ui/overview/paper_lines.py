"""Papers that end soon, licences nobody holds, and the exceptions dispatchers made, as lines of the overview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from lib.core.clock import local_date
from lib.core.i18n import mark
from lib.people import accounts, lapsing, licences
from lib.people.papers import Paper, nobody_holds
from lib.people.roles import Permission, Role
from lib.tickets import exceptions
from lib.ui.overview.glance import Part, target
from lib.ui.papers.exempted import HEAR_OF_EXCEPTIONS
from lib.ui.papers.table import ALL, ENDING, LAPSED, SOON, left_said
from lib.ui.session import Session
from lib.ui.widgets import when

SHOWN = 4
AMBER, RED = 30, 7
"""Days left at which a line turns amber, and red."""
_LOOK_AFTER = frozenset(
    {Role.LEADER, Role.DISPATCHER, Role.ADMINISTRATOR, Role.CONTRACT_OFFICER, Role.VENDOR}
)


def ending(here: Session) -> Part:
    """Papers that end within 60 days or have ended, for those who look after people; of the own people only."""
    lines = [*_unheld(here), *_ending(here)] if here.actor.roles & _LOOK_AFTER else []
    return {"name": "", "title": here._(mark("Papers that end soon")), "lines": lines}


def exempted(here: Session) -> Part:
    """Exceptions of the last seven days, for dispatchers and managers."""
    found = (
        exceptions.recent(here.db, actor=here.actor, now=here.now)
        if here.actor.roles & HEAR_OF_EXCEPTIONS
        else []
    )
    lines = [_exempted(here, one) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        more = here._(mark("and {n} more exceptions"), n=len(found) - SHOWN)
        lines.append({"text": more, "target": _papers(here, ALL)})
    return {"name": "", "title": here._(mark("Given as exceptions in seven days")), "lines": lines}


def _ending(here: Session) -> Iterator[Part]:
    found = lapsing.ending(here.db, actor=here.actor, now=here.now, within=timedelta(days=SOON))
    for one in found[:SHOWN]:
        yield _line(here, one)
    if len(found) > SHOWN:
        more = here._(mark("and {n} more papers"), n=len(found) - SHOWN)
        yield {"text": more, "target": _papers(here, ENDING)}


def _line(here: Session, one: Paper) -> Part:
    today = local_date(here.now)
    left = one.days_left(today) or 0
    person = accounts.names(here.db)[one.account_id]
    return {
        "text": f"{person} · {one.name.said(here.language)}",
        "when": left_said(here, one, today),
        "tone": "late" if left <= RED else "soon" if left <= AMBER else "",
        "target": _papers(here, LAPSED if left < 0 else ENDING, person),
    }


def _papers(here: Session, view: str, sought: str | None = None) -> Part | None:
    found = {"papers_q": sought} if sought else {}
    return target(here, "people", people_tab="papers", papers_view=view, **found)


def _unheld(here: Session) -> Iterator[Part]:
    missing = nobody_holds(here.db) if here.may(Permission.KEEP_PAPERS) else ()
    if missing:
        names = here._(", ").join(licences.licence(code).name.said(here.language) for code in missing)
        words = mark("Nobody's licence is on record, nobody can take such jobs: {names}")
        yield {
            "text": here._(words, names=names),
            "tone": "late",
            "target": target(here, "people", people_tab="papers"),
        }


def _exempted(here: Session, one: exceptions.Exempted) -> Part:
    why = here._(one.lacking.message, **one.lacking.facts)
    return {
        "text": here._(mark("{by} gave it to {whom}: {why}"), by=one.by, whom=one.whom, why=why),
        "more": one.reason,
        "when": when(one.at),
        "target": target(here, "ticket", number=one.number),
    }
