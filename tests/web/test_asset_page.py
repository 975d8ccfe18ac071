"""The code on a machine: what it answers to anybody, the report it takes, and what it asks of whoever does rounds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from lib.core import clock
from lib.people.roles import SYSTEM
from lib.places import asset_keeping, asset_labels
from lib.store.database import Row
from lib.tickets import records
from lib.tickets.actions import dispatching, opening, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Wish
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel, Status
from lib.web import asset_sheets, jobs, report
from tests.conftest import MONDAY, Cast
from tests.inspections.touring import Tour, make_tour
from tests.web.browsers import OURS, browser

HOUR = timedelta(hours=1)
LEFT = {"service": "GD-01", "description": "异响", "severity": "urgent", "name": "张护士", "phone": "8101"}


@pytest.fixture
def machine(cast: Cast) -> int:
    said = {"number": "SB-001", "name": "生活水泵", "location_id": cast.room, "vendor_id": cast.vendor}
    return asset_keeping.add(cast.db, actor=SYSTEM, values=said, now=MONDAY)


@pytest.fixture
def code(cast: Cast, machine: int) -> str:
    found = asset_labels.current(cast.db, machine)
    assert found
    return found


@pytest.fixture
def stranger(cast: Cast) -> Iterator[TestClient]:
    with browser(cast, None, report.routes) as client:
        yield client


@pytest.fixture
def tour(cast: Cast) -> Tour:
    return make_tour(cast)


def last(cast: Cast) -> Row:
    row = cast.db.row("SELECT * FROM ticket ORDER BY id DESC LIMIT 1")
    assert row
    return row


def test_anybody_reads_what_it_is_and_reports_it(
    cast: Cast, machine: int, code: str, stranger: TestClient
) -> None:
    page = stranger.get(f"/a/{code}")
    assert page.status_code == 200 and len(page.content) < 30_000
    for words in ("生活水泵", "SB-001", "1203病房", "在用"):
        assert words in page.text
    # Who looks after it, and its record, are for the staff.
    assert "安工匠" not in page.text and "/assets?" not in page.text
    sent = stranger.post(f"/a/{code}", data=LEFT, headers=OURS)
    assert sent.status_code == 303 and sent.headers["location"].startswith("/t/")
    made = last(cast)
    assert (made["asset_id"], made["location_id"], made["channel"]) == (machine, cast.room, "qr")


def test_what_is_reported_already_is_joined_and_urged_there(
    cast: Cast, machine: int, code: str, stranger: TestClient
) -> None:
    stranger.post(f"/a/{code}", data=LEFT, headers=OURS)
    ticket_id = last(cast)["id"]
    assert f'value="{ticket_id}"' in stranger.get(f"/a/{code}").text
    urged = stranger.post(f"/a/{code}/urge", data={"ticket": str(ticket_id)}, headers=OURS)
    assert urged.headers["location"] == f"/a/{code}?said=urged"
    joined = stranger.post(f"/a/{code}/join", data={"ticket": str(ticket_id)}, headers=OURS)
    assert joined.headers["location"].startswith("/t/")


def test_a_ticket_of_the_same_room_is_not_one_of_the_machine(
    cast: Cast, code: str, stranger: TestClient
) -> None:
    wish = Wish(
        channel=Channel.HOTLINE, caller=Caller(name="张"), location_id=cast.room, description="灯不亮"
    )
    other = opening.open_ticket(cast.db, wish, by=cast.by("wang")).ticket
    assert f'value="{other.id}"' not in stranger.get(f"/a/{code}").text
    refused = stranger.post(f"/a/{code}/urge", data={"ticket": str(other.id)}, headers=OURS)
    assert refused.status_code == 404
    ticket = records.by_id(cast.db, other.id)
    assert ticket is not None and ticket.urges == 0


def test_nothing_typed_is_lost(cast: Cast, code: str, stranger: TestClient) -> None:
    back = stranger.post(f"/a/{code}", data={**LEFT, "service": "NO", "description": "轴承响"}, headers=OURS)
    assert back.status_code == 422 and "轴承响" in back.text
    assert f'action="/a/{code}"' in back.text


def test_an_asset_without_a_place_takes_reports_too(cast: Cast, stranger: TestClient) -> None:
    said = {"number": "YD-1", "name": "移动发电车"}
    asset_id = asset_keeping.add(cast.db, actor=SYSTEM, values=said, now=MONDAY)
    code = asset_labels.current(cast.db, asset_id)
    assert stranger.get(f"/a/{code}").status_code == 200
    assert stranger.post(f"/a/{code}", data=LEFT, headers=OURS).status_code == 303
    assert (last(cast)["asset_id"], last(cast)["location_id"]) == (asset_id, None)


def test_unknown_and_replaced_codes_say_so(cast: Cast, machine: int, code: str, stranger: TestClient) -> None:
    unknown = stranger.get("/a/zzzzzzzz")
    assert unknown.status_code == 404 and "服务热线" in unknown.text
    asset_keeping.replace_label(cast.db, actor=SYSTEM, asset_id=machine, now=MONDAY)
    old = stranger.get(f"/a/{code}")
    assert old.status_code == 200 and "已更换的旧二维码" in old.text
    retired = {"status": "retired"}
    asset_keeping.change(cast.db, actor=SYSTEM, asset_id=machine, changes=retired, now=MONDAY)
    assert "已报废" in stranger.get(f"/a/{code}").text


def test_the_first_scan_is_remembered_but_not_a_look_from_a_desk(
    cast: Cast, machine: int, code: str, stranger: TestClient
) -> None:
    with browser(cast, "zhao", report.routes) as desk:
        page = desk.get(f"/a/{code}")
    assert "安工匠" in page.text and "/assets?asset=SB-001" in page.text
    assert asset_labels.read(cast.db, code).first_scan_at is None
    stranger.get(f"/a/{code}")
    assert asset_labels.read(cast.db, code).first_scan_at is not None


def test_too_many_reports_from_one_code_are_stopped(cast: Cast, code: str, stranger: TestClient) -> None:
    answers = [
        stranger.post(f"/a/{code}", data={**LEFT, "description": f"异响{n}"}, headers=OURS).status_code
        for n in range(8)
    ]
    assert answers[0] == 303 and answers[-1] == 429


def test_whoever_does_rounds_is_shown_what_is_to_be_checked_now(tour: Tour) -> None:
    now = clock.now()
    with tour.db.transaction() as tx:
        span = {"opens_at": now - HOUR, "closes_at": now + HOUR}
        tx.update("round", {"id": tour.round_id, **span})
        code = asset_labels.issue(tx, tour.assets[1], now)
    link = f"/rounds/{tour.round_id}?stop=2&amp;code={code}"
    with browser(tour.cast, "li", report.routes) as mine, browser(tour.cast, None, report.routes) as anybody:
        assert link in mine.get(f"/a/{code}").text
        assert "/rounds/" not in anybody.get(f"/a/{code}").text


def test_arriving_by_the_machines_code_is_verified(cast: Cast, machine: int, code: str) -> None:
    wish = Wish(
        channel=Channel.HOTLINE,
        caller=Caller(name="张"),
        location_id=None,
        description="水泵响",
        asset_id=machine,
    )
    ticket = opening.open_ticket(cast.db, wish, by=cast.by("wang")).ticket
    whom = Whom(assignee_id=cast.people["li"])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao"))
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
    with browser(cast, "li", [*report.routes, *jobs.routes]) as phone:
        assert f"/jobs/{ticket.number}" in phone.get(f"/a/{code}").text
        assert "生活水泵 · SB-001" in phone.get(f"/jobs/{ticket.number}").text
        phone.post(f"/jobs/arrive-at/{code}", headers=OURS)
    after = records.by_id(cast.db, ticket.id)
    assert after is not None and (after.status, after.verified_on_site) == (Status.IN_PROGRESS, True)


def test_the_sheet_is_for_who_keeps_the_register(cast: Cast, machine: int, code: str) -> None:
    with browser(cast, "zhao", asset_sheets.routes) as desk:
        page = desk.get("/labels/assets?only=all&grid=2x4")
        assert page.status_code == 200
        assert f"{code[:4]} {code[4:]}" in page.text and "SB-001" in page.text
        done = desk.post("/labels/assets", data={"codes": code, "only": "all"}, headers=OURS)
        assert done.headers["location"].endswith("printed=1")
        assert "生活水泵" not in desk.get("/labels/assets").text
        assert desk.get("/labels/assets?under=NOWHERE").status_code == 404
        assert desk.get("/labels/assets?grid=9x9").status_code == 422
    with browser(cast, "li", asset_sheets.routes) as other:
        assert other.get("/labels/assets").status_code == 403
