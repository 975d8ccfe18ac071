"""Desks that click: sessions over Streamlit's own websocket, one page after the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PAUSE = 5.0
"""Seconds between two clicks of one person."""


class Desk:
    """One browser tab of somebody at work. `took`: milliseconds from a click to the end of its run."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.pages: dict[str, str] = {}
        self.took: list[float] = []

    async def visit(self, page: str) -> float:
        """The page drawn to its end; milliseconds."""
        began = time.perf_counter()
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.pages.get(page, "")
        if page not in self.pages:
            asked.rerun_script.page_name = page
        await self.socket.send(asked.SerializeToString())
        await self._finished()
        return (time.perf_counter() - began) * 1000

    async def _finished(self) -> None:
        while True:
            told = ForwardMsg.FromString(await self.socket.recv())
            kind = told.WhichOneof("type")
            if kind == "navigation":
                self.pages = {page.url_pathname: page.page_script_hash for page in told.navigation.app_pages}
            if kind == "script_finished":
                return

    async def work(self, pages: Sequence[str], first: int) -> None:
        """Clicks from page to page until it is cancelled."""
        await asyncio.sleep(first * PAUSE / 20)
        await self.visit(pages[first % len(pages)])
        for n in range(first + 1, 10_000):
            began = time.perf_counter()
            self.took.append(await self.visit(pages[n % len(pages)]))
            await asyncio.sleep(max(0.0, PAUSE - (time.perf_counter() - began)))


async def working(url: str, cookies: Sequence[str], pages: Sequence[str], seconds: float) -> list[float]:
    """What clicks took (milliseconds) while that many people worked for so long."""
    desks, sockets = [], []
    for cookie in cookies:
        socket = await websockets.connect(
            url.replace("http", "ws", 1) + "/_stcore/stream",
            additional_headers={"Cookie": cookie, "Origin": url},
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
        )
        sockets.append(socket)
        desks.append(Desk(socket))
    tasks = [asyncio.create_task(desk.work(pages, n)) for n, desk in enumerate(desks)]
    _, _ = await asyncio.wait(tasks, timeout=seconds)
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    for socket in sockets:
        await socket.close()
    return [took for desk in desks for took in desk.took]
