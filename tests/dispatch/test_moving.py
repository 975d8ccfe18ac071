"""What dropping a card on a column means comes from the lifecycle and from nowhere else."""

from __future__ import annotations

from lib.dispatch.moving import moves
from lib.tickets.lifecycle import can
from lib.tickets.words import Action, Status

# from → columns it may be dropped on, and the action that is
DROPS = {
    "new": {"assigned": "assign"},
    "assigned": {"accepted": "accept"},
    "accepted": {"assigned": "reassign", "in_progress": "arrive"},
    "in_progress": {"assigned": "reassign"},
    "on_hold": {"assigned": "reassign", "accepted": "resume", "in_progress": "resume"},
}


def test_a_card_may_be_dropped_where_the_rules_lead() -> None:
    assert moves() == DROPS


def test_each_drop_is_an_action_that_status_allows() -> None:
    assert all(can(Status(at), Action(act)) for at, drops in moves().items() for act in drops.values())
