"""Entering, correcting and taking out certificates of statutory inspection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_fields import possible, texts
from lib.inspections.certificates import certificate
from lib.people import audit
from lib.people.roles import Actor, Permission, require
from lib.places import assets
from lib.store import files
from lib.store.database import Database, Transaction

LONGEST: Mapping[str, int] = {"name": 60, "number": 60, "issuer": 80}
"""Characters of each text of a certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says a certificate is; see `Certificate` for the fields."""

    asset_id: int
    name: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    round_id: int | None = None
    file_hash: str = ""


def keep(db: Database, *, actor: Actor, said: Said, now: datetime) -> int:
    """A new certificate; its id. WrongInput with the field for what cannot be, Refusal where it is on record."""
    require(actor, Permission.KEEP_PLANS)
    row = _checked(db, said)
    with db.transaction() as tx:
        _only_once(tx, row, None)
        new = tx.next_id("certificate_id")
        tx.insert("certificate", {"id": new, **row, "kept_at": now})
        audit.write(tx, actor, "certificate_kept", _number(db, said.asset_id), now=now, facts=_told(row))
    return new


def change(db: Database, *, actor: Actor, certificate_id: int, said: Said, now: datetime) -> None:
    """Corrects a certificate; the log keeps what it was. With another end its alarms are given anew."""
    require(actor, Permission.KEEP_PLANS)
    before, row = certificate(db, certificate_id), _checked(db, said)
    was = {name: getattr(before, name) for name in row}
    if was == row:
        raise Refusal(mark("Nothing was changed."))
    with db.transaction() as tx:
        _only_once(tx, row, certificate_id)
        tx.update("certificate", {"id": certificate_id, **row})
        if was["valid_until"] != row["valid_until"]:
            forget_alarms(tx, [certificate_id])
        facts = {**_told(row), "was": _told(was)}
        audit.write(tx, actor, "certificate_changed", _number(db, said.asset_id), now=now, facts=facts)


def remove(db: Database, *, actor: Actor, certificate_id: int, now: datetime) -> None:
    """Takes a certificate out: it counts no more, but what it said stays with the log."""
    require(actor, Permission.KEEP_PLANS)
    gone = certificate(db, certificate_id)
    with db.transaction() as tx:
        tx.update("certificate", {"id": certificate_id, "removed_at": now})
        facts = _told({name: getattr(gone, name) for name in Said.__slots__})
        audit.write(tx, actor, "certificate_removed", _number(db, gone.asset_id), now=now, facts=facts)


def forget_alarms(tx: Transaction, certificate_ids: list[int]) -> None:
    """Their alarms count from the end they have now."""
    sql = "DELETE FROM certificate_alarm WHERE certificate_id IN (SELECT unnest($ids::BIGINT[]))"
    tx.execute(sql, ids=certificate_ids)


def check_days(issued_on: date | None, valid_until: date | None) -> None:
    """WrongInput where a day is missing or cannot be."""
    if valid_until is None:
        raise WrongInput(mark("Please fill in until when it is valid."), field="valid_until")
    possible({"issued_on": issued_on, "valid_until": valid_until})
    if issued_on is not None and valid_until < issued_on:
        raise WrongInput(mark("A certificate ends after it begins."), field="valid_until")


def _checked(db: Database, said: Said) -> dict[str, Any]:
    assets.known(db, said.asset_id)
    words = texts(said, LONGEST)
    if not words["name"]:
        raise WrongInput(mark("Please say what the certificate is called."), field="name")
    check_days(said.issued_on, said.valid_until)
    if said.file_hash and files.known(db, said.file_hash).media_type != files.JPEG:
        raise WrongInput(mark("Please take a photo of the certificate."), field="photos")
    others = ("asset_id", "issued_on", "valid_until", "round_id", "file_hash")
    return {**words, **{name: getattr(said, name) for name in others}}


def _only_once(tx: Transaction, row: Mapping[str, Any], certificate_id: int | None) -> None:
    same = tx.value(
        """
        SELECT id FROM certificate WHERE asset_id = $asset_id AND name = $name AND number = $number
          AND valid_until = $valid_until AND removed_at IS NULL AND id IS DISTINCT FROM $id
        """,
        id=certificate_id,
        **{name: row[name] for name in ("asset_id", "name", "number", "valid_until")},
    )
    if same is not None:
        raise Refusal(
            mark("This asset has such a certificate with the same number and end already."), field="number"
        )


def _told(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the log keeps: everything that is said, whose it is stands beside it."""
    return {name: value for name, value in row.items() if value not in (None, "") and name != "asset_id"}


def _number(db: Database, asset_id: int) -> str:
    return assets.known(db, asset_id).number
