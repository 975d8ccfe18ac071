"""The live board under load: N boards over the real transport, one change a second, and the desk at work beside it."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import time
import urllib.request
import uuid
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bench.load.boards import Change, watching
from bench.load.desks import working
from bench.load.hospital import Crowd, prepared
from bench.pages import FLAGS
from bench.serving import Server, demonstration, median, percentile, serving

TICKETS = 300
PEOPLE = 20
PAGES = ("overview", "search", "ticket-entry", "announcements", "my-jobs", "places", "catalog")
WATCH_URGED = """(board) => {
  window.shown = {};
  const look = () => board.querySelectorAll(".card").forEach((card) => {
    const flag = card.querySelector(".flag.urged");
    if (flag) window.shown[`${card.dataset.id} ${flag.textContent}`] ??= Date.now();
  });
  new MutationObserver(look).observe(board, { subtree: true, childList: true, characterData: true });
}"""


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--seconds", type=int, default=60, help="how long each load lasts")
    said.add_argument("--viewers", type=int, nargs="*", default=[50, 200])
    chosen = said.parse_args()
    with demonstration() as data:
        crowd = prepared(data, people=max([*chosen.viewers, PEOPLE]) + 1, tickets=TICKETS)
        for viewers in chosen.viewers:
            with serving(data) as server:
                asyncio.run(boards_alone(server, crowd, viewers, chosen.seconds))
        with serving(data) as server:
            asyncio.run(in_one_browser(server, crowd, chosen.seconds // 2))
            asyncio.run(with_the_desk(server, crowd, chosen.seconds))


async def boards_alone(server: Server, crowd: Crowd, viewers: int, seconds: int) -> None:
    """One change a second, told to that many boards."""
    async with watching(server.url, crowd.cookies[:viewers]) as boards:
        await asyncio.sleep(3)
        before = memory(server)
        sent = await changes(server, crowd, seconds)
        await asyncio.sleep(2)
    took = boards.took(sent)
    missed = len(sent) * viewers - len(took)
    told(f"{viewers} boards of {boards.cards} cards: order → received", took)
    print(f"  {len(sent)} changes, {missed} not heard; memory {before:.0f} → {memory(server):.0f} MB")


async def in_one_browser(server: Server, crowd: Crowd, seconds: int) -> None:
    """One board in a real browser, nobody else."""
    if shown := await in_a_browser(server, crowd, max(5, seconds)):
        told("a change shows in Chromium: order → painted", shown)


async def with_the_desk(server: Server, crowd: Crowd, seconds: int) -> None:
    """The same with people at the other pages, and one board in a real browser."""
    async with watching(server.url, crowd.cookies[1 : PEOPLE + 1]) as boards:
        clicking = asyncio.create_task(
            working(server.url, crowd.cookies[1 : PEOPLE + 1], PAGES, float(seconds))
        )
        await asyncio.sleep(6)
        shown = await in_a_browser(server, crowd, max(5, seconds - 15))
        clicks = await clicking
    told(
        f"{PEOPLE} people clicking, one action every 5 s each, {len(boards.heard)} changes meanwhile", clicks
    )
    if shown:
        told("a change shows in Chromium meanwhile: order → painted", shown)


async def in_a_browser(server: Server, crowd: Crowd, seconds: int) -> list[float]:
    """Milliseconds from each order to the moment its badge stood on a board in Chromium."""
    browser = shutil.which("chromium") or os.environ.get("ONESTOP_CHROMIUM")
    if not browser:
        print("Chromium is missing: the browser part is left out")
        await changes(server, crowd, seconds)
        return []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        page = await (await chromium.new_context(base_url=server.url, locale="zh-CN")).new_page()
        name, value = crowd.cookies[0].split("=", 1)
        await page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
        await page.goto("/dispatch-board")
        await page.locator(".board .card").first.wait_for(timeout=60_000)
        await page.locator(".board").evaluate(WATCH_URGED)
        sent: dict[Change, float] = {}
        urged: dict[Change, str] = {}
        walls = await changes(server, crowd, seconds, sent_at=sent, badges=urged)
        await asyncio.sleep(1)
        shown = await seen(page)
        await chromium.close()
    return [shown[badge] - walls[change] * 1000 for change, badge in urged.items() if badge in shown]


async def seen(page: Page) -> dict[str, float]:
    """Card and badge → when it stood there, milliseconds since 1970."""
    found: dict[str, float] = await page.evaluate("window.shown")
    return found


async def changes(
    server: Server,
    crowd: Crowd,
    seconds: int,
    *,
    sent_at: dict[Change, float] | None = None,
    badges: dict[Change, str] | None = None,
) -> dict[Change, float]:
    """Urges one ticket a second. When each order was sent: by the monotonic clock, or by the wall clock where badges
    are asked for."""
    found: dict[Change, float] = {} if sent_at is None else sent_at
    clock = time.perf_counter if badges is None else time.time
    begins = time.perf_counter()
    for n in range(seconds):
        await asyncio.sleep(max(0.0, begins + n - time.perf_counter()))
        began = clock()
        card = await asyncio.to_thread(urge, server, crowd.cookies[0], crowd.tickets[n % len(crowd.tickets)])
        change = (card["id"], card["version"])
        found[change] = began
        if badges is not None:
            badges[change] = f"{card['id']} 催单×{card['urges']}"
    return found


def urge(server: Server, cookie: str, ticket: int) -> dict[str, int]:
    """One order as the board sends it; the new card."""
    order = json.dumps({"ticket": ticket, "version": None, "key": uuid.uuid4().hex, "words": ""})
    headers = {"Cookie": cookie, "Origin": server.url, "Content-Type": "application/json"}
    request = urllib.request.Request(f"{server.url}/board/actions/urge", order.encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        card: dict[str, int] = json.load(answer)["card"]
    return card


def memory(server: Server) -> float:
    """What the server process holds, in megabytes."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def told(what: str, took: Sequence[float]) -> None:
    print(f"{what}: p50 {median(took):.0f} ms, p95 {percentile(took, 95):.0f} ms, n {len(took)}")


if __name__ == "__main__":
    main()
