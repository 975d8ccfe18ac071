"""Search 查询: tickets by whatever is remembered of them."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from lib.people.organisation import departments, teams
from lib.tickets.origins import origins
from lib.tickets.search import MARKS, MOST, Query, search
from lib.tickets.words import KIND_WORDS, SEVERITY_WORDS, STATUS_WORDS
from lib.ui import search_table
from lib.ui.addressed import several
from lib.ui.menu import entry
from lib.ui.session import current
from lib.ui.widgets import empty

here = current()
_ = here._
day = partial(st.date_input, value=None, bind="query-params", format="YYYY-MM-DD", width=160)
narrowed = any(name.startswith("search_") and name != "search_words" for name in st.query_params)


def coded(label: str, key: str, table: Mapping[str, str]) -> list[str]:
    """A choice among codes, each shown in words."""
    return several(key, label, {code: _(words) for code, words in table.items()})


st.header(_(entry("search").title))
words = st.text_input(
    _("Number, words, place or its initials, person, phone"),
    key="search_words",
    bind="query-params",
    icon=":material/search:",
    placeholder=_("Several words apart by spaces: all of them have to fit"),
)
with (
    st.expander(_("Filters"), expanded=narrowed, icon=":material/filter_list:"),
    st.container(horizontal=True),
):
    query = Query(
        words=words or "",
        statuses=coded(_("Status"), "search_status", STATUS_WORDS),
        kinds=coded(_("Kind"), "search_kind", KIND_WORDS),
        severities=coded(_("Severity"), "search_severity", SEVERITY_WORDS),
        department_ids=several(
            "search_department", _("Department"), {one.id: one.name for one in departments(here.db).values()}
        ),
        team_ids=several("search_team", _("Team"), {one.id: one.name for one in teams(here.db).values()}),
        marks=coded(_("Marks"), "search_mark", {name: words for name, (words, _sql) in MARKS.items()}),
        sources=several("search_source", _("Imported from"), known) if (known := origins(here.db)) else [],
        since=day(_("Reported from"), key="search_since"),
        until=day(_("Reported until"), key="search_until"),
    )
found = search(here.db, actor=here.actor, query=query)
if not found.rows:
    empty(_("No ticket fits. Try fewer or shorter words."), ":material/search_off:")
else:
    said = _("{n} tickets; the newest {most} are shown") if found.more else _("{n} tickets")
    st.caption(said.format(n=f"{found.count:,}", most=MOST) + " · " + _("Click a row to open the ticket"))
    search_table.draw(here, found.rows)
