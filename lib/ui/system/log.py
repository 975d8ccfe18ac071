"""The newest sign-ins and administrative acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from lib.core.clock import short_time
from lib.core.facts import loads
from lib.people import audit
from lib.tickets.importing import keeping
from lib.ui.session import Session
from lib.ui.system import import_preview, log_words


def draw(here: Session) -> None:
    """As a table, newest first."""
    _ = here._
    acts = [(row, audit.ACT_WORDS[row["act"]]) for row in audit.latest(here.db)]
    rows = [
        {
            _("When"): short_time(row["happened_at"], here.now, here.language),
            _("Who"): row["actor"] or "—",
            _("What"): _(words),
            _("Whom or what"): log_words.target(here, row["act"], row["object"]),
            _("Details"): _details(here, row["act"], loads(row["facts"])),
        }
        for row, words in acts
    ]
    st.dataframe(pl.DataFrame(rows, infer_schema_length=None), hide_index=True, height=420)


def _details(here: Session, act: str, facts: Mapping[str, Any]) -> str:
    if act == "tickets_imported":
        return import_preview.told(here, keeping.counts(facts))
    if act.startswith("statement_"):
        facts = log_words.of_statement(facts)
    return log_words.details(here, facts)
