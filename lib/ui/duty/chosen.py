"""Which team's week the page shows: kept in the address, offered as far as the person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from lib.core.clock import local_date
from lib.lists.whose import DESK, SERVICE_DESK
from lib.people import organisation
from lib.people.posts import of_team, reaches
from lib.people.roles import Permission
from lib.people.roster import DAYS, monday
from lib.ui.session import Session, current

OF, WEEK = "of", "week"
ALL = "all"
"""Everybody on duty now, instead of one team's week."""
_TEAM, _FARTHEST = "duty_of", timedelta(days=366 * 5)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A team (None: the service desk), how it is called, and the Monday of its week; `code` stands in the address."""

    code: str
    team_id: int | None
    name: str
    first: date


def offered(
    here: Session, permission: Permission = Permission.SEE_DUTY
) -> Mapping[str, tuple[int | None, str]]:
    """Teams the person reaches, by code with id and name; the service desk first."""
    found: dict[str, tuple[int | None, str]] = {}
    if reaches(here.db, here.actor, permission, None):
        found[DESK] = (None, here._(SERVICE_DESK))
    for team in organisation.teams(here.db).values():
        if team.active and reaches(here.db, here.actor, permission, team.id):
            found[team.code] = (team.id, team.name)
    return found


def usual(here: Session, codes: Mapping[str, tuple[int | None, str]]) -> str:
    """What the person most likely wants: the own team, else the first that has posts."""
    own = here.account.team_id
    for code, (team_id, _) in codes.items():
        if team_id is not None and team_id == own:
            return code
    return next(
        (code for code, (team_id, _) in codes.items() if of_team(here.db, team_id)), next(iter(codes))
    )


def team(here: Session, codes: Mapping[str, tuple[int | None, str]], *, everybody: bool = False) -> str:
    """The code in the address, drawn as a box to choose another; `everybody` offers all of them at once."""
    options = [*([ALL] if everybody else []), *codes]
    wanted = st.query_params.get(OF, "")
    # The address decides: going back in the browser changes it under the widget.
    st.session_state[_TEAM] = wanted if wanted in options else usual(here, codes)

    def said(code: str) -> str:
        return here._("All teams, now") if code == ALL else codes[code][1]

    chosen: str = st.selectbox(
        here._("Team"), options, key=_TEAM, format_func=said, on_change=_other_team, width=240
    )
    return chosen


def _other_team() -> None:
    st.query_params[OF] = st.session_state[_TEAM]


def week(here: Session) -> date:
    """The Monday of the week in the address; this week's where there is none."""
    today = local_date(here.now)
    try:
        wanted = date.fromisoformat(st.query_params.get(WEEK, ""))
    except ValueError:
        return monday(today)
    return monday(wanted if abs(wanted - today) < _FARTHEST else today)


def turn(weeks: int) -> None:
    """Goes so many weeks on; 0 comes back to this one."""
    here = current()
    goal = week(here) + timedelta(days=DAYS * weeks) if weeks else monday(local_date(here.now))
    st.query_params[WEEK] = goal.isoformat()
