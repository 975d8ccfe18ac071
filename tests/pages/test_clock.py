"""The clock as people read it: where the time went, what moved the promise, and a leader's word on a hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.core.i18n import Language
from lib.people import audit
from lib.tickets import records
from lib.tickets.actions import dispatching, working
from lib.tickets.actions.confirming_holds import confirm_hold
from lib.tickets.actions.dispatching import Whom
from lib.tickets.rules import rules
from lib.tickets.ticket import Ticket
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well

Report = Callable[..., Ticket]


def words(at: AppTest) -> str:
    found = (*at.markdown, *at.caption, *at.get("html"))
    return "\n".join(str(getattr(each, "value", each)) for each in found)


@pytest.fixture
def held(cast: Cast, report: Report) -> Ticket:
    """Reported nine hours ago, 12 minutes before dispatch, held for access since an hour after that."""
    began = clock.now() - timedelta(hours=9)

    def at(minutes: int) -> datetime:
        return began + timedelta(minutes=minutes)

    ticket = report(now=began, severity="urgent")
    everybody = {"ticket_id": ticket.id, "version": None}
    dispatching.edit(
        cast.db, ticket_id=ticket.id, version=1, changes={"severity": "normal"}, by=cast.by("wang", at(2))
    )
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, **everybody, whom=whom, by=cast.by("zhao", at(12)))  # type: ignore[arg-type]
    working.accept(cast.db, **everybody, by=cast.by("li", at(15)))  # type: ignore[arg-type]
    working.arrive(cast.db, **everybody, by=cast.by("li", at(40)))  # type: ignore[arg-type]
    return working.hold(
        cast.db,
        ticket_id=ticket.id,
        version=None,
        reason="access",
        until=clock.now() + timedelta(days=1),
        spoke_to="护士长",
        by=cast.by("li", at(60)),
    )


def test_the_ticket_says_where_the_time_went(cast: Cast, held: Ticket, open_page: Opens) -> None:
    said = words(open_page("li", "ticket", number=held.number))
    assert "派单前 12 分钟、待接单 3 分钟、在途与维修 45 分钟（我方）；科室不便进入 8 小时（科室）" in said
    assert "紧急程度：紧急 → 一般" in said
    assert "完工时限由" in said
    assert "挂单经确认后，时限将顺延至" in said
    assert "由班组长或调度确认" in said  # the one who holds is not asked


def test_a_leader_confirms_it_there(cast: Cast, held: Ticket, open_page: Opens) -> None:
    at = open_page("sun", "ticket", number=held.number)
    at.text_input(key=f"act_{held.id}_hold_word{held.version}_note_0").set_value("已电话核实")
    at.button(key=f"act_{held.id}_hold_word{held.version}_True_0").click()
    said = words(went_well(at.run()))
    after = records.by_id(cast.db, held.id)
    assert after is not None
    assert after.hold_confirmed
    assert "已电话核实" in said
    assert "起停表" in said
    assert "挂单待确认" not in said


def test_a_confirmed_hold_says_until_when_it_has_moved_the_promise_so_far(
    cast: Cast, held: Ticket, open_page: Opens
) -> None:
    confirm_hold(
        cast.db,
        ticket_id=held.id,
        version=None,
        hold_seq=held.version,
        confirmed=True,
        note="",
        by=cast.by("sun", clock.now()),
    )
    said = words(open_page("li", "ticket", number=held.number))
    assert "起停表，恢复后顺延" in said
    finish = said.split("<b>完工</b>")[1]
    first = clock.short_time(held.complete_due, clock.now(), Language.ZH)
    assert f"→ {first}" in finish
    assert f"时限 {first}" not in finish
    assert "height:4px" not in finish


def test_the_rules_of_the_clock_are_a_setting(cast: Cast, open_page: Opens) -> None:
    at = open_page("admin", "system")
    at.multiselect(key="rule_pausing_arrive").set_value(["access"])
    at.number_input(key="rule_confirm_hold_minutes").set_value(45)
    at.selectbox(key="rule_reopen_rule").set_value("restart")
    save = next(button for button in at.button if button.label == "保存规则")
    save.click()
    went_well(at.run())
    decided = rules(cast.db)
    assert (decided.pausing_arrive, decided.confirm_hold_minutes) == (("access",), 45)
    assert decided.policy.reopen == "restart"
    (line,) = audit.latest(cast.db, 1, act="setting_changed")
    assert "confirm_hold_minutes" in line["facts"]
    assert "desk_phone" not in line["facts"]
