"""The workbench of cost sharing: from a key pressed in an input to the new shares painted, on 5,000 tickets."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.pages import FLAGS, SETTLED
from bench.serving import demonstration, median, percentile, serving
from lib.core import clock
from lib.core.clock import local_date
from lib.core.money import yuan
from lib.core.settings import settings
from lib.cost_sharing.actions.beginning import begin
from lib.cost_sharing.actions.changing import change
from lib.people.accounts import DEMONSTRATION_PASSWORD, actor, all_accounts
from lib.store.database import Database
from lib.store.opening import close_all, opened

WHO, TICKETS, TIMES, POOL = "hetong", 5_000, 15, 5_000_000
TABLES = ("statement", "statement_event", "statement_share", "cost_line", "dispute", "adjustment")
# Counted in the browser itself: from the key or click to the second frame after the words stand there.
PAINTED = """
async ([words, gone]) => {
  const there = () => (document.querySelector('table tfoot')?.parentElement.innerText ?? '').includes(words) !== gone;
  while (!there()) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - window.pressed;
}
"""
PRESSED = """
for (const kind of ['keydown', 'pointerdown'])
  addEventListener(kind, () => { window.pressed = performance.now(); }, true);
"""


def main() -> None:
    browser = shutil.which("chromium") or os.environ.get("ONESTOP_CHROMIUM")
    if browser is None:
        print("no browser: set ONESTOP_CHROMIUM")
        return
    with demonstration() as data:
        statement_id, days, tickets = drafted(data)
        print(f"{tickets:,} tickets closed in {days} days, 20 vendors; {TIMES} times each, ms")
        with serving(data) as server, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
            page = chromium.new_context(base_url=server.url, locale="zh-CN").new_page()
            page.set_viewport_size({"width": 1440, "height": 900})
            sign_in(page)
            opened_at(page, f"/cost-sharing?statement={statement_id}")
            show("pool typed, Enter", page, typed)
            show("another ready-made method", page, another_method)
            opened_at(page, f"/cost-sharing?statement={statement_id}&sharing_view=tickets")
            show("pool typed, tickets listed", page, typed)
            chromium.close()


def drafted(data: Path) -> tuple[int, int, int]:
    """A draft whose period holds so many tickets: its id, its days, its tickets."""
    os.environ["ONESTOP_DATA"] = str(data)
    settings.cache_clear()
    db = opened(settings().database)
    with db.transaction() as tx:
        for table in TABLES:
            tx.execute(f"DELETE FROM {table}")
    now, who = clock.now(), next(one.id for one in all_accounts(db).values() if one.username == WHO)
    last = local_date(now)
    days = next(n for n in range(1, 120) if closed(db, last - timedelta(days=n)) >= TICKETS)
    him = actor(db, who)
    made = begin(db, actor=him, starts_on=last - timedelta(days=days), ends_on=last, now=now)
    change(db, actor=him, statement_id=made.id, version=made.version, now=now, pool_cents=POOL)
    tickets = closed(db, made.starts_on)
    close_all()
    return made.id, days + 1, tickets


def closed(db: Database, since: date) -> int:
    """Tickets first closed on that day or later."""
    sql = "SELECT count(*) FROM ticket WHERE first_closed_at >= $since"
    return int(db.value(sql, since=clock.midnight(since)))


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("[name=username]", WHO)
    page.fill("[name=password]", DEMONSTRATION_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector(SETTLED, timeout=60_000)


def opened_at(page: Page, address: str) -> None:
    """The page with its result, ready to be timed."""
    page.goto(address)
    page.wait_for_selector("table tfoot", timeout=60_000)
    page.wait_for_selector(SETTLED, timeout=60_000)
    page.evaluate(PRESSED)


def show(what: str, page: Page, once: Callable[[Page, int], float]) -> None:
    """The figures of one kind of change; the first one warms up."""
    took = [once(page, n) for n in range(TIMES + 1)][1:]
    print(f"{what:30} p50 {median(took):5.0f}, p95 {percentile(took, 95):5.0f}, most {max(took):5.0f}")


def typed(page: Page, n: int) -> float:
    """Another pool: painted when the sum below the shares says so."""
    amount = yuan(POOL + 100_000 * (n + 1))
    box = page.locator("input[aria-label*='（元）']").first
    box.fill(amount)
    box.press("Enter")
    return float(page.evaluate(PAINTED, [amount, False]))


def another_method(page: Page, n: int) -> float:
    """Tickets only, hours only, in turn: painted when the column of the one is gone."""
    page.locator("[data-testid=stSelectbox] input[aria-label*='分摊办法']").click()
    names = ("只按工单数", "只按工时")
    gone = ("工时", "工单数")[n % 2]
    page.get_by_role("option", name=names[n % 2]).click()
    return float(page.evaluate(PAINTED, [gone, True]))


if __name__ == "__main__":
    main()
