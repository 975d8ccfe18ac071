"""The right side of the workbench: what the pool comes to for each vendor, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from lib.analytics.figures import sharing as figures
from lib.core.errors import Refusal
from lib.core.i18n import explain, mark
from lib.cost_sharing.outcome import Sharing
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import ASIDE_WORDS
from lib.people import organisation
from lib.ui.addressed import part
from lib.ui.cost_sharing import path_view, result_table, strip, ticket_list, what_if_view
from lib.ui.cost_sharing.beside import Before, before, by_method
from lib.ui.cost_sharing.method_fields import READY, ready
from lib.ui.cost_sharing.shown_line import Shown, shown
from lib.ui.cost_sharing.statement_choice import days
from lib.ui.session import Session
from lib.ui.taking import taken_away
from lib.ui.words import harmless

NO_SECOND = ""
VIEWS = {
    "path": (mark("How it comes about"), ":material/route:"),
    "figure": (mark("Chart"), ":material/bar_chart:"),
    "tickets": (mark("Tickets behind"), ":material/list:"),
    "what_if": (mark("What if"), ":material/psychology_alt:"),
}


def draw(here: Session, statement: Statement, shared: Sharing, *, stands: bool = True) -> None:
    """Strip, table, and one of: the path of a vendor, a chart, the tickets behind, a what-if. `stands`: whether it is
    the result of what is typed now, and not of what was typed before."""
    last = before(here.db, statement)
    strip.draw(here, shared, last)
    second, other = _second(here, shared)
    rows = shown(shared, last, other)
    found = result_table.columns(here, shared, rows, second)
    result_table.draw(found, rows)
    st.caption("  \n".join(_left_out(here, shared)))
    chosen = part(
        "sharing_view",
        here._("Show"),
        {name: f"{icon} {here._(words)}" for name, (words, icon) in VIEWS.items()},
    )
    if chosen == "tickets":
        ticket_list.draw(here, shared)
    elif chosen == "what_if":
        if stands:
            what_if_view.draw(here, statement, shared)
        else:
            st.caption(_what_if_later(here))
    elif chosen == "figure":
        _figure(here, statement, rows, last, second)
        taken_away(here, result_table.taken(found, rows), _title(here, statement), "sharing_result")
    else:
        path_view.draw(here, shared)


def _what_if_later(here: Session) -> str:
    return here._("What-ifs are computed again as soon as what is typed can be.")


def _second(here: Session, shared: Sharing) -> tuple[str, dict[str, int] | None]:
    """The second method that is chosen, and what it makes of the same business."""
    _ = here._
    mine = ready(shared.scheme.weights)
    words = {NO_SECOND: _("nothing")} | {
        code: _(title) for code, (title, _w) in READY.items() if code != mine
    }
    key = "sharing_second"
    if st.session_state.get(key) not in words:
        st.session_state[key] = NO_SECOND
    chosen = st.selectbox(
        _("Compared with the method"),
        list(words),
        format_func=words.__getitem__,
        key=key,
        width=300,
    )
    if chosen == NO_SECOND:
        return "", None
    other = by_method(shared, READY[chosen][1])
    if isinstance(other, Refusal):
        st.caption(f":orange[{harmless(explain(here.language, other))}]")
        return "", None
    return words[chosen], other


def _left_out(here: Session, shared: Sharing) -> Iterator[str]:
    """Which tickets do not count, and who takes no part, each with the reason."""
    _ = here._
    n = dict(shared.tickets.group_by("aside").len().iter_rows())
    aside = [f"{_(words)} {n[why]:,}" for why, words in ASIDE_WORDS.items() if n.get(why)]
    if aside:
        yield _("Set aside: {what}", what=_(", ").join(aside))
    names = {one.code: one.name for one in organisation.vendors(here.db).values()}
    outside = [f"{names.get(code, code)} ({_(ASIDE_WORDS[why])})" for code, why in shared.outside.items()]
    if outside:
        yield harmless(_("Takes no part: {who}", who=_(", ").join(outside)))


def _title(here: Session, statement: Statement) -> str:
    return here._("Cost sharing {number}", number=statement.number)


def _figure(
    here: Session, statement: Statement, rows: Sequence[Shown], last: Before | None, second: str
) -> None:
    _ = here._
    series = {_("Share, yuan"): [one.line.cents for one in rows]}
    if last is not None:
        series[_("Period before")] = [one.last or 0 for one in rows]
    if second:
        series[second] = [one.other or 0 for one in rows]
    period = days(statement.starts_on, statement.ends_on)
    title = (
        f"{_title(here, statement)}<br><sub>{period} · {_('yuan')} · {_('{n} vendors', n=len(rows))}</sub>"
    )
    figure = figures.bars([one.line.name for one in rows], series, title=title, unit=_("yuan"))
    st.plotly_chart(figure, key="sharing_figure", config={"displayModeBar": False})
