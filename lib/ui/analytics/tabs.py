"""The tabs of the page; only the open one is computed and drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lib.analytics.answers import View
from lib.core.i18n import mark
from lib.ui.addressed import part
from lib.ui.analytics import (
    faults_tab,
    indicators_tab,
    load_tab,
    response_tab,
    rounds_tab,
    satisfaction_tab,
    what_if_tab,
)
from lib.ui.session import Session

Draw = Callable[[Session, View], None]
TABS: Mapping[str, tuple[str, Draw]] = {
    "response": (mark("Response and completion"), response_tab.draw),
    "satisfaction": (mark("Satisfaction"), satisfaction_tab.draw),
    "load": (mark("Workload"), load_tab.draw),
    "faults": (mark("Fault analysis"), faults_tab.draw),
    "rounds": (mark("Inspections"), rounds_tab.draw),
    "what_if": (mark("What-if analysis"), what_if_tab.draw),
    "indicators": (mark("All indicators"), indicators_tab.draw),
}


def draw(here: Session, view: View) -> None:
    """The choice of a tab, and that tab."""
    chosen = part(
        "tab", here._("Part of the page"), {name: here._(words) for name, (words, _) in TABS.items()}
    )
    TABS[chosen][1](here, view)
