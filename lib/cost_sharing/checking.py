"""Whether sealed statements still say what they said: hash, text, rows, sums, history, audit log, and their chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.cost_sharing import chain, content, records, steps_taken
from lib.cost_sharing.methods import apportioned
from lib.cost_sharing.outcome import Line
from lib.cost_sharing.plain import fraction, made, plain
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Status
from lib.store.database import Reading
from lib.tickets.checking import MOST, Problem

Said = Mapping[str, Any]
"""The content of a statement as JSON has it."""


def problems(db: Reading) -> list[Problem]:
    """Everything in the statements that was altered behind the product's back, at most 20 lines; an empty list where
    they stand as issued. Reads every statement whole: about 2 s for 60 of 5,000 tickets."""
    links: list[chain.Link] = []
    found: list[Problem] = []
    for number in db.rows("SELECT id FROM statement ORDER BY id"):
        statement = records.by_id(db, number["id"])
        if statement is not None:
            found += _statement(db, statement, links)
    found += chain.broken(links)
    found += chain.vanished(db)
    return found[:MOST]


def of(db: Reading, statement: Statement) -> list[Problem]:
    """The same of one statement alone."""
    return _statement(db, statement, [])


def _statement(db: Reading, statement: Statement, links: list[chain.Link]) -> list[Problem]:
    found = list(steps_taken.problems(db, statement))
    if statement.status is Status.DRAFT:
        return found + list(_draft(statement))
    if content.hashed(statement.content) != statement.hash:
        found.append(_problem(mark("{number}: its text is not the one it was sealed with."), statement))
    try:
        said = json.loads(statement.content)
        if statement.is_frozen:
            links.append(chain.link(statement, said))
        return found + [one for check in CHECKS for one in check(db, statement, said)]
    except (ValueError, KeyError, TypeError, AttributeError, Refusal) as error:
        message = mark("{number}: its text cannot be read ({error}).")
        return [*found, Problem(message, {"number": statement.number, "error": str(error)})]


def _problem(message: str, statement: Statement, **facts: Any) -> Problem:
    return Problem(message, {"number": statement.number, **facts})


def _draft(statement: Statement) -> Iterator[Problem]:
    if statement.content or statement.hash:
        yield _problem(mark("{number} is a draft, but has a sealed text."), statement)


def _itself(db: Reading, statement: Statement, said: Said) -> Iterator[Problem]:
    """Number, days and rules of the row."""
    row = plain(records.to_row(statement))
    same = all(row[name] == said[name] for name in ("number", "starts_on", "ends_on"))
    if not same or json.loads(row["scheme"]) != said["scheme"]:
        yield _problem(mark("{number}: its period or its rules are not those it was sealed with."), statement)


def _lists(db: Reading, statement: Statement, said: Said) -> Iterator[Problem]:
    """Cost lines and adjustments change in drafts alone."""
    for name, (read, message) in _LISTS.items():
        if plain(read(db, statement.id)) != said[name]:
            yield _problem(message, statement)


_LISTS: Mapping[str, tuple[Callable[..., Any], str]] = {
    "cost_lines": (
        records.cost_lines,
        mark("{number}: its cost lines are not those it was sealed with."),
    ),
    "adjustments": (
        records.adjustments,
        mark("{number}: its corrections of earlier periods are not those it was sealed with."),
    ),
}


def _shares(db: Reading, statement: Statement, said: Said) -> Iterator[Problem]:
    """What each vendor carries; in an issued one its answer too, in a settled one how it settled."""
    rows = {one["vendor_id"]: one for one in plain(list(records.shares(db, statement.id).values()))}
    sealed = {one["vendor_id"]: one for one in (said.get("settled") or said)["shares"]}
    for vendor_id in sorted(rows.keys() | sealed.keys()):
        if _of_share(statement, rows.get(vendor_id)) != _of_share(statement, sealed.get(vendor_id)):
            message = mark("{number}: the share of {vendor} is not what it was sealed with.")
            yield _problem(message, statement, vendor=_called(said, vendor_id))


def _of_share(statement: Statement, share: Said | None) -> list[Any] | None:
    names = list(FIGURES)
    if statement.is_frozen:
        names += ANSWER
    if statement.status is Status.SETTLED:
        names += SETTLEMENT
    return [share[name] for name in names] if share else None


FIGURES = ("cents", "adjustment_cents", "net_cents", "tax_cents", "total_cents")
ANSWER = ("answer", "answered_by", "answered_at", "words")
SETTLEMENT = ("settled_how", "invoice_number", "invoiced_on", "paid_on", "settled_by")


def _called(said: Said, vendor_id: int) -> str:
    return next((one["name"] for one in said["vendors"] if one["id"] == vendor_id), str(vendor_id))


def _sums(db: Reading, statement: Statement, said: Said) -> Iterator[Problem]:
    lines = [made(Line, one) for one in said["lines"]]
    if sum(line.cents for line in lines) != said["pool"] or records.pool(db, statement) != said["pool"]:
        yield _problem(mark("{number}: its shares or its cost lines do not add up to its pool."), statement)
    carried: dict[int, int] = {}
    for one in said["adjustments"]:
        carried[one["vendor_id"]] = carried.get(one["vendor_id"], 0) + one["cents"]
    shares = {one["vendor_id"]: one for one in said["shares"]}
    for line in lines:
        if _figures(line) != _of_figures(shares.get(line.vendor_id)) or not _adds_up(line, carried):
            message = mark("{number}: the amounts of {vendor} do not add up.")
            yield _problem(message, statement, vendor=line.name)


def _figures(line: Line) -> list[int]:
    return [getattr(line, name) for name in FIGURES]


def _of_figures(share: Said | None) -> list[int] | None:
    return [share[name] for name in FIGURES] if share else None


def _adds_up(line: Line, carried: Mapping[int, int]) -> bool:
    taxed = line.net_cents + line.tax_cents == line.total_cents
    owed = line.cents + line.adjustment_cents
    adjusted = line.adjustment_cents == carried.get(line.vendor_id, 0)
    return taxed and adjusted and owed in (line.total_cents, line.net_cents)


def _working(db: Reading, statement: Statement, said: Said) -> Iterator[Problem]:
    """The sealed volumes, shared out once more, must give the sealed cents."""
    lines = [made(Line, one) for one in said["lines"]]
    # Who takes part only through a correction has no volume and no bound.
    part = [line for line in lines if line.cents or line.volume or line.fixed or line.floor or line.measured]
    again = apportioned(
        said["pool"],
        {line.code: line.volume for line in part},
        fixed={line.code: line.fixed for line in part},
        floors={line.code: line.floor for line in part if line.floor is not None},
        caps={line.code: line.cap for line in part if line.cap is not None},
    )
    for line in part:
        if again.parts[line.code].cents != line.cents or again.rate != fraction(said["rate"]):
            message = mark("{number}: the volume of {vendor} does not lead to its amount.")
            yield _problem(message, statement, vendor=line.name)


def _disputes(db: Reading, statement: Statement, said: Said) -> Iterator[Problem]:
    """Of an issued statement no dispute comes or goes; one that was open may be decided, which its history tells."""
    message = mark(
        "{number}: the dispute about ticket {ticket} is not what the vendor said or somebody decided."
    )
    wrong = set(steps_taken.undecided(db, statement))
    if statement.is_frozen:
        rows = {one["id"]: one for one in plain(records.disputes(db, statement.id))}
        sealed = {one["id"]: one for one in said["disputes"]}
        pairs = [(rows.get(one), sealed.get(one)) for one in sorted(rows.keys() | sealed.keys())]
        wrong |= {(row or then or {})["ticket_id"] for row, then in pairs if not _same_dispute(row, then)}
    numbers = dict(
        zip(said["tickets"]["ticket_id"]["values"], said["tickets"]["number"]["values"], strict=True)
    )
    for ticket_id in sorted(wrong):
        yield _problem(message, statement, ticket=numbers.get(ticket_id, ticket_id))


def _same_dispute(row: Said | None, sealed: Said | None) -> bool:
    """A decision that came after it was sealed is looked at in the history."""
    if row is None or sealed is None:
        return False
    return row == sealed or (
        {**row, **dict.fromkeys(DECIDED)} == {**sealed, **dict.fromkeys(DECIDED)} and (not sealed["decision"])
    )


DECIDED = ("decision", "moved_to", "decided_by", "decided_at", "reason")
"""What a decision writes into a dispute."""


def _settlements(db: Reading, statement: Statement, said: Said) -> Iterator[Problem]:
    """What nobody entered; once it is settled, the sealed text tells the same."""
    for vendor_id in steps_taken.unrecorded(db, statement):
        message = mark("{number}: nobody entered how {vendor} settled it as it stands there.")
        yield _problem(message, statement, vendor=_called(said, vendor_id))


CHECKS: tuple[Callable[[Reading, Statement, Said], Iterator[Problem]], ...] = (
    _itself,
    _lists,
    _shares,
    _sums,
    _working,
    _disputes,
    _settlements,
)
