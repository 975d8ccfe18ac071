"""Who is on duty where the person works, and handovers nobody has taken over yet, as lines of the overview."""

from __future__ import annotations

from collections.abc import Iterator

from lib.core.clock import short_time
from lib.core.i18n import mark
from lib.dispatch.handing_over import records
from lib.lists.whose import DESK, SERVICE_DESK
from lib.people import duty
from lib.people.accounts import names
from lib.people.organisation import teams
from lib.people.posts import of_team, reaches
from lib.people.roles import Permission
from lib.ui.overview.glance import Part, target
from lib.ui.session import Session
from lib.ui.widgets import when


def group(here: Session) -> Part:
    """The part of the overview; without lines for who belongs to no shift and sees none."""
    said = [*_waiting(here), *_present(here)]
    return {"name": "", "title": here._(mark("On duty and handover")), "lines": said}


def _waiting(here: Session) -> Iterator[Part]:
    for one in records.waiting(here.db):
        if reaches(here.db, here.actor, Permission.HAND_OVER, one.team_id):
            said = here._(
                mark("Handed over, not taken over yet: {team}, {name}, {time}"),
                team=_name(here, one.team_id),
                name=names(here.db).get(one.outgoing_id, ""),
                time=short_time(one.signed_at, here.now, here.language),
            )
            yield {
                "text": said,
                "tone": "late",
                "target": target(here, "handover", of=_code(here, one.team_id)),
            }


def _present(here: Session) -> Iterator[Part]:
    """The desk for who works there or looks after it, the own team for its people."""
    mine: list[int | None] = [None] if reaches(here.db, here.actor, Permission.SEE_DUTY, None) else []
    if here.account.team_id is not None and here.may(Permission.SEE_DUTY):
        mine.append(here.account.team_id)
    for team_id in mine:
        if not of_team(here.db, team_id) or not duty.rostered_now(here.db, team_id, here.now):
            continue
        found = [one for one in duty.present(here.db, team_id, here.now) if not one[1].standby]
        people = " · ".join(
            here._("{name} ({post})", name=who.name, post=here._("until {time}", time=when(held.until)))
            for who, held in found
        )
        if not found and not duty.has_shift(here.db, team_id, here.now):
            continue
        words = mark("{team} on duty: {people}") if found else mark("{team}: nobody is on duty now")
        yield {
            "text": here._(words, team=_name(here, team_id), people=people),
            "tone": "" if found else "late",
            "target": target(here, "duty", of=_code(here, team_id)),
        }


def _name(here: Session, team_id: int | None) -> str:
    return here._(SERVICE_DESK) if team_id is None else teams(here.db)[team_id].name


def _code(here: Session, team_id: int | None) -> str:
    return DESK if team_id is None else teams(here.db)[team_id].code
