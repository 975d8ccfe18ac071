"""The code on the wall: short, unguessable, replaceable."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import qrcode
import qrcode.image.svg

from lib.core.errors import NotFound
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.store.database import Database, Reading, Transaction

# Without the letters and digits people mix up when they read a code aloud.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8


@dataclass(frozen=True, slots=True)
class Label:
    """One printed code. A replaced one still says where it hung; `seen` once somebody scanned it."""

    code: str
    location_id: int
    replaced: bool
    seen: bool


def new_code() -> str:
    """31^8 possibilities: 850 thousand million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def issue(tx: Transaction, location_id: int, now: datetime) -> str:
    """A fresh code for the place; earlier ones are marked as replaced."""
    tx.execute(
        "UPDATE label SET replaced_at = $now WHERE location_id = $id AND replaced_at IS NULL",
        id=location_id,
        now=now,
    )
    code = new_code()
    tx.insert("label", {"code": code, "location_id": location_id, "issued_at": now})
    return code


def read(db: Database, code: str) -> Label:
    """Where a code hangs; NotFound when it is none of ours."""
    label = db.derived("labels", ("label",), lambda: _all(db)).get(code.strip().lower())
    if label is None:
        raise NotFound(mark("This code is not known here. Please phone the service desk."))
    return label


def _all(db: Reading) -> Mapping[str, Label]:
    rows = db.rows(
        """
        SELECT code, location_id, replaced_at IS NOT NULL AS replaced, first_scan_at IS NOT NULL AS seen FROM label
        """
    )
    return {row["code"]: Label(**row) for row in rows}


def current(db: Database, location_id: int) -> str | None:
    """The code that hangs there now."""
    return db.derived("hanging labels", ("label",), lambda: _hanging(db)).get(location_id)


def _hanging(db: Reading) -> Mapping[int, str]:
    rows = db.rows("SELECT location_id, code FROM label WHERE replaced_at IS NULL")
    return {row["location_id"]: row["code"] for row in rows}


def scanned(tx: Transaction, code: str, now: datetime) -> None:
    """Remembers the first scan: from then on the label is known to hang."""
    tx.execute(
        "UPDATE label SET first_scan_at = $now WHERE code = $code AND first_scan_at IS NULL",
        code=code,
        now=now,
    )


def url(code: str) -> str:
    """What the code on the wall says."""
    return f"{settings().address}/r/{code}"


def svg(code: str) -> bytes:
    """The QR picture of that URL."""
    picture = qrcode.make(url(code), image_factory=qrcode.image.svg.SvgPathImage, box_size=10, border=2)
    file = io.BytesIO()
    picture.save(file)
    return file.getvalue()
