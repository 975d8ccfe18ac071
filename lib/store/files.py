"""Photos, videos and documents under the data folder, each by the hash of what is kept."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lib.core.errors import NotFound, WrongInput
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.store import documents, pictures, videos
from lib.store.database import Database, Reading

MOST_BYTES_OF_A_PICTURE = 12_000_000
MOST_FILES = 9
JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file we have. `width` and `height` in pixels, None but for pictures."""

    hash: str
    media_type: str
    bytes: int
    width: int | None
    height: int | None


def folder() -> Path:
    """Where they lie."""
    return settings().data / "files"


def path(name: str) -> Path:
    """Where the file of that hash lies."""
    return folder() / name[:2] / name


def keep(db: Database, data: bytes, *, now: datetime) -> Kept:
    """Checks, cleans and keeps a photo or video; slow (a tenth of a second a photo), so outside any transaction.

    The same file twice is one file. A file no ticket refers to does no harm. WrongInput, field `photos`, when
    it is neither photo nor video, cannot be read, or is too large.
    """
    start = data[:16]
    if not data:
        raise WrongInput(mark("This file is empty. Please take the picture again."), field="photos")
    if pictures.is_picture(start):
        at_most(data, MOST_BYTES_OF_A_PICTURE)
        drawn = pictures.reencoded(data)
        return _write(db, drawn.data, JPEG, (drawn.width, drawn.height), now)
    if kind := videos.media_type(start):
        at_most(data, videos.MOST_BYTES)
        film = bytearray(data)
        videos.without_position(film)
        return _write(db, bytes(film), kind, (None, None), now)
    raise WrongInput(mark("Only photos and short videos can be sent."), field="photos")


def keep_document(db: Database, data: bytes, *, now: datetime) -> Kept:
    """Checks a PDF file and keeps it as it came. WrongInput, field `photos`, where it is too large or not harmless: see
    `documents.check`."""
    at_most(data, documents.MOST_BYTES)
    documents.check(data)
    return _write(db, data, documents.PDF, (None, None), now)


def at_most(data: bytes, most: int) -> None:
    """WrongInput above that many bytes."""
    if len(data) > most:
        megabytes = most // 1_000_000
        raise WrongInput(
            mark("This file is larger than {megabytes} MB."), field="photos", megabytes=megabytes
        )


def known(db: Reading, name: str) -> Kept:
    """What we know of the file; NotFound when there is none of that hash."""
    row = db.row("SELECT hash, media_type, bytes, width, height FROM file WHERE hash = $hash", hash=name)
    if row is None:
        raise NotFound(mark("This picture is not here."))
    return Kept(**row)


def _write(
    db: Database, data: bytes, media_type: str, size: tuple[int | None, int | None], now: datetime
) -> Kept:
    name = hashlib.sha256(data).hexdigest()
    kept = Kept(hash=name, media_type=media_type, bytes=len(data), width=size[0], height=size[1])
    _put(path(name), data)
    with db.transaction() as tx:
        tx.execute(
            """
            INSERT INTO file (hash, media_type, bytes, width, height, kept_at)
            VALUES ($hash, $media_type, $bytes, $width, $height, $now) ON CONFLICT DO NOTHING
            """,
            hash=name,
            media_type=media_type,
            bytes=len(data),
            width=size[0],
            height=size[1],
            now=now,
        )
    return kept


def _put(target: Path, data: bytes) -> None:
    """Whole or not at all: somebody pulling the plug leaves no half picture under a good name."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, target)
