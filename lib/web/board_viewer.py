"""One open dispatch board: the cards, names and duties it was told last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.websockets import WebSocket

from lib.core.facts import dumps
from lib.dispatch import board, names, on_shift
from lib.dispatch.board import Snapshot
from lib.people.roles import Actor, Permission, may
from lib.web.herald import Listener
from lib.web.page import database


@dataclass(frozen=True, slots=True)
class Standing:
    """What a board shows at one moment; the same objects for everybody who sees the same."""

    now: datetime
    duty: str
    names: str
    seen: Snapshot


class Viewer(Listener):
    """One open board."""

    tables = frozenset({*board.TABLES, *names.TABLES, *on_shift.TABLES})
    beat, gathered = 3.0, 0.05

    def __init__(self, socket: WebSocket) -> None:
        super().__init__(socket)
        self._told_last: Standing | None = None

    def read(self, actor: Actor, now: datetime) -> Standing | None:
        """None for who sees no board."""
        if not may(actor, Permission.SEE_BOARD):
            return None
        db = database()
        seen = board.snapshot(db, actor=actor, now=now)
        return Standing(now, on_shift.message(db, now), names.message(db, self.language), seen)

    def news(self, standing: Standing) -> Sequence[str]:
        """The time comes along at first and where nothing else is to be said: the browser's clock may be wrong."""
        last, self._told_last = self._told_last, standing
        beat = dumps({"kind": "beat", "now": int(standing.now.timestamp() * 1000)})
        if last is None:
            return [beat, standing.names, standing.duty, standing.seen.message]
        news = []
        if standing.names != last.names:
            news.append(standing.names)
        if standing.duty != last.duty:
            news.append(standing.duty)
        if standing.seen is not last.seen:
            news.append(standing.seen.since(last.seen))
        return news or [beat]
