"""Receipts of cost lines: photos, or PDF files as suppliers send them; the office's alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.cost_sharing.records import CostLine
from lib.people.roles import Actor, Permission, may, require
from lib.store import documents, files, pictures
from lib.store.database import Database, Reading


def keep(db: Database, data: bytes, *, actor: Actor, now: datetime) -> str:
    """The hash of the receipt, kept. WrongInput, field `photos`, for what is neither photo nor PDF, or is not harmless;
    slow, so outside any transaction."""
    require(actor, Permission.KEEP_SHARING)
    if documents.is_document(data[:16]):
        return files.keep_document(db, data, now=now).hash
    if not pictures.is_picture(data[:16]):
        raise WrongInput(mark("A receipt is a photo or a PDF file."), field="photos")
    return files.keep(db, data, now=now).hash


def meant_for(file_name: str, lines: Sequence[CostLine]) -> list[int]:
    """The lines a file is the receipt of: those whose voucher number its name holds, of several numbers the longest:
    "JZ-11.pdf" is not the receipt of JZ-1."""
    named = file_name.casefold()
    held = {one.id: one.document.casefold() for one in lines if one.document}
    found = {line: number for line, number in held.items() if number in named}
    longest = max(map(len, found.values()), default=0)
    return [line for line, number in found.items() if len(number) == longest]


def shown_to(db: Reading, actor: Actor, name: str) -> bool:
    """Whether the file of that hash is a receipt this person may open."""
    if not may(actor, Permission.SEE_SHARING):
        return False
    return db.value("SELECT 1 FROM cost_line WHERE file_hash = $name LIMIT 1", name=name) is not None
