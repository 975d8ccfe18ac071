"""The calendar lives: filters without a rerun, the list of a day, rounds moved by mouse and keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.core import clock
from lib.store.database import Database

Opens = Callable[..., Page]
# Due from the day after tomorrow on and open a day longer, of a plan that has no other round near it.
MOVABLE = """
    SELECT r.id, r.day, p.name FROM round r JOIN plan p ON p.id = r.plan_id
    WHERE r.status = 'due' AND r.part = 0 AND p.kind = 'maintenance' AND p.late_days = 1 AND p.early_days = 1
      AND r.day BETWEEN $first AND $last AND NOT EXISTS (
        SELECT 1 FROM round o WHERE o.plan_id = r.plan_id AND o.id <> r.id AND o.day BETWEEN r.day - 5 AND r.day + 5)
    ORDER BY r.day, r.id"""


def opened(page: Page) -> Page:
    expect(page.locator(".calendar .light")).to_have_text("实时")
    expect(page.locator(".calendar .one").first).to_be_visible()
    return page


def cell(page: Page, day: date) -> Locator:
    return page.locator(f'.area .day[data-day="{day}"]')


def dragged(page: Page, line: Locator, to: Locator) -> None:
    """By the mouse, the way a hand does it."""
    line.scroll_into_view_if_needed()
    here, there = line.bounding_box(), to.bounding_box()
    assert here and there
    page.mouse.move(here["x"] + 30, here["y"] + 6)
    page.mouse.down()
    page.mouse.move(here["x"] + 60, here["y"] + 12)
    page.mouse.move(there["x"] + 40, there["y"] + 40, steps=4)
    expect(page.locator(".calendar .ghost")).to_be_visible()
    page.mouse.up()


@pytest.fixture
def round(before: Database) -> tuple[int, date, str]:
    """A monthly maintenance in a month to come."""
    today = clock.local_date(clock.now())
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    row = before.row(MOVABLE, first=first + timedelta(days=7), last=first + timedelta(days=20))
    assert row is not None
    return row["id"], row["day"], row["name"]


def test_filters_and_the_list_of_a_day_need_no_rerun_and_stay_in_the_address(sign_in: Opens) -> None:
    page = opened(sign_in("diaodu1", at="/inspection-calendar"))
    all_of_them = page.locator('[data-counter=""] b').inner_text()
    page.get_by_role("button", name=re.compile("^.?已检")).click()
    page.get_by_role("searchbox").fill("配电")
    expect(page).to_have_url(re.compile(r"state=done&q="))
    expect(page.locator(".area .one").first).to_contain_text("✓")
    assert int(page.locator('[data-counter=""] b').inner_text()) < int(all_of_them)
    page.reload()
    opened(page)
    expect(page.get_by_role("searchbox")).to_have_value("配电")
    page.get_by_role("button", name="清除筛选").click()
    today = page.locator('.area .day[aria-current="date"]')
    today.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".drawer .one.full").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_be_hidden()
    expect(today).to_be_focused()
    # Months and opened days are steps that the browser's Back takes back.
    shown = page.locator(".calendar .label").inner_text()
    page.get_by_role("button", name="往后").click()
    expect(page.locator(".calendar .label")).not_to_have_text(shown)
    page.locator(".area .more").first.click()
    expect(page.locator(".drawer")).to_be_visible()
    page.go_back()
    expect(page.locator(".drawer")).to_be_hidden()
    page.go_back()
    expect(page.locator(".calendar .label")).to_have_text(shown)
    page.locator(".area .one").first.click()
    page.wait_for_url("**/round?id=*")


def test_a_round_goes_where_it_may_and_others_see_it_at_once(
    sign_in: Opens, round: tuple[int, date, str]
) -> None:
    number, day, name = round
    address = f"/inspection-calendar?day={day}&kind=maintenance&q={name}"
    page, other = opened(sign_in("diaodu1", at=address)), opened(sign_in("diaodu2", at=address))

    def line(on: Page, there: date) -> Locator:
        return cell(on, there).locator(f'[data-id="{number}"]')

    # Inside its window.
    inside, outside = day + timedelta(days=1), day + timedelta(days=4)
    dragged(page, line(page, day), cell(page, inside))
    expect(page.locator(".notices")).to_contain_text(name)
    for each in (page, other):
        expect(line(each, inside)).to_be_visible()
    # Outside it: refused without a reason, back where it stood; with one it goes.
    dragged(page, line(page, inside), cell(page, outside))
    expect(page.locator("dialog.asking")).to_contain_text("允许时段")
    page.get_by_role("button", name="取消").click()
    expect(line(page, inside)).to_be_visible()
    dragged(page, line(page, inside), cell(page, outside))
    page.locator("dialog.asking").get_by_role("button", name="改期").click()
    expect(page.locator("dialog.asking .refusal")).to_have_text("请填写改期原因。")
    page.get_by_label("改期原因").fill("厂家改期")
    page.locator("dialog.asking").get_by_role("button", name="改期").click()
    expect(line(other, outside)).to_be_visible()
    # Back by keyboard, from the list of the day.
    cell(page, outside).focus()
    page.keyboard.press("Enter")
    page.locator(".drawer").get_by_role("button", name="改期").click()
    page.get_by_label("改到").fill(str(day))
    page.keyboard.press("Enter")
    expect(line(other, day)).to_be_visible()
