"""The form of each step of a job: what it offers, and what was typed before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from lib.catalog import findings, services
from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.people import accounts, organisation
from lib.people.papers import hindrances
from lib.tickets import jobs as work
from lib.tickets import records
from lib.tickets.actions import helping
from lib.tickets.crew import needs_more_people
from lib.tickets.job_words import offered, people_to_pass_to
from lib.tickets.ticket import Ticket
from lib.tickets.words import HOLD_WORDS, OFFERED_OUTCOMES, OUTCOME_WORDS, Action, HoldReason, Kind, Outcome
from lib.web.forms import Sent
from lib.web.job_here import Here, about, answer
from lib.web.job_pages import job_page
from lib.web.job_typed import appointment_choices, minutes_of_work, own_time_limits, resume_choices

FORMS: Mapping[str, tuple[str, Action]] = {
    "hold": ("job_hold.html", Action.HOLD),
    "complete": ("job_complete.html", Action.COMPLETE),
    "return": ("job_return.html", Action.RETURN),
    "sign": ("job_sign.html", Action.CONFIRM),
    "pass": ("job_pass.html", Action.REASSIGN),
    "help": ("job_help.html", Action.HELP),
    "follow-on": ("job_follow_on.html", Action.FOLLOW_ON),
}
RESUME_WORDS: Mapping[str, str] = {
    "hour": mark("In one hour"),
    "afternoon": mark("This afternoon"),
    "tomorrow": mark("Tomorrow morning"),
    "days": mark("In three days"),
}
APPOINTMENT_WORDS: Mapping[str, str] = {
    "tomorrow": mark("Tomorrow morning"),
    "days": mark("In three days"),
    "week": mark("In a week"),
}
RETURN_REASONS = (
    mark("Not our trade"),
    mark("Not enough people now"),
    mark("Wrong place"),
    mark("Reported twice"),
)


def form_page(
    request: Request,
    here: Here,
    ticket: Ticket,
    name: str,
    *,
    refusal: Refusal | None = None,
    form: Sent | None = None,
) -> Response:
    """The form of one step, with what was typed; where that step is not possible now, the job itself."""
    template, action = FORMS.get(name, ("", None))
    if action not in offered(here.db, ticket, here.actor, here.now):
        return job_page(request, here, ticket, refusal=refusal, form=form)
    facts = {
        "hold": _to_hold,
        "complete": _to_complete,
        "return": _to_return,
        "pass": _to_pass,
        "help": _to_help,
        "follow-on": _to_follow_on,
    }
    own = facts[name](here, ticket, form) if name in facts else {}
    return answer(request, here, template, refusal, form, **about(here, ticket), **own)


def _to_hold(here: Here, ticket: Ticket, form: Sent | None) -> dict[str, Any]:
    choices = [(name, RESUME_WORDS[name], at) for name, at in resume_choices(here.now).items()]
    return {"reasons": [(reason, HOLD_WORDS[reason]) for reason in HoldReason], "choices": choices} | {
        "own_limits": own_time_limits(here.now)
    }


def _to_return(here: Here, ticket: Ticket, form: Sent | None) -> dict[str, Any]:
    others = [t for t in organisation.teams(here.db).values() if t.active and t.id != ticket.team_id]
    return {"return_reasons": RETURN_REASONS, "teams": others}


def _to_pass(here: Here, ticket: Ticket, form: Sent | None) -> dict[str, Any]:
    return {"people": people_to_pass_to(here.db, ticket, here.actor), "loads": work.loads(here.db)}


def _to_help(here: Here, ticket: Ticket, form: Sent | None) -> dict[str, Any]:
    people = helping.could_help(here.db, ticket, here.actor)
    named = {team.id: team.name for team in organisation.teams(here.db).values()}
    lacking = hindrances(here.db, ticket.service_code, here.now)
    return {
        "people": [(one, named.get(one.team_id or 0, ""), lacking.get(one.id)) for one in people],
        "names": accounts.names(here.db),
    }


def _to_follow_on(here: Here, ticket: Ticket, form: Sent | None) -> dict[str, Any]:
    found = services.service(here.db, ticket.service_code)
    alike = [
        one
        for one in services.all_services(here.db).values()
        if one.active and found and one.group_code == found.group_code and one.code != services.UNKNOWN
    ]
    choices = [(name, APPOINTMENT_WORDS[name], at) for name, at in appointment_choices(here.now).items()]
    limits = {"choices": choices, "own_limits": own_time_limits(here.now)}
    return {"services": [(one.code, one.title(here.language)) for one in alike], **limits}


def _to_complete(here: Here, ticket: Ticket, form: Sent | None) -> dict[str, Any]:
    found = services.service(here.db, ticket.service_code)
    group = found.group_code if found else ""
    causes = findings.causes_for(here.db, group)
    return {
        "outcomes": [(outcome, OUTCOME_WORDS[outcome]) for outcome in _outcomes(ticket)],
        "own_causes": [cause for cause in causes if cause.group_code],
        "other_causes": [cause for cause in causes if not cause.group_code],
        "remedies": findings.remedies(here.db),
        "materials": findings.materials_for(here.db, group),
        "rows": _material_rows(here, group, form),
        "minutes": minutes_of_work(records.events(here.db, ticket.id), here.now),
        "names": accounts.names(here.db),
        "missing": needs_more_people(here.db, ticket, ticket.helpers),
    }


def _outcomes(ticket: Ticket) -> list[Outcome]:
    """The likeliest first: it is chosen already."""
    first = Outcome.DELIVERED if ticket.kind == Kind.REQUEST else Outcome.FIXED
    return sorted(OFFERED_OUTCOMES, key=lambda outcome: outcome is not first)


OFFERED_MATERIALS, OWN_ROWS = 6, 2


def _offered_materials(here: Here, group: str) -> dict[str, str]:
    """Name and unit of what was used for this trade: by this person last, by everybody most; then the price list."""
    used = [
        *work.last_materials(here.db, here.account.id, group, OFFERED_MATERIALS),
        *work.common_materials(here.db, group, OFFERED_MATERIALS),
    ]
    listed = [m for m in findings.materials_for(here.db, group) if m.group_code == group]
    offer = {row["name"]: row["unit"] for row in used}
    offer |= {material.name: material.unit for material in listed if material.name not in offer}
    return dict(list(offer.items())[:OFFERED_MATERIALS])


def _material_rows(here: Here, group: str, form: Sent | None) -> list[dict[str, str]]:
    """Name, unit and quantity of each row: what is offered, then what was typed."""
    offer = _offered_materials(here, group)
    typed = (
        dict(zip(form.typed.get("material", ()), form.typed.get("quantity", ()), strict=False))
        if form
        else {}
    )
    rows = [{"name": name, "unit": unit, "quantity": typed.pop(name, "")} for name, unit in offer.items()]
    own = [
        {"name": name, "unit": "", "quantity": quantity}
        for name, quantity in typed.items()
        if name or quantity
    ]
    blank = [{"name": "", "unit": "", "quantity": ""}] * max(OWN_ROWS - len(own), 1)
    return [{**row, "fixed": "1"} for row in rows] + [{**row, "fixed": ""} for row in own + blank]
