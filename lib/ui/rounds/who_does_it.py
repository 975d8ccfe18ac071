"""Choosing who does a round: one list of people, posts, teams and vendors."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.inspections.actions.giving import Whose, whose
from lib.inspections.rights import matter
from lib.inspections.round import Round
from lib.people import accounts
from lib.people.organisation import teams, vendors
from lib.people.posts import all_posts
from lib.people.roles import Permission, may
from lib.places.locations import initials
from lib.ui import choices
from lib.ui.session import Session
from lib.ui.typed import Typed
from lib.ui.widgets import refusal_shown

INSPECTORS = "inspectors"
Option = tuple[str, int]


def ask(here: Session, round: Round, typed: Typed) -> None:
    """The list, found by a name's initials too."""
    offered = choices.of(_nearest_first(here, round))
    st.selectbox(
        here._("Who does it"),
        offered.options,
        index=None,
        format_func=offered.say,
        key=typed.key("whose"),
        on_change="ignore",
        placeholder=here._("Type a name"),
    )
    refusal_shown("whose")


def chosen(typed: Typed) -> Whose:
    """What was chosen; WrongInput for nothing."""
    option: Option | None = typed.value("whose")
    if option is None:
        raise WrongInput(mark("Please choose from the list."), field="whose")
    return Whose() if option[0] == INSPECTORS else Whose(**{option[0]: option[1]})


def name_of(here: Session, round: Round) -> str:
    """Who does it now, as the list calls them."""
    return whose(here.db, round) or here._("the inspectors")


def _nearest_first(here: Session, round: Round) -> list[tuple[Option, str]]:
    """The people of the round's own team, then everybody as they come."""
    team = matter(here.db, round).team_id
    people = accounts.all_accounts(here.db)

    def far(offered: tuple[Option, str]) -> bool:
        (kind, one), _ = offered
        return team is None or kind != "account_id" or people[one].team_id != team

    return sorted(_offered(here), key=far)


def _offered(here: Session) -> Iterator[tuple[Option, str]]:
    """Who may be given it at all; whether it is in one's reach is asked when it is given."""
    _, db = here._, here.db
    named = {team.id: team.name for team in teams(db).values()}
    yield (INSPECTORS, 0), _("the inspectors")
    for person in accounts.all_accounts(db).values():
        if person.active and may(accounts.actor(db, person.id), Permission.DO_ROUNDS):
            where = named.get(person.team_id or 0, "")
            yield (
                ("account_id", person.id),
                _found(" · ".join(filter(None, (person.name, where))), person.name),
            )
    for post in all_posts(db).values():
        if post.active and post.team_id is not None:
            yield ("post_id", post.id), _found(f"{named.get(post.team_id, '')} · {post.name}", post.name)
    for team in teams(db).values():
        if team.active:
            yield ("team_id", team.id), _found(f"{_('Team')} · {team.name}", team.name)
    for vendor in vendors(db).values():
        if vendor.active:
            yield ("vendor_id", vendor.id), _found(f"{_('Vendor')} · {vendor.name}", vendor.name)


def _found(words: str, name: str) -> str:
    return f"{words}{choices.ASIDE}{initials(name)}"
