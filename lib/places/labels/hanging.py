"""Whether a code hangs where it belongs, and what proves it.

The rule, chosen so that trying out a sheet at a desk turns nothing live that still lies there. A code hangs once one
of these happened:

1. *said*: somebody signed in on a bound phone scanned it and pressed "it hangs here";
2. *used*: somebody who scanned it, and is not signed in, reported or urged something with it, or a member of the
   staff did so or arrived by it on a bound phone;
3. *scan*: an ordinary phone scanned it **alone**, that is without scanning another code not known to hang within
   thirty seconds before or after: nobody walks from door to door so fast, but that is how a sheet on a desk is tried.
   The second scan takes back what the first one had proved.

Never counted: a browser signed in at the office (they look at a preview), a link followed instead of a code scanned,
and, for a scan and for what the staff do, the ten minutes after somebody said that the sheet is printed: it has yet to
be cut and carried. What somebody not signed in sends counts at once: nobody files a real report to try a sheet.
A scan alone does not prove that a code hangs which nobody has said to be printed (it may be on a screen).
What remains: somebody who tries a single code at a desk, later than ten minutes after printing, makes that one live.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.places.labels.codes import Label, read
from lib.store.database import Database, Transaction

A_WALK = timedelta(seconds=30)
CUT_AND_CARRIED = timedelta(minutes=10)
REMEMBERED = timedelta(days=1)
MOST_PHONES = 50


class Proof(StrEnum):
    """What showed that a code hangs."""

    SAID = "said"
    USED = "used"
    SCAN = "scan"


def scanned(tx: Transaction, label: Label, *, phone: str, now: datetime) -> None:
    """An ordinary phone (`phone`: anything that tells it from others) opened the code's page by scanning it."""
    tx.execute(
        "UPDATE label SET first_scan_at = $now WHERE code = $code AND first_scan_at IS NULL",
        code=label.code,
        now=now,
    )
    if label.hung:
        return
    beside = _scanned_beside(tx, label.code, phone, now)
    _remember(tx, label.code, phone, now)
    if beside:
        _take_back(tx, beside, now)
    elif label.printed_at is not None and not _fresh_from_the_printer(label, now):
        _hangs(tx, label.code, Proof.SCAN, now)


def used(tx: Transaction, label: Label, now: datetime, *, reported: bool) -> None:
    """Somebody who scanned the code did something with it there; `reported`: with an ordinary phone, nobody signed
    in."""
    if reported or not _fresh_from_the_printer(label, now):
        _hangs(tx, label.code, Proof.USED, now)


def confirm(db: Database, *, actor: Actor, code: str, now: datetime) -> None:
    """Somebody who may hang codes says, standing there, that this one hangs; a report about its paper is settled."""
    require(actor, Permission.HANG_LABELS)
    label = read(db, code)
    with db.transaction() as tx:
        tx.execute(
            """
            UPDATE label SET hung_at = $now, hung_by = $by, hung_how = $how, reported_at = NULL, reported_why = NULL,
              printed_at = coalesce(printed_at, $now)
            WHERE code = $code
            """,
            code=label.code,
            now=now,
            by=actor.account_id,
            how=Proof.SAID,
        )
        audit.write(tx, actor, "label_hung", label.code, now=now)


def _fresh_from_the_printer(label: Label, now: datetime) -> bool:
    return label.printed_at is not None and now - label.printed_at < CUT_AND_CARRIED


def _scanned_beside(tx: Transaction, code: str, phone: str, now: datetime) -> list[str]:
    rows = tx.rows(
        "SELECT code FROM label_scan WHERE phone = $phone AND code <> $code AND scanned_at > $since",
        phone=phone,
        code=code,
        since=now - A_WALK,
    )
    return [row["code"] for row in rows]


def _remember(tx: Transaction, code: str, phone: str, now: datetime) -> None:
    tx.execute("DELETE FROM label_scan WHERE scanned_at < $before", before=now - REMEMBERED)
    if tx.value("SELECT count(*) FROM label_scan WHERE code = $code", code=code) < MOST_PHONES:
        tx.execute(
            """
            INSERT INTO label_scan VALUES ($code, $phone, $now)
            ON CONFLICT (code, phone) DO UPDATE SET scanned_at = excluded.scanned_at
            """,
            code=code,
            phone=phone,
            now=now,
        )


def _hangs(tx: Transaction, code: str, how: Proof, now: datetime) -> None:
    tx.execute(
        "UPDATE label SET hung_at = $now, hung_how = $how WHERE code = $code AND hung_at IS NULL",
        code=code,
        how=how,
        now=now,
    )


def _take_back(tx: Transaction, codes: list[str], now: datetime) -> None:
    tx.execute(
        """
        UPDATE label SET hung_at = NULL, hung_how = NULL
        WHERE code = ANY($codes::VARCHAR[]) AND hung_how = $scan AND hung_at > $since
        """,
        codes=codes,
        scan=Proof.SCAN,
        since=now - A_WALK,
    )
