"""The handover page: what waits, both signatures at one screen, jobs that move, the past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest

from lib.core import clock
from lib.dispatch.handing_over import records, signing
from lib.people import sessions
from lib.tickets import records as tickets
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from lib.ui import session
from tests.conftest import PASSWORD, Cast
from tests.pages.conftest import Opens, went_well
from tests.pages.test_overview import glance
from tests.people import test_duty

Report = Callable[..., Ticket]


def signed(cast: Cast, who: str, team: int | None = None, notes: str = "") -> int:
    return signing.hand_over(cast.db, actor=cast.actor(who), team_id=team, notes=notes, now=clock.now())


def test_both_sign_at_one_screen_and_the_first_stays_signed_in(cast: Cast, open_page: Opens) -> None:
    at = open_page("wang", "handover")
    at.text_area(key="handover_notes").set_value("钥匙在抽屉")
    went_well(at.button(key="handover_sign").click().run())
    waiting = records.waiting_of(cast.db, None)
    assert waiting is not None
    assert waiting.notes == "钥匙在抽屉"
    at.text_input(key="handover_username").set_value("zhao")
    at.text_input(key="handover_password").set_value("wrong")
    went_well(at.button(key="handover_countersign").click().run())
    assert any("密码" in one.value for one in at.error)
    assert at.text_input(key="handover_username").value == "zhao"
    assert at.text_input(key="handover_password").value == ""
    at.text_input(key="handover_password").set_value(PASSWORD)
    went_well(at.button(key="handover_countersign").click().run())
    done = records.past(cast.db, None)[0]
    assert (done.outgoing_id, done.incoming_id) == (cast.people["wang"], cast.people["zhao"])
    who = sessions.who(cast.db, at.session_state[session.SECRET], clock.now())
    assert who is not None
    assert who.id == cast.people["wang"]


def test_the_next_shift_signs_at_the_own_screen_with_one_click(cast: Cast, open_page: Opens) -> None:
    new = signed(cast, "wang", notes="三楼等配件")
    at = open_page("zhao", "handover")
    assert any("王客服" in one.value for one in at.warning)
    went_well(at.button(key="handover_take").click().run())
    assert records.by_id(cast.db, new).incoming_id == cast.people["zhao"]


def test_who_is_not_on_duty_is_told_and_signs_all_the_same(cast: Cast, open_page: Opens) -> None:
    always = test_duty.post(cast, "night", team_id=None, starts=time(0), ends=time(23, 59))
    test_duty.hold(cast, always, clock.local_date(clock.now()), "wang")
    assert not open_page("wang", "handover").info
    at = open_page("zhao", "handover")
    assert [one.value for one in at.info] == ["按排班您现在不在班；仍可交班，交班单上会注明。"]
    went_well(at.button(key="handover_sign").click().run())
    waiting = records.waiting_of(cast.db, None)
    assert waiting is not None
    assert records.snapshot_of(cast.db, waiting.id).off_duty == "赵调度"


def test_a_signature_taken_back_gives_the_notes_back(cast: Cast, open_page: Opens) -> None:
    signed(cast, "wang", notes="三楼等配件")
    at = open_page("wang", "handover")
    assert not [button for button in at.button if button.key == "handover_take"]
    went_well(at.button(key="handover_withdraw").click().run())
    assert at.text_area(key="handover_notes").value == "三楼等配件"
    assert records.waiting_of(cast.db, None) is None


def test_jobs_move_and_the_refused_are_named(cast: Cast, report: Report, open_page: Opens) -> None:
    jobs = []
    for _ in range(2):
        job, whom = report(), Whom(assignee_id=cast.people["li"])
        jobs.append(
            dispatching.assign(cast.db, ticket_id=job.id, version=None, whom=whom, by=cast.by("zhao"))
        )
    at = open_page("li", "handover")
    assert at.multiselect(key="handover_jobs").value == [job.id for job in jobs]
    # Somebody is faster with one of them.
    other = Whom(assignee_id=cast.people["sun"])
    dispatching.reassign(cast.db, ticket_id=jobs[0].id, version=None, whom=other, by=cast.by("zhao"))
    went_well(at.button(key="handover_move").click().run())
    assert any("移交给谁" in one.value for one in at.error)


def test_what_waits_stands_on_the_overview(cast: Cast, open_page: Opens) -> None:
    signed(cast, "wang")
    for who, seen in (("zhao", True), ("sun", False)):
        lines = [
            line["text"] for part in glance(open_page(who, "overview"))["lines"] for line in part["lines"]
        ]
        assert any("尚未接班" in line and "王客服" in line for line in lines) is seen


@pytest.mark.parametrize(("who", "signs"), [("sun", True), ("li", True), ("zheng", False), ("admin", False)])
def test_who_signs_and_who_reads(cast: Cast, open_page: Opens, who: str, signs: bool) -> None:
    at = open_page(who, "handover", of="T01")
    assert bool([button for button in at.button if button.key == "handover_sign"]) is signs


def test_past_handovers_are_read_again(cast: Cast, open_page: Opens) -> None:
    at = open_page("zheng", "handover", show="past", of="DESK")
    assert any("还没有交接班记录" in one.value for one in at.info)
    new = signed(cast, "wang")
    signing.take_over(cast.db, actor=cast.actor("zhao"), handover_id=new, version=1, now=clock.now())
    at = open_page("zheng", "handover", show="past", of="DESK")
    assert "王客服 → 赵调度" in at.selectbox(key="handover_past").options[0]


def test_moved_jobs_are_somebody_elses(cast: Cast, report: Report, open_page: Opens) -> None:
    job, whom = report(), Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, ticket_id=job.id, version=None, whom=whom, by=cast.by("zhao"))
    at = open_page("li", "handover")
    at.selectbox(key="handover_whom").set_value(cast.people["chen"])
    went_well(at.button(key="handover_move").click().run())
    found = tickets.by_id(cast.db, job.id)
    assert found is not None
    assert found.assignee_id == cast.people["chen"]
