"""How far an import has come: rows done, and rows in all as far as that is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lib.store.sheets.reading import Line

Progress = Callable[[int, int], None]
"""Told every few hundred rows: rows done, and rows in all, which is an estimate until the end."""
EVERY = 500


def quiet(done: int, rows: int) -> None:
    """Tells nobody."""


def counted(lines: Iterable[Line], content: bytes, progress: Progress) -> Iterator[Line]:
    """The same lines; `progress` hears how many of them have passed, and how many there will be by the look of it."""
    breaks, done = content.count(b"\n"), 0
    for done, line in enumerate(lines, start=1):
        yield line
        if done % EVERY == 0:
            progress(done, max(done, round(done * breaks / line.last)))
    progress(done, done)
