"""Photos and videos chosen on a page, kept with the hospital's files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.store import files
from lib.ui.session import Session

KINDS = ["jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "avif", "mp4", "mov", "m4v", "3gp", "webm"]
CHOOSE = mark("Photos or short videos")


def kept(here: Session, uploads: Iterable[Any], held: dict[str, str]) -> Refusal | None:
    """Keeps the uploads, their hashes by id in `held`; the refusal of the first that is no picture of ours."""
    refused: Refusal | None = None
    for upload in uploads:
        try:
            held[upload.file_id] = files.keep(here.db, upload.getvalue(), now=here.now).hash
        except Refusal as refusal:
            refused = refused or refusal
    return refused
