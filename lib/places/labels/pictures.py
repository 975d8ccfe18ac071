"""The QR picture of a code, as small as vectors can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import qrcode

from lib.places.labels.codes import url

QUIET = 4
"""Modules of white around the code, as the standard (ISO/IEC 18004) asks for; with less, phones hunt for the edge."""

Modules = Sequence[Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Picture:
    """`side`: modules from edge to edge, the quiet zone included; `path`: the outlines of what is dark, one unit a
    module."""

    side: int
    path: str


@lru_cache(maxsize=4000)
def picture(text: str) -> Picture:
    """The QR code of a text, error correction level M.

    M gives back 15 % of a code that was scratched or stained. L (7 %) is little for paper on a corridor wall; Q and H
    need more modules for the same address, so that on the smallest grid each would fall below half a millimetre.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    modules = [[bool(dark) for dark in row] for row in code.modules]
    return Picture(len(modules) + 2 * QUIET, _outlines(modules))


def svg(code: str) -> bytes:
    """The picture of the code's URL as a file of its own."""
    return svg_of(url(code))


def svg_of(text: str) -> bytes:
    """The picture of a text as a file of its own."""
    drawn = picture(text)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.side} {drawn.side}">'
    return f'{head}<path fill="#fff" d="M0 0h{drawn.side}v{drawn.side}H0z"/><path d="{drawn.path}"/></svg>'.encode()


def _outlines(modules: Modules) -> str:
    """The borders between dark and light as closed paths: half the bytes of a square per module, and no hairlines
    between neighbours where a printer rounds."""
    ahead = _borders(modules)
    parts = []
    while ahead:
        start = next(iter(ahead))
        parts.append(_walked(start, ahead))
    return "".join(parts)


Point = tuple[int, int]


def _borders(modules: Modules) -> dict[Point, list[Point]]:
    """Each unit step along a border with the dark on its right, by where it begins."""
    size, steps = len(modules), dict[Point, list[Point]]()

    def dark(x: int, y: int) -> bool:
        return 0 <= x < size and 0 <= y < size and modules[y][x]

    for y in range(size):
        for x in range(size):
            if not modules[y][x]:
                continue
            sides = (
                (dark(x, y - 1), (x, y), (x + 1, y)),
                (dark(x + 1, y), (x + 1, y), (x + 1, y + 1)),
                (dark(x, y + 1), (x + 1, y + 1), (x, y + 1)),
                (dark(x - 1, y), (x, y + 1), (x, y)),
            )
            for inner, begin, end in sides:
                if not inner:
                    steps.setdefault(begin, []).append(end)
    return steps


def _walked(start: Point, ahead: dict[Point, list[Point]]) -> str:
    """One closed path from there, in relative steps; takes what it walks out of `ahead`."""
    at, run, moves = start, (0, 0), [f"M{start[0] + QUIET} {start[1] + QUIET}"]
    while at in ahead:
        ends = ahead[at]
        # Where two corners touch, going straight on keeps the path short; the picture is the same either way.
        end = ends[0] if len(ends) == 1 or _heads(at, ends[0], run) else ends[1]
        if len(ends) == 1:
            del ahead[at]
        else:
            ends.remove(end)
        step = (end[0] - at[0], end[1] - at[1])
        if not _heads(at, end, run):
            moves.append(_said(run))
            run = (0, 0)
        run, at = (run[0] + step[0], run[1] + step[1]), end
    return "".join(moves) + "z"


def _heads(at: Point, end: Point, run: Point) -> bool:
    """Whether the step from here to there goes on in the direction of the run."""
    step = (end[0] - at[0], end[1] - at[1])
    return step[0] * run[0] + step[1] * run[1] > 0


def _said(run: Point) -> str:
    if run == (0, 0):
        return ""
    return f"h{run[0]}" if run[0] else f"v{run[1]}"
