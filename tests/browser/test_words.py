"""In Chinese no Latin words, in English no Chinese: outside the hospital's own data and a short list."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.store.database import Database
from lib.tickets.words import Status
from tests.browser import desk
from tests.browser.reading import Data, chinese_words, latin_words
from tests.browser.serving import Server, serving

LOCALES = {"zh": "zh-CN", "en": "en-GB"}
Read = Callable[[Page], set[str]]


@pytest.fixture(scope="session")
def hospital(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of its own: what other tests type would be neither our words nor the demonstration's."""
    folder = tmp_path_factory.mktemp("words") / "data"
    shutil.copytree(demonstration, folder)
    with serving(folder) as server:
        yield server


@pytest.fixture(scope="module")
def data(before: Database) -> Data:
    return Data(before)


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def read(language: str, data: Data) -> Read:
    """What stands on a page in the wrong language."""
    return partial(latin_words if language == "zh" else chinese_words, data=data)


def signed_in(sign_in: Callable[..., Page], username: str, language: str, at: str) -> Page:
    page = sign_in(username, at=f"/language?to={language}&next={at}", locale=LOCALES[language])
    return desk.settled(page)


@pytest.mark.parametrize(
    ("username", "addresses"),
    [
        ("kefu5", "/overview /ticket-entry /dispatch-board /my-jobs /search /announcements"),
        ("admin", "/overview /places /people /catalog /system"),
        ("admin", "/inspection-calendar /inspection-plans /inspection-results /assets"),
    ],
)
def test_desk_pages(
    username: str, addresses: str, sign_in: Callable[..., Page], language: str, read: Read
) -> None:
    page, wrong = signed_in(sign_in, username, language, "/announcements"), {}
    for address in addresses.split():
        page.goto(address)
        for part in parts(desk.settled(page)):
            wrong[f"{address} {part}"] = read(page)
    assert not said(wrong)


def said(wrong: dict[str, set[str]]) -> dict[str, set[str]]:
    """Only where there is something."""
    return {where: found for where, found in wrong.items() if found}


def parts(page: Page) -> Iterator[str]:
    """One after the other, what a page hides behind tabs, boxes that unfold, and choices."""
    yield ""
    for box in page.get_by_test_id("stMain").get_by_test_id("stExpander").all():
        desk.unfold(box)
        yield "unfolded"
    choice = page.locator(".st-key-people_tab, .st-key-catalog_tab")
    tabs = page.get_by_role("tab").or_(choice.get_by_role("radio"))
    for number in range(tabs.count()):
        tabs.nth(number).click()
        page.wait_for_timeout(400)
        desk.settled(page)
        yield f"part {number}"


def test_tickets(sign_in: Callable[..., Page], language: str, read: Read, before: Database) -> None:
    """One of each status, with the form of every action somewhere."""
    page, wrong = signed_in(sign_in, "diaodu3", language, "/announcements"), {}
    for status in Status:
        number = before.value("SELECT max(number) FROM ticket WHERE status = $status", status=status)
        if number is not None:
            desk.go(page, f"/ticket?number={number}")
            expect(page.get_by_test_id("stMain")).to_contain_text(number)
            wrong[status] = read(desk.settled(page))
            for name in set(actions(page)) - wrong.keys():
                page.get_by_role("radio", name=name).first.click()
                page.wait_for_timeout(200)
                wrong[name] = read(desk.settled(page))
    assert len(wrong) > 15
    assert not said(wrong)


def actions(page: Page) -> list[str]:
    """What can be done with the ticket, in words."""
    possible = page.get_by_role("radiogroup", name=re.compile("现在可以|What is possible now"))
    return [name.rpartition("\n")[2] for name in possible.get_by_role("radio").all_inner_texts()]


def test_phone_pages(
    visit: Callable[..., Page], hospital: Server, language: str, read: Read, before: Database, room: str
) -> None:
    phone, wrong = visit(hospital, phone=True, locale=LOCALES[language]), {}
    for address in (
        "/sign-in",
        "/bind",
        f"/r/{room}",
        "/r/unknown",
        "/t/unknown",
        *walls(before),
        *links(before),
    ):
        phone.goto(address)
        phone.locator("details").evaluate_all("all => all.forEach((box) => { box.open = true })")
        wrong[address] = read(phone)
    phone.goto(f"/r/{room}")
    phone.locator("#send").click()
    phone.wait_for_selector("[role=alert], .field-error")
    wrong["an empty report"] = read(phone)
    assert not said(wrong)


def walls(before: Database) -> list[str]:
    """A code for each way a ticket may stand at it."""
    sql = """
        SELECT max(l.code) AS code FROM ticket t JOIN label l ON l.location_id = t.location_id AND l.replaced_at IS NULL
        WHERE t.status IN ('new', 'on_hold', 'done') GROUP BY t.status ORDER BY 1
    """
    return [f"/r/{row['code']}" for row in before.rows(sql)]


def links(before: Database) -> list[str]:
    """A tracking link for each status and way of closing."""
    sql = """
        SELECT max(r.token) AS token FROM ticket t JOIN reporter r ON r.ticket_id = t.id
        GROUP BY t.status, t.closed_how ORDER BY 1
    """
    return [f"/t/{row['token']}" for row in before.rows(sql)]


@pytest.mark.parametrize("status", ["assigned", "accepted", "in_progress", "on_hold", "done"])
def test_jobs(status: str, sign_in: Callable[..., Page], language: str, read: Read, before: Database) -> None:
    sql = """
        SELECT a.username, t.number FROM ticket t JOIN account a ON a.id = t.assignee_id
        WHERE t.status = $status AND a.username LIKE 'weixiu%' ORDER BY t.id DESC LIMIT 1
    """
    job, wrong = before.row(sql, status=status), {}
    assert job
    phone = sign_in(job["username"], at="/jobs", phone=True, locale=LOCALES[language])
    for action in ("", "/hold", "/complete", "/return", "/sign"):
        phone.goto(f"/jobs/{job['number']}{action}")
        wrong[action] = read(phone)
    phone.goto("/jobs")
    wrong["list"] = read(phone)
    phone.goto("/password")
    wrong["password"] = read(phone)
    assert not said(wrong)


def test_passing_on(sign_in: Callable[..., Page], language: str, read: Read, before: Database) -> None:
    sql = """
        SELECT max(t.number) FROM ticket t JOIN team g ON g.id = t.team_id
        WHERE g.code = 'T01' AND t.status = 'accepted'
    """
    phone = sign_in("banzhang01", at=f"/jobs/{before.value(sql)}/pass", phone=True, locale=LOCALES[language])
    assert not read(phone)
