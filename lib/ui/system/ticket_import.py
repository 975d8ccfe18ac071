"""Another system's tickets: choose the file, see what would become of every row, import, keep the report."""

from __future__ import annotations

import streamlit as st

from lib.core.i18n import explain, mark
from lib.people.roles import Permission, require
from lib.tickets.importing import keeping, reporting
from lib.tickets.importing.verdicts import IMPORTED
from lib.ui import navigation
from lib.ui.session import Session, current, guarded
from lib.ui.system import import_fields, import_preview, import_work
from lib.ui.system.import_work import Stage, Work
from lib.ui.widgets import when
from lib.ui.words import plain

FIELDS = (import_fields.FILE, import_fields.MAPPING)
"""Fields that say themselves what is wrong with them."""
LOOKS_EVERY = 0.6
"""Seconds between two looks at an import that runs."""
DOING = {
    Stage.READING: mark("Reading {file}: {done} of about {rows} rows"),
    Stage.WRITING: mark("Importing {file}: {done} of {rows} tickets"),
}


def draw(here: Session) -> None:
    """The whole section, by how far the import of this person is."""
    work = import_work.of(here.db, here.account.id)
    if work is None or work.stage is not Stage.DONE:
        import_fields.draw(here, busy=work is not None and work.runs)
    if work is not None:
        _stage(here, work)
    _past(here)


def _stage(here: Session, work: Work) -> None:
    match work.stage:
        case Stage.READING | Stage.WRITING:
            _running()
        case Stage.READY:
            _ready(here, work)
        case Stage.DONE:
            _done(here, work)
        case Stage.REFUSED if work.refusal is not None:
            st.error(explain(here.language, work.refusal), icon=":material/error:")
        case Stage.STOPPED:
            st.info(here._("Stopped; nothing was imported."), icon=":material/stop_circle:")
        case _:
            text = here._("Something went wrong on our side. Please try again, or phone the service desk.")
            st.error(f"{text} {here._('Nothing was imported.')}", icon=":material/error:")


@st.fragment(run_every=LOOKS_EVERY)
def _running() -> None:
    """How far it is, looked at again and again without drawing the whole page."""
    here = current()
    work = import_work.of(here.db, here.account.id)
    if work is None or not work.runs:
        st.rerun()
    said = {"done": f"{work.done_rows:,}", "rows": f"{work.rows:,}", "file": work.asked.file_name}
    share = min(work.done_rows / work.rows, 1.0) if work.rows else 0.0
    st.progress(share, here._(DOING.get(work.stage, ""), **said))
    st.button(here._("Stop the import"), icon=":material/stop_circle:", on_click=work.stop)


def _ready(here: Session, work: Work) -> None:
    _, tickets = here._, work.verdicts.count(IMPORTED)
    st.markdown(
        f"**{_('What importing {file} would do', file=work.asked.file_name)}** · {work.asked.mapping.name}"
    )
    import_preview.draw(here, work, written=False)
    with st.container(horizontal=True):
        if tickets:
            st.button(
                _("Import {count} tickets", count=f"{tickets:,}"),
                key="import_write",
                type="primary",
                icon=":material/upload:",
                on_click=_write,
            )
        _report(here, work, f"{work.asked.mapping.source}-preview.csv", written=False)
        st.button(_("Discard"), key="import_discard", on_click=_discard)
    if not tickets:
        st.info(_("There is nothing to import in this file."), icon=":material/info:")


@guarded()
def _write() -> None:
    here = current()
    require(here.actor, Permission.ADMINISTER)
    work = import_work.of(here.db, here.account.id)
    if work is not None:
        work.write(here.now)
        work.wait(import_fields.AT_ONCE)


@guarded()
def _discard() -> None:
    here = current()
    import_work.forget(here.db, here.account.id)


def _done(here: Session, work: Work) -> None:
    _, source = here._, work.asked.mapping.source
    tickets = work.verdicts.count(IMPORTED)
    st.success(
        _("{count} tickets of {system} imported.", count=f"{tickets:,}", system=work.asked.mapping.name),
        icon=":material/check_circle:",
    )
    import_preview.draw(here, work, written=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        navigation.link("search", _("Show these tickets"), icon=":material/search:", search_source=source)
        _report(here, work, f"{source}.csv", written=True)
        st.button(_("Import another file"), key="import_again", on_click=_again)


@guarded()
def _again() -> None:
    _discard()
    import_fields.clear()


def _report(here: Session, work: Work, name: str, *, written: bool) -> None:
    st.download_button(
        here._("Download the report, a line for every row"),
        lambda: reporting.table(work, here.language, written=written).encode(),
        name,
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _past(here: Session) -> None:
    """Every import there was, its report to download while it is still there."""
    _, found = here._, keeping.past(here.db)
    if not found:
        return
    with st.expander(_("Past imports: {count}", count=len(found)), icon=":material/history:"):
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                by = one.by or _("Command line")
                parts = (
                    when(one.made_at),
                    f"**{plain(one.source)}**",
                    plain(by),
                    import_preview.told(here, one.counts),
                )
                st.markdown(" · ".join(filter(None, parts)), width="stretch")
                if one.report is not None:
                    st.download_button(
                        _("Report"),
                        one.report.read_bytes,
                        one.report.name,
                        "text/csv",
                        key=f"report_{one.report.name}",
                        on_click="ignore",
                        icon=":material/download:",
                    )
