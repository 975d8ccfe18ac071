"""The code on the wall: short, unguessable, replaceable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from unicodedata import normalize

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.places.labels import issuing
from lib.places.labels.issuing import Kept
from lib.store.database import Database, Reading, Transaction

_KEPT = Kept(
    table="label",
    owner="location_id",
    replace="UPDATE label SET replaced_at = $now WHERE location_id = $owner AND replaced_at IS NULL",
)
L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Label:
    """One code. A replaced one still says where it hung; `hung` once it is known to hang there, `reported` while
    somebody said that its paper is damaged or in the wrong place."""

    code: str
    location_id: int
    replaced: bool
    issued_at: datetime
    printed_at: datetime | None
    first_scan_at: datetime | None
    hung_at: datetime | None
    reported_at: datetime | None
    reported_why: str | None

    @property
    def hung(self) -> bool:
        return self.hung_at is not None

    @property
    def reported(self) -> bool:
        return self.reported_at is not None


def issue(tx: Transaction, location_id: int, now: datetime) -> str:
    """A fresh code for the place; earlier ones are marked as replaced."""
    return issuing.issue(tx, _KEPT, location_id, now)


def issue_all(tx: Transaction, location_ids: Sequence[int], now: datetime) -> None:
    """A first code for each of these new places."""
    issuing.issue_all(tx, _KEPT, location_ids, now)


def read(db: Database, code: str) -> Label:
    """Where a code hangs; NotFound when it is none of ours."""
    return among(all_labels(db), code)


def among(labels: Mapping[str, L], code: str) -> L:
    """The one whose code it is, however it was copied; NotFound when it is none of them."""
    label = labels.get(as_printed(code))
    if label is None:
        raise NotFound(mark("This code is not known here. Please phone the service desk."))
    return label


def as_printed(typed: str) -> str:
    """The code in what was typed or copied: capitals, full-width letters, spaces and hyphens as it was read out, and
    the punctuation behind a link in a message change nothing."""
    return "".join(c for c in normalize("NFKC", typed).lower() if c.isascii() and c.isalnum())


def all_labels(db: Database) -> Mapping[str, Label]:
    """Every code there ever was, oldest first."""
    return db.derived("labels", ("label",), lambda: _all(db))


def _all(db: Reading) -> Mapping[str, Label]:
    rows = db.rows(
        """
        SELECT code, location_id, replaced_at IS NOT NULL AS replaced, issued_at, printed_at, first_scan_at,
          hung_at, reported_at, reported_why
        FROM label ORDER BY issued_at, code
        """
    )
    return {row["code"]: Label(**row) for row in rows}


def current(db: Database, location_id: int) -> str | None:
    """The code that belongs there now."""
    label = in_force(db).get(location_id)
    return label.code if label else None


def in_force(db: Database) -> Mapping[int, Label]:
    """The code of each place that has one."""
    return db.derived("labels in force", ("label",), lambda: _in_force(all_labels(db)))


def _in_force(labels: Mapping[str, Label]) -> Mapping[int, Label]:
    return {label.location_id: label for label in labels.values() if not label.replaced}


def url(code: str) -> str:
    """What the code on the wall says."""
    return f"{settings().address}/r/{code}"
