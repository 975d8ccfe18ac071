"""One checklist opened: its items, its versions, the plans that go by it, and how its readings ran."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.inspections import checklist_keeping
from lib.inspections.checklists import Checklist, items
from lib.inspections.plan_figures import seen
from lib.inspections.readings import measured
from lib.inspections.seeing import visible
from lib.people.accounts import names
from lib.people.roles import Permission
from lib.store.database import Row
from lib.ui import readings_trend
from lib.ui.addressed import part
from lib.ui.checklists import editor, shown
from lib.ui.plans import opened
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import empty, flash, refusal_shown, when


def draw(here: Session, one: Checklist) -> None:
    """Its head, and the part that is chosen."""
    _ = here._
    st.subheader(one.name)
    st.markdown(_head(here, one))
    keeps = here.may(Permission.KEEP_PLANS)
    parts = {"items": _("Items"), "versions": _("Versions"), "plans": _("Plans"), "readings": _("Readings")}
    chosen = part("checklist_part", _("Show"), parts)
    if chosen != "items" and editor.unpublished(one.id):
        st.caption(f":material/edit_note: {_('There are changes that are not published yet.')}")
    if chosen == "items":
        if keeps:
            editor.draw(here, one)
            _changing(here, one)
        else:
            shown.draw(here, items(here.db, one.id, one.version), f"checklist_shown_{one.id}")
    elif chosen == "versions":
        _versions(here, one)
    elif chosen == "plans":
        _plans(here, one)
    else:
        _readings(here, one)


def _head(here: Session, one: Checklist) -> str:
    _, (last, *_older) = here._, versions(here, one)
    count = len(items(here.db, one.id, one.version))
    badges = [f":primary-badge[{_('Version {n}', n=one.version)}]", f":gray-badge[{_('{n} items', n=count)}]"]
    if one.category:
        badges.append(f":gray-badge[:material/category: {one.category}]")
    if not one.active:
        badges.append(f":gray-badge[:material/block: {_('Out of use')}]")
    who = names(here.db).get(last["made_by"], "")
    return (
        " ".join(badges)
        + "  "
        + " · ".join(filter(None, (_("published {time}", time=when(last["made_at"])), who)))
    )


def versions(here: Session, one: Checklist) -> list[Row]:
    """Its versions, the newest first: version, made_at, made_by, rounds (how many one may see that have or had it)."""
    sight = visible(here.actor)
    sql = f"""
        SELECT v.version, v.made_at, v.made_by,
            (SELECT count(*) FROM round r WHERE r.checklist_id = v.checklist_id AND r.checklist_version = v.version
             AND {sight.sql}) AS rounds
        FROM checklist_version v WHERE v.checklist_id = $id ORDER BY v.version DESC"""
    return here.db.rows(sql, id=one.id, **sight.values)


def _versions(here: Session, one: Checklist) -> None:
    _, people = here._, names(here.db)
    known = {row["version"]: row for row in versions(here, one)}

    def said(version: int) -> str:
        row = known[version]
        rounds = _("{n} rounds", n=row["rounds"])
        parts = (_("Version {n}", n=version), when(row["made_at"]), people.get(row["made_by"], ""), rounds)
        return " · ".join(filter(None, parts))

    chosen = st.radio(_("Versions"), list(known), format_func=said, key=f"checklist_version_{one.id}")
    if chosen is not None:
        shown.draw(here, items(here.db, one.id, chosen), f"checklist_shown_{one.id}_{chosen}")


def _plans(here: Session, one: Checklist) -> None:
    _ = here._
    found = [plan for plan in seen(here.db, here.actor) if plan.checklist_id == one.id]
    if not found:
        empty(_("No plan goes by this checklist yet."), ":material/event_repeat:")
    for plan in found:
        label = f"{plan.code} {plan.name}" + ("" if plan.active else f" ({_('Paused')})")
        # A link to the page one is on does nothing: Streamlit takes it for the view that is open.
        key = f"checklist_plan_{plan.id}"
        st.button(
            label,
            type="tertiary",
            icon=":material/event_repeat:",
            key=key,
            on_click=_open_plan,
            args=(plan.code,),
        )


def _open_plan(code: str) -> None:
    """The plan instead of the checklist, on the same page."""
    for name in ("plans_tab", "checklist", "checklist_part"):
        st.query_params.pop(name, None)
    opened.open(code)


def _readings(here: Session, one: Checklist) -> None:
    _, found = here._, {row["item_id"]: row for row in measured(here.db, one.id, one.version)}
    if not found:
        empty(_("This checklist asks for no number."), ":material/monitoring:")
        return
    item = st.selectbox(
        _("Item"),
        list(found),
        format_func=lambda key: found[key]["words"],
        key=f"checklist_item_{one.id}",
        width=420,
    )
    readings_trend.draw(here, found[item], visible(here.actor), key=f"checklist_trend_{item}")


def _changing(here: Session, one: Checklist) -> None:
    """Its name, category and whether it is in use, which need no new version."""
    _ = here._
    with st.popover(_("Name and use"), icon=":material/edit:"):
        name = st.text_input(_("Name"), one.name, key=f"checklist_name_{one.id}")
        category = st.text_input(_("Category of assets"), one.category, key=f"checklist_category_{one.id}")
        active = st.checkbox(_("In use"), one.active, key=f"checklist_active_{one.id}")
        changes = {"name": name, "category": category, "active": active}
        st.button(_("Save"), key=f"checklist_save_{one.id}", on_click=_save, args=(one.id, changes))
        refusal_shown()


def _save(checklist_id: int, changes: dict[str, Any]) -> None:
    here = current()
    with guarded():
        kept = checklist_keeping.change(
            here.db, actor=here.actor, checklist_id=checklist_id, changes=changes, now=here.now
        )
        flash(here._("“{name}” is saved.", name=kept.name))
