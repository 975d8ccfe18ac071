"""Boards that listen: websockets as browsers open them, each noting when it heard of a change."""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import websockets

Change = tuple[int, int]
"""A ticket and its version."""


class Boards:
    """When each change was heard, by every board that heard it (seconds of the monotonic clock)."""

    def __init__(self) -> None:
        self.heard: dict[Change, list[float]] = defaultdict(list)
        self.cards = 0

    def took(self, sent: dict[Change, float]) -> list[float]:
        """Milliseconds from the order to each board that was told."""
        return [(at - sent[change]) * 1000 for change in sent for at in self.heard[change]]

    async def listen(self, socket: Any) -> None:
        """Until the socket closes."""
        async for message in socket:
            told = json.loads(message)
            if told["kind"] == "board":
                self.cards = len(told["cards"])
            elif told["kind"] == "changes":
                now = time.perf_counter()
                for card in told["cards"]:
                    self.heard[(card["id"], card["version"])].append(now)


@asynccontextmanager
async def watching(url: str, cookies: Sequence[str]) -> AsyncIterator[Boards]:
    """That many boards open."""
    boards, address = Boards(), url.replace("http", "ws", 1) + "/feed/board"
    async with AsyncExitStack() as open_sockets:
        listening = []
        for cookie in cookies:
            socket = await open_sockets.enter_async_context(
                websockets.connect(
                    address, additional_headers={"Cookie": cookie, "Origin": url}, max_size=None
                )
            )
            listening.append(asyncio.create_task(boards.listen(socket)))
        yield boards
        for task in listening:
            task.cancel()
