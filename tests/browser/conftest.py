"""The machine's own Chromium; without one the tests of this folder say why they are left out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from lib.people.accounts import DEMONSTRATION_PASSWORD
from lib.store.database import Database
from tests.browser.serving import Server, Wrongs, admin, new_context, serving, signed_in_at

HERE = Path(__file__).parent
RESULTS = HERE.parents[1] / "test-results"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    found = os.environ.get("ONESTOP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return found or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The hook sees the items of the whole run, not of this folder alone.
    reason = os.environ.get("ONESTOP_SKIP_BROWSER") or (None if chromium() else "no Chromium on this machine")
    if reason:
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed  # type: ignore[attr-defined]
    return report


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {
        "executable_path": chromium(),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demonstration hospital nobody has opened yet: copy it, do not serve it."""
    folder = tmp_path_factory.mktemp("demonstration")
    admin("demo", folder)
    return folder


@pytest.fixture(scope="session")
def hospital(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration hospital, served by the real server for all tests of this folder."""
    folder = tmp_path_factory.mktemp("hospital") / "data"
    shutil.copytree(demonstration, folder)
    with serving(folder) as server:
        yield server


@pytest.fixture(scope="session")
def before(hospital: Server) -> Iterator[Database]:
    """The demonstration's database as it was before the server opened it: the server holds its own."""
    database = Database(hospital.before)
    yield database
    database.close()


@pytest.fixture(scope="session")
def quiet_rooms(hospital: Server, before: Database) -> Iterator[str]:
    """Codes of rooms of wards where nothing is reported, each handed out once."""
    rows = before.rows(
        """
        SELECT l.code FROM label l JOIN location p ON p.id = l.location_id
        WHERE l.replaced_at IS NULL AND p.area_class = 'clinical' AND p.kind = 'room' AND NOT EXISTS (
          SELECT 1 FROM ticket t WHERE t.location_id = p.id AND t.status NOT IN ('closed', 'cancelled', 'merged'))
        ORDER BY p.number
        """
    )
    return (row["code"] for row in rows)


@pytest.fixture
def room(quiet_rooms: Iterator[str]) -> str:
    """The wall code of a room where nothing is reported."""
    return next(quiet_rooms)


@pytest.fixture(scope="session")
def names(before: Database) -> Mapping[str, str]:
    """What the people of the demonstration are called, by user name."""
    return {row["username"]: row["name"] for row in before.rows("SELECT username, name FROM account")}


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """A page of its own browser at a server: `visit(server, phone=…, locale=…, script=…)`.

    Every request to another host and every script that breaks fails the test. Of a test that failed, what the
    pages showed last is kept in test-results/failed.
    """
    contexts: list[BrowserContext] = []
    wrongs = Wrongs()

    def opened(server: Server, **how: Any) -> Page:
        contexts.append(new_context(browser, server, wrongs, **how))
        return contexts[-1].new_page()

    yield opened
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages if request.node.failed else ()):
        page.screenshot(path=RESULTS / "failed" / f"{request.node.originalname}-{number}.png")
    for context in contexts:
        context.close()
    assert not wrongs


@pytest.fixture
def sign_in(visit: Callable[..., Page], hospital: Server) -> Callable[..., Page]:
    """The same for one account of the demonstration, already signed in and `at` that address."""

    def signed_in(username: str, *, at: str = "/", **how: Any) -> Page:
        return signed_in_at(visit(hospital, **how), username, DEMONSTRATION_PASSWORD, at)

    return signed_in


@pytest.fixture
def stranger(visit: Callable[..., Page], hospital: Server) -> Page:
    """A phone in the corridor that nobody signed in on."""
    return visit(hospital, phone=True)
