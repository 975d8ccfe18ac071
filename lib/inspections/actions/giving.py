"""A round given to somebody else: a person, a post, a team, a vendor, or back to the inspectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen
from lib.inspections.plans import Plan
from lib.inspections.rights import matter
from lib.inspections.round import Round
from lib.inspections.step import step
from lib.inspections.words import Action
from lib.people import accounts
from lib.people.organisation import teams, vendors
from lib.people.posts import all_posts
from lib.people.roles import Permission, may, require
from lib.store.database import Database
from lib.tickets.by import By, as_of_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """One of them at most; none means the inspectors of its campus."""

    account_id: int | None = None
    post_id: int | None = None
    team_id: int | None = None
    vendor_id: int | None = None


def give(db: Database, *, round_id: int, version: int | None, to: Whose, by: By, reason: str = "") -> Round:
    """The round, theirs from now on; the plan's other rounds stay whose they are. A person's round stays the team's of
    that person too, so that its leader sees it.

    WrongInput for nobody known or somebody who does no rounds, Refusal where the round or its window is over (it can
    only be made up, by who may do it) or nothing would change,
    NotAllowed where either side is out of one's reach (a leader gives only inside the own team), TooLate when somebody
    was faster.
    """
    columns, name = _columns(db, to), _named(db, to)
    facts: dict[str, Any] = {"whom": name, **({"reason": seen(reason)} if seen(reason) else {})}

    def rule(round: Round) -> Mapping[str, Any]:
        if not can_be_given(round, by.now):
            raise Refusal(mark("This round is over; it cannot be given to anybody any more."))
        if all(getattr(round, column) == value for column, value in columns.items()):
            raise Refusal(mark("It is theirs already."))
        after = replace(round, **columns)
        actor = as_of_now(db, by.actor)
        require(actor, Permission.KEEP_ROUNDS, matter(db, after, actor))
        _does_rounds(db, to, after)
        facts["from"] = whose(db, round)
        return {**columns, "changed": True}

    return step(db, Action.GIVE, round_id=round_id, version=version, by=by, rule=rule, facts=facts)


def can_be_given(round: Round, now: datetime) -> bool:
    """Whether it is still to be done, and can be done in time."""
    return round.is_open and now < round.closes_at


def whose(db: Database, of: Round | Plan) -> str:
    """The name of the nearest it belongs to: the person, else the post, the team, the vendor; "": the inspectors."""
    for column, known in _KNOWN.items():
        found = known(db).get(getattr(of, column) or 0)
        if found is not None:
            return str(found.name)
    return ""


_KNOWN: Mapping[str, Callable[[Database], Mapping[int, Any]]] = {
    "account_id": accounts.all_accounts,
    "post_id": all_posts,
    "team_id": teams,
    "vendor_id": vendors,
}


def _named(db: Database, to: Whose) -> str:
    """The name; WrongInput for two at once, or one nobody knows or that is not in use."""
    chosen = [(column, getattr(to, column)) for column in _KNOWN if getattr(to, column) is not None]
    found = [_KNOWN[column](db).get(value) for column, value in chosen]
    if len(found) > 1 or any(one is None or not one.active for one in found):
        raise WrongInput(mark("Please choose from the list."), field="whose")
    return str(found[0].name) if found and found[0] else ""


def _columns(db: Database, to: Whose) -> Mapping[str, Any]:
    person = accounts.all_accounts(db).get(to.account_id or 0)
    columns = {column: getattr(to, column) for column in _KNOWN}
    return columns | ({"team_id": person.team_id} if person else {})


def _does_rounds(db: Database, to: Whose, after: Round) -> None:
    if to.account_id is None:
        return
    person = accounts.actor(db, to.account_id)
    if not may(person, Permission.DO_ROUNDS, matter(db, after, person)):
        raise WrongInput(mark("{name} does no rounds."), field="whose", name=person.name)
