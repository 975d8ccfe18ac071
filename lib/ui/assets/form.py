"""The fields of an asset: entering a new one, correcting one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from lib.core import money
from lib.core.errors import WrongInput
from lib.people.organisation import teams, vendors
from lib.places import asset_finding, asset_keeping
from lib.places.assets import (
    CRITICALITY_WORDS,
    STATUS_WORDS,
    Asset,
    AssetStatus,
    Criticality,
)
from lib.ui import choices
from lib.ui.assets import view
from lib.ui.choices import Choices
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown

FIRST, LAST = date(1950, 1, 1), date(2150, 12, 31)
TEXTS = ("number", "name", "maker", "model", "serial", "notes")
CHOSEN = ("category", "location_id", "vendor_id", "team_id", "criticality", "status")
DAYS = ("bought_on", "warranty_until", "life_ends_on")
FIELDS = (*TEXTS, *CHOSEN, *DAYS, "price_cents")
_ROUND, _OPEN = "assets_entered", "assets_entering"


def entering(here: Session) -> None:
    """A new asset, its fields folded away until somebody wants them."""
    unfolded = is_wanted()
    with st.expander(here._("Enter an asset"), unfolded, icon=":material/add:", key=f"{_OPEN}_{unfolded}"):
        which = f"new{st.session_state.get(_ROUND, 0)}"
        _fields(here, which, None)
        st.button(
            here._("Add"),
            key="asset_add",
            type="primary",
            on_click=_add,
            args=(which,),
            icon=":material/save:",
        )


def wanted() -> None:
    """A button that unfolds the fields of a new asset."""
    st.button(current()._("Enter an asset"), key="asset_new", on_click=_unfold, icon=":material/add:")


def is_wanted() -> bool:
    """Whether somebody pressed it: the fields then stand above the table."""
    return bool(st.session_state.get(_OPEN, False))


def _unfold() -> None:
    st.session_state[_OPEN] = True


def correcting(here: Session, asset: Asset) -> None:
    """The asset as it is, to be corrected or retired."""
    _fields(here, str(asset.id), asset)
    st.button(
        here._("Save changes"),
        key=f"asset_save_{asset.id}",
        type="primary",
        on_click=_change,
        args=(asset,),
        icon=":material/save:",
    )


@guarded()
def _add(which: str) -> None:
    now, said = current(), _typed(which)
    asset_keeping.add(now.db, actor=now.actor, values=said, now=now.now)
    done = now._("{name} is in the register, with a code to print.", name=f"{said['number']} {said['name']}")
    placed = "" if said["location_id"] else now._("Its place is not said yet.")
    flash(f"{done}{placed}")
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_OPEN, None)
    view.open_one(str(said["number"]).strip())


@guarded()
def _change(asset: Asset) -> None:
    now, said = current(), _typed(str(asset.id))
    asset_keeping.change(now.db, actor=now.actor, asset_id=asset.id, changes=said, now=now.now)
    flash(now._("{name} saved.", name=f"{asset.number} {said['name']}"))


def _typed(which: str) -> dict[str, Any]:
    said = {name: st.session_state[f"asset_{name}_{which}"] for name in FIELDS}
    said |= {name: said[name] or "" for name in (*TEXTS, "category")}
    price = (said["price_cents"] or "").strip()
    try:
        return said | {"price_cents": money.cents(price) if price else None}
    except WrongInput as refusal:
        refusal.field = "price_cents"
        raise


def _fields(here: Session, which: str, asset: Asset | None) -> None:
    _ = here._
    refusal_shown(elsewhere=FIELDS)
    left, middle, right = st.columns(3)
    with left:
        _text(_("Asset number"), "number", which, asset, disabled=asset is not None)
        _text(_("Name"), "name", which, asset)
        _category(here, which, asset)
        _text(_("Maker"), "maker", which, asset)
        _text(_("Model"), "model", which, asset)
        _text(_("Serial number"), "serial", which, asset)
    with middle:
        hint = _("Door number, pinyin initials or words")
        _choice(_("Place"), "location_id", choices.places(here.db), which, asset, placeholder=hint)
        _choice(_("Vendor"), "vendor_id", _named(vendors(here.db)), which, asset)
        _choice(_("Team"), "team_id", _named(teams(here.db)), which, asset)
        _choice(
            _("Criticality"), "criticality", _said(_, CRITICALITY_WORDS), which, asset, Criticality.ORDINARY
        )
        _choice(_("Status"), "status", _said(_, STATUS_WORDS), which, asset, AssetStatus.IN_USE)
    with right:
        for name, label in zip(DAYS, (_("Bought on"), _("Warranty until"), _("End of life")), strict=True):
            _day(label, name, which, asset)
        price = money.yuan(asset.price_cents) if asset and asset.price_cents is not None else ""
        st.text_input(_("Purchase price (yuan)"), price, key=f"asset_price_cents_{which}")
        refusal_shown("price_cents")
        _text(_("Note"), "notes", which, asset)


def _text(label: str, name: str, which: str, asset: Asset | None, *, disabled: bool = False) -> None:
    st.text_input(
        label,
        getattr(asset, name) if asset else "",
        key=f"asset_{name}_{which}",
        max_chars=asset_keeping.LENGTHS[name],
        disabled=disabled,
    )
    refusal_shown(name)


def _category(here: Session, which: str, asset: Asset | None) -> None:
    """One of those there are, or a new one."""
    known = list(asset_finding.categories(here.db))
    said = choices.found_by_initials((one, one) for one in known)
    at = known.index(asset.category) if asset and asset.category in known else None
    st.selectbox(
        here._("Category"),
        known,
        at,
        format_func=said.say,
        key=f"asset_category_{which}",
        accept_new_options=True,
        placeholder=here._("Choose or type"),
    )


def _choice(
    label: str,
    name: str,
    offered: Choices[Any],
    which: str,
    asset: Asset | None,
    first: Any = None,
    placeholder: str = "",
) -> None:
    wanted = getattr(asset, name) if asset else first
    # What is out of use stays where it was chosen before.
    options = offered.options if wanted is None or wanted in offered.words else [wanted, *offered.options]
    st.selectbox(
        label,
        options,
        options.index(wanted) if wanted is not None else None,
        format_func=offered.say,
        key=f"asset_{name}_{which}",
        placeholder=placeholder,
    )
    refusal_shown(name)


def _day(label: str, name: str, which: str, asset: Asset | None) -> None:
    st.date_input(
        label,
        getattr(asset, name) if asset else None,
        min_value=FIRST,
        max_value=LAST,
        key=f"asset_{name}_{which}",
        format="YYYY-MM-DD",
    )
    refusal_shown(name)


def _named(found: Mapping[int, Any]) -> Choices[int]:
    """Those in use; the others keep their names where they were chosen."""
    words = choices.found_by_initials((one.id, one.name) for one in found.values())
    return Choices(choices.in_use(found), words.words)


def _said(_: Callable[..., str], words: Mapping[str, str]) -> Choices[str]:
    return choices.of((str(code), _(message)) for code, message in words.items())
