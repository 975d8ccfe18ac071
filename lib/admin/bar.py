"""A progress bar in a terminal; where nobody watches, nothing."""

from __future__ import annotations

import sys
from typing import TextIO

WIDTH = 30


class Bar:
    """Draws "done rows words" over itself, and is gone before anything else is printed."""

    def __init__(self, terminal: TextIO | None = None) -> None:
        self._terminal = terminal or sys.stderr
        self._shown = False

    def draw(self, text: str) -> None:
        """One more step; `text` as `lib.web.errands.Errand.progress` says it, rows 0 when nobody knows how many."""
        if not self._terminal.isatty():
            return
        done, rows, words = text.split(" ", 2)
        self._write(f"\r\x1b[K{words} {_drawn(int(done), int(rows))}")
        self._shown = True

    def clear(self) -> None:
        """Makes room for a line."""
        if self._shown:
            self._write("\r\x1b[K")
            self._shown = False

    def _write(self, text: str) -> None:
        self._terminal.write(text)
        self._terminal.flush()


def _drawn(done: int, rows: int) -> str:
    if not rows:
        return f"{done:,}"
    filled = WIDTH * min(done, rows) // rows
    return f"[{'█' * filled}{'·' * (WIDTH - filled)}] {done:,} / {rows:,}"
