"""What an act in a statement's history was about, in words: the reason, the vendor, what was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lib.core.i18n import mark
from lib.core.money import yuan
from lib.cost_sharing.records import Event
from lib.cost_sharing.words import ANSWER_WORDS, COST_WORDS, DECISION_WORDS, SETTLED_WORDS, Action
from lib.people.organisation import vendors
from lib.tickets import records as tickets
from lib.ui.cost_sharing.steps import rules_told
from lib.ui.session import Session

Facts = Mapping[str, Any]
FIELDS: Mapping[str, str] = {
    "starts_on": mark("Beginning of the period"),
    "ends_on": mark("End of the period"),
    "pool_cents": mark("Pool"),
    "weights": mark("Method"),
    "kinds": mark("Kinds of tickets that count"),
    "misdispatched": mark("Misdispatched tickets"),
    "merged": mark("Merged tickets"),
    "desk_made": mark("Tickets made by the desk"),
    "own_company": mark("Tickets of the desk's company"),
    "rounds": mark("Inspection rounds as business"),
    "round_points": mark("Points of a round"),
    "grace_months": mark("Grace months"),
    "labour_hour_cents": mark("Value of an hour"),
    "agreed": mark("Agreed shares"),
    "fixed": mark("Fixed parts"),
    "floors": mark("Floors"),
    "caps": mark("Caps"),
    "quality": mark("Quality factor"),
    "lowest": mark("Lowest quality factor"),
    "highest": mark("Highest quality factor"),
    "least_n": mark("Least number judged"),
    "payee": mark("Company that runs the desk"),
    "payee_shares": mark("Whether the payee shares"),
    "tax_rate": mark("Tax rate"),
    "tax_included": mark("Tax included"),
    "answer_days": mark("Days to answer"),
}


def about(here: Session, event: Event) -> str:
    """In one line; "" where there is nothing to add to the act."""
    tell = _TELLING.get(event.action)
    return " · ".join(filter(None, tell(here, event.facts))) if tell else ""


def _period(here: Session, facts: Facts) -> Iterator[str]:
    yield f"{facts.get('starts_on', '')} – {facts.get('ends_on', '')}"


def _changed(here: Session, facts: Facts) -> Iterator[str]:
    _ = here._
    for words, name in ((mark("Added: {what}"), "added"), (mark("Taken out: {what}"), "removed")):
        if name in facts:
            lines = facts[name] if isinstance(facts[name], list) else [facts[name]]
            yield _(
                words, what=_(", ").join(_cost(here, line) for line in lines[:3]) + ("…" if lines[3:] else "")
            )
    if "changed" in facts:
        before, after = facts["changed"]
        yield _("{before} → {after}", before=_cost(here, before), after=_cost(here, after))
    if "corrects" in facts:
        yield _("correction of {number} taken in", number=facts["corrects"])
    if "uncorrects" in facts:
        yield _("correction of {number} taken out", number=facts["uncorrects"])
    yield from (_field(here, name, facts[name]) for name in FIELDS if name in facts)


def _field(here: Session, name: str, change: Any) -> str:
    """What was and what is."""
    before, after = change
    if name == "pool_cents":
        before, after = (
            here._("from the cost lines") if one is None else yuan(one) for one in (before, after)
        )
    if isinstance(before, dict) and isinstance(after, dict):
        return rules_told.each(here, name, FIELDS[name], before, after)
    before, after = (rules_told.one(here, name, value) for value in (before, after))
    return here._("{field}: {before} → {after}", field=here._(FIELDS[name]), before=before, after=after)


def _cost(here: Session, line: Facts) -> str:
    words = [
        here._(COST_WORDS.get(line.get("category", ""), "")),
        line.get("words", ""),
        yuan(line["amount_cents"]),
    ]
    return " ".join(filter(None, words))


def _vendor(here: Session, facts: Facts) -> str:
    found = (one for one in vendors(here.db).values() if one.code == facts.get("vendor"))
    return next((one.name for one in found), str(facts.get("vendor", "")))


def _answered(here: Session, facts: Facts) -> Iterator[str]:
    yield _vendor(here, facts)
    if "withdrawn" in facts:
        yield here._("no longer objects to {number}", number=_number(here, facts["withdrawn"]))
    else:
        yield here._(ANSWER_WORDS[facts["answer"]])
    if tickets_said := facts.get("tickets"):
        yield here._("{n} tickets", n=len(tickets_said))
    yield facts.get("words", "")


def _decided(here: Session, facts: Facts) -> Iterator[str]:
    yield _number(here, facts["ticket_id"])
    yield here._(DECISION_WORDS[facts["decision"]])
    moved = vendors(here.db).get(facts.get("moved_to", 0))
    yield moved.name if moved else ""
    yield facts.get("reason", "")


def _recorded(here: Session, facts: Facts) -> Iterator[str]:
    yield _vendor(here, facts)
    yield here._(SETTLED_WORDS[facts["settled_how"]]) if facts.get("settled_how") else ""
    yield facts.get("invoice_number", "")
    yield here._("invoiced {day}", day=facts["invoiced_on"]) if facts.get("invoiced_on") else ""
    yield here._("paid {day}", day=facts["paid_on"]) if facts.get("paid_on") else ""


def _approved(here: Session, facts: Facts) -> Iterator[str]:
    for vendor_id, (was, is_now) in facts.get("changed", {}).items():
        name = vendors(here.db)[int(vendor_id)].name
        yield here._("{field}: {before} → {after}", field=name, before=yuan(was), after=yuan(is_now))


def _reason(here: Session, facts: Facts) -> Iterator[str]:
    yield facts.get("reason", "")


def _number(here: Session, ticket_id: int) -> str:
    ticket = tickets.by_id(here.db, ticket_id)
    return ticket.number if ticket else ""


_TELLING: Mapping[Action, Callable[[Session, Facts], Iterator[str]]] = {
    Action.MAKE: _period,
    Action.CHANGE: _changed,
    Action.ANSWER: _answered,
    Action.DECIDE: _decided,
    Action.RECORD: _recorded,
    Action.APPROVE: _approved,
    Action.TAKE_BACK: _reason,
    Action.SEND_BACK: _reason,
}
