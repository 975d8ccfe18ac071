"""The real server in a process of its own, and browsers that look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, Route, WebSocket

ROOT = Path(__file__).resolve().parents[2]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 13; V2241A) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)


@dataclass(frozen=True)
class Server:
    """Where it answers, where its data lies, and the copy of its database as it was before the first request."""

    url: str
    data: Path
    before: Path

    def admin(self, command: str) -> str:
        """What `python -m lib.admin …` says while the app runs; CalledProcessError when it failed."""
        return admin(command, self.data, self.port)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def codes(self) -> Mapping[str, str]:
        """The wall code of every place by its path."""
        lines = [line.split("\t") for line in self.admin("locations").splitlines()]
        return {path: code for code, path, _ in lines}


def environment(folder: Path, port: int = 8501, more: Mapping[str, str] | None = None) -> dict[str, str]:
    own = {
        "ONESTOP_DATA": str(folder),
        "ONESTOP_PORT": str(port),
        "ONESTOP_ADDRESS": f"http://127.0.0.1:{port}",
    }
    return os.environ | own | dict(more or {})


def admin(command: str, folder: Path, port: int = 8501) -> str:
    """`python -m lib.admin …` on that folder."""
    asked = [sys.executable, "-m", "lib.admin", *command.split()]
    done = subprocess.run(
        asked, cwd=ROOT, env=environment(folder, port), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def serving(folder: Path, port: int | None = None, more: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The app on that folder, from healthy to ended; `more`: further environment variables."""
    port = port or free_port()
    before = shutil.copyfile(folder / "onestop.duckdb", folder / "before.duckdb")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (folder / "server.log").open("a") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(folder, port, more), stdout=log, stderr=log
        )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/healthz", process)
        yield Server(f"http://127.0.0.1:{port}", folder, before)
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(400):
        if process.poll() is not None:
            raise RuntimeError("the server ended at once; see server.log in its data folder")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not become healthy within 40 s")


class Wrongs(list[str]):
    """What went wrong in browsers without being seen on the page: other hosts asked, scripts that broke."""

    def watch(self, context: BrowserContext, ours: tuple[str, ...]) -> None:
        def elsewhere(route: Route) -> None:
            self.append(f"asked another host: {route.request.url}")
            route.abort()

        def opened(socket: WebSocket) -> None:
            if not socket.url.startswith(ours):
                self.append(f"opened a socket to another host: {socket.url}")

        def page_opened(page: Page) -> None:
            page.on("websocket", opened)
            page.on("pageerror", lambda error: self.append(f"a script broke on {page.url}: {error}"))

        context.route(lambda url: not url.startswith(ours), elsewhere)
        context.on("page", page_opened)


def new_context(
    browser: Browser,
    server: Server,
    wrongs: Wrongs,
    *,
    phone: bool = False,
    locale: str = "zh-CN",
    script: bool = True,
) -> BrowserContext:
    """A browser of its own, on a desk or a phone; requests to other hosts are refused and noted in `wrongs`."""
    as_phone = {"has_touch": True, "is_mobile": True, "user_agent": PHONE_AGENT} if phone else {}
    context = browser.new_context(
        base_url=server.url,
        viewport=PHONE if phone else DESK,
        locale=locale,
        timezone_id="Asia/Shanghai",
        java_script_enabled=script,
        **as_phone,
    )
    wrongs.watch(context, (server.url, server.url.replace("http", "ws", 1), "data:", "blob:"))
    return context


def signed_in_at(tab: Page, username: str, password: str, at: str = "/") -> Page:
    """The page after signing in there."""
    tab.goto(f"/sign-in?next={quote(at, safe='/')}")
    tab.fill("[name=username]", username)
    tab.fill("[name=password]", password)
    tab.press("[name=password]", "Enter")
    tab.wait_for_url(lambda url: "/sign-in" not in url)
    return tab
