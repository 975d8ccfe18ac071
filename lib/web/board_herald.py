"""Tells open boards what changed: it hears of every commit once, makes the news once, and each board gets its share."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from lib.core import clock
from lib.core.facts import dumps
from lib.core.i18n import Language
from lib.dispatch import board, names, on_shift
from lib.dispatch.board import Snapshot
from lib.people import accounts, sessions
from lib.people.roles import Actor, Permission, may
from lib.tickets.seeing import visible
from lib.web.page import database, language
from lib.web.sign_in import secret_of

logger = logging.getLogger(__name__)
BEAT = 3.0
"""Seconds after which the browser hears something even when nothing happened."""
GATHERED = 0.05
"""Seconds for which changes are gathered before they are told."""
SIGNED_OUT = 4401
SIGN_INS = ("sign_in", "account", "account_role", "technician")
"""A commit to one of these may end a sign-in, or change what somebody may see."""
WATCHED = frozenset({*board.TABLES, *names.TABLES, *on_shift.TABLES, *SIGN_INS})
SLOWEST = 30.0
"""Seconds a browser may take for a message; then its line is dead."""
Sight = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """What there is to tell at one moment: names by language, boards by sight, and what each viewer may see (None:
    the sign-in has ended)."""

    now: datetime
    duty: str
    names: Mapping[Language, str]
    boards: Mapping[Sight, Snapshot]
    sights: Mapping[Viewer, Sight | None]


class Viewer:
    """One open board: what it was told last."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket, self.language, self.secret = socket, Language(language(socket)), secret_of(socket) or ""
        self.seen: Snapshot | None = None
        self.names = self.duty = ""
        self.edition: Edition | None = None
        self.woken = asyncio.Event()

    async def watch(self) -> None:
        """Until the browser leaves or the sign-in ends."""
        herald = Herald.here()
        listening = asyncio.create_task(self._listen())
        herald.join(self)
        try:
            while not listening.done():
                await self.woken.wait()
                self.woken.clear()
                if self.edition is not None and not await self._told(self.edition):
                    break
        except (WebSocketDisconnect, RuntimeError, TimeoutError):
            pass  # it left while we spoke
        finally:
            herald.leave(self)
            listening.cancel()

    async def _listen(self) -> None:
        """Browsers say nothing here; the end is what we wait for."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            # Whatever it is: `receive_text` would stumble over bytes.
            while (await self.socket.receive())["type"] != "websocket.disconnect":
                pass
        self.woken.set()

    async def _told(self, edition: Edition) -> bool:
        """Tells what is new, or at least that we are here; False when the sign-in has ended."""
        sight = edition.sights.get(self, ())
        if sight is None:
            await self.socket.close(SIGNED_OUT)
            return False
        if sight in edition.boards:
            for message in self._news(edition, edition.boards[sight]):
                await asyncio.wait_for(self.socket.send_text(message), SLOWEST)
        return True

    def _news(self, edition: Edition, seen: Snapshot) -> Sequence[str]:
        """The time comes along at first and where nothing else is to be said: the browser's clock may be wrong."""
        news = []
        if edition.names[self.language] != self.names:
            news.append(edition.names[self.language])
        if edition.duty != self.duty:
            news.append(edition.duty)
        if seen is not self.seen:
            news.append(seen.since(self.seen) if self.seen else seen.message)
        beat = dumps({"kind": "beat", "now": int(edition.now.timestamp() * 1000)})
        first = self.seen is None
        self.names, self.duty, self.seen = edition.names[self.language], edition.duty, seen
        return [beat, *news] if first or not news else news


class Herald:
    """One for the loop the boards of this process live in."""

    def __init__(self) -> None:
        self._viewers: set[Viewer] = set()
        self._checked: Mapping[Viewer, Actor | None] = {}
        self._check: tuple[tuple[int, ...], float] = ((), 0.0)
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._telling: asyncio.Task[None] | None = None

    @classmethod
    def here(cls) -> Herald:
        """The one of this loop."""
        loop = asyncio.get_running_loop()
        if loop not in _HERALDS:
            _HERALDS[loop] = cls()
        return _HERALDS[loop]

    def join(self, viewer: Viewer) -> None:
        """From now on this board is told; at once what there is."""
        self._viewers.add(viewer)
        self._woken.set()
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    def leave(self, viewer: Viewer) -> None:
        """Told no more; without a board nobody listens to commits either."""
        self._viewers.discard(viewer)
        if not self._viewers and self._telling is not None:
            self._telling.cancel()
            self._telling = None

    def _committed(self, tables: frozenset[str]) -> None:
        """Runs in the thread that committed; a loop that is just closing must not disturb it."""
        if tables & WATCHED:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._woken.set)

    async def _tell(self) -> None:
        forget = database().on_commit(self._committed)
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), BEAT)
                    await asyncio.sleep(GATHERED)
                self._woken.clear()
                await self._publish()
        finally:
            forget()

    async def _publish(self) -> None:
        """A failure is silence, which every board notices and says; the next change tries again."""
        try:
            edition = await run_in_threadpool(self._edition, frozenset(self._viewers), clock.now())
        except Exception:
            logger.exception("the boards could not be told")
            return
        for viewer in tuple(self._viewers):
            viewer.edition = edition
            viewer.woken.set()

    def _edition(self, viewers: frozenset[Viewer], now: datetime) -> Edition:
        db = database()
        self._checked = self._signed_in(viewers, now)
        sights: dict[Viewer, Sight | None] = {}
        boards: dict[Sight, Snapshot] = {}
        for viewer, actor in self._checked.items():
            sight = sights[viewer] = visible(actor, Permission.SEE_BOARD).key if actor else None
            if actor is not None and sight is not None and sight not in boards:
                boards[sight] = board.snapshot(db, actor=actor, now=now)
        said = {spoken: names.message(db, spoken) for spoken in {viewer.language for viewer in viewers}}
        return Edition(now, on_shift.message(db, now), said, boards, sights)

    def _signed_in(self, viewers: frozenset[Viewer], now: datetime) -> Mapping[Viewer, Actor | None]:
        """Who newly came is looked up; everybody again after a commit that may end a sign-in, and each few seconds,
        since sign-ins also lapse."""
        stands, at = database().version(SIGN_INS), now.timestamp()
        again = stands != self._check[0] or at - BEAT >= self._check[1]
        if again:
            self._check = (stands, at)
        known = {} if again else self._checked
        return {viewer: known[viewer] if viewer in known else _who(viewer, now) for viewer in viewers}


def _who(viewer: Viewer, now: datetime) -> Actor | None:
    db = database()
    account = sessions.who(db, viewer.secret, now)
    actor = accounts.actor(db, account.id) if account else None
    return actor if actor and may(actor, Permission.SEE_BOARD) else None


_HERALDS: WeakKeyDictionary[asyncio.AbstractEventLoop, Herald] = WeakKeyDictionary()
