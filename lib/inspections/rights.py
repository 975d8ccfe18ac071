"""Whose a round is, in the terms of a scope."""

from __future__ import annotations

from lib.inspections.plans import Plan
from lib.inspections.round import Round
from lib.people.organisation import teams
from lib.people.posts import all_posts
from lib.people.roles import Actor, Matter
from lib.store.database import Database


def matter(db: Database, of: Round | Plan, actor: Actor | None = None) -> Matter:
    """The round or plan as a scope sees it: a post belongs to its team, a team to its vendor. For an `actor` of the
    company what only the company has is as their own team's: each of its people may do it."""
    post = all_posts(db).get(of.post_id) if of.post_id is not None else None
    team_id = of.team_id if of.team_id is not None else post.team_id if post else None
    team = teams(db).get(team_id) if team_id is not None else None
    vendor_id = of.vendor_id if of.vendor_id is not None else team.vendor_id if team else None
    if team_id is None and vendor_id is not None and actor is not None and actor.team_id is not None:
        own = teams(db).get(actor.team_id)
        team_id = own.id if own and own.vendor_id == vendor_id else None
    return Matter(
        campus_id=of.campus_id,
        vendor_id=vendor_id,
        team_id=team_id,
        assignee_id=of.account_id,
    )
