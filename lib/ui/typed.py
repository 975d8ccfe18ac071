"""What is typed in the form of one action: its keys in the session, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from lib.core import typed_time
from lib.tickets.words import Action


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of an action for a ticket. Keys do not hold the version: what was typed outlives a refresh."""

    ticket_id: int
    action: Action | str

    def key(self, name: str) -> str:
        """The widget key of a field."""
        done = st.session_state.get(self._counter, 0)
        return f"act_{self.ticket_id}_{self.action}_{name}_{done}"

    def value(self, name: str) -> Any:
        """What stands in the field, None for nothing."""
        return st.session_state.get(self.key(name))

    def text(self, name: str) -> str:
        """The words in the field, trimmed."""
        return str(self.value(name) or "").strip()

    def moment(self, name: str, present: datetime, *, ahead: bool = False) -> datetime | None:
        """The time typed in the field; WrongInput where it is none."""
        return typed_time.read(self.text(name), present, field=name, ahead=ahead)

    def words(self) -> str:
        """All the words typed in the form, for when the form itself is gone."""
        mine = (
            str(key)
            for key in st.session_state
            if str(key).startswith(f"act_{self.ticket_id}_{self.action}_")
        )
        free = [
            st.session_state[key] for key in mine if key.rsplit("_", 2)[-2] in ("note", "reason", "words")
        ]
        return " ".join(filter(None, free))

    def preset(self, name: str, value: Any) -> None:
        """What stands there before anybody typed."""
        st.session_state.setdefault(self.key(name), value)

    def done(self) -> None:
        """The action was taken: the next time its form begins empty."""
        st.session_state[self._counter] = st.session_state.get(self._counter, 0) + 1

    @property
    def _counter(self) -> str:
        return f"acted_{self.ticket_id}_{self.action}"
