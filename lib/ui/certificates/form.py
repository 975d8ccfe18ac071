"""One certificate: what it says and its photo; for who keeps plans the fields to enter, correct or take it out."""

from __future__ import annotations

import streamlit as st

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.inspections import certificate_keeping
from lib.inspections.certificate_keeping import LONGEST, Said
from lib.inspections.certificates import Certificate, all_certificates, certificate
from lib.inspections.certificates import current as current_ones
from lib.places import assets
from lib.store import files
from lib.ui import choices, paper_fields
from lib.ui.certificates.table import TURN, left_said
from lib.ui.listed import listed
from lib.ui.paper_fields import DAYS, PHOTOS
from lib.ui.plans.offered import assets_offered
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

FIELDS = ("asset_id", "name", "number", "issuer", "issued_on", "valid_until")
_TRIED = "certificate_tried"


def told(here: Session, one: Certificate) -> None:
    """The chosen certificate, to be read."""
    _ = here._
    _titled(here, one)
    lines = [
        (_("Certificate number"), one.number),
        (_("Issued by"), one.issuer),
        (_("Issued on"), str(one.issued_on or "")),
        (_("Valid until"), f"{one.valid_until} · {left_said(here, one)}"),
    ]
    listed("", [(name, value) for name, value in lines if value])
    paper_fields.photo(one)


def entered(here: Session, like: Certificate | None, *, asset: str = "", round_id: int | None = None) -> None:
    """A new certificate; where one is chosen in the list, its renewal: asset, name and issuer are there already.
    `asset`: the number of the asset it is for, `round_id` the round that brought it, both from the address."""
    _, which = here._, f"new{like.id}" if like else f"new{asset}"
    label = _("Enter a certificate") if like is None else _("Enter its renewal")
    with st.expander(label, icon=":material/add:", expanded=bool(like or asset)):
        first = next((key for key, one in assets.all_assets(here.db).items() if one.number == asset), None)
        known = like or next((one for one in current_ones(here.db) if one.asset_id == first), None)
        _fields(here, which, known, renewal=True, asset_id=like.asset_id if like else first)
        st.button(
            _("Save the certificate"),
            type="primary",
            on_click=_keep,
            args=(which, round_id),
            icon=":material/save:",
        )


def corrected(here: Session, one: Certificate) -> None:
    """The chosen certificate, to be corrected or taken out."""
    _ = here._
    with st.expander(_("Correct this certificate"), icon=":material/edit:"):
        _fields(here, str(one.id), one, asset_id=one.asset_id)
        with st.container(horizontal=True):
            st.button(
                _("Save the correction"),
                key=f"certificate_change_{one.id}",
                on_click=_change,
                args=(one.id,),
                icon=":material/save:",
            )
            with st.popover(_("Take it out"), icon=":material/delete:"):
                st.write(
                    _("It will count no more; the log keeps what it said. A renewal is entered beside it.")
                )
                st.button(
                    _("Take this certificate out"),
                    on_click=_remove,
                    args=(one.id,),
                    key=f"certificate_remove_{one.id}",
                )


def _titled(here: Session, one: Certificate) -> None:
    asset = assets.known(here.db, one.asset_id)
    st.subheader(f"{asset.name} · {asset.number} · {one.name}")


def _key(which: str) -> str:
    return f"certificate_{which}_{st.session_state.get(TURN, 0)}"


def _fields(
    here: Session, which: str, one: Certificate | None, *, renewal: bool = False, asset_id: int | None
) -> None:
    _, key = here._, _key(which)
    tried = st.session_state.get(_TRIED) == which
    if tried:
        refusal_shown(elsewhere=(*DAYS, "photos"))
    before = None if renewal else one
    left, right = st.columns(2)
    offered = assets_offered(here.db)
    at = offered.options.index(asset_id) if asset_id in offered.options else None
    left.selectbox(
        _("Asset"), offered.options, at, format_func=offered.say, key=f"{key}_asset_id", placeholder=""
    )
    names = choices.of((name, name) for name in sorted({each.name for each in all_certificates(here.db)}))
    right.selectbox(
        _("Certificate"),
        names.options,
        names.options.index(one.name) if one else None,
        format_func=names.say,
        key=f"{key}_name",
        accept_new_options=True,
        placeholder="",
    )
    left, right = st.columns(2)
    left.text_input(
        _("Certificate number"),
        before.number if before else "",
        key=f"{key}_number",
        max_chars=LONGEST["number"],
    )
    right.text_input(
        _("Issued by"), one.issuer if one else "", key=f"{key}_issuer", max_chars=LONGEST["issuer"]
    )
    paper_fields.days(here, key, before)
    for name in DAYS if tried else ():
        refusal_shown(name)
    st.file_uploader(_("Photo or scan of the certificate"), type=PHOTOS, key=f"{key}_photo")
    if tried:
        refusal_shown("photos")


def _said(here: Session, key: str, before: Certificate | None, round_id: int | None) -> Said:
    typed = {name: st.session_state.get(f"{key}_{name}") for name in FIELDS}
    if typed["asset_id"] is None:
        raise WrongInput(mark("Please say which asset it is for."), field="asset_id")
    upload = st.session_state.get(f"{key}_photo")
    kept = files.keep(here.db, upload.getvalue(), now=here.now).hash if upload else ""
    values = {name: typed[name] or "" for name in LONGEST}
    return Said(
        asset_id=typed["asset_id"],
        **values,
        issued_on=typed["issued_on"],
        valid_until=typed["valid_until"],
        round_id=before.round_id if before else round_id,
        file_hash=kept or (before.file_hash if before else ""),
    )


@guarded()
def _keep(which: str, round_id: int | None) -> None:
    here, st.session_state[_TRIED] = current(), which
    said = _said(here, _key(which), None, round_id)
    certificate_keeping.keep(here.db, actor=here.actor, said=said, now=here.now)
    _next(here._("Certificate of {asset} saved.", asset=assets.known(here.db, said.asset_id).name))


@guarded()
def _change(certificate_id: int) -> None:
    here, st.session_state[_TRIED] = current(), str(certificate_id)
    said = _said(here, _key(str(certificate_id)), certificate(here.db, certificate_id), None)
    certificate_keeping.change(
        here.db, actor=here.actor, certificate_id=certificate_id, said=said, now=here.now
    )
    _next(here._("Certificate of {asset} corrected.", asset=assets.known(here.db, said.asset_id).name))


@guarded()
def _remove(certificate_id: int) -> None:
    here = current()
    gone = certificate(here.db, certificate_id)
    certificate_keeping.remove(here.db, actor=here.actor, certificate_id=certificate_id, now=here.now)
    _next(here._("Certificate of {asset} taken out.", asset=assets.known(here.db, gone.asset_id).name))


def _next(said: str) -> None:
    """Fresh fields: what was typed is kept with the certificates now."""
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    flash(said)
