"""What is entered and shown alike for every paper with an end, a person's or a machine's: its days and its photo."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import streamlit as st

from lib.core.typed_fields import FIRST, LAST
from lib.store import files
from lib.ui.session import Session

DAYS = ("issued_on", "valid_until")
PHOTOS = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif"]


class Kept(Protocol):
    """Such a paper."""

    @property
    def issued_on(self) -> date | None: ...

    @property
    def valid_until(self) -> date | None: ...

    @property
    def file_hash(self) -> str: ...


def days(here: Session, key: str, before: Kept | None) -> None:
    """The fields of its days, side by side, as they were `before`."""
    labels = {"issued_on": here._("Issued on"), "valid_until": here._("Valid until")}
    for column, (name, label) in zip(st.columns(2), labels.items(), strict=True):
        column.date_input(
            label,
            getattr(before, name) if before else None,
            min_value=FIRST,
            max_value=LAST,
            key=f"{key}_{name}",
            format="YYYY-MM-DD",
        )


def photo(one: Kept) -> None:
    """Its photo, if there is one."""
    if one.file_hash and (path := files.path(one.file_hash)).is_file():
        st.image(path.read_bytes(), width=420)
