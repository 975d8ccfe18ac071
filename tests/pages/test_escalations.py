"""Escalation as administrators set it, and as the ticket page tells it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.core import clock
from lib.core.errors import NotAllowed, WrongInput
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.escalating import job
from lib.tickets.escalation import levels
from lib.tickets.rules import rules
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast
from tests.pages.conftest import Opens, went_well


def values(**more: Any) -> dict[str, Any]:
    return {
        "severity": "normal",
        "stage": "respond",
        "minutes": 15,
        "tell": ("leader",),
        "accounts": (),
        "raises": False,
        "note": "",
        **more,
    }


def test_the_administrator_sees_the_levels_and_saves_the_three_rules(open_page: Opens, cast: Cast) -> None:
    levels.load_once(cast.db)
    at = open_page("admin", "catalog", catalog_tab="escalations")
    at.number_input(key="rule_unaccepted_minutes").set_value(4)
    at.number_input(key="rule_escalating_urge").set_value(0)
    went_well(at.button(key="escalation_rules_save").click().run())
    assert (rules(cast.db).unaccepted_minutes, rules(cast.db).phone_minutes) == (4, 2)
    assert rules(cast.db).escalating_urge == 0


def test_a_level_is_changed_in_the_table(open_page: Opens, cast: Cast) -> None:
    levels.save(cast.db, actor=cast.actor("admin"), values=values(), now=MONDAY)
    at = open_page("admin", "catalog", catalog_tab="escalations")
    at.session_state["escalations_0"] = {
        "edited_rows": {0: {"minutes": 20, "tell": ["班组长", "管理人员"], "raises": True}},
        "added_rows": [
            {
                "severity": "紧急",
                "stage": "到场",
                "minutes": -30,
                "tell": ["维修人员"],
                "accounts": ["何分析 he"],
            }
        ],
        "deleted_rows": [],
    }
    went_well(at.button(key="escalations_save").click().run())
    changed, added = levels.in_use(cast.db)[1], levels.in_use(cast.db)[0]
    assert (changed.minutes, changed.tell, changed.raises) == (20, ("leader", "manager"), True)
    assert (added.severity, added.stage, added.minutes, added.accounts) == ("urgent", "arrive", -30, ("he",))


def test_a_dispatcher_reads_and_changes_nothing(open_page: Opens, cast: Cast) -> None:
    at = open_page("zhao", "catalog", catalog_tab="escalations")
    assert not {"escalation_rules_save", "escalations_save"} & {button.key for button in at.button}
    with pytest.raises(NotAllowed):
        levels.save(cast.db, actor=cast.actor("zhao"), values=values(), now=MONDAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"severity": "huge"}, "severity"),
        ({"stage": "phone"}, "stage"),
        ({"minutes": 50_000}, "minutes"),
        ({"tell": ()}, "tell"),
        ({"tell": ("everybody",)}, "tell"),
        ({"accounts": ("nobody",)}, "accounts"),
    ],
)
def test_a_level_that_says_nothing_is_refused(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongInput) as refused:
        levels.save(cast.db, actor=cast.actor("admin"), values=values(**wrong), now=MONDAY)
    assert refused.value.field == field


def test_two_levels_at_the_same_minutes_are_one(cast: Cast) -> None:
    admin = cast.actor("admin")
    levels.save(cast.db, actor=admin, values=values(), now=MONDAY)
    levels.save(cast.db, actor=admin, values=values(tell=("manager",)), now=MONDAY)
    levels.save(cast.db, actor=admin, values=values(minutes=30), now=MONDAY)
    first, second = levels.in_use(cast.db)
    assert (first.tell, second.minutes) == (("manager",), 30)
    with pytest.raises(WrongInput):
        levels.save(cast.db, actor=admin, values=values(), level_id=second.id, now=MONDAY)


def test_the_ticket_page_tells_who_was_told_of_what(open_page: Opens, cast: Cast, report: Any) -> None:
    now = clock.now()
    ticket: Ticket = report(now - timedelta(hours=3))
    dispatching.assign(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        whom=Whom(assignee_id=cast.people["li"]),
        by=cast.by("zhao", now - timedelta(hours=2)),
    )
    with cast.db.transaction() as tx:
        tx.execute("INSERT INTO setting VALUES ('escalations_loaded', 'true')")
    for minutes in (0, 30):
        row = values(minutes=minutes, raises=minutes == 30)
        levels.save(cast.db, actor=cast.actor("admin"), values=row, now=MONDAY)
    assert job.run(cast.db, now) == 1
    at = open_page("zhao", "ticket", number=ticket.number)
    said = " ".join(one.value for one in at.markdown)
    assert "已通知孙班长：应在" in said
    assert "尚未接单；紧急程度升为紧急，承诺时限不变（之前的 1 个级别不再补发）" in said
