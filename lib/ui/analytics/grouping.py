"""By what a tab tells the tickets apart: one choice for all its charts."""

from __future__ import annotations

from lib.analytics.filter import DIMENSIONS
from lib.ui.addressed import one
from lib.ui.analytics import naming
from lib.ui.session import Session

OFFERED = (
    "group",
    "service",
    "department",
    "team",
    "vendor",
    "campus",
    "building",
    "severity",
    "kind",
    "channel",
    "area",
)


def by(here: Session, first: str = "group") -> str:
    """The column of the facts chosen."""
    names = sorted(OFFERED, key=lambda name: name != first)
    words = {name: here._(naming.WORDS[name]) for name in names}
    return DIMENSIONS[one("by", here._("Compared by"), words, width=200)]
