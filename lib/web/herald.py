"""Tells open pages what changed: it hears of every commit once, looks once for all of them, and each gets its share."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from lib.core import clock
from lib.core.i18n import Language
from lib.people import accounts, sessions
from lib.people.roles import Actor
from lib.web.guard import same_origin
from lib.web.page import database, language
from lib.web.sign_in import account_of, secret_of

logger = logging.getLogger(__name__)
SIGNED_OUT, NOT_YOURS = 4401, 4403
SIGN_INS = ("sign_in", "account", "account_role", "technician")
"""A commit to one of these may end a sign-in, or change what somebody may see."""
SLOWEST = 30.0
"""Seconds a browser may take for a message; then its line is dead."""


class Listener(ABC):
    """One open page: what it was told last. Each kind says what it listens to and what there is to tell."""

    tables: ClassVar[frozenset[str]]
    """A commit to one of these may be news."""
    beat: ClassVar[float]
    """Seconds after which the browser hears something even when nothing happened."""
    gathered: ClassVar[float]
    """Seconds for which changes are gathered before they are told."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket, self.language, self.secret = socket, Language(language(socket)), secret_of(socket) or ""
        self.standing: Any = None
        self.woken = asyncio.Event()

    @abstractmethod
    def read(self, actor: Actor, now: datetime) -> Any | None:
        """What stands now, read in the herald's thread from what is made once for all; None for who may not hear it."""

    @abstractmethod
    def news(self, standing: Any) -> Sequence[str]:
        """The messages that bring this browser from what it was told last to what stands now."""

    async def watch(self) -> None:
        """Until the browser leaves or the sign-in ends."""
        # Accepted before it is refused: a browser hears the code of a closing only from a socket that was open.
        await self.socket.accept()
        refused = await run_in_threadpool(self._refused)
        if refused is not None:
            await self.socket.close(refused)
            return
        herald = Herald.here(type(self))
        listening = asyncio.create_task(self._listen())
        herald.join(self)
        try:
            while not listening.done():
                await self.woken.wait()
                self.woken.clear()
                if not await self._told():
                    break
        except (WebSocketDisconnect, RuntimeError, TimeoutError):
            pass  # it left while we spoke
        finally:
            herald.leave(self)
            listening.cancel()

    def _refused(self) -> int | None:
        account, now = account_of(self.socket), clock.now()
        if account is None or not same_origin(self.socket):
            return SIGNED_OUT
        return NOT_YOURS if self.read(accounts.actor(database(), account.id), now) is None else None

    async def _listen(self) -> None:
        """Browsers say nothing here; the end is what we wait for."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            # Whatever it is: `receive_text` would stumble over bytes.
            while (await self.socket.receive())["type"] != "websocket.disconnect":
                pass
        self.woken.set()

    async def _told(self) -> bool:
        """Tells what is new; False when the sign-in, or the right to hear it, has ended."""
        if self.standing is ENDED:
            await self.socket.close(SIGNED_OUT)
            return False
        if self.standing is not None:
            for message in self.news(self.standing):
                await asyncio.wait_for(self.socket.send_text(message), SLOWEST)
        return True


ENDED = object()
"""What stands for a listener whose sign-in has ended."""


class Herald:
    """One for each kind of page in the loop the pages of this process live in."""

    def __init__(self, kind: type[Listener]) -> None:
        self._kind = kind
        self._viewers: set[Listener] = set()
        self._checked: Mapping[Listener, Actor | None] = {}
        self._check: tuple[tuple[int, ...], float] = ((), 0.0)
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._telling: asyncio.Task[None] | None = None

    @classmethod
    def here(cls, kind: type[Listener]) -> Herald:
        """The one of this loop for that kind: whoever makes much work delays only its like."""
        heralds = _HERALDS.setdefault(asyncio.get_running_loop(), {})
        if kind not in heralds:
            heralds[kind] = cls(kind)
        return heralds[kind]

    def join(self, viewer: Listener) -> None:
        """From now on this page is told; at once what there is."""
        self._viewers.add(viewer)
        self._woken.set()
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    def leave(self, viewer: Listener) -> None:
        """Told no more; without a page nobody listens to commits either."""
        self._viewers.discard(viewer)
        if not self._viewers and self._telling is not None:
            self._telling.cancel()
            self._telling = None

    def _committed(self, tables: frozenset[str]) -> None:
        """Runs in the thread that committed; a loop that is just closing must not disturb it."""
        if tables & self._kind.tables or tables.intersection(SIGN_INS):
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._woken.set)

    async def _tell(self) -> None:
        forget = database().on_commit(self._committed)
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), self._kind.beat)
                    await asyncio.sleep(self._kind.gathered)
                self._woken.clear()
                await self._publish()
        finally:
            forget()

    async def _publish(self) -> None:
        """A failure is silence, which every page notices and says; the next change tries again."""
        try:
            edition = await run_in_threadpool(self._edition, frozenset(self._viewers), clock.now())
        except Exception:
            logger.exception("the open pages could not be told")
            return
        for viewer, standing in edition.items():
            viewer.standing = standing
            viewer.woken.set()

    def _edition(self, viewers: frozenset[Listener], now: datetime) -> Mapping[Listener, Any]:
        """What stands for each of them."""
        self._checked = self._signed_in(viewers, now)
        found = {
            viewer: viewer.read(actor, now) if actor else None for viewer, actor in self._checked.items()
        }
        return {viewer: ENDED if standing is None else standing for viewer, standing in found.items()}

    def _signed_in(self, viewers: frozenset[Listener], now: datetime) -> Mapping[Listener, Actor | None]:
        """Who newly came is looked up; everybody again after a commit that may end a sign-in, and each few seconds,
        since sign-ins also lapse."""
        stands, at = database().version(SIGN_INS), now.timestamp()
        again = stands != self._check[0] or at - self._kind.beat >= self._check[1]
        if again:
            self._check = (stands, at)
        known = {} if again else self._checked
        return {viewer: known[viewer] if viewer in known else _who(viewer, now) for viewer in viewers}


def _who(viewer: Listener, now: datetime) -> Actor | None:
    db = database()
    account = sessions.who(db, viewer.secret, now)
    return accounts.actor(db, account.id) if account else None


_HERALDS: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[type[Listener], Herald]] = WeakKeyDictionary()
