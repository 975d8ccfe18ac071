"""The ticket page: what each person sees and can do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.tickets import records
from lib.tickets.actions import closing, dispatching, talking, working
from lib.tickets.actions.closing import Scores
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Status
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well

Report = Callable[..., Ticket]


def words(at: AppTest) -> str:
    return "\n".join([*(each.value for each in at.markdown), *(each.value for each in at.html)])


def press(at: AppTest, ticket: Ticket, action: str, turn: int = 0) -> AppTest:
    at.button(key=f"act_{ticket.id}_{action}_button_{turn}").click()
    return went_well(at.run())


def choose(at: AppTest, ticket: Ticket, action: str, turn: int = 0) -> AppTest:
    at.session_state[f"act_{ticket.id}_choice_choice_{turn}"] = Action(action)
    return went_well(at.run())


def now_of(cast: Cast, ticket: Ticket) -> Ticket:
    found = records.by_id(cast.db, ticket.id)
    assert found is not None
    return found


@pytest.fixture
def ticket(report: Report) -> Ticket:
    return report(now=clock.now(), caller=Caller(name="张护士", phone="13812345678"))


@pytest.fixture
def given(cast: Cast, ticket: Ticket) -> Ticket:
    whom = Whom(assignee_id=cast.people["li"])
    return dispatching.assign(
        cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao", clock.now())
    )


@pytest.fixture
def done(cast: Cast, given: Ticket) -> Ticket:
    by = cast.by("li", clock.now())
    working.accept(cast.db, ticket_id=given.id, version=None, by=by)
    work = Work(outcome="fixed", no_visit=True)
    return working.complete(cast.db, ticket_id=given.id, version=None, work=work, by=by)


def test_a_number_nobody_knows_is_said_so(open_page: Opens) -> None:
    at = open_page("wang", "ticket", number="20200101-0001")
    assert "20200101-0001" in at.warning[0].value


def test_somebody_elses_ticket_stays_closed(open_page: Opens, ticket: Ticket) -> None:
    at = open_page("zhou", "ticket", number=ticket.number)
    assert at.warning
    assert "治疗室灯不亮" not in words(at)


@pytest.mark.parametrize(("who", "whole"), [("wang", True), ("he", False), ("feng", False)])
def test_phones_are_whole_only_for_those_who_may(
    cast: Cast, open_page: Opens, given: Ticket, who: str, whole: bool
) -> None:
    told = words(open_page(who, "ticket", number=given.number))
    assert ("13812345678" in told) is whole
    assert ("张护士" in told) is whole


def test_history_is_told_in_words_with_who_acted_for_whom(
    cast: Cast, open_page: Opens, given: Ticket
) -> None:
    by = cast.by("wang", clock.now(), subject_id=cast.people["li"])
    working.accept(cast.db, ticket_id=given.id, version=None, by=by)
    told = words(open_page("wang", "ticket", number=given.number))
    assert "王客服（代李师傅）" in told
    assert "等派单" not in told or "分钟" in told


def test_what_was_not_said_is_said_so_and_long_words_are_whole(
    cast: Cast, open_page: Opens, ticket: Ticket
) -> None:
    talking.comment(cast.db, ticket_id=ticket.id, note="很长" * 1200 + "完", by=cast.by("wang", clock.now()))
    with cast.db.transaction() as tx:
        tx.update("ticket", {"id": ticket.id, "location_id": None, "department_id": None})
    told = words(open_page("zhao", "ticket", number=ticket.number))
    assert told.count("未填") == 2
    assert "很长完" in told


def test_the_usual_team_is_one_press_away(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    at = open_page("zhao", "ticket", number=ticket.number)
    press(at, ticket, "assign")
    assert (now_of(cast, ticket).status, now_of(cast, ticket).team_id) == (Status.ASSIGNED, cast.team)


def test_desk_accepts_for_the_technician_who_has_it(cast: Cast, open_page: Opens, given: Ticket) -> None:
    at = open_page("wang", "ticket", number=given.number)
    choose(at, given, "accept")
    press(at, given, "accept")
    assert now_of(cast, given).status is Status.ACCEPTED
    choose(at, given, "arrive", 1)
    press(at, given, "arrive")
    assert now_of(cast, given).status is Status.IN_PROGRESS


def test_work_lies_open_for_who_has_it_and_for_nobody_else(open_page: Opens, given: Ticket) -> None:
    button = f"act_{given.id}_accept_button_0"
    assert button in [each.key for each in open_page("li", "ticket", number=given.number).button]
    keys = {each.key for each in open_page("zhao", "ticket", number=given.number).button}
    # The outage's form is closed under its title, not an action that lies open.
    assert not [key for key in keys if key and key.startswith(f"act_{given.id}_") and "_outage_" not in key]


def test_hold_without_a_reason_is_refused_and_the_note_stays(
    cast: Cast, open_page: Opens, given: Ticket
) -> None:
    working.accept(cast.db, ticket_id=given.id, version=None, by=cast.by("li", clock.now()))
    at = choose(open_page("wang", "ticket", number=given.number), given, "hold")
    note = f"act_{given.id}_hold_note_0"
    at.text_input(key=note).set_value("等灯管")
    press(at, given, "hold")
    assert at.error
    assert at.text_input(key=note).value == "等灯管"
    at.session_state[f"act_{given.id}_hold_reason_0"] = "parts_purchase"
    at.session_state[f"act_{given.id}_hold_soon_0"] = "tomorrow"
    press(at, given, "hold")
    assert now_of(cast, given).status is Status.ON_HOLD


def test_finishing_keeps_material_and_minutes(cast: Cast, open_page: Opens, given: Ticket) -> None:
    by = cast.by("li", clock.now())
    working.accept(cast.db, ticket_id=given.id, version=None, by=by)
    working.arrive(cast.db, ticket_id=given.id, version=None, by=by)
    at = choose(open_page("wang", "ticket", number=given.number), given, "complete")
    at.multiselect(key=f"act_{given.id}_complete_materials_0").set_value(["M001"])
    went_well(at.run())
    at.number_input(key=f"act_{given.id}_complete_quantity_M001_0").set_value(3.0)
    at.number_input(key=f"act_{given.id}_complete_minutes_0").set_value(25)
    press(at, given, "complete")
    assert now_of(cast, given).status is Status.DONE
    assert cast.db.value("SELECT quantity FROM ticket_material") == 3
    assert cast.db.value("SELECT minutes FROM ticket_labour") == 25


def test_liaison_confirms_and_rates(cast: Cast, open_page: Opens, done: Ticket) -> None:
    at = open_page("liu", "ticket", number=done.number)
    press(at, done, "confirm")
    assert now_of(cast, done).status is Status.CLOSED
    choose(at, done, "rate", 1)
    press(at, done, "rate")
    assert at.error, "no star is preset"
    for name in ("speed", "quality", "attitude"):
        at.session_state[f"act_{done.id}_rate_{name}_0"] = 1
    press(at, done, "rate")
    assert cast.db.row("SELECT speed, quality, attitude, how FROM rating") == {
        "speed": 2,
        "quality": 2,
        "attitude": 2,
        "how": "liaison",
    }


def test_a_low_rating_is_called_back_and_sent_back(cast: Cast, open_page: Opens, done: Ticket) -> None:
    by = cast.by("liu", clock.now())
    closing.rate(
        cast.db,
        ticket_id=done.id,
        version=None,
        scores=Scores(speed=2, quality=2, attitude=4, how="liaison"),
        by=by,
    )
    at = open_page("wang", "ticket", number=done.number)
    at.session_state[f"act_{done.id}_call_back_result_0"] = "not_fixed"
    at.text_input(key=f"act_{done.id}_call_back_words_0").set_value("还是闪")
    press(at, done, "call_back")
    assert cast.db.value("SELECT result FROM call_back") == "not_fixed"
    choose(at, done, "reopen")
    at.text_input(key=f"act_{done.id}_reopen_reason_0").set_value("还是闪")
    press(at, done, "reopen")
    assert now_of(cast, done).status is Status.ASSIGNED


def test_correcting_the_service_moves_the_promise(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    at = choose(open_page("wang", "ticket", number=ticket.number), ticket, "edit")
    at.session_state[f"act_{ticket.id}_edit_severity_0"] = "emergency"
    press(at, ticket, "edit")
    after = now_of(cast, ticket)
    assert (after.severity, after.description) == ("emergency", ticket.description)
    assert after.complete_due is not None
    assert ticket.complete_due is not None
    assert after.complete_due < ticket.complete_due


def test_who_comes_too_late_hears_who_was_faster_and_loses_no_word(
    cast: Cast, open_page: Opens, ticket: Ticket
) -> None:
    at = open_page("wang", "ticket", number=ticket.number)
    note = f"act_{ticket.id}_assign_note_0"
    at.text_input(key=note).set_value("带上梯子")
    went_well(at.run())
    whom = Whom(assignee_id=cast.people["chen"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao", clock.now()))
    press(at, ticket, "assign")
    assert "赵调度" in at.error[0].value
    assert now_of(cast, ticket).assignee_id == cast.people["chen"]
    assert any("带上梯子" in each.value for each in at.info)


@pytest.mark.parametrize("who", ["zheng", "he", "qian", "feng", "admin", "sun"])
def test_it_opens_for_everybody_who_may_see_it(cast: Cast, open_page: Opens, given: Ticket, who: str) -> None:
    talking.urge(cast.db, ticket_id=given.id, by=cast.by("wang", clock.now()))
    at = open_page(who, "ticket", number=given.number)
    assert "治疗室灯不亮" in words(at)


def test_what_nobody_classified_is_corrected_by_one_press_on_the_guess(
    cast: Cast, open_page: Opens, report: Report
) -> None:
    ticket = report(now=clock.now(), service_code="", description="马桶堵了")
    at = choose(open_page("wang", "ticket", number=ticket.number), ticket, "edit")
    box = at.selectbox(key=f"act_{ticket.id}_edit_service_code_0")
    assert box.value is None
    assert "说不清" in box.placeholder
    assert not any("XX-00" in option for option in box.options)
    at.button(key=f"act_{ticket.id}_edit_guess_0").click()
    went_well(at.run())
    assert at.selectbox(key=f"act_{ticket.id}_edit_service_code_0").value == "WS-02"
    press(at, ticket, "edit")
    assert now_of(cast, ticket).service_code == "WS-02"


def test_a_ticket_of_this_minute_has_no_minutes_yet(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    said = words(open_page("wang", "ticket", number=ticket.number))
    assert "刚刚申报" in said
    assert "自申报已过" not in said
