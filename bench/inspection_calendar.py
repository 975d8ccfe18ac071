"""The inspection calendar with 5,000 rounds in its month: first paint, a filter, and the route behind them."""

from __future__ import annotations

import json
import os
import shutil
import time
import urllib.request
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.load.hospital import prepared
from bench.load.rounds import filled
from bench.pages import FLAGS
from bench.serving import Server, demonstration, median, percentile, serving
from lib.core import clock
from lib.core.settings import settings
from lib.store.opening import close_all, opened

ROUNDS, TIMES = 5_000, 12
# Once there are lines in the grid: when the frame that shows them began. The component lives in a shadow root.
PAINTED = """(host) => new Promise((done) => {
  const look = () => {
    const full = host.querySelectorAll('.month .one').length > 100;
    requestAnimationFrame(() => full ? done(performance.now()) : look());
  };
  look();
})"""
# From a filter's change to the frame after everything it changed.
FILTERED = """(host, kind) => new Promise((done) => {
  const began = performance.now();
  const field = host.querySelector('.filters select:last-of-type');
  field.value = kind;
  field.onchange();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
})"""


def main() -> None:
    with demonstration() as data:
        crowd = prepared(data, people=1, tickets=0)
        first, last = a_month(data)
        with serving(data) as server:
            route(server, crowd.cookies[0], first, last)
            if browser := shutil.which("chromium") or os.environ.get("ONESTOP_CHROMIUM"):
                in_a_browser(server, crowd.cookies[0], browser)


def a_month(data: Path) -> tuple[date, date]:
    """Fills this month with rounds; the days its grid shows."""
    os.environ["ONESTOP_DATA"] = str(data)
    settings.cache_clear()
    now = clock.now()
    start = clock.local_date(now).replace(day=1)
    end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    db = opened(settings().database)
    filled(db, first=start, last=end, rounds=ROUNDS, now=now)
    close_all()
    first = start - timedelta(days=start.weekday())
    return first, end + timedelta(days=6 - end.weekday())


def route(server: Server, cookie: str, first: date, last: date) -> None:
    """The month as JSON, asked for again and again by one browser."""
    address = f"{server.url}/inspections/rounds?first={first}&last={last}&lang=zh"
    took, size = [], 0
    for _ in range(TIMES + 1):
        began = time.perf_counter()
        asked = urllib.request.Request(address, headers={"Cookie": cookie})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            body = answer.read()
        took.append((time.perf_counter() - began) * 1000)
        size = len(body)
    rounds = len(json.loads(body)["rounds"])
    told(f"{rounds} rounds, {size / 1000:.0f} KB: first request {took[0]:.0f} ms, then", took[1:])


def in_a_browser(server: Server, cookie: str, browser: str) -> None:
    """From the click in the menu to the painted month, and from a filter to the painted change."""
    name, value = cookie.split("=", 1)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.add_cookies([{"name": name, "value": value, "url": server.url}])
        page = context.new_page()
        paints, loads = [], []
        for _ in range(5):
            loads.append(loaded(page, server))
            paints.append(opened_from_the_menu(page, server))
        filters = [
            page.locator(".calendar").evaluate(FILTERED, kind)
            for kind in ("inspection", "", "maintenance", "drill", "") * 3
        ]
        chromium.close()
    told("a month of 5,000 in Chromium: click in the menu → painted", paints)
    told("  the address opened anew, Streamlit and all → painted", loads)
    told("  a filter → painted", filters)


def loaded(page: Page, server: Server) -> float:
    """Milliseconds from asking for the address to the painted month."""
    page.goto(f"{server.url}/inspection-calendar")
    painted: float = page.locator(".calendar").evaluate(PAINTED)
    return painted


def opened_from_the_menu(page: Page, server: Server) -> float:
    """Milliseconds from the click to the painted month, coming from another page."""
    page.goto(f"{server.url}/announcements")
    page.get_by_role("link", name="巡检保养日历").wait_for()
    page.wait_for_timeout(1500)
    began = page.evaluate("performance.now()")
    page.get_by_role("link", name="巡检保养日历").click()
    painted: float = page.locator(".calendar").evaluate(PAINTED)
    return painted - float(began)


def told(what: str, took: Sequence[float]) -> None:
    """One line of the report, milliseconds."""
    print(f"{what}: p50 {median(took):.0f} ms, p95 {percentile(took, 95):.0f} ms, n {len(took)}")


if __name__ == "__main__":
    main()
