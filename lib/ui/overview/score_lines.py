"""Teams a department has not scored yet for last month, as a line of the overview."""

from __future__ import annotations

from lib.core.i18n import mark
from lib.people.roles import Permission
from lib.tickets import team_scores
from lib.ui.overview.glance import Part, target
from lib.ui.session import Session


def group(here: Session) -> Part:
    """One line while something is left to score; without lines for who scores nobody."""
    left = team_scores.waiting(here.db, here.actor, here.now) if here.may(Permission.SCORE_TEAMS) else 0
    month = f"{team_scores.month_to_score(here.now):%Y-%m}"
    words = here._(mark("{n} teams wait for your score of {month}"), n=left, month=month)
    lines = [{"text": words, "target": target(here, "team_scores")}] if left else []
    return {"name": "", "title": here._(mark("Department scores")), "lines": lines}
