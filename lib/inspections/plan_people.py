"""Who a plan's rounds are for: a person, a duty post, a team, a company, or the inspectors of the campus."""

from __future__ import annotations

from typing import NamedTuple

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.people.accounts import actor, all_accounts
from lib.people.organisation import teams, vendors
from lib.people.posts import all_posts
from lib.people.roles import Permission, may
from lib.places.locations import LocationKind, location
from lib.store.database import Database


class Doers(NamedTuple):
    """Ids, None where nobody of the kind is named."""

    account_id: int | None = None
    post_id: int | None = None
    team_id: int | None = None
    vendor_id: int | None = None
    campus_id: int | None = None


def doers(db: Database, named: Doers) -> Doers:
    """Them as they are kept: a person's or a post's team is looked up when it is needed, never said twice; a team may
    stand with its company. WrongInput at the field that names nobody who could do a round."""
    if named.account_id is not None and named.post_id is not None:
        message = mark("Please name either a person or a post.")
        raise WrongInput(message, field="post_id")
    _campus(db, named.campus_id)
    if named.account_id is not None:
        return _person(db, named)
    if named.post_id is not None:
        post = all_posts(db).get(named.post_id)
        if post is None or not post.active:
            raise WrongInput(mark("Please choose a post that is in use."), field="post_id")
        return Doers(post_id=post.id, campus_id=named.campus_id)
    return _team(db, named)


def _person(db: Database, named: Doers) -> Doers:
    account = all_accounts(db).get(named.account_id or 0)
    if account is None or not account.active:
        raise WrongInput(mark("Please choose somebody whose account is in use."), field="account_id")
    if not may(actor(db, account.id), Permission.DO_ROUNDS):
        message = mark("{name} does no rounds: neither inspector, technician nor team leader.")
        raise WrongInput(message, field="account_id", name=account.name)
    # With the team its leader sees the round as well.
    return Doers(account_id=account.id, team_id=account.team_id, campus_id=named.campus_id)


def _team(db: Database, named: Doers) -> Doers:
    team = teams(db).get(named.team_id) if named.team_id is not None else None
    if named.team_id is not None and (team is None or not team.active):
        raise WrongInput(mark("Please choose a team that is in use."), field="team_id")
    vendor = vendors(db).get(named.vendor_id) if named.vendor_id is not None else None
    if named.vendor_id is not None and (vendor is None or not vendor.active):
        raise WrongInput(mark("Please choose a company that is in use."), field="vendor_id")
    if team and vendor and team.vendor_id != vendor.id:
        message = mark("{team} does not belong to {vendor}.")
        raise WrongInput(message, field="team_id", team=team.name, vendor=vendor.name)
    return named


def _campus(db: Database, campus_id: int | None) -> None:
    place = location(db, campus_id)
    if campus_id is not None and (place is None or place.kind != LocationKind.CAMPUS):
        raise WrongInput(mark("Please choose a campus."), field="campus_id")
