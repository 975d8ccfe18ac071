"""From a failed item to a ticket, to the work, to the second look: on the phone, and on the desk's ticket page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from lib.store.database import Database, Row
from tests.browser import desk, steps
from tests.browser.inspecting import in_order
from tests.browser.serving import Server

INSPECTOR, TECHNICIAN = "xunjian", "weixiu05"
NUMBER = re.compile(r"\d{8}-\d{4,}")


@pytest.fixture(scope="module")
def stops(hospital: Server, before: Database) -> Iterator[Row]:
    """A stop for each test: of rounds that can be done now, without photos, and a question there whose repair takes
    one person without a licence: round, position, item."""
    rows = before.rows(
        """
        SELECT r.id AS round, s.position, min(i.item_id) AS item FROM round r
        JOIN plan_stop s ON s.plan_id = r.plan_id AND s.route = r.route
        JOIN checklist_item i ON i.checklist_id = r.checklist_id AND i.version = r.checklist_version
        JOIN service v ON v.code = i.service_code AND v.licence = '' AND v.people = 1
        WHERE r.status = 'due' AND r.opens_at <= $now AND i.kind = 'yes_no'
          AND NOT EXISTS (
            SELECT 1 FROM checklist_item o WHERE o.checklist_id = r.checklist_id AND o.version = r.checklist_version
            AND (o.photo OR o.kind = 'photo'))
          AND NOT EXISTS (SELECT 1 FROM finding f WHERE f.asset_id = s.asset_id AND f.resolved_at IS NULL)
        GROUP BY r.id, r.planned_at, s.position ORDER BY r.planned_at DESC, r.id, s.position
        """,
        now=datetime.now(UTC),
    )
    assert len(rows) > 1, "no such round can be done now"
    return iter(rows)


def test_seen_good_on_the_phone_closes_the_ticket(
    sign_in: Callable[..., Page], hospital: Server, stops: Iterator[Row], names: Mapping[str, str]
) -> None:
    inspector, stop = sign_in(INSPECTOR, at="/rounds", phone=True), next(stops)
    number = failed_on_the_phone(inspector, stop)
    mended(sign_in, number, names)

    inspector.goto("/rounds")
    # What has waited longest stands above, the rest is folded.
    for folded in inspector.locator("details:has(a[href^='/rounds/rechecks/']) summary").all():
        folded.click()
    inspector.locator("li.card", has_text=number).get_by_role("link", name="复检").click()
    inspector.locator(".chip:has(input[value=yes])").click()
    inspector.get_by_role("button", name="提交复检结果").click()
    expect(inspector.get_by_role("status")).to_contain_text("恢复正常")
    expect(inspector.get_by_role("status")).to_contain_text(number)

    office = desk.settled(sign_in("diaodu1", at=f"/ticket?number={number}"))
    for words in ("已办结", "复检通过", "巡检发现", "复检正常，已销项"):
        expect(office.get_by_test_id("stMain")).to_contain_text(words)
    hospital.admin("check")


def test_seen_bad_on_the_desk_sends_it_back(
    sign_in: Callable[..., Page], hospital: Server, stops: Iterator[Row], names: Mapping[str, str]
) -> None:
    number = failed_on_the_phone(sign_in(INSPECTOR, at="/rounds", phone=True), next(stops))
    technician = mended(sign_in, number, names)
    office = desk.settled(sign_in(INSPECTOR, at=f"/ticket?number={number}"))
    looked_at(office, "异常", "复检未通过")
    expect(office.get_by_test_id("stMain")).to_contain_text("完工后复检")
    expect(office.get_by_test_id("stMain")).to_contain_text("已派单")

    done(technician, number)
    office.reload()
    looked_at(desk.settled(office), "正常", "复检通过")
    expect(office.get_by_test_id("stMain")).to_contain_text("已办结")
    hospital.admin("check")


def failed_on_the_phone(inspector: Page, stop: Row) -> str:
    """Everything at the stop in order but one item; the number of the ticket that opens."""
    inspector.goto(f"/rounds/{stop['round']}#s{stop['position']}")
    item = inspector.locator(f"#i{stop['item']}")
    expect(item).to_be_visible()
    in_order(inspector)
    item.locator(".big.bad").click()
    inspector.locator("#finish").click()
    # The phone sends by itself; the page of the stop says what was opened for it.
    expect(inspector.locator("#line")).to_contain_text("全部已发送")
    inspector.goto(f"/rounds/{stop['round']}#s{stop['position']}")
    inspector.reload()
    found = NUMBER.search(inspector.locator("#stops p.failed").inner_text())
    assert found
    return found[0]


def mended(sign_in: Callable[..., Page], number: str, names: Mapping[str, str]) -> Page:
    """The desk gives it away on the board, the technician comes and finishes; their phone."""
    board = sign_in("diaodu1", at="/dispatch-board")
    steps.give(board, number, names[TECHNICIAN])
    technician = sign_in(TECHNICIAN, at="/jobs", phone=True)
    done(technician, number)
    return technician


def done(technician: Page, number: str) -> None:
    steps.press(technician, number, "accept")
    steps.press(technician, number, "arrive")
    technician.goto(f"/jobs/{number}/complete")
    technician.fill("#minutes", "15")
    technician.locator(f'form[action="/jobs/{number}/complete"] button:not([type=button])').click()
    technician.wait_for_url("**did=complete*")


def looked_at(office: Page, choice: str, said: str) -> None:
    """The re-check in the desk's form."""
    office.get_by_role("radio", name=choice).or_(office.get_by_role("button", name=choice)).first.click()
    desk.settled(office)
    office.get_by_role("button", name="提交复检结果").click()
    expect(office.get_by_test_id("stToast").filter(has_text=said)).to_be_visible()
    desk.settled(office)
