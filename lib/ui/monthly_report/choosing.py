"""Which month is read, and whether as it was issued or as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib.analytics.facts import facts
from lib.analytics.report import archive
from lib.analytics.report.archive import Issued
from lib.analytics.report.month import Month, month_of, read
from lib.analytics.report.shape import Content
from lib.analytics.report.standing import standing
from lib.inspections.reported import rounds_beside
from lib.people.accounts import names
from lib.ui.addressed import one, part
from lib.ui.session import Session
from lib.ui.widgets import when

MONTHS = 36
"""As many can be chosen; older ones are asked for by their address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A month's report as it is read now; `issued` None where it is shown as it stands."""

    month: Month
    content: Content
    issued: Issued | None

    @property
    def address(self) -> str:
        """Of the papers made from it, without what kind of paper."""
        return f"{self.month}" + (f"?edition={self.issued.edition}" if self.issued else "")


def draw(here: Session) -> Chosen:
    """The choice of month and edition, with one line on where the report stands."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        month = read(one("month", here._("Month"), _months(here), width=160))
        editions = archive.editions(here.db, month)
        shown = part("edition", here._("Show"), _editions(here, editions)) if editions else ""
    issued = next((one for one in editions if str(one.edition) == shown), None)
    content = issued.said if issued else _now(here, month)
    st.caption(_stands(here, month, issued))
    return Chosen(month=month, content=content, issued=issued)


def _months(here: Session) -> dict[str, str]:
    """The last month that is over comes first: that is the one to report on."""
    this = month_of(here.now)
    first: date | None = facts(here.db, here.now)["opened_month"].min()  # type: ignore[assignment]
    found = [this.before]
    while len(found) < MONTHS and first is not None and found[-1].first > first:
        found.append(found[-1].before)
    return {str(month): str(month) for month in (*found, this)}


def _editions(here: Session, editions: Sequence[Issued]) -> dict[str, str]:
    _ = here._
    words = {str(one.edition): _("As issued, edition {number}", number=one.edition) for one in editions}
    return words | {"now": _("As it stands now")}


def _now(here: Session, month: Month) -> Content:
    return standing(here.db, month, rounds=rounds_beside(here.db, month, here.now), now=here.now)


def _stands(here: Session, month: Month, issued: Issued | None) -> str:
    _ = here._
    if issued is not None:
        who = names(here.db).get(issued.issued_by or 0, "—")
        return _(
            "Issued by {who}, {time}. It reads for ever as issued; its fingerprint is {hash}.",
            who=who,
            time=when(issued.issued_at),
            hash=issued.content_hash[:12],
        )
    if here.now < month.ends:
        return _("This month is not over: the figures so far, not yet a report.")
    return _("Not issued: the figures as they are now, and they may still change.")
