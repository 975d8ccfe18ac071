"""What became, or would become, of every row: counts, what is created, reasons, the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl
import streamlit as st

from lib.core.i18n import mark
from lib.tickets.importing.reporting import CREATED_WORDS, MOST_REASONS, remark
from lib.tickets.importing.summary import Rows
from lib.tickets.importing.verdicts import ALREADY_THERE, IMPORTED, REJECTED, Verdict, Verdicts
from lib.ui.session import Session
from lib.ui.system.import_work import Work

TOLD = {
    IMPORTED: mark("{count} imported"),
    ALREADY_THERE: mark("{count} already there"),
    REJECTED: mark("{count} rejected"),
}


def draw(here: Session, work: Work, *, written: bool) -> None:
    """`written`: it has happened; else it would."""
    _counts(here, work.verdicts, written)
    _created(here, work.created, written)
    _reasons(here, work.summary.reasons)
    _table(here, mark("Rejected rows: {count}"), work.summary.rejected)
    _table(here, mark("Imported with a remark: {count}"), work.summary.doubtful)


def _counts(here: Session, verdicts: Verdicts, written: bool) -> None:
    words = {
        IMPORTED: mark("Imported") if written else mark("To be imported"),
        ALREADY_THERE: mark("Already there"),
        REJECTED: mark("Rejected"),
    }
    for column, (result, label) in zip(st.columns(len(words)), words.items(), strict=True):
        column.metric(here._(label), f"{verdicts.count(result):,}", border=True)


def _created(here: Session, created: Mapping[str, int], written: bool) -> None:
    named = [
        here._(words, count=f"{n:,}") for table, words in CREATED_WORDS.items() if (n := created.get(table))
    ]
    if named:
        label = mark("Created under a branch of their own: {words}")
        planned = mark("Would be created under a branch of their own: {words}")
        st.markdown(here._(label if written else planned, words=here._(mark(", ")).join(named)))


def _reasons(here: Session, kinds: Sequence[Rows]) -> None:
    """By kind: how many rows, and the first of them."""
    if not kinds:
        return
    _ = here._
    st.markdown(f"**{_('Most frequent reasons')}**")
    _frame(
        {
            _("Rows"): kind.count,
            _("Such as line"): kind.first[0].first,
            _("Reason"): remark(kind.first[0], here.language),
        }
        for kind in kinds[:MOST_REASONS]
    )


def _table(here: Session, title: str, found: Rows) -> None:
    if not found.count:
        return
    _ = here._
    with st.expander(_(title, count=f"{found.count:,}"), icon=":material/table_rows:"):
        _frame(_row(here, one) for one in found.first)
        if found.count > len(found.first):
            most = len(found.first)
            st.caption(_("The first {most} are shown; the report holds all of them.", most=most))


def _row(here: Session, one: Verdict) -> Mapping[str, object]:
    _ = here._
    return {
        _("Line"): one.first,
        _("Number there"): one.number,
        _("Reason or remark"): remark(one, here.language),
    }


def _frame(rows: Iterable[Mapping[str, object]]) -> None:
    """The last column holds words, those before it a number each."""
    frame = pl.DataFrame(list(rows), infer_schema_length=None)
    narrow = {name: st.column_config.Column(width=110) for name in frame.columns[:-1]}
    st.dataframe(frame, hide_index=True, height="content", column_config=narrow)


def told(here: Session, counts: Mapping[str, int]) -> str:
    """How many rows had which result, in a line; those with none left out."""
    said = (
        here._(words, count=f"{counts[result]:,}") for result, words in TOLD.items() if counts.get(result)
    )
    return here._(mark(", ")).join(said)
