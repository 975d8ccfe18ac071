"""Who comes along with the lead of a job: helpers 协助, who see it and are counted, and take none of its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.notifications import outbox
from lib.people import accounts, organisation
from lib.people.accounts import Account
from lib.people.roles import Actor, Permission, may
from lib.store.database import Database, Transaction
from lib.tickets.actions.step import By, as_of_now, step
from lib.tickets.qualification import qualified
from lib.tickets.rights import matter
from lib.tickets.ticket import Event, Ticket
from lib.tickets.words import Action


def helpers(
    db: Database,
    *,
    ticket_id: int,
    version: int | None,
    by: By,
    add: Sequence[int] = (),
    remove: Sequence[int] = (),
    override: str = "",
) -> Ticket:
    """Somebody comes along, or does not any more; whoever is added is told. WrongInput for who cannot be added,
    NotQualified for papers, as for giving the job itself."""

    def said(ticket: Ticket) -> Mapping[str, Any]:
        new = [who for who in dict.fromkeys(add) if who not in ticket.helpers]
        gone = [who for who in dict.fromkeys(remove) if who in ticket.helpers]
        _could_come(db, ticket, by.actor, new)
        papers: dict[str, Any] = {}
        for who in new:
            papers |= qualified(db, ticket, who, by=by, override=override, field="helpers")
        stay = [who for who in (*ticket.helpers, *new) if who not in gone]
        known = accounts.all_accounts(db)
        return {"add": new, "remove": gone, "names": [known[who].name for who in stay], **papers}

    def also(tx: Transaction, ticket: Ticket, event: Event) -> None:
        for name, topic in (("add", "helping"), ("remove", "helps_no_more")):
            facts = {"number": ticket.number, "description": ticket.description[:60]}
            to = [who for who in event.facts[name] if who != by.actor.account_id]
            if to:
                outbox.tell(tx, to, topic, ticket_id=ticket.id, now=by.now, facts=facts)

    return step(db, Action.HELP, ticket_id=ticket_id, version=version, by=by, facts=said, also=also)


def could_help(db: Database, ticket: Ticket, actor: Actor) -> list[Account]:
    """Who can be asked to come along by that person, those of the job's team first: the desk asks anybody who takes
    jobs, others ask the people of the company that has the job (the hospital's own teams count as one)."""
    anybody = may(as_of_now(db, actor), Permission.ASSIGN_TICKET, matter(db, ticket))
    teams = organisation.teams(db)

    def asked(person: Account) -> bool:
        team = teams.get(person.team_id) if person.team_id is not None else None
        return team is not None and person.active and (anybody or team.vendor_id == ticket.vendor_id)

    people = [
        one for one in accounts.all_accounts(db).values() if one.id != ticket.assignee_id and asked(one)
    ]
    return sorted(people, key=lambda one: (one.team_id != ticket.team_id, one.name, one.id))


def _could_come(db: Database, ticket: Ticket, actor: Actor, new: Sequence[int]) -> None:
    offered = {one.id for one in could_help(db, ticket, actor)}
    for who in new:
        if who not in offered and who != ticket.assignee_id:
            # NotFound for an account there is none of.
            name = accounts.account(db, who).name
            raise WrongInput(mark("{name} cannot be asked to come along here."), field="helpers", name=name)
