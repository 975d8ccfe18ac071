"""A round in a basement: the line is lost, the browser closed, an answer of the server gone; all of it arrives once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from lib.store.database import Database
from tests.browser import steps
from tests.browser.inspecting import in_order
from tests.browser.serving import Server

ALL_SENT = "全部已发送"


@pytest.fixture
def round_id(before: Database) -> int:
    """A round of some stops that can be begun now and asks for no photo."""
    found = before.value(
        """
        SELECT r.id FROM round r WHERE r.status = 'due' AND r.stops BETWEEN 3 AND 8
          AND r.opens_at <= $now AND r.closes_at > $lately AND NOT EXISTS (
            SELECT 1 FROM checklist_item i WHERE i.checklist_id = r.checklist_id AND i.version = r.checklist_version
            AND (i.photo OR (i.needed AND i.kind = 'photo')))
        ORDER BY r.opens_at, r.id LIMIT 1
        """,
        now=datetime.now(UTC),
        lately=datetime.now(UTC) - timedelta(days=6),
    )
    assert found, "no such round can be done now"
    return int(found)


def standing(phone: Page, round_id: int) -> dict[str, Any]:
    """What the server knows of the round."""
    told: dict[str, Any] = phone.evaluate("id => fetch(`/rounds/${id}/now`).then(a => a.json())", round_id)
    return told


def test_what_was_answered_survives_and_arrives_once(
    sign_in: Callable[..., Page], hospital: Server, round_id: int
) -> None:
    phone = sign_in("xunjian", at=f"/rounds/{round_id}", phone=True)
    line = phone.locator("#line")
    first, second = (phone.locator(".route a").nth(n).get_attribute("href") for n in range(2))
    assert first and second

    # The first stop arrives, but the phone never hears of it.
    def swallowed(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.route("**/stops/*", swallowed, times=1)
    phone.goto(f"/rounds/{round_id}{first}")
    in_order(phone)
    phone.locator("#finish").click()
    expect(line).to_contain_text("1 个点位等待发送")

    # The second is begun in the basement, with a photo; then the battery is empty.
    phone.context.set_offline(True)
    expect(phone).to_have_url(re.compile(second))
    phone.locator(".big.bad").first.click()
    phone.get_by_placeholder("什么问题？").fill("渗水")
    phone.locator(".item input[type=file]").first.set_input_files(steps.picture("basement"))  # type: ignore[arg-type]
    expect(phone.locator(".item .pics img")).to_have_attribute("src", re.compile("^data:image/jpeg"))
    expect(line).to_contain_text("没有网络")
    context = phone.context
    phone.close()

    # Opened again where there is a network: nothing has to be pressed.
    context.set_offline(False)
    phone = context.new_page()
    phone.goto("/rounds")
    expect(phone.locator("#line")).to_have_text("1 个点位填到一半，只存在本机")
    now = standing(phone, round_id)
    assert [visit["seq"] for visit in now["visits"].values()] == [1]

    phone.goto(f"/rounds/{round_id}{second}")
    expect(phone.get_by_placeholder("什么问题？")).to_have_value("渗水")
    expect(phone.locator(".item .pics img")).to_have_attribute("src", re.compile("^/files/"))
    phone.locator("summary", has_text="这个点位没法检").click()
    phone.get_by_role("button", name="门锁着，没有钥匙").click()
    phone.get_by_role("button", name="跳过这个点位").click()
    expect(phone.locator("#line")).to_contain_text(ALL_SENT)

    # What is left goes on in a round of its own.
    phone.goto(f"/rounds/{round_id}#end")
    expect(phone.locator("#e-done")).to_contain_text("已检 1 /")
    phone.get_by_role("radio", name="转到后续任务补检").check()
    phone.locator("#e-go").click()
    phone.wait_for_url("**/rounds?ended=*")
    expect(phone.get_by_role("status").first).to_contain_text("部分完成")
    phone.goto(f"/rounds/{round_id}")
    phone.get_by_role("link", name="去后续任务").click()
    expect(phone.locator("#about")).to_contain_text("没检完的")
    hospital.admin("check")
