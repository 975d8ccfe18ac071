"""Phones that run no script report, work, confirm and rate all the same."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.serving import Server


def test_from_report_to_rating(
    visit: Callable[..., Page],
    sign_in: Callable[..., Page],
    hospital: Server,
    room: str,
    names: dict[str, str],
) -> None:
    reporter = visit(hospital, phone=True, script=False)
    number = steps.report(reporter, room, "床头灯按了没反应", service="GD-01", name="周护士", photo="lamp")
    link = reporter.url.partition("?")[0]
    expect(reporter.locator(".photos img")).to_have_count(1)
    urged_and_noted(reporter, link)
    steps.give(sign_in("diaodu2", at="/dispatch-board"), number, names["weixiu02"])
    technician = sign_in("weixiu02", at="/jobs", phone=True, script=False)
    steps.press(technician, number, "accept")
    steps.press(technician, number, "arrive")
    steps.hold(technician, number, "parts_stock")
    steps.press(technician, number, "resume")
    steps.finish(technician, number, note="换了开关", photo="switch")
    steps.confirm(reporter, link)
    steps.rate(reporter, link, speed=5, quality=4, attitude=5, words="谢谢")
    expect(steps.status(reporter, link)).to_have_text("已办结")


def urged_and_noted(reporter: Page, link: str) -> None:
    reporter.locator("form[action$='/urge'] button").click()
    reporter.wait_for_url("**said=urged*")
    reporter.locator("details:has(form[action$='/comment']) summary").click()
    reporter.fill("#note", "病人晚上要用")
    reporter.locator("form[action$='/comment'] button").click()
    reporter.wait_for_url("**said=commented*")
    expect(reporter.get_by_text("病人晚上要用")).to_be_visible()
