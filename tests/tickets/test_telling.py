"""Who is said to have done what, on the reporter's page."""

from __future__ import annotations

import pytest

from lib.core.i18n import Language
from lib.tickets.telling import tell
from lib.tickets.ticket import Event
from lib.tickets.words import Action, Status
from tests.conftest import MONDAY

FACTS = {
    Action.ASSIGN: {"whom": "路灯队"},
    Action.COMPLETE: {"outcome": "fixed"},
    Action.CLOSE: {"how": "imported"},
    Action.REOPEN: {},
}


def told(action: Action, name: str) -> str:
    event = Event(
        ticket_id=1, seq=2, action=action, actor_id=None, actor_name=name, subject_id=None, happened_at=MONDAY,
        recorded_at=MONDAY, from_status=Status.NEW, to_status=Status.NEW, facts=FACTS.get(action, {}),
    )  # fmt: skip
    return tell(event, Language.ZH, names={}, now=MONDAY).who


@pytest.mark.parametrize("action", [Action.ASSIGN, Action.ACCEPT, Action.COMPLETE, Action.CLOSE])
def test_what_another_system_did_is_not_the_reporters(action: Action) -> None:
    assert told(action, "旧系统") == "旧系统"


@pytest.mark.parametrize("action", [Action.RESUME, Action.CLOSE])
def test_what_the_clock_did_is_the_systems(action: Action) -> None:
    assert told(action, "") == "系统"


@pytest.mark.parametrize("action", [Action.OPEN, Action.URGE, Action.REOPEN, Action.CANCEL, Action.COMMENT])
def test_what_came_by_the_link_is_the_reporters(action: Action) -> None:
    assert told(action, "张护士") == "申报人"
