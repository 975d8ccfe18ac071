"""Pages as a person sees them: the shell run by AppTest, signed in with a real sign-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from lib.core import clock
from lib.people import sessions
from lib.store.database import Database
from lib.ui import session
from lib.ui.menu import entry
from tests.conftest import Cast

SHELL = Path(__file__).parents[2] / "lib" / "ui" / "shell.py"

Opens = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def installed_packages_are_read_once() -> Iterator[None]:
    """Every new AppTest looks for components through all installed packages: half of what opening a page cost."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


def signed_in(db: Database, account_id: int) -> str:
    """The secret of a new sign-in of that account."""
    with db.transaction() as tx:
        return sessions.start(
            tx, db, account_id, sessions.BROWSER, address="10.0.0.1", device="AppTest", now=clock.now()
        ).secret


def went_well(at: AppTest) -> AppTest:
    """The page, if nothing on it failed."""
    assert not at.exception, [error.value for error in at.exception]
    return at


def shell(secret: str) -> AppTest:
    """The shell in a browser that holds this sign-in (AppTest has no cookies: the secret goes where the first run keeps
    it)."""
    at = AppTest.from_file(str(SHELL), default_timeout=20)
    at.session_state[session.SECRET] = secret
    return at


def addressed(at: AppTest, page: str) -> AppTest:
    """Run as when that page's address is opened. switch_page knows a page only after another one was run, which would
    run the overview before every test."""
    at._page_hash = calc_hash(entry(page).url_path)
    went_well(at.run())
    if at._finished_page_script_hash != at._page_hash:
        raise ValueError(f"no page {page}")
    return at


@pytest.fixture
def open_page(cast: Cast) -> Opens:
    """`open_page("wang", "search", q="…")`: that page as that person of the cast sees it, run once.

    ValueError when the person's menu has no such page.
    """

    def opened(who: str, page: str | None = None, **params: str) -> AppTest:
        at = shell(signed_in(cast.db, cast.people[who]))
        for name, value in params.items():
            at.query_params[name] = value
        return went_well(at.run()) if page is None else addressed(at, page)

    return opened
