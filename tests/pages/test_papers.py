"""Papers on their page: who sees whose, entering one, and the reason a dispatcher gives on the ticket's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.people import paper_keeping, papers
from lib.people.paper_keeping import Said
from lib.people.roles import SYSTEM
from lib.tickets import records
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well

DAY = timedelta(days=1)


def give(cast: Cast, *names: str, left: int = 400, **more: Any) -> None:
    until = clock.local_date(clock.now()) + left * DAY
    for name in names:
        said = {"kind": "licence", "licence": "electrician", "valid_until": until, **more}
        whose = Said(account_id=cast.people[name], **said)
        paper_keeping.keep(cast.db, actor=SYSTEM, said=whose, now=clock.now())


def untrained(cast: Cast, *names: str) -> None:
    give(cast, *names, kind="training", licence="", title="岗前安全培训", left=-3)


def listed(at: AppTest) -> list[str]:
    return sorted(at.dataframe[0].value["姓名"]) if at.dataframe else []


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("admin", ["周师傅", "李师傅"]),
        ("qian", ["周师傅", "李师傅"]),
        ("zhao", ["周师傅", "李师傅"]),
        ("sun", ["李师傅"]),
        ("feng", ["周师傅", "李师傅"]),
    ],
)
def test_each_sees_the_papers_of_the_own_people(
    cast: Cast, open_page: Opens, who: str, seen: list[str]
) -> None:
    give(cast, "li", "zhou")
    at = open_page(who, "people", people_tab="papers")
    assert listed(at) == seen
    assert any(button.label == "保存证照" for button in at.button) == (who in ("admin", "qian"))


def test_a_vendor_sees_nothing_else_of_the_house(cast: Cast, open_page: Opens) -> None:
    at = open_page("feng", "people", people_tab="accounts")
    assert list(at.button_group(key="people_tab").options) == ["证照"]
    assert not at.get("file_uploader")


def test_filters_find_what_has_lapsed_and_what_ends_soon(cast: Cast, open_page: Opens) -> None:
    give(cast, "li", left=-1)
    give(cast, "chen", left=60)
    give(cast, "zhou", left=61)
    views = {"lapsed": ["李师傅"], "ending": ["陈师傅"], "all": ["周师傅", "李师傅", "陈师傅"]}
    for view, names in views.items():
        assert listed(open_page("zhao", "people", people_tab="papers", papers_view=view)) == names
    at = open_page("zhao", "people", people_tab="papers", papers_q="csf")
    assert listed(at) == ["陈师傅"]


def enter(at: AppTest, **typed: Any) -> AppTest:
    for name, value in typed.items():
        at.session_state[f"paper_new_0_{name}"] = value
    next(button for button in at.button if button.label == "保存证照").click()
    return went_well(at.run())


def test_a_paper_is_entered(cast: Cast, open_page: Opens) -> None:
    at = open_page("qian", "people", people_tab="papers")
    typed = {"account_id": cast.people["li"], "licence": "electrician", "number": "DG2024001"}
    at = enter(at, **typed)
    assert at.error[0].value == "请填写有效期至，长期有效的请勾选“长期有效”。"
    at = enter(at, endless=True)
    assert papers.of_person(cast.db, cast.people["li"])[0].number == "DG2024001"
    assert listed(at) == ["李师傅"]
    assert at.text_input(key="paper_new_1_number").value == ""


def test_what_was_typed_stays_when_it_is_refused(cast: Cast, open_page: Opens) -> None:
    at = enter(open_page("qian", "people", people_tab="papers"), number="DG2024001")
    assert at.error[0].value == "请选择是谁的证照。"
    assert at.text_input(key="paper_new_0_number").value == "DG2024001"


def test_licences_nobody_holds_are_said_aloud(cast: Cast, open_page: Opens) -> None:
    for page, params in (("people", {"people_tab": "papers"}), ("system", {})):
        at = open_page("admin", page, **params)
        assert any("电梯证" in one.value for one in at.warning), page


@pytest.fixture
def ticket(report: Callable[..., Ticket]) -> Ticket:
    return report(now=clock.now(), service_code="GS-01", description="水龙头漏水")


def test_a_dispatcher_gives_a_reason_on_the_tickets_page(
    cast: Cast, open_page: Opens, ticket: Ticket
) -> None:
    untrained(cast, "li")
    at = open_page("zhao", "ticket", number=ticket.number)
    at.session_state[f"act_{ticket.id}_assign_whom_0"] = Whom(assignee_id=cast.people["li"])
    at.button(key=f"act_{ticket.id}_assign_button_0").click()
    went_well(at.run())
    assert "李师傅的岗前安全培训" in at.error[0].value
    reason = at.text_input(key=f"act_{ticket.id}_assign_override{cast.people['li']}_0")
    assert "岗前安全培训" in reason.label
    reason.set_value("复训已报名")
    at.button(key=f"act_{ticket.id}_assign_button_0").click()
    went_well(at.run())
    event = records.last_event(cast.db, ticket.id)
    assert event is not None and event.facts["override"] == "复训已报名"
    at = open_page("zheng", "overview")
    lines = [line for part in at_glance(at) for line in part["lines"] if part["title"] == "近 7 天例外派工"]
    assert "赵调度派给李师傅" in lines[0]["text"] and lines[0]["more"] == "复训已报名"


def at_glance(at: AppTest) -> list[dict[str, Any]]:
    from tests.pages.test_overview import glance

    parts: list[dict[str, Any]] = glance(at)["lines"]
    return parts


def test_the_overview_tells_of_papers_that_end(cast: Cast, open_page: Opens) -> None:
    give(cast, "li", left=6)
    give(cast, "zhou", left=80)
    for who, told in (("zhao", True), ("sun", True), ("feng", True), ("zheng", False)):
        lines = [line for part in at_glance(open_page(who, "overview")) for line in part["lines"]]
        assert any("李师傅 · 电工证" in line["text"] for line in lines) is told, who
        assert not any("周师傅 · 电工证" in line["text"] for line in lines)


def test_the_ticket_says_when_the_papers_do_not_suffice_any_more(
    cast: Cast, open_page: Opens, ticket: Ticket
) -> None:
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao", clock.now()))
    untrained(cast, "li")
    assert "李师傅的岗前安全培训" in open_page("zhao", "ticket", number=ticket.number).warning[0].value
    assert not open_page("liu", "ticket", number=ticket.number).warning
