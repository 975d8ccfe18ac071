"""Certificates of statutory inspection: which asset holds which, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.inspections.certificate_keeping import LONGEST, forget_alarms
from lib.inspections.certificates import Certificate, all_certificates
from lib.lists.amounts import LIKE_THIS, Day, Someday
from lib.lists.cells import Text
from lib.lists.keeping import frame
from lib.lists.route_cell import assets_known
from lib.lists.shape import Column, Draft, List, Values
from lib.lists.things import assets_seen
from lib.people.roles import Permission
from lib.places import assets
from lib.store.database import Database, Row, Transaction

KEYS = ("asset", "certificate", "number", "issued_on")


def _columns(db: Database) -> Sequence[Column]:
    return (
        Column(
            attribute="asset",
            title=mark("Asset"),
            cell=assets_known(db),
            needed=True,
            note=mark("The asset's number, or its name where only one is called so."),
        ),
        Column(
            attribute="certificate",
            title=mark("Certificate"),
            cell=Text(LONGEST["name"]),
            needed=True,
            note=mark("What it is called, such as “{examples}”."),
            examples=(mark("Yearly inspection of lifts"),),
        ),
        Column(attribute="number", title=mark("Certificate number"), cell=Text(LONGEST["number"])),
        Column(attribute="issuer", title=mark("Issued by"), cell=Text(LONGEST["issuer"])),
        Column(attribute="issued_on", title=mark("Issued on"), cell=Someday(), note=LIKE_THIS),
        Column(
            attribute="valid_until",
            title=mark("Valid until"),
            cell=Day(),
            needed=True,
            note=mark("The last good day; alarms come 60, 30 and 7 days before it."),
        ),
    )


def _rows(db: Database) -> Iterable[Values]:
    known = assets.all_assets(db)
    return [_values(one, known[one.asset_id].number) for one in all_certificates(db)]


def _values(one: Certificate, asset: str) -> Values:
    days = {"issued_on": one.issued_on or "", "valid_until": one.valid_until}
    return {"asset": asset, "certificate": one.name, "number": one.number, "issuer": one.issuer, **days}


def _check(db: Database, drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        begins, ends = draft.values.get("issued_on"), draft.values.get("valid_until")
        if draft.differs and begins and ends and ends < begins:
            draft.refuse("valid_until", WrongInput(mark("A certificate ends after it begins.")))


def _save(db: Database, tx: Transaction, drafts: Sequence[Draft], now: datetime) -> Mapping[str, str]:
    numbers = {one.number: one.id for one in assets.all_assets(db).values()}
    named = {key: one.number for key, one in assets.all_assets(db).items()}
    there = {_key(_values(one, named[one.asset_id])): one.id for one in all_certificates(db)}
    new = [_row(draft.values, numbers) for draft in drafts if draft.before is None]
    before = [(draft, draft.before) for draft in drafts if draft.before is not None]
    changed = [{"id": there[_key(was)], **_row(draft.values, numbers)} for draft, was in before]
    ids = tx.next_ids("certificate_id", len(new))
    added = [{"id": n, **row, "file_hash": "", "kept_at": now} for n, row in zip(ids, new, strict=True)]
    tx.append("certificate", frame(added))
    tx.amend("certificate", frame(changed))
    moved = [draft.values["valid_until"] != was["valid_until"] for draft, was in before]
    forget_alarms(tx, [row["id"] for row, other in zip(changed, moved, strict=True) if other])
    return {}


def _key(values: Values) -> tuple[Any, ...]:
    return tuple(values[name] for name in KEYS)


def _row(values: Values, numbers: Mapping[str, int]) -> Row:
    return {
        "asset_id": numbers[values["asset"]],
        "name": values["certificate"],
        "number": values["number"],
        "issuer": values["issuer"],
        "issued_on": values["issued_on"] or None,
        "valid_until": values["valid_until"],
    }


SHAPE = List(
    name="certificates",
    title=mark("Certificates"),
    order=96,
    keys=KEYS,
    columns=_columns,
    rows=_rows,
    check=_check,
    save=_save,
    seen=assets_seen("asset"),
    needs=Permission.KEEP_PLANS,
    note=mark("A renewed certificate is a row of its own; the one that lasts longest counts."),
)
