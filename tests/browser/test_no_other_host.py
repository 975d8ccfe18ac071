"""The hospital's network is closed: neither pages nor the server ask anybody outside.

That pages do not is watched in every test of this folder (`visit`); here it is the server's turn.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.people.accounts import DEMONSTRATION_PASSWORD
from tests.browser import desk, steps
from tests.browser.serving import Server, environment, serving, signed_in_at

# Python runs a module of this name before anything else.
BARRIER = """
import os, socket

def outside(host):
    return str(host) not in ("localhost", "::1", "::", "0.0.0.0", "", "None") and not str(host).startswith("127.")

def refuse(what, host):
    with open(os.environ["ATTEMPTS"], "a") as attempts:
        attempts.write(f"{what} {host}\\n")
    raise OSError(101, "Network is unreachable")

def guarded(what, method):
    def checked(self, *given):
        address = given[-1]
        if isinstance(address, tuple) and outside(address[0]):
            refuse(what, address[0])
        return method(self, *given)
    return checked

for what in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, what, guarded(what, getattr(socket.socket, what)))

def asked(what, method):
    def checked(host, *given, **named):
        if outside(host.decode() if isinstance(host, bytes) else host):
            refuse(what, host)
        return method(host, *given, **named)
    return checked

for what in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
    setattr(socket, what, asked(what, getattr(socket, what)))
"""
DESK_PAGES = ("/", "/ticket-entry", "/dispatch-board", "/search", "/people", "/places", "/catalog", "/system")


@pytest.fixture
def attempts(tmp_path: Path) -> Path:
    """Where every refused attempt is written down; empty so far."""
    (tmp_path / "sitecustomize.py").write_text(BARRIER)
    (tmp_path / "attempts").touch()
    return tmp_path / "attempts"


@pytest.fixture
def closed_in(demonstration: Path, tmp_path: Path, attempts: Path) -> Iterator[Server]:
    """A server to which every outside address is refused."""
    folder = tmp_path / "data"
    shutil.copytree(demonstration, folder)
    with serving(folder, more=behind_the_barrier(attempts)) as server:
        yield server


def behind_the_barrier(attempts: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(attempts.parent), "ATTEMPTS": str(attempts)}


def test_the_server_asks_nobody_outside(
    visit: Callable[..., Page], closed_in: Server, attempts: Path
) -> None:
    phone = visit(closed_in, phone=True)
    code = next(iter(closed_in.codes().values()))
    steps.report(phone, code, "路灯不亮", photo="lamp")
    tab = signed_in_at(visit(closed_in), "admin", DEMONSTRATION_PASSWORD)
    for address in DESK_PAGES:
        desk.settled(desk.go(tab, address))
    dispatcher = signed_in_at(visit(closed_in), "diaodu1", DEMONSTRATION_PASSWORD, "/dispatch-board")
    expect(dispatcher.locator("article.card").first).to_be_visible()
    closed_in.admin("backup")
    assert attempts.read_text() == ""


def test_the_barrier_holds(attempts: Path, tmp_path: Path) -> None:
    call = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=2)"
    env = environment(tmp_path, more=behind_the_barrier(attempts))
    done = subprocess.run([sys.executable, "-c", call], env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "192.0.2.1" in attempts.read_text()
