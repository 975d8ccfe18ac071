"""Papers where orders come in over the wire: the board says whether a reason would help, the phone says who is
licensed; photos of papers open for those only who may see them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from PIL import Image

from lib.core import clock
from lib.people import paper_keeping
from lib.people.paper_keeping import Said
from lib.people.roles import SYSTEM
from lib.store import files
from lib.tickets import records
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status
from lib.web import files as shown_files
from tests.conftest import MONDAY, Cast
from tests.web.phones import phone_of
from tests.web.test_board_feed import browser, ordered

Report = Callable[..., Ticket]


def give(cast: Cast, *names: str, **more: Any) -> None:
    for name in names:
        asked = {"kind": "licence", "licence": "electrician", **more}
        said = Said(account_id=cast.people[name], **asked)
        paper_keeping.keep(cast.db, actor=SYSTEM, said=said, now=clock.now())


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def untrained(cast: Cast) -> None:
    give(cast, "li", kind="training", licence="", title="岗前安全培训", valid_until=date(2020, 1, 1))


def test_the_board_asks_for_a_reason_and_takes_it(cast: Cast, report: Report, untrained: None) -> None:
    ticket, whom = report(service_code="GS-01"), {"person": cast.people["li"]}
    answer = ordered(cast, "zhao", "assign", ticket, whom=whom)
    assert (answer.status_code, answer.json()["overridable"], answer.json()["field"]) == (
        422,
        True,
        "assignee_id",
    )
    assert answer.json()["card"]["status"] == "new"
    again = ordered(cast, "zhao", "assign", ticket, whom=whom, override="复训已报名")
    assert again.json()["card"]["status"] == "assigned"
    event = records.last_event(cast.db, ticket.id)
    assert event is not None and event.facts["override"] == "复训已报名"


@pytest.mark.parametrize(("who", "service"), [("wang", "GS-01"), ("zhao", "GD-02"), ("wang", "GD-02")])
def test_the_board_asks_nobody_else_and_never_for_a_statutory_licence(
    cast: Cast, report: Report, untrained: None, who: str, service: str
) -> None:
    ticket = report(service_code=service)
    answer = ordered(cast, who, "assign", ticket, whom={"person": cast.people["li"]}, override="急")
    assert (answer.status_code, answer.json()["overridable"]) == (422, False)
    assert "李师傅" in answer.json()["refusal"]


def test_other_refusals_do_not_speak_of_overriding(cast: Cast, report: Report) -> None:
    answer = ordered(cast, "zhao", "assign", report(), whom={"person": cast.people["wang"]})
    assert "overridable" not in answer.json()


def test_an_opened_card_warns_of_a_paper_that_lapsed(cast: Cast, report: Report) -> None:
    ticket = report(service_code="GS-01")
    ordered(cast, "zhao", "assign", ticket, whom={"person": cast.people["li"]})
    give(cast, "li", kind="training", licence="", title="岗前安全培训", valid_until=date(2020, 1, 1))
    (warned,) = browser(cast, "zhao").get(f"/board/tickets/{ticket.id}?lang=zh").json()["warnings"]
    assert warned.startswith("李师傅的岗前安全培训 2020-01-01 已过期")


def test_an_opened_card_tells_whose_papers_lack_before_anybody_is_chosen(
    cast: Cast, report: Report, untrained: None
) -> None:
    ticket = report(service_code="GS-01")
    opened = f"/board/tickets/{ticket.id}?lang=zh"
    lacking = browser(cast, "zhao").get(opened).json()["lacking"]
    assert set(lacking) == {str(cast.people["li"])}
    assert lacking[str(cast.people["li"])].startswith("岗前安全培训 2020-01-01 已过期")
    assert browser(cast, "qian").get(opened).json().get("lacking", {}) == {}


def test_the_phone_refuses_and_names_who_may(cast: Cast, report: Report) -> None:
    give(cast, "chen")
    ticket = report(now=clock.now(), service_code="GD-02")
    whom = Whom(team_id=cast.team)
    ticket = dispatching.assign(
        cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao", clock.now())
    )
    sent = {"version": str(ticket.version)}
    answer = phone_of(cast, "li").post(f"/jobs/{ticket.number}/accept", data=sent)
    assert answer.status_code == 422
    assert "李师傅没有电工证记录；现在有证在岗：陈师傅" in answer.text
    phone_of(cast, "chen").post(f"/jobs/{ticket.number}/accept", data=sent)
    found = records.by_id(cast.db, ticket.id)
    assert found is not None and (found.status, found.assignee_id) == (Status.ACCEPTED, cast.people["chen"])


def test_the_phone_asks_whether_work_for_two_was_done_alone(cast: Cast, report: Report) -> None:
    give(cast, "zhou", licence="lift")
    ticket = report(now=clock.now(), service_code="DT-02")
    whom = Whom(assignee_id=cast.people["zhou"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao", clock.now()))
    phone = phone_of(cast, "zhou")
    assert "还差 1 人" in phone.get(f"/jobs/{ticket.number}").text
    phone.post(f"/jobs/{ticket.number}/accept", data={"version": "2"})
    sent = {"version": "3", "outcome": "fixed", "no_visit": "1"}
    refused = phone.post(f"/jobs/{ticket.number}/complete", data=sent)
    assert (
        refused.status_code == 422 and "这项工作需要多人" in refused.text and 'name="alone"' in refused.text
    )
    phone.post(f"/jobs/{ticket.number}/complete", data=sent | {"alone": "1"})
    event = records.last_event(cast.db, ticket.id)
    assert event is not None and event.facts["alone"] is True


@pytest.mark.parametrize(
    ("who", "seen"), [("zhao", True), ("sun", True), ("feng", True), ("chen", False), ("liu", False)]
)
def test_the_photo_of_a_paper_opens_for_who_may_see_it(cast: Cast, who: str, seen: bool) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    kept = files.keep(cast.db, picture.getvalue(), now=clock.now()).hash
    give(cast, "li", file_hash=kept)
    assert shown_files.may_see(cast.db, cast.people[who], kept) is seen
