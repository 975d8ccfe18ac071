"""Who holds the phone, and what every page of theirs says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from lib.core import clock
from lib.core.errors import NotFound, Refusal
from lib.core.i18n import Language, mark, say
from lib.people import accounts, sessions
from lib.people.accounts import Account
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database
from lib.tickets import records
from lib.tickets.actions.step import By, load
from lib.tickets.job_words import card, offered, step_words
from lib.tickets.ticket import Ticket
from lib.tickets.words import SEVERITY_WORDS, STATUS_WORDS
from lib.web import page
from lib.web.forms import Sent
from lib.web.sign_in import account_of, secret_of
from lib.web.uploads import signed

TICKET_NUMBER = re.compile(r"\d{8}-\d{4,}")
DID_WORDS: Mapping[str, str] = {
    "bind": mark("This phone is bound. Your jobs appear here."),
    "accept": mark("Accepted. The reporter can see that you are coming."),
    "arrive": mark("Arrival written down."),
    "resume": mark("The job goes on."),
    "hold": mark("On hold: {number}"),
    "return": mark("Returned: {number}"),
    "complete": mark("Finished. Somebody of the department can sign right here."),
    "sign": mark("Signed and closed: {number}. Thank you."),
    "comment": mark("Your note is written down."),
    "pass": mark("Passed on: {number}"),
    "help": mark("Written down who comes along."),
    "follow-on": mark("The next job is opened; the desk gives it to somebody."),
}


@dataclass(frozen=True, slots=True)
class Here:
    """Who asks, from where, and when."""

    db: Database
    account: Account
    actor: Actor
    language: Language
    now: datetime
    phone: bool

    @property
    def by(self) -> By:
        """Acting for oneself, now."""
        return By(actor=self.actor, now=self.now)


def here_of(request: Request, needs: Permission = Permission.SEE_MY_JOBS) -> Here | None:
    """Whose phone this is; None for a stranger. NotAllowed for somebody who has no jobs, or lacks what it needs."""
    db, account, secret = page.database(), account_of(request), secret_of(request)
    if account is None or secret is None:
        return None
    actor = accounts.actor(db, account.id)
    require(actor, needs)
    bound = sessions.on_bound_phone(db, secret)
    return Here(db, account, actor, page.language(request), clock.now(), bound)


def ticket_of(here: Here, number: str) -> Ticket:
    """The ticket people call that, for somebody who may see it."""
    found = records.by_number(here.db, number)
    if found is None:
        raise NotFound(mark("There is no such ticket."))
    return load(here.db, found, here.actor)


def answer(
    request: Request, here: Here, template: str, refusal: Refusal | None, form: Sent | None, **facts: Any
) -> Response:
    words = {"signed": signed, "step_words": step_words, "STATUS": STATUS_WORDS, "SEVERITY": SEVERITY_WORDS}
    said = {
        "here": here,
        "did": _did(request, here.language),
        "form": form or Sent(typed={}, photos=()),
        **words,
        **facts,
    }
    if refusal is None:
        return page.render(request, template, **said)
    return page.refused(request, refusal, template, **said)


def _did(request: Request, language: Language) -> str:
    words = DID_WORDS.get(request.query_params.get("did", ""), "")
    number = request.query_params.get("number", "")
    # The number comes from an address anybody can write: only a number is repeated.
    return say(language, words, number=number if TICKET_NUMBER.fullmatch(number) else "") if words else ""


def about(here: Here, ticket: Ticket) -> dict[str, Any]:
    return {
        "ticket": ticket,
        "card": card(here.db, ticket, here.language, here.now),
        "offered": offered(here.db, ticket, here.actor, here.now),
    }
