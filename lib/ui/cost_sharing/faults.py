"""What is wrong with what was typed, said at its field as long as it is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.core.errors import Refusal
from lib.core.i18n import explain
from lib.ui.session import REFUSED, Session
from lib.ui.widgets import refusal_shown
from lib.ui.words import harmless


@dataclass(frozen=True, slots=True)
class Fault:
    """The refusal that what is typed meets now, None where there is none."""

    here: Session
    refusal: Refusal | None = None

    @property
    def words(self) -> str:
        """In the person's language; "" where nothing is wrong."""
        return harmless(explain(self.here.language, self.refusal)) if self.refusal else ""

    def at(self, *fields: str) -> None:
        """Says it below one of these fields, and what refused to be saved there."""
        if self.refusal is not None and _named(self.refusal.field) in fields:
            st.error(self.words, icon=":material/error:")
            return
        kept: Any = st.session_state.get(REFUSED)
        if kept is not None and _named(kept[1]) in fields:
            refusal_shown(kept[1])


def _named(field: str | None) -> str:
    """The field a refusal belongs to, without the vendor or measure it is about: "floors:V02" stands at "floors"."""
    return (field or "").partition(":")[0]
