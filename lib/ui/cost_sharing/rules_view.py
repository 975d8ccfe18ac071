"""The left side of the workbench where nothing can be changed: the rules of the statement in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl
import streamlit as st

from lib.core.money import yuan
from lib.cost_sharing import records
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.spoken import method, number
from lib.cost_sharing.statement import Statement
from lib.people import organisation
from lib.ui.cost_sharing.statement_choice import days
from lib.ui.session import Session
from lib.ui.words import plain


def draw(here: Session, statement: Statement) -> None:
    """Period, pool, method in sentences, bounds as a table."""
    _, scheme = here._, statement.scheme
    names = {one.code: one.name for one in organisation.vendors(here.db).values()}
    lines = [
        f"**{_('Period')}** {days(statement.starts_on, statement.ends_on)}",
        f"**{_('Pool')}** {yuan(records.pool(here.db, statement))} {_('yuan')}",
    ]
    with st.container(border=True):
        st.markdown("  \n".join(lines))
        sentences = method(
            scheme,
            here.say,
            starts_on=statement.starts_on,
            ends_on=statement.ends_on,
            payee=names.get(scheme.payee, scheme.payee),
        )
        st.markdown("\n".join(f"- {plain(sentence, 400)}" for sentence in sentences))
    if rows := list(_rows(here, scheme, names)):
        st.dataframe(pl.DataFrame(rows), hide_index=True, placeholder="", key=f"sharing_rules_{statement.id}")


def _rows(here: Session, scheme: Scheme, names: dict[str, str]) -> Iterator[dict[str, str]]:
    """What is agreed for single vendors."""
    _ = here._
    agreed: Iterable[str] = scheme.agreed
    for code in sorted({*scheme.fixed, *scheme.floors, *scheme.caps, *agreed}):
        yield {
            _("Vendor"): names.get(code, code),
            _("Fixed part"): _money(scheme.fixed.get(code)),
            _("Least share"): _money(scheme.floors.get(code)),
            _("Cap"): _money(scheme.caps.get(code)),
            _("Agreed share"): number(scheme.agreed[code], 6) if code in scheme.agreed else "",
        }


def _money(cents: int | None) -> str:
    return "" if cents is None else yuan(cents)
