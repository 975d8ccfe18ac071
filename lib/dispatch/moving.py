"""What dropping a card on a column means: taken from the lifecycle, so that the board offers what the rules allow."""

from __future__ import annotations

from collections.abc import Mapping

from lib.tickets.lifecycle import TRANSITIONS, To
from lib.tickets.words import Action, Status

DROPS = (Action.ASSIGN, Action.REASSIGN, Action.ACCEPT, Action.ARRIVE, Action.RESUME)
"""What a drop can say without a form; a hold, a return and the end of the work need words."""
STOOD = (Status.ACCEPTED, Status.IN_PROGRESS)
"""Where a held job can have stood before."""


def moves() -> Mapping[str, Mapping[str, str]]:
    """For each status the columns a card may be dropped on, and the action that this is."""
    found: dict[str, dict[str, str]] = {}
    for action in DROPS:
        starts, to = TRANSITIONS[action]
        for status in sorted(starts):
            for column in STOOD if to is To.WHERE_IT_STOOD else (to,):
                if isinstance(column, Status) and column != status:
                    found.setdefault(status.value, {})[column.value] = action.value
    return found
