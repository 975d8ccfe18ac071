"""The panel beside a table: its template, its export, and the way back in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from lib.core.clock import local_date
from lib.lists import exchange, offered
from lib.lists.shape import List
from lib.ui.lists import importing
from lib.ui.session import Session, current

FORMS = {"xlsx": "Excel", "csv": "CSV"}


def list_panel(
    name: str, *, edits: bool, exports: bool = True, exported: List | None = None, label: str = ""
) -> None:
    """Everything for who may edit; for others the export, where `exports` allows it. `exported`: the list with fewer
    rows, where the page shows a part of it; a file is always compared with all of them. `label`: how it is called
    where a page has several."""
    panel_of(offered.named(name), edits=edits, exports=exports, exported=exported, label=label)


def panel_of(
    shape: List, *, edits: bool, exports: bool = True, exported: List | None = None, label: str = ""
) -> None:
    """The same of a list that belongs to one thing, such as the costs of one statement."""
    here = current()
    if edits:
        with st.expander(label or here._("Import and export as a table"), icon=":material/table_view:"):
            _files(here, exported or shape, templates=True)
            importing.draw(here, shape)
    elif exports:
        with st.popover(here._("Export"), icon=":material/download:"):
            _files(here, exported or shape, templates=False)


def _files(here: Session, shape: List, *, templates: bool) -> None:
    _, title = here._, here._(shape.title)
    with st.container(horizontal=True):
        for form, called in FORMS.items():
            _download(
                _("Export ({form})", form=called),
                partial(exchange.export, here.db, shape, here.language, form, reader=here.actor),
                f"{title} {local_date(here.now)}.{form}",
                exchange.FORMS[form],
                ":material/download:",
                shape.name,
            )
        for form, called in FORMS.items() if templates else ():
            _download(
                _("Empty template ({form})", form=called),
                partial(exchange.template, here.db, shape, here.language, form),
                f"{title} {_('template')}.{form}",
                exchange.FORMS[form],
                ":material/draft:",
                shape.name,
            )


def _download(label: str, made: Callable[[], bytes], name: str, mime: str, icon: str, of: str) -> None:
    """A button whose file is made only when somebody presses it; `of` names the list: a page may have several."""
    st.download_button(label, made, name, mime, on_click="ignore", icon=icon, key=f"list_{of}_{label}")
