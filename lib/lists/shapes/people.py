"""People who sign in: who they are, what they may do, which team they belong to. Passwords never leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.lists import account_rows
from lib.lists.cells import Code, Text, YesNo
from lib.lists.licences import Skills
from lib.lists.roles_cell import GIVEN, Roles
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import ids, teams
from lib.people import accounts
from lib.people.roles import Role
from lib.store.database import Database


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(
            attribute="username",
            title=mark("User name"),
            cell=Code(lower=True),
            needed=True,
            note=mark("To sign in with. Passwords are in no file: new people get one that is shown once."),
        ),
        Column(attribute="name", title=mark("Full name"), cell=Text(40), needed=True),
        Column(attribute="phone", title=mark("Phone"), cell=Text(30)),
        Column(attribute="mail", title=mark("Mail"), cell=Text(80)),
        Column(
            attribute="roles",
            title=mark("Roles"),
            cell=Roles.of(db),
            default=(),
            note=mark(
                "One of: {examples}. Several with a semicolon between them. With a reach: role:reach:code, like "
                "Team leader:Team:T01; a reach is a team, department, vendor or campus."
            ),
            examples=tuple(GIVEN.values()),
        ),
        Column(
            attribute="team",
            title=mark("Team"),
            cell=teams(db),
            note=mark("Needed for technicians."),
        ),
        Column(
            attribute="skills",
            title=mark("Skills and licences"),
            cell=Skills(),
            default=(),
            note=mark("Several with a semicolon between them. Kept for members of a team."),
        ),
        Column(attribute="active", title=mark("May sign in"), cell=YesNo(), default=True),
    )


def _rows(db: Database) -> Iterable[Values]:
    crews, cell = ids(db, "team"), Roles.of(db)
    for one in accounts.all_accounts(db).values():
        roles = tuple(sorted(cell.written(grant) for grant in one.grants))
        about = {"username": one.username, **{name: getattr(one, name) for name in account_rows.WHO}}
        yield {**about, "roles": roles, "team": crews.code(one.team_id), "skills": one.skills}


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        if draft.differs:
            _belongs(draft)
    administrators = {row["username"] for row in _rows(db) if _administers(row)}
    taken = [draft for draft in drafts if draft.differs and draft.key[0] in administrators]
    taken = [draft for draft in taken if not _administers(draft.values)]
    given = any(draft.differs and _administers(draft.values) for draft in drafts)
    if not given and taken and administrators == {draft.key[0] for draft in taken}:
        for draft in taken:
            cell = "active" if not draft.values["active"] else "roles"
            draft.refuse(cell, WrongInput(mark("Somebody has to remain administrator.")))


def _belongs(draft: Draft) -> None:
    if Role.TECHNICIAN.value in draft.values["roles"] and not draft.values["team"]:
        draft.refuse("team", WrongInput(mark("A technician belongs to a team.")))
    elif draft.values["skills"] and not draft.values["team"]:
        draft.refuse("skills", WrongInput(mark("Skills are kept for members of a team.")))


def _administers(values: Values) -> bool:
    return bool(values["active"]) and Role.ADMINISTRATOR.value in values["roles"]


SHAPE = List(
    name="people",
    title=mark("People"),
    order=55,
    keys=("username",),
    columns=_columns,
    rows=_rows,
    check=_check,
    save=account_rows.save,
)
