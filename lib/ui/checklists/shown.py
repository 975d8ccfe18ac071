"""The items of one version as a table to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from lib.catalog.services import all_services
from lib.core.i18n import mark
from lib.inspections.checklists import Item
from lib.inspections.judging import plain
from lib.inspections.words import ITEM_KIND_WORDS
from lib.tickets.words import SEVERITY_WORDS
from lib.ui.session import Session

LIMIT_WORDS: Mapping[str, str] = {
    "warn_low": mark("Warn below"),
    "warn_high": mark("Warn above"),
    "fail_low": mark("Fails below"),
    "fail_high": mark("Fails above"),
}


_ITEM = mark("Item")


def draw(here: Session, items: Sequence[Item], key: str) -> None:
    """In order, with their limits as people say them."""
    table = pl.DataFrame([_row(here, item) for item in items])
    filled = table.select(one for one in table if (one.cast(pl.String) != "").any())
    height = "content" if len(items) < 16 else 580
    width = {_ITEM: st.column_config.TextColumn(width=230)}
    columns = {here._(name): column for name, column in width.items()}
    st.dataframe(filled, hide_index=True, height=height, key=key, column_config=columns)  # type: ignore[arg-type]


def _row(here: Session, item: Item) -> dict[str, str]:
    _, known = here._, all_services(here.db)
    service = known.get(item.service_code)
    return {
        _("No."): str(item.position),
        _("Item"): item.words if item.needed else _("{item} (may be left out)", item=item.words),
        _("Kind of answer"): " · ".join(
            filter(None, (_(ITEM_KIND_WORDS[item.kind]), _("photo") if item.photo else ""))
        ),
        _("Unit"): item.unit,
        **{_(words): _limit(item, name) for name, words in LIMIT_WORDS.items()},
        _("Answers"): " / ".join(_choices(here, item)),
        _("Service of the ticket"): service.title(here.language) if service else item.service_code,
        _("Severity"): _(SEVERITY_WORDS[item.severity]) if item.severity else "",
        _("How to check"): item.hint,
    }


def _limit(item: Item, name: str) -> str:
    limit = getattr(item, name)
    return "" if limit is None else plain(limit)


def _choices(here: Session, item: Item) -> list[str]:
    return [
        here._("{choice} (not in order)", choice=one) if one in item.bad_choices else one
        for one in item.choices
    ]
