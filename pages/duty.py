"""Duty roster: who holds which post in a week, and who is on duty now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from lib.lists.offered import named
from lib.lists.shape import List
from lib.lists.shapes.roster import of_week
from lib.people import roster
from lib.people.posts import of_team, reaches
from lib.people.roles import Permission
from lib.ui.duty import cell, chosen, grid, posts_table, present, warned
from lib.ui.duty.chosen import ALL, Chosen
from lib.ui.lists.panel import list_panel
from lib.ui.session import current, guarded
from lib.ui.widgets import NOTHING_DONE, WRITTEN, empty, flash, refusal_shown

here = current()
_ = here._


def copy(of: Chosen, overwrite: bool) -> None:
    """Last week into this one."""
    now = current()
    with guarded():
        done = roster.copy_week(
            now.db, actor=now.actor, team_id=of.team_id, first=of.first, now=now.now, overwrite=overwrite
        )
        flash(_copied(done), icon=WRITTEN if done.filled else NOTHING_DONE)


def _copied(done: roster.Copied) -> str:
    """What was copied, or why nothing was."""
    said = _(
        "{filled} cells filled from last week, {kept} left as they were.", filled=done.filled, kept=done.kept
    )
    if not done.filled and done.kept:
        said = _("Nothing was copied; {kept} cells left as they were.", kept=done.kept)
    elif not done.filled:
        said = "" if done.left_out else _("Nothing to copy: nobody stood in last week's roster.")
    left_out = _("{count} people out of use were left out.", count=done.left_out) if done.left_out else ""
    return " ".join(filter(None, (said, left_out)))


def of_this_week(of: Chosen) -> List:
    """The list of the roster with this team's week alone, every post in it: also a template to fill in."""
    return replace(named("roster"), rows=lambda db: of_week(db, of_team(db, of.team_id), of.first))


def controls(of: Chosen, keeps: bool) -> None:
    """The way through the weeks, and last week's copy."""
    last = of.first + timedelta(days=roster.DAYS - 1)
    st.button(
        _("Previous week"),
        key="duty_before",
        on_click=chosen.turn,
        args=(-1,),
        icon=":material/chevron_left:",
    )
    st.button(
        f"{of.first:%Y-%m-%d} – {last:%m-%d}",
        key="duty_this",
        on_click=chosen.turn,
        args=(0,),
        help=_("To this week"),
    )
    st.button(
        _("Next week"), key="duty_after", on_click=chosen.turn, args=(1,), icon=":material/chevron_right:"
    )
    if keeps:
        st.button(
            _("Copy last week"),
            key="duty_copy",
            on_click=copy,
            args=(of, False),
            icon=":material/content_copy:",
        )
        with st.popover(_("More actions"), icon=":material/more_horiz:"):
            st.caption(_("Copying fills empty cells only. This replaces what stands in this week:"))
            st.button(_("Copy and overwrite"), key="duty_overwrite", on_click=copy, args=(of, True))


def page() -> None:
    """The chosen team's week, or everybody on duty now."""
    codes = chosen.offered(here)
    st.header(_("Duty roster"))
    refusal_shown()
    if not codes:
        empty(_("You belong to no team whose roster you could see."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = chosen.team(here, codes, everybody=len(codes) > 1)
        if code != ALL:
            of = Chosen(code, *codes[code], chosen.week(here))
            keeps = reaches(here.db, here.actor, Permission.KEEP_DUTY, of.team_id)
            controls(of, keeps)
            if of.team_id is not None:
                st.link_button(_("Duty room's screen"), f"/duty-room/{code}", icon=":material/tv:")
    if code == ALL:
        present.table(here, codes)
        if here.may(Permission.KEEP_DUTY):
            list_panel("posts", edits=True, label=_("All posts as a table"))
            list_panel("roster", edits=True, label=_("All rosters as a table"))
        return
    week(of, keeps)


def week(of: Chosen, keeps: bool) -> None:
    """Who is there now, the grid, what to look at twice, and for who keeps it the posts and the files."""
    present.line(here, of.team_id)
    if of_team(here.db, of.team_id):
        clashes = roster.warnings(here.db, of.team_id, of.first)
        grid.draw(here, of, editable=keeps, clashes=clashes)
        warned.warned(here, clashes)
    else:
        empty(_("This team has no duty posts yet. Add them below: day, middle, night, standby."))
    if not keeps:
        list_panel("roster", edits=False, exported=of_this_week(of))
        return
    with st.expander(_("Posts"), icon=":material/schedule:", expanded=not of_team(here.db, of.team_id)):
        posts_table.draw(of)
    list_panel("roster", edits=True, exported=of_this_week(of))
    cell.draw(here, of)


page()
