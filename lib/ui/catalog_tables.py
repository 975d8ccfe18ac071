"""Services, promises, materials and days off as tables that who may can edit in place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import streamlit as st

from lib.catalog import promises, services, upkeep
from lib.catalog.services import AUTOMATIC_WORDS
from lib.core.errors import WrongInput
from lib.core.i18n import Say, mark
from lib.core.money import cents, yuan
from lib.lists.amounts import Hour
from lib.people import licences, organisation
from lib.places.locations import AREA_WORDS
from lib.tickets.words import KIND_WORDS, SEVERITY_WORDS
from lib.ui.choices import in_use
from lib.ui.session import Session, current
from lib.ui.table_editor import Row, table_editor


def services_table(edits: bool) -> None:
    """Every service: what it is called, how urgent and heavy by default, who does it, what people say for it."""
    here = current()
    _ = here._
    companies = {one.name: one.id for one in organisation.vendors(here.db).values()}
    teams = {one.name: one.id for one in organisation.teams(here.db).values()}
    severities = {_(words): severity for severity, words in SEVERITY_WORDS.items()}
    ways = {_(words): way for way, words in AUTOMATIC_WORDS.items()}
    by_vendor, by_team = ({known: name for name, known in ids.items()} for ids in (companies, teams))
    known = organisation.teams(here.db), organisation.vendors(here.db)
    team_names, vendor_names = ([found[one].name for one in in_use(found)] for found in known)
    rows = [
        {
            **{
                name: getattr(one, name)
                for name in ("code", "group", "name", "name_en", "weight", "people", "visit", "active")
            },
            "licence": licences.licence(one.licence).name.said(here.language),
            "kind": _(KIND_WORDS[one.kind]),
            "severity": _(SEVERITY_WORDS[one.severity]),
            "vendor": by_vendor.get(one.vendor_id or 0, ""),
            "team": by_team.get(one.team_id or 0, ""),
            "automatic": _(AUTOMATIC_WORDS[one.automatic]),
            "words": "; ".join(one.words),
        }
        for one in services.all_services(here.db).values()
    ]
    papers = _licences(here)
    columns = _service_columns(
        _,
        {
            "severity": severities,
            "team": ["", *team_names],
            "vendor": ["", *vendor_names],
            "automatic": ways,
            "licence": ["", *papers],
        },
    )

    def save(row: Row | None, typed: dict[str, Any]) -> None:
        assert row is not None
        now = current()
        if "severity" in typed:
            typed["severity"] = severities[typed["severity"]]
        if "team" in typed:
            typed["team_id"] = teams.get(typed.pop("team"))
        if "vendor" in typed:
            typed["vendor_id"] = companies.get(typed.pop("vendor"))
        if "automatic" in typed:
            typed["automatic"] = ways[typed["automatic"]]
        if "licence" in typed:
            typed["licence"] = papers.get(typed["licence"] or "", "")
        if "words" in typed:
            phrases = (typed["words"] or "").split(";")
            typed["words"] = ";".join(phrase.strip() for phrase in phrases if phrase.strip())
        upkeep.change_service(now.db, actor=now.actor, code=row["code"], changes=typed, now=now.now)

    table_editor("services", rows, columns, save=save, editable=edits, fixed=("code", "group", "kind"))


def _service_columns(_: Say, offered: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """How each column is edited; `offered`: what can be chosen in those with choices."""
    return {
        "code": st.column_config.TextColumn(_("Code")),
        "group": st.column_config.TextColumn(_("Group")),
        "name": st.column_config.TextColumn(_("Name"), required=True),
        "name_en": st.column_config.TextColumn(_("Name in English")),
        "kind": st.column_config.TextColumn(_("Kind")),
        "severity": st.column_config.SelectboxColumn(
            _("Severity"), options=list(offered["severity"]), required=True
        ),
        "weight": st.column_config.NumberColumn(
            _("Weight"), min_value=0.1, max_value=100.0, step=0.1, format="%.1f"
        ),
        "team": st.column_config.SelectboxColumn(_("Team"), options=list(offered["team"])),
        "vendor": st.column_config.SelectboxColumn(_("Vendor"), options=list(offered["vendor"])),
        "licence": st.column_config.SelectboxColumn(_("Licence"), options=list(offered["licence"])),
        "people": st.column_config.NumberColumn(
            _("People needed"), min_value=1, max_value=upkeep.MOST_PEOPLE, step=1, required=True
        ),
        "visit": st.column_config.CheckboxColumn(_("On site")),
        "automatic": st.column_config.SelectboxColumn(
            _("Dispatch"), options=list(offered["automatic"]), required=True
        ),
        "words": st.column_config.TextColumn(_("What people say"), width="large"),
        "active": st.column_config.CheckboxColumn(_("In use")),
    }


def _licences(here: Session) -> Mapping[str, str]:
    """Codes of licences by their names: those the product knows, and those services ask for in words of their own."""
    asked = {one.licence for one in services.all_services(here.db).values()} - {""}
    codes = [*licences.known(), *sorted(asked - licences.known().keys())]
    return {licences.licence(code).name.said(here.language): code for code in codes}


def promises_table(edits: bool) -> None:
    """The promises in force; a change makes a new version, the past keeps the one it had."""
    here = current()
    _, known = here._, services.all_services(here.db)
    st.caption(
        _(
            "Minutes from the report. A change holds for tickets opened from now on; older ones keep their promise."
        )
    )
    rows = [
        {
            "id": one.id,
            "severity": _(SEVERITY_WORDS[one.severity]),
            "area": _(AREA_WORDS[one.area_class]) if one.area_class else _("any"),
            "service": known[one.service_code].title(here.language)
            if one.service_code in known
            else _("any"),
            **{stage: getattr(one, f"{stage}_minutes") for stage in promises.STAGES},
            **{name: getattr(one, name) for name in promises.LATE_EVENING},
            "hours": _("round the clock") if one.complete_calendar == "always" else _("working hours"),
            "version": one.version,
        }
        for one in promises.all_promises(here.db).values()
        if one.valid_to is None
    ]
    columns = {
        "severity": st.column_config.TextColumn(_("Severity")),
        "area": st.column_config.TextColumn(_("Area")),
        "service": st.column_config.TextColumn(_("Service")),
        "respond": st.column_config.NumberColumn(_("Respond (min)"), min_value=1, step=1),
        "arrive": st.column_config.NumberColumn(_("Arrive (min)"), min_value=1, step=1),
        "complete": st.column_config.NumberColumn(_("Complete (min)"), min_value=1, step=1),
        "late_from": st.column_config.TextColumn(
            _("Late from"),
            help=_(
                "Reported from this hour on, outside critical areas, it counts from the next morning; empty: at once."
            ),
        ),
        "late_start": st.column_config.TextColumn(
            _("Counts from"), help=_("The next morning's hour, such as 08:00.")
        ),
        "hours": st.column_config.TextColumn(_("Counted")),
        "version": st.column_config.NumberColumn(_("Version")),
    }

    def save(row: Row | None, typed: dict[str, Any]) -> None:
        assert row is not None
        now = current()
        minutes = {stage: int(typed.get(stage, row[stage]) or 0) for stage in promises.STAGES}
        others = {name: _hour(typed[name]) for name in promises.LATE_EVENING if name in typed}
        upkeep.change_promise(
            now.db, actor=now.actor, promise_id=row["id"], minutes=minutes, others=others, now=now.now
        )

    fixed = ("severity", "area", "service", "hours", "version")
    table_editor("promises", rows, columns, save=save, editable=edits, fixed=fixed)


def _hour(typed: str | None) -> str:
    """As promises keep it: "8:00" typed by hand is "08:00"."""
    return Hour().read((typed or "").strip())


def materials_table(edits: bool) -> None:
    """Materials with unit and price; finished tickets keep the price they had."""
    here = current()
    _ = here._
    groups = {one.name: one.code for one in services.groups(here.db)}
    by_code = {code: name for name, code in groups.items()}

    def listed() -> list[Row]:
        return [
            {**row, "price": yuan(row["unit_cents"]), "group": by_code.get(row["group_code"], "")}
            for row in here.db.rows("SELECT * FROM material ORDER BY code")
        ]

    columns = {
        "code": st.column_config.TextColumn(_("Code"), required=True),
        "name": st.column_config.TextColumn(_("Name"), required=True),
        "unit": st.column_config.TextColumn(_("Unit")),
        "price": st.column_config.TextColumn(_("Price (yuan)")),
        "group": st.column_config.SelectboxColumn(_("Group"), options=["", *groups]),
        "active": st.column_config.CheckboxColumn(_("In use"), default=True),
    }

    def save(row: Row | None, typed: dict[str, Any]) -> None:
        now = current()
        if row is not None and typed.get("code", row["code"]) != row["code"]:
            raise WrongInput(mark("A code stays as it is; add a new row instead."), field="code")
        # Not the row as it was shown: others may have changed what this person left alone.
        before = next(one for one in listed() if one["code"] == row["code"]) if row is not None else {}
        values = {**before, **typed}
        values["unit_cents"] = cents(values.get("price") or "0")
        values["group_code"] = groups.get(values.get("group") or "", "")
        upkeep.save_material(now.db, actor=now.actor, values=values, now=now.now)

    table_editor("materials", listed(), columns, save=save, may_add=edits, editable=edits)


def days_table(edits: bool) -> None:
    """The hospital's own days off and make-up workdays, over the public ones."""
    here = current()
    _ = here._
    st.caption(
        _("Public holidays and make-up workdays are known already; these days are the hospital's own.")
    )
    kinds = {_("Day off"): "closed", _("Make-up workday"): "workday", _("As usual"): ""}
    words = {kind: word for word, kind in kinds.items()}
    rows = [
        {**row, "kind": words[row["kind"]]}
        for row in here.db.rows("SELECT * FROM calendar_day ORDER BY day DESC")
    ]
    columns = {
        "day": st.column_config.DateColumn(_("Day"), required=True),
        "kind": st.column_config.SelectboxColumn(_("Kind"), options=list(kinds), required=True),
        "note": st.column_config.TextColumn(_("Note")),
    }

    def save(row: Row | None, typed: dict[str, Any]) -> None:
        now, values = current(), {**(row or {}), **typed}
        if not values.get("day"):
            raise WrongInput(mark("Please fill in the day."), field="day")
        day = (
            values["day"] if isinstance(values["day"], date) else date.fromisoformat(str(values["day"])[:10])
        )
        kind = kinds.get(values.get("kind") or "", "closed")
        upkeep.set_day(
            now.db, actor=now.actor, day=day, kind=kind, note=values.get("note") or "", now=now.now
        )

    table_editor("days", rows, columns, save=save, may_add=edits, editable=edits)
