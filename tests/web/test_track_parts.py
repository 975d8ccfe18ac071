"""A report of several trades under one link: every part's state, and one word about what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.core.clock import now
from lib.tickets import checking, records, reporters
from lib.tickets.actions import branching, merging, talking
from lib.tickets.actions.branching import Part
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Action, Status
from lib.web import track
from lib.web.faults import HANDLERS
from tests.conftest import Cast
from tests.web.test_track import finished, link, read, signed_in

Report = Callable[..., Ticket]
STARS = {"speed": "5", "quality": "4", "attitude": "5", "words": "都修好了"}
WATER, DOOR = Part(service_code="GS-01", description="水池漏水"), Part(description="门关不严")


@pytest.fixture
def phone(cast: Cast) -> Iterator[TestClient]:
    app = Starlette(routes=[*track.routes], exception_handlers=dict(HANDLERS))
    with TestClient(app, follow_redirects=False, headers={"accept-language": "en"}) as client:
        yield client


@pytest.fixture
def whole(report: Report) -> Ticket:
    return report(now=now() - timedelta(minutes=30))


@pytest.fixture
def parts(cast: Cast, whole: Ticket) -> list[Ticket]:
    by = cast.by("wang", now() - timedelta(minutes=20))
    return list(branching.split(cast.db, ticket_id=whole.id, version=None, parts=[WATER, DOOR], by=by).others)


def actions(cast: Cast, ticket: Ticket) -> list[Action]:
    return [event.action for event in records.events(cast.db, ticket.id)]


def test_one_link_shows_every_part(cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket]) -> None:
    page = phone.get(link(cast, whole)).text
    assert "This report has 3 parts" in page
    assert all(part.number in page for part in parts)
    assert "门关不严" in page
    assert "confirm-parts" not in page


def test_a_part_leads_to_its_own_page_and_back(
    cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket]
) -> None:
    assert link(cast, parts[0]) in phone.get(link(cast, whole)).text
    assert link(cast, whole) in phone.get(link(cast, parts[0])).text


def test_an_ordinary_report_says_nothing_of_parts(cast: Cast, phone: TestClient, whole: Ticket) -> None:
    finished(cast, whole)
    page = phone.get(link(cast, whole)).text
    assert "parts" not in page.replace("-parts", "")
    assert f'action="{link(cast, whole)}/confirm"' in page


def test_what_is_done_is_confirmed_with_one_press(
    cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket]
) -> None:
    finished(cast, whole)
    finished(cast, parts[0])
    page = phone.get(link(cast, whole)).text
    assert page.count('name="part"') == 4, "two to confirm, two to rate"
    assert f'action="{link(cast, whole)}/confirm"' not in page
    sent = {"part": [whole.number, parts[0].number]}
    assert phone.post(f"{link(cast, whole)}/confirm-parts", data=sent).status_code == 303
    assert [read(cast, one).status for one in (whole, *parts)] == [Status.CLOSED, Status.CLOSED, Status.NEW]
    assert actions(cast, whole)[-1] == actions(cast, parts[0])[-1] == Action.CONFIRM


def test_or_only_one_of_them(cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket]) -> None:
    for one in (whole, *parts):
        finished(cast, one)
    assert phone.post(f"{link(cast, whole)}/confirm-parts", data={"part": parts[1].number}).status_code == 303
    assert [read(cast, one).status for one in (whole, *parts)] == [Status.DONE, Status.DONE, Status.CLOSED]


def test_the_same_stars_for_all_that_is_ticked(
    cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket]
) -> None:
    for one in (whole, *parts):
        finished(cast, one)
    sent = {"part": [one.number for one in (whole, *parts)], **STARS}
    assert phone.post(f"{link(cast, whole)}/rate-parts", data=sent).headers["location"].endswith("said=rated")
    assert [(row["speed"], row["quality"]) for row in cast.db.rows("SELECT * FROM rating")] == [(5, 4)] * 3
    again = phone.post(f"{link(cast, whole)}/rate-parts", data=sent)
    assert again.status_code == 422
    assert "waits for your word" in again.text
    assert cast.db.value("SELECT count(*) FROM rating") == 3


def test_nothing_ticked_or_a_star_missing_is_said_and_nothing_lost(
    cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket]
) -> None:
    finished(cast, parts[0])
    nothing = phone.post(f"{link(cast, whole)}/rate-parts", data=STARS)
    assert (nothing.status_code, "都修好了" in nothing.text) == (422, True)
    missing = phone.post(f"{link(cast, whole)}/rate-parts", data={"part": parts[0].number, "speed": "3"})
    assert missing.status_code == 422
    assert read(cast, parts[0]).status is Status.DONE


@pytest.mark.parametrize("number", ["20991231-9999", "<script>", "\u202e", "0" * 5000])
def test_what_is_no_part_of_it_is_left_alone(
    cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket], report: Report, number: str
) -> None:
    other = finished(cast, report(now=now() - timedelta(minutes=9)))
    finished(cast, parts[0])
    sent = {"part": [number, other.number]}
    assert phone.post(f"{link(cast, whole)}/confirm-parts", data=sent).status_code == 422
    assert read(cast, other).status is Status.DONE


def test_who_only_joined_sees_the_parts_and_decides_nothing(
    cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket]
) -> None:
    by = cast.by("wang", now())
    _, later = talking.join(cast.db, ticket_id=whole.id, caller=Caller(name="护工"), channel="qr", by=by)
    finished(cast, parts[0])
    page = phone.get(f"/t/{later.token}").text
    assert parts[0].number in page
    assert "confirm-parts" not in page
    sent = {"part": parts[0].number}
    assert phone.post(f"/t/{later.token}/confirm-parts", data=sent).status_code == 422
    assert read(cast, parts[0]).status is Status.DONE


def test_who_did_one_of_them_confirms_none_in_their_own_browser(
    cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket]
) -> None:
    finished(cast, parts[0])
    signed_in(phone, cast, "li")
    sent = {"part": parts[0].number}
    assert phone.post(f"{link(cast, whole)}/confirm-parts", data=sent).status_code == 403
    assert read(cast, parts[0]).status is Status.DONE


def test_a_next_job_stands_beside_the_first(cast: Cast, phone: TestClient, whole: Ticket) -> None:
    by, part = cast.by("wang", now()), Part(service_code="GD-01", description="换整套灯具")
    made = branching.follow_on(cast.db, ticket_id=whole.id, version=None, part=part, by=by).others[0]
    assert made.number in phone.get(link(cast, whole)).text
    assert whole.number in phone.get(link(cast, made)).text


def test_merged_into_another_the_parts_stay_under_the_link(
    cast: Cast, phone: TestClient, whole: Ticket, parts: list[Ticket], report: Report
) -> None:
    other = report(now=now() - timedelta(minutes=9), caller=Caller(name="王医生", phone="8102"))
    merging.merge(cast.db, ticket_id=whole.id, version=None, into_id=other.id, by=cast.by("wang", now()))
    mine = reporters.of_ticket(cast.db, whole.id)[0]
    page = phone.get(f"/t/{mine.token}").text
    assert all(part.number in page for part in parts)
    theirs = phone.get(link(cast, other)).text
    assert not any(part.number in theirs for part in parts), "another report's parts are none of theirs"
    assert [str(problem) for problem in checking.problems(cast.db)] == []
