"""One hospital for each file of hostile input, and what every answer has to be: in words, whole, and harmless."""

from __future__ import annotations

import html
import io
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bcrypt
import pytest
from PIL import Image
from starlette.testclient import TestClient

import app
from lib.core import clock
from lib.core.settings import settings
from lib.people import cookies, sessions
from lib.store.database import Database
from lib.store.opening import close_all
from lib.tickets import checking
from lib.tickets.actions import opening
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Channel
from tests.conftest import PASSWORD, Cast, a_copy

SCRIPT = "<script>alert(1)</script>"
CHINESE = {"accept-language": "zh-CN", "host": "onestop.hospital"}


@dataclass
class Clinic:
    """The small hospital as its web server shows it; `phone` is nobody's, `desk(name)` is somebody's browser."""

    cast: Cast
    phone: TestClient
    _words: Iterator[int] = field(default_factory=itertools.count)
    _made: dict[str, Any] = field(default_factory=dict)

    @property
    def db(self) -> Database:
        return self.cast.db

    def desk(self, name: str) -> TestClient:
        """A browser of its own in which that person of the cast is signed in."""
        now = clock.now()
        with self.db.transaction() as tx:
            made = sessions.start(
                tx, self.db, self.cast.people[name], sessions.BROWSER, address="", device="", now=now
            )
        return browser(
            cookies.baked(settings().secret, username=name, secret=made.secret, expires_at=made.expires_at)
        )

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What is made for the first row that needs it; rows that are refused leave it as it was."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def report(self, **wish: object) -> tuple[Ticket, str]:
        """A ticket at the room, and its tracking token."""
        asked: dict[str, object] = {
            "channel": Channel.QR,
            "caller": Caller(name="张护士", phone="8101"),
            "location_id": self.cast.room,
            "service_code": "GD-01",
            "description": f"灯不亮 {next(self._words)}",
        }
        made = opening.open_ticket(
            self.db,
            Wish(**asked | wish),  # type: ignore[arg-type]
            by=By(actor=self.cast.actor("wang"), now=clock.now()),
        )
        return made.ticket, made.reporter.token

    def tickets(self) -> int:
        return int(self.db.value("SELECT count(*) FROM ticket"))

    def written(self) -> tuple[int, ...]:
        """What is there to be spoiled: rows of the tables that hold what people said."""
        return tuple(
            self.db.value(f"SELECT count(*) FROM {table}") for table in ("ticket", "ticket_event", "reporter")
        )


def browser(cookie: str = "") -> TestClient:
    """A Chinese browser; it follows nothing, and what fails on our side is an answer as in service."""
    client = TestClient(app.app, follow_redirects=False, raise_server_exceptions=False, headers=CHINESE)
    if cookie:
        client.cookies.set(cookies.NAME, cookie)
    return client


@pytest.fixture(scope="module")
def hospital(
    cast_file: tuple[Path, dict[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clinic]:
    """A copy of the small hospital for the whole file, which holds together after all of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONESTOP_DATA", str(tmp_path_factory.mktemp("hostile") / "data"))
        settings.cache_clear()
        path, about = cast_file
        cast = Cast(db=a_copy(path), **about)  # type: ignore[arg-type]
        # Slow hashes are for those who guess, not for a table of a hundred guesses.
        quick = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4))
        patch.setattr(sessions, "_NOBODY", quick)
        with cast.db.transaction() as tx:
            tx.execute("UPDATE account SET password_hash = $hash", hash=quick.decode())
        yield Clinic(cast, browser())
        assert checking.problems(cast.db) == []
        close_all()
    settings.cache_clear()


@pytest.fixture
def clinic(hospital: Clinic) -> Clinic:
    """The hospital, with nobody held up by what was tried before."""
    if hospital.db.value("SELECT 1 FROM attempt LIMIT 1"):
        with hospital.db.transaction() as tx:
            tx.execute("DELETE FROM attempt")
    hospital.phone.cookies.clear()
    return hospital


def told(answer: Any, status: int, words: str) -> str:
    """What the person reads: those words on a Chinese page, no fault of ours, nothing of theirs run as script."""
    read = html.unescape(re.sub(r"(?s)<(style|script)\b.*?</\1>", "", answer.text))
    assert answer.status_code == status, read[-1200:]
    assert words in read, read[-1200:]
    assert "Traceback" not in read and SCRIPT not in answer.text and "<img src=x" not in answer.text
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert 'lang="zh-CN"' in read
    return read


def png(width: int = 8, height: int = 8) -> bytes:
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


def jpeg(width: int = 60, height: int = 40) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "JPEG")
    return file.getvalue()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hundreds of inputs for the whole house: they run after the quick part."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.long)
