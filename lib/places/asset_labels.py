"""The codes on assets: of the same kind as those on walls, leading to the machine instead of the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.places.labels import issuing
from lib.places.labels.codes import among
from lib.places.labels.issuing import Kept
from lib.places.labels.pictures import svg_of
from lib.store.database import Database, Reading, Transaction

_KEPT = Kept(
    table="asset_label",
    owner="asset_id",
    replace="UPDATE asset_label SET replaced_at = $now WHERE asset_id = $owner AND replaced_at IS NULL",
)


@dataclass(frozen=True, slots=True)
class AssetLabel:
    """One code. A replaced one still says on which machine it was."""

    code: str
    asset_id: int
    replaced: bool
    issued_at: datetime
    printed_at: datetime | None
    first_scan_at: datetime | None


def issue(tx: Transaction, asset_id: int, now: datetime) -> str:
    """A fresh code for the asset; earlier ones are marked as replaced."""
    return issuing.issue(tx, _KEPT, asset_id, now)


def issue_all(tx: Transaction, asset_ids: Sequence[int], now: datetime) -> None:
    """A first code for each of these new assets."""
    issuing.issue_all(tx, _KEPT, asset_ids, now)


def read(db: Database, code: str) -> AssetLabel:
    """On which asset a code is, however it was copied; NotFound when it is none of ours."""
    return among(all_labels(db), code)


def all_labels(db: Database) -> Mapping[str, AssetLabel]:
    """Every code there ever was, oldest first."""
    return db.derived("asset labels", ("asset_label",), lambda: _all(db))


def _all(db: Reading) -> Mapping[str, AssetLabel]:
    rows = db.rows(
        """
        SELECT code, asset_id, replaced_at IS NOT NULL AS replaced, issued_at, printed_at, first_scan_at
        FROM asset_label ORDER BY issued_at, code
        """
    )
    return {row["code"]: AssetLabel(**row) for row in rows}


def in_force(db: Database) -> Mapping[int, AssetLabel]:
    """The code of each asset that has one."""
    return db.derived("asset labels in force", ("asset_label",), lambda: _in_force(all_labels(db)))


def _in_force(labels: Mapping[str, AssetLabel]) -> Mapping[int, AssetLabel]:
    return {label.asset_id: label for label in labels.values() if not label.replaced}


def current(db: Database, asset_id: int) -> str | None:
    """The code the asset has now."""
    label = in_force(db).get(asset_id)
    return label.code if label else None


def url(code: str) -> str:
    """What the code on a machine says."""
    return f"{settings().address}/a/{code}"


def svg(code: str) -> bytes:
    """The picture of the code's URL as a file of its own."""
    return svg_of(url(code))


def scanned(tx: Transaction, code: str, now: datetime) -> None:
    """Somebody opened the page of the code by scanning it: the first time is remembered."""
    tx.execute(
        "UPDATE asset_label SET first_scan_at = $now WHERE code = $code AND first_scan_at IS NULL",
        code=code,
        now=now,
    )


def mark_printed(db: Database, *, actor: Actor, codes: Sequence[str], now: datetime) -> int:
    """Somebody holds the sheets in hand: how many codes were marked. A code replaced meanwhile is left out."""
    require(actor, Permission.KEEP_ASSETS)
    kept = [label.code for label in (read(db, code) for code in dict.fromkeys(codes)) if not label.replaced]
    if not kept:
        raise Refusal(mark("There is no code on these sheets that could be marked as printed."))
    with db.transaction() as tx:
        tx.execute(
            "UPDATE asset_label SET printed_at = $now WHERE code IN (SELECT unnest($codes))",
            codes=kept,
            now=now,
        )
        audit.write(tx, actor, "asset_labels_printed", str(len(kept)), now=now, facts={"codes": kept})
    return len(kept)
