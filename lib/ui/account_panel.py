"""Accounts: who they are, what they may do, their password, their phone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from lib.core.i18n import Language
from lib.people import accounts, organisation, sessions
from lib.people.accounts import Account
from lib.people.roles import BY_LINK, ROLE_WORDS, SCOPES, Grant, Permission, Role, Scope, may
from lib.places.locations import LocationKind, all_locations
from lib.ui.choices import in_use
from lib.ui.chrome import LANGUAGE_NAMES
from lib.ui.session import current, guarded
from lib.ui.widgets import empty, flash, refusal_shown

TOLD = "account_told"


def accounts_table(edits: bool) -> None:
    """The list, the chosen account beside it, and a new account for who may."""
    here = current()
    _ = here._
    refusal_shown()
    if told := st.session_state.get(TOLD):
        st.info(told, icon=":material/key:")
    left, right = st.columns([3, 2])
    with left:
        sought = (
            st.text_input(_("Search"), key="people_q", bind="query-params", icon=":material/search:") or ""
        )
        shown = [
            one
            for one in accounts.all_accounts(here.db).values()
            if sought in one.name or sought in one.username
        ]
        chosen = _list(shown)
    with right:
        if chosen is None:
            empty(_("Choose somebody in the list."), ":material/touch_app:")
        else:
            _details(chosen, edits)
    if edits:
        _new_account()


def _list(shown: list[Account]) -> Account | None:
    here = current()
    _, teams = here._, organisation.teams(here.db)
    if not shown:
        empty(_("Nobody fits."))
        return None
    rows = [
        {
            _("User name"): one.username,
            _("Full name"): one.name,
            _("Roles"): " · ".join(
                _(ROLE_WORDS[grant.role]) for grant in sorted(one.grants, key=lambda g: g.role)
            ),
            _("Team"): teams[one.team_id].name if one.team_id is not None else "",
            _("May sign in"): one.active,
        }
        for one in shown
    ]
    event = st.dataframe(
        pl.DataFrame(rows), hide_index=True, on_select="rerun", selection_mode="single-row", key="accounts"
    )
    at = event.selection.rows
    return shown[at[0]] if at and at[0] < len(shown) else None


def _details(one: Account, edits: bool) -> None:
    here = current()
    _ = here._
    st.subheader(one.name)
    st.caption(f"{one.username} · {one.phone if here.may(Permission.SEE_PERSONAL) else ''}")
    for grant in sorted(one.grants, key=lambda g: (g.role, g.scope_id)):
        st.markdown(f"- {_(ROLE_WORDS[grant.role])} · {reach(grant)}")
    with st.container(horizontal=True):
        phone = sessions.bound_as(here.db, one)
        if phone is not None and may(here.actor, Permission.BIND_PHONE, phone):
            st.button(
                _("Code to bind a phone"), on_click=_bind, args=(one,), icon=":material/phonelink_setup:"
            )
            st.button(_("End all sign-ins"), on_click=_everywhere, args=(one,), icon=":material/logout:")
        if edits:
            st.button(_("New initial password"), on_click=_reset, args=(one,), icon=":material/lock_reset:")
            word = _("Disable") if one.active else _("Enable")
            st.button(
                word,
                on_click=_switch,
                args=(one,),
                icon=":material/block:" if one.active else ":material/check:",
            )
    if edits:
        _messages(one)
        _roles(one)


def _messages(one: Account) -> None:
    """How messages that leave the product reach the person."""
    _, key = current()._, f"reach_{one.id}"
    with st.expander(_("Phone, mail and language of messages"), icon=":material/sms:", key=key):
        st.text_input(_("Phone"), one.phone, key=f"{key}_phone")
        st.text_input(_("Mail"), one.mail, key=f"{key}_mail")
        st.selectbox(
            _("Language"),
            list(Language),
            list(Language).index(one.language),
            key=f"{key}_language",
            format_func=LANGUAGE_NAMES.__getitem__,
        )
        st.button(_("Save"), key=f"{key}_save", on_click=_save_reach, args=(one,), type="primary")


@guarded()
def _save_reach(one: Account) -> None:
    here = current()
    typed = {name: st.session_state[f"reach_{one.id}_{name}"] for name in ("phone", "mail", "language")}
    accounts.set_reach(here.db, actor=here.actor, account_id=one.id, now=here.now, **typed)
    flash(here._("Messages to {name} go there from now on.", name=one.name))


def reach(grant: Grant) -> str:
    """How far a role reaches, in words."""
    here = current()
    _ = here._
    found: Mapping[Scope, Mapping[int, Any]] = {
        Scope.DEPARTMENT: organisation.departments(here.db),
        Scope.TEAM: organisation.teams(here.db),
        Scope.VENDOR: organisation.vendors(here.db),
        Scope.CAMPUS: all_locations(here.db),
    }
    if grant.scope is Scope.EVERYWHERE:
        return _("the whole hospital")
    if grant.scope is Scope.OWN:
        return _("own jobs")
    named = found.get(grant.scope, {}).get(grant.scope_id)
    return named.name if named else "—"


def _roles(one: Account) -> None:
    _ = current()._
    offered = [grant for role in Role if role not in BY_LINK for grant in _possible(role)]
    st.multiselect(
        _("Roles"),
        list(dict.fromkeys([*one.grants, *offered])),
        list(one.grants),
        key=f"roles_{one.id}",
        format_func=lambda grant: f"{_(ROLE_WORDS[grant.role])} · {reach(grant)}",
        placeholder=_("Choose roles"),
    )
    st.button(_("Save roles"), key=f"save_roles_{one.id}", on_click=_save_roles, args=(one,), type="primary")


def _possible(role: Role) -> list[Grant]:
    here = current()
    campuses = [p.id for p in all_locations(here.db).values() if p.kind == LocationKind.CAMPUS and p.active]
    ids = {
        Scope.DEPARTMENT: in_use(organisation.departments(here.db)),
        Scope.TEAM: in_use(organisation.teams(here.db)),
        Scope.VENDOR: in_use(organisation.vendors(here.db)),
        Scope.CAMPUS: campuses,
    }
    return [
        Grant(role, scope, scope_id) for scope in sorted(SCOPES[role]) for scope_id in ids.get(scope, [0])
    ]


@guarded()
def _save_roles(one: Account) -> None:
    here = current()
    wanted = st.session_state[f"roles_{one.id}"]
    accounts.set_grants(here.db, actor=here.actor, account_id=one.id, grants=wanted, now=here.now)
    flash(here._("{name}: roles saved.", name=one.name))


@guarded()
def _switch(one: Account) -> None:
    here = current()
    accounts.set_active(here.db, actor=here.actor, account_id=one.id, active=not one.active, now=here.now)
    flash(
        here._("{name} can no longer sign in.", name=one.name)
        if one.active
        else here._("{name} can sign in again.", name=one.name)
    )


@guarded()
def _reset(one: Account) -> None:
    here, password = current(), secrets.token_urlsafe(9)
    accounts.reset_password(here.db, actor=here.actor, account_id=one.id, password=password, now=here.now)
    st.session_state[TOLD] = here._(
        "Initial password of {name}: {password}", name=one.name, password=password
    )


@guarded()
def _bind(one: Account) -> None:
    here = current()
    code = sessions.issue_binding_code(here.db, actor=here.actor, account_id=one.id, now=here.now)
    said = here._(
        "Code for {name}, good for 30 minutes: {code}. On the phone, open {address}",
        name=one.name,
        code=code,
        address="/bind",
    )
    st.session_state[TOLD] = said


@guarded()
def _everywhere(one: Account) -> None:
    here = current()
    sessions.sign_out_everywhere(here.db, actor=here.actor, account_id=one.id, now=here.now)
    flash(here._("{name} is signed out everywhere.", name=one.name))


def _new_account() -> None:
    here = current()
    _, teams = here._, organisation.teams(here.db)
    with st.expander(_("New account"), icon=":material/person_add:"):
        columns = st.columns(3)
        columns[0].text_input(_("User name"), key="new_username")
        columns[1].text_input(_("Full name"), key="new_person")
        columns[2].text_input(_("Phone"), key="new_phone")
        every = [grant for role in Role if role not in BY_LINK for grant in _possible(role)]
        st.multiselect(
            _("Roles"),
            every,
            key="new_grants",
            format_func=lambda grant: f"{_(ROLE_WORDS[grant.role])} · {reach(grant)}",
            placeholder=_("Choose roles"),
        )
        st.selectbox(
            _("Team, for technicians and leaders"),
            [None, *in_use(teams)],
            key="new_team",
            format_func=lambda one: teams[one].name if one else "—",
        )
        st.button(_("Create the account"), type="primary", on_click=_create)


@guarded()
def _create() -> None:
    here, typed = current(), st.session_state
    password = secrets.token_urlsafe(9)
    accounts.create(
        here.db,
        actor=here.actor,
        username=typed["new_username"],
        name=typed["new_person"],
        password=password,
        grants=typed["new_grants"],
        now=here.now,
        phone=typed["new_phone"],
        team_id=typed["new_team"],
    )
    st.session_state[TOLD] = here._(
        "Initial password of {name}: {password}", name=typed["new_person"], password=password
    )
    typed["new_username"] = typed["new_person"] = typed["new_phone"] = ""
    typed["new_grants"] = []
