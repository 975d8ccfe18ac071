"""Departments, teams, vendors and contracts as tables that who may can edit in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from lib.core.money import cents, yuan
from lib.people import organisation
from lib.people.organisation import CONTRACT_WORDS, DEPARTMENT_WORDS, ContractStatus, DepartmentKind
from lib.places.locations import LocationKind, all_locations
from lib.ui.session import current
from lib.ui.table_editor import Row, table_editor

Translate = Callable[[dict[str, Any]], dict[str, Any]]


def departments(edits: bool) -> None:
    """Every department: code, name, kind, campus, extension, cost centre."""
    here = current()
    _, campuses = here._, _campuses()

    def listed() -> list[Row]:
        return [
            _row(one, campus=_name(campuses, one.campus_id), kind=_(DEPARTMENT_WORDS[one.kind]))
            for one in organisation.departments(here.db).values()
        ]

    kinds = {_(words): kind for kind, words in DEPARTMENT_WORDS.items()}
    columns = {
        "code": st.column_config.TextColumn(_("Code"), required=True),
        "name": st.column_config.TextColumn(_("Name"), required=True),
        "kind": st.column_config.SelectboxColumn(_("Kind"), options=list(kinds), required=True),
        "campus": st.column_config.SelectboxColumn(_("Campus"), options=["", *campuses]),
        "extension": st.column_config.TextColumn(_("Extension")),
        "cost_centre": st.column_config.TextColumn(_("Cost centre")),
        "active": st.column_config.CheckboxColumn(_("In use"), default=True),
    }

    def known(values: dict[str, Any]) -> dict[str, Any]:
        return _with(
            values, kind=("kind", kinds, DepartmentKind.CLINICAL), campus=("campus_id", campuses, None)
        )

    _table("department", listed, columns, edits, known)


def teams(edits: bool) -> None:
    """Every team: code, name, vendor, campus."""
    here = current()
    _, campuses = here._, _campuses()
    companies = {one.name: one.id for one in organisation.vendors(here.db).values()}

    def listed() -> list[Row]:
        return [
            _row(one, vendor=_name(companies, one.vendor_id), campus=_name(campuses, one.campus_id))
            for one in organisation.teams(here.db).values()
        ]

    columns = {
        "code": st.column_config.TextColumn(_("Code"), required=True),
        "name": st.column_config.TextColumn(_("Name"), required=True),
        "vendor": st.column_config.SelectboxColumn(_("Vendor"), options=["", *companies]),
        "campus": st.column_config.SelectboxColumn(_("Campus"), options=["", *campuses]),
        "takes": st.column_config.CheckboxColumn(_("People take jobs themselves"), default=True),
        "active": st.column_config.CheckboxColumn(_("In use"), default=True),
    }

    def known(values: dict[str, Any]) -> dict[str, Any]:
        return _with(values, vendor=("vendor_id", companies, None), campus=("campus_id", campuses, None))

    _table("team", listed, columns, edits, known)


def vendors(edits: bool) -> None:
    """Every vendor: code, name, type, whether it is the hospital's own, tax rate."""
    here = current()
    _ = here._
    columns = {
        "code": st.column_config.TextColumn(_("Code"), required=True),
        "name": st.column_config.TextColumn(_("Name"), required=True),
        "vendor_type": st.column_config.TextColumn(_("Kind")),
        "internal": st.column_config.CheckboxColumn(_("The hospital's own"), default=False),
        "tax_rate": st.column_config.TextColumn(_("Tax rate")),
        "active": st.column_config.CheckboxColumn(_("In use"), default=True),
    }
    _table(
        "vendor",
        lambda: [_row(one) for one in organisation.vendors(here.db).values()],
        columns,
        edits,
        lambda values: values,
    )


def contracts(edits: bool) -> None:
    """Every contract: number, vendor, from, to, status, yearly sum in yuan."""
    here = current()
    _ = here._
    companies = {one.name: one.id for one in organisation.vendors(here.db).values()}
    statuses = {_(words): status for status, words in CONTRACT_WORDS.items()}

    def listed() -> list[Row]:
        return [
            _row(
                one,
                vendor=_name(companies, one.vendor_id),
                status=_(CONTRACT_WORDS[one.status]),
                yearly=yuan(one.yearly_cents),
            )
            for one in organisation.contracts(here.db)
        ]

    columns = {
        "number": st.column_config.TextColumn(_("Contract number"), required=True),
        "vendor": st.column_config.SelectboxColumn(_("Vendor"), options=list(companies), required=True),
        "starts_on": st.column_config.DateColumn(_("From"), required=True),
        "ends_on": st.column_config.DateColumn(_("To"), required=True),
        "status": st.column_config.SelectboxColumn(_("Status"), options=list(statuses), required=True),
        "yearly": st.column_config.TextColumn(_("Yearly sum (yuan)")),
    }

    def known(values: dict[str, Any]) -> dict[str, Any]:
        found = _with(
            values, vendor=("vendor_id", companies, None), status=("status", statuses, ContractStatus.DRAFT)
        )
        if "yearly" in found:
            found["yearly_cents"] = cents(found.pop("yearly") or "0")
        for name in ("starts_on", "ends_on"):
            if isinstance(found.get(name), str):
                found[name] = date.fromisoformat(found[name][:10])
        return found

    _table("contract", listed, columns, edits, known)


def _campuses() -> Mapping[str, int]:
    places = all_locations(current().db).values()
    return {place.name: place.id for place in places if place.kind == LocationKind.CAMPUS}


def _row(one: Any, **shown: Any) -> Row:
    return {name: getattr(one, name) for name in type(one).__slots__} | shown


def _name(ids: Mapping[str, int], wanted: int | None) -> str:
    return next((name for name, known in ids.items() if known == wanted), "")


def _with(values: dict[str, Any], **columns: tuple[str, Mapping[str, Any], Any]) -> dict[str, Any]:
    """The values with words turned back into what is kept: shown column → (kept column, by word, default)."""
    kept = dict(values)
    for shown, (column, by_word, default) in columns.items():
        if shown in kept:
            word = kept.pop(shown)
            kept[column] = by_word.get(word, default)
    return kept


def _table(
    table: str, listed: Callable[[], Sequence[Row]], columns: Mapping[str, Any], edits: bool, known: Translate
) -> None:
    def save(row: Row | None, changes: dict[str, Any]) -> object:
        now = current()
        before: Row = {}
        if row is not None:
            # Not the row as it was shown: others may have changed what this person left alone.
            before = next(one for one in listed() if one["id"] == row["id"])
        values = known({**{name: before[name] for name in columns if before}, **changes})
        if row is not None:
            values["id"] = row["id"]
        return organisation.save(now.db, table, values, actor=now.actor, now=now.now)

    table_editor(
        f"{table}_table", _in_use(table, listed()), columns, save=save, may_add=edits, editable=edits
    )


def _in_use(table: str, rows: Sequence[Row]) -> Sequence[Row]:
    """Without what is out of use, unless somebody asks for it: an import leaves whole branches of it."""
    used = [row for row in rows if row.get("active", True)]
    words = current()._("Show what is out of use")
    if len(used) == len(rows) or st.toggle(words, key=f"{table}_out_of_use"):
        return rows
    return used
