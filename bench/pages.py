"""Desk pages: first paint in a browser, and one rerun in the server."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from bench.serving import ROOT, demonstration, median, percentile, serving
from lib.core import clock
from lib.core.settings import settings
from lib.people import sessions
from lib.people.accounts import DEMONSTRATION_PASSWORD, all_accounts
from lib.store.opening import close_all, opened
from lib.ui import session
from lib.ui.menu import MENU, Entry

LOADS, RERUNS = 3, 25
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"


def who(entry: Entry) -> str:
    """The demonstration account that lives on the page."""
    return {
        "places": "admin",
        "people": "admin",
        "catalog": "admin",
        "system": "admin",
        "my_jobs": "banzhang01",
    }.get(entry.name, "diaodu1")


def main() -> None:
    with demonstration() as data:
        reruns(data)
        some = number(data)
        if browser := shutil.which("chromium") or os.environ.get("ONESTOP_CHROMIUM"):
            with serving(data) as server:
                first_paints(server.url, browser, some)


def number(data: Path) -> str:
    """A ticket of today."""
    db = opened(data / "onestop.duckdb")
    found = db.value("SELECT max(number) FROM ticket WHERE status = 'in_progress'")
    close_all()
    return str(found)


def reruns(data: Path) -> None:
    """The script of each page run again by the server, as every click does."""
    os.environ["ONESTOP_DATA"] = str(data)
    settings.cache_clear()
    db = opened(settings().database)
    ids = {account.username: account.id for account in all_accounts(db).values()}
    some = db.value("SELECT max(number) FROM ticket WHERE status = 'in_progress'")
    for entry in MENU:
        with db.transaction() as tx:
            secret = sessions.start(
                tx, db, ids[who(entry)], sessions.BROWSER, address="", device="bench", now=clock.now()
            ).secret
        at = AppTest.from_file(str(ROOT / "lib/ui/shell.py"), default_timeout=60)
        at.session_state[session.SECRET] = secret
        at.run()
        at.switch_page(entry.path)
        if entry.name == "ticket":
            at.query_params["number"] = str(some)
        at.run()
        assert not at.exception, entry.name
        took = [timed(at) for _ in range(RERUNS)]
        print(f"rerun {entry.name:15} p50 {median(took):5.0f} ms, p95 {percentile(took, 95):5.0f} ms")
    close_all()


def timed(at: AppTest) -> float:
    """One rerun, in milliseconds."""
    began = time.perf_counter()
    at.run()
    return (time.perf_counter() - began) * 1000


def first_paints(url: str, browser: str, some: str) -> None:
    """A new tab of a browser that has been here before: address typed → page settled."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        for entry in MENU:
            page = chromium.new_context(base_url=url, locale="zh-CN").new_page()
            page.goto("/sign-in")
            page.fill("[name=username]", who(entry))
            page.fill("[name=password]", DEMONSTRATION_PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_selector(SETTLED, timeout=60_000)
            address = f"/{entry.url_path}" + (f"?number={some}" if entry.name == "ticket" else "")
            took = [painted(page, address) for _ in range(LOADS)]
            print(f"first paint {entry.name:15} {median(took):5.0f} ms")
            page.context.close()
        chromium.close()


def painted(page: Page, address: str) -> float:
    """One visit, in milliseconds until the page has settled."""
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(SETTLED, timeout=60_000)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
