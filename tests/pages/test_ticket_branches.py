"""The ticket page: parts, next jobs, helpers, watching, a second return; and the lists they stand on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.tickets import family, records
from lib.tickets.actions import branching, dispatching, helping, watching, working
from lib.tickets.actions.branching import Part
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Status
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well
from tests.pages.test_overview import glance
from tests.pages.test_ticket import choose, now_of, press, words

Report = Callable[..., Ticket]


@pytest.fixture
def ticket(report: Report) -> Ticket:
    return report(now=clock.now())


def given(cast: Cast, ticket: Ticket, name: str = "li") -> Ticket:
    whom, by = Whom(assignee_id=cast.people[name]), cast.by("zhao", clock.now())
    return dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=by)


def returned_twice(cast: Cast, ticket: Ticket) -> Ticket:
    for name in ("li", "zhou"):
        given(cast, ticket, name)
        by = cast.by(name, clock.now())
        ticket = dispatching.return_job(
            cast.db, ticket_id=ticket.id, version=None, reason=f"不是{name}的活", by=by
        )
    return ticket


def fill(at: AppTest, ticket: Ticket, action: str, **typed: object) -> AppTest:
    for name, value in typed.items():
        at.session_state[f"act_{ticket.id}_{action}_{name}_0"] = value
    return went_well(at.run())


def test_a_report_is_split_and_every_part_is_shown(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    at = choose(open_page("wang", "ticket", number=ticket.number), ticket, "split")
    assert f"act_{ticket.id}_split_words1_0" not in {each.key for each in at.text_input}
    at = fill(at, ticket, "split", service0="GS-01", words0="水池漏水")
    at = fill(at, ticket, "split", words1="门关不严")
    at = press(at, ticket, "split")
    parts = family.parts(cast.db, ticket.id)
    assert [part.description for part in parts] == ["水池漏水", "门关不严"]
    assert parts[0].service_code == "GS-01"
    assert all(part.number in words(at) for part in parts)
    there = open_page("wang", "ticket", number=parts[0].number)
    assert ticket.number in words(there)


def test_splitting_into_nothing_is_said(open_page: Opens, cast: Cast, ticket: Ticket) -> None:
    at = choose(open_page("wang", "ticket", number=ticket.number), ticket, "split")
    at = press(at, ticket, "split")
    assert any("哪几部分" in each.value for each in at.error)


def test_a_next_job_is_opened(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    given(cast, ticket)
    at = choose(open_page("zhao", "ticket", number=ticket.number), ticket, "follow_on")
    at = press(fill(at, ticket, "follow_on", words="换整套灯具", note="先接临时灯"), ticket, "follow_on")
    (after,) = family.family(cast.db, now_of(cast, ticket)).next
    assert (after.description, after.service_code, after.follows_id) == ("换整套灯具", "GD-01", ticket.id)
    assert after.number in words(at)


def test_helpers_are_chosen_and_taken_off(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    given(cast, ticket)
    chen, zhou = cast.people["chen"], cast.people["zhou"]
    at = choose(open_page("zhao", "ticket", number=ticket.number), ticket, "help")
    at = press(fill(at, ticket, "help", helpers=[chen, zhou]), ticket, "help")
    assert now_of(cast, ticket).helpers == (chen, zhou)
    assert "陈师傅、周师傅" in words(at)
    at = choose(at, ticket, "help", 1)
    at.session_state[f"act_{ticket.id}_help_helpers_1"] = [zhou]
    press(went_well(at.run()), ticket, "help", 1)
    assert now_of(cast, ticket).helpers == (zhou,)


def test_a_helper_sees_it_without_steps(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    given(cast, ticket)
    add = [cast.people["chen"]]
    helping.helpers(cast.db, ticket_id=ticket.id, version=None, add=add, by=cast.by("li", clock.now()))
    at = open_page("chen", "ticket", number=ticket.number)
    (pills,) = [each for each in at.get("button_group") if "choice" in str(each.key)]
    assert len(pills.options) == 2, "a note, a next job; no step"
    jobs = open_page("chen", "my_jobs")
    assert ticket.number in words(jobs)


def test_it_is_watched_and_released(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    at = choose(open_page("zheng", "ticket", number=ticket.number), ticket, "watch")
    at = press(fill(at, ticket, "watch", reason="院长过问"), ticket, "watch")
    watched = now_of(cast, ticket)
    assert watched.watched
    assert watched.watched_until is not None
    assert any("院长过问" in each.value for each in at.warning)
    at = choose(at, ticket, "watch", 1)
    at.session_state[f"act_{ticket.id}_watch_what_1"] = "release"
    press(went_well(at.run()), ticket, "watch", 1)
    assert not now_of(cast, ticket).watched


def test_a_second_return_is_decided(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    returned_twice(cast, ticket)
    for name in ("wang", "zheng"):
        at = open_page(name, "ticket", number=ticket.number)
        assert "第二次退单，待调度决定" in words(at)
        assert f"act_{ticket.id}_second_return_what_0" not in at.session_state
    at = open_page("zhao", "ticket", number=ticket.number)
    assert "不是li的活" in words(at)
    at = fill(at, ticket, "second_return", what="keep")
    at = press(at, ticket, "second_return")
    assert at.error, "why has to be said"
    at = press(fill(at, ticket, "second_return", what="keep", note="就是电梯组的"), ticket, "second_return")
    after = now_of(cast, ticket)
    assert (after.undecided, after.assignee_id, after.status) == (False, cast.people["zhou"], Status.ASSIGNED)
    assert "第二次退单" not in "".join(each.value for each in at.markdown if "badge" in each.value)


def test_or_given_to_somebody_else(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    returned_twice(cast, ticket)
    at = fill(open_page("zhao", "ticket", number=ticket.number), ticket, "second_return", what="give")
    at = fill(at, ticket, "second_return", whom=Whom(assignee_id=cast.people["chen"]), note="就近")
    press(at, ticket, "second_return")
    assert now_of(cast, ticket).assignee_id == cast.people["chen"]


# The lists ----------------------------------------------------------------------------------------


def test_every_list_of_the_overview_is_shown_whole(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    returned_twice(cast, ticket)
    until, by = clock.now() + timedelta(hours=3), cast.by("zheng", clock.now())
    watching.watch(cast.db, ticket_id=ticket.id, version=None, until=until, reason="院长过问", by=by)
    groups = glance(open_page("zhao", "overview"))["groups"]
    assert {group["title"] for group in groups} == {"两次退单，请决定", "督办中"}
    assert all(group["target"] for group in groups)
    assert groups[0]["target"]["address"] == "/lists?list=returned"


def test_the_watch_list_leads_with_what_is_over(cast: Cast, open_page: Opens, report: Report) -> None:
    now = clock.now()
    for hours, name in ((5, "later"), (-1, "over")):
        begun = now - timedelta(hours=2)
        made = report(now=begun, description=name)
        watching.watch(
            cast.db, ticket_id=made.id, version=None, until=now + timedelta(hours=hours),
            reason="<b>院长</b>", by=cast.by("zheng", begun + timedelta(minutes=1)),
        )  # fmt: skip
    for name in ("zheng", "zhao"):
        said = words(open_page(name, "lists", list="watched"))
        assert said.index("over") < said.index("later")
        assert "超时" in said.split("later")[0]
        assert "超时" not in said.split("later")[1]


def test_second_returns_are_listed_with_both_reasons_and_counted(
    cast: Cast, open_page: Opens, ticket: Ticket
) -> None:
    returned_twice(cast, ticket)
    at = open_page("zhao", "lists", list="returned")
    said = words(at)
    assert "不是li的活" in said
    assert "不是zhou的活" in said
    tabs = [one.content for one in at.get("button_group")[0].proto.options]
    assert "两次退单，请决定 1" in tabs


def test_a_job_that_is_passed_on_goes_to_nobody_unless_somebody_is_named(
    cast: Cast, open_page: Opens, ticket: Ticket
) -> None:
    given(cast, ticket)
    at = choose(open_page("sun", "ticket", number=ticket.number), ticket, "reassign")
    box = at.selectbox(key=f"act_{ticket.id}_reassign_whom_0")
    assert box.value is None
    assert box.options[0].startswith("陈师傅 · 水电班")
    assert not any(" · sdb" in one for one in box.options)


@pytest.fixture
def held(cast: Cast, report: Report) -> Ticket:
    begun = clock.now() - timedelta(days=4)
    ticket = report(now=begun)
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao", begun))
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li", begun))
    return working.hold(
        cast.db, ticket_id=ticket.id, version=None, reason="approval", until=begun + timedelta(days=9),
        note="等批停电", by=cast.by("li", begun + timedelta(minutes=9)),
    )  # fmt: skip


def test_long_holds_are_reminded_of_at_once(cast: Cast, open_page: Opens, held: Ticket) -> None:
    at = open_page("zheng", "lists", list="long_held")
    assert "等批停电" in words(at)
    (button,) = [each for each in at.button if each.label == "提醒所勾选的"]
    button.click()
    went_well(at.run())
    event = records.last_event(cast.db, held.id)
    assert event is not None
    assert event.facts["reminded"] == "孙班长, 李师傅"


def test_a_leader_decides_on_a_hold_in_the_list(cast: Cast, open_page: Opens, held: Ticket) -> None:
    at = open_page("sun", "lists", list="holds")
    assert held.number in words(at)
    at.button(key=f"hold_note_{held.id}_4_yes").click()
    went_well(at.run())
    assert now_of(cast, held).hold_confirmed
    event = records.last_event(cast.db, held.id)
    assert event is not None
    assert event.action is Action.CONFIRM_HOLD


@pytest.mark.parametrize("name", ["wang", "zhao", "sun", "liu", "zheng", "feng", "qian", "he", "admin"])
def test_the_lists_open_for_everybody_who_has_an_overview(open_page: Opens, held: Ticket, name: str) -> None:
    open_page(name, "lists")


def test_a_part_of_another_team_is_named_and_not_opened(cast: Cast, open_page: Opens, ticket: Ticket) -> None:
    given(cast, ticket, "li")
    parts = [Part(service_code="DT-01", description="电梯按钮坏")]
    made = branching.split(
        cast.db, ticket_id=ticket.id, version=None, parts=parts, by=cast.by("wang", clock.now())
    ).others[0]
    said = words(open_page("li", "ticket", number=ticket.number))
    assert made.number in said
    assert f"number={made.number}" not in said
