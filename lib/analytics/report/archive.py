"""Reports as issued: the words and figures of a month, kept for good and told apart by edition."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import polars as pl

from lib.analytics.report.month import Month
from lib.analytics.report.shape import Content
from lib.analytics.report.standing import standing
from lib.core.errors import NotFound, TooLate
from lib.core.facts import dumps
from lib.core.i18n import mark
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.store.database import Database, Reading
from lib.tickets.checking import MOST, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """One edition of a month's report; `content` as text, SHA-256 of it in `content_hash`."""

    id: int
    month: date
    edition: int
    issued_at: datetime
    issued_by: int | None
    content: str
    content_hash: str

    @property
    def said(self) -> Content:
        """What it says."""
        read: Content = json.loads(self.content)
        return read

    @property
    def is_intact(self) -> bool:
        """Whether it says what it said when it was issued."""
        return hashed(self.content) == self.content_hash


def editions(db: Reading, month: Month) -> Sequence[Issued]:
    """All that was issued of that month, the newest first."""
    sql = "SELECT * FROM monthly_report WHERE month = $month ORDER BY edition DESC"
    return [Issued(**row) for row in db.rows(sql, month=month.first)]


def edition(db: Reading, month: Month, number: int | None = None) -> Issued | None:
    """That edition, the newest where no number is given; None where nothing was issued, NotFound for another number."""
    found = editions(db, month)
    if number is None:
        return found[0] if found else None
    chosen = next((one for one in found if one.edition == number), None)
    if chosen is None:
        raise NotFound(
            mark("There is no edition {number} of the report for {month}."), number=number, month=str(month)
        )
    return chosen


def issue(db: Database, *, actor: Actor, month: Month, rounds: pl.DataFrame, now: datetime) -> Issued:
    """The report as it stands now, kept for good. Asked for again while nothing has changed, the edition there is.
    TooLate before the month is over. `rounds` as in `of_facts`."""
    require(actor, Permission.KEEP_REPORTS)
    if now < month.ends:
        raise TooLate(
            mark("{month} is not over yet: its report can be issued from {day} on."),
            month=str(month),
            day=str(month.after.first),
        )
    text = written(standing(db, month, rounds=rounds, now=now))
    with db.transaction() as tx:
        last = edition(tx, month)
        if last is not None and last.content == text:
            return last
        made = _row(tx.next_id("monthly_report_id"), month, last, text, actor, now)
        tx.insert("monthly_report", made)
        audit.write(tx, actor, "report_issued", str(month), now=now, facts={"edition": made["edition"]})
    return Issued(**made)


def written(said: Content) -> str:
    """Canonical JSON: the same report is always the same text."""
    return dumps(json.loads(json.dumps(said, sort_keys=True, default=str)))


def hashed(text: str) -> str:
    """SHA-256, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def differences(then: Content, now: Content) -> list[str]:
    """The parts (keys of the content) that would say something else today; improvement actions go on by themselves."""
    again: Any = json.loads(written(now))
    return [name for name in then if name != "improvements" and then[name] != again.get(name)]  # type: ignore[literal-required]


def broken(db: Reading) -> Iterator[Issued]:
    """Editions that were altered behind the product's back."""
    rows = db.rows("SELECT * FROM monthly_report ORDER BY month, edition")
    return (one for one in (Issued(**row) for row in rows) if not one.is_intact)


def problems(db: Reading) -> list[Problem]:
    """The same for the check of the whole database, at most 20."""
    message = mark("Report {month}, edition {edition}: its text is not the one it was issued with.")
    found = (Problem(message, {"month": f"{one.month:%Y-%m}", "edition": one.edition}) for one in broken(db))
    return list(islice(found, MOST))


def _row(
    id: int, month: Month, last: Issued | None, text: str, actor: Actor, now: datetime
) -> dict[str, Any]:
    return {
        "id": id,
        "month": month.first,
        "edition": last.edition + 1 if last else 1,
        "issued_at": now,
        "issued_by": actor.account_id,
        "content": text,
        "content_hash": hashed(text),
    }
