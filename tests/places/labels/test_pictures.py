"""The picture says the address, whoever reads it."""

from __future__ import annotations

import io
import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from lib.places.labels.pictures import QUIET, picture, svg
from tests.conftest import Cast

MOVE = re.compile(r"([Mhvz])(-?\d+)?(?: (-?\d+))?")
SCALE = 4


def drawn(path: str, side: int) -> Image.Image:
    """The outlines filled by the winding rule: clockwise adds, counter-clockwise takes away."""
    grid = [[0] * side for _ in range(side)]
    x = y = 0
    start = (0, 0)
    for letter, first, second in MOVE.findall(path):
        if letter == "M":
            x, y = start = int(first), int(second)
        elif letter == "h":
            x += int(first)
        else:
            down = int(first) if letter == "v" else start[1] - y
            for row in range(min(y, y + down), max(y, y + down)):
                for column in range(x, side):
                    grid[row][column] += 1 if down > 0 else -1
            y += down
    picture = Image.new("L", (side, side), 255)
    for row in range(side):
        for column in range(side):
            if grid[row][column]:
                picture.putpixel((column, row), 0)
    return picture.resize((side * SCALE, side * SCALE), Image.Resampling.NEAREST)


@pytest.mark.parametrize(
    "text", ["http://10.0.0.1:8501/r/abcd2345", "http://" + "x" * 53 + "/r/zyxw9876", "A", "地址" * 30]
)
def test_a_second_library_reads_it_back(text: str) -> None:
    found = zxingcpp.read_barcodes(drawn(picture(text).path, picture(text).side))
    assert [(one.text, one.ec_level) for one in found] == [(text, "M")]


def test_it_has_its_quiet_zone_and_is_small(cast: Cast) -> None:
    made = picture("http://10.20.30.40:8501/r/abcd2345")
    assert made.side == 29 + 2 * QUIET
    assert made.path.startswith(f"M{QUIET} {QUIET}h7v7h-7z")
    assert len(made.path) < 2_000
    assert svg(cast.code).startswith(b"<svg ")


def test_the_drawing_of_this_test_fills_as_browsers_do() -> None:
    made = picture("A")
    by_hand = Image.new("L", (made.side * SCALE,) * 2, 255)
    ImageDraw.Draw(by_hand).rectangle(
        [QUIET * SCALE, QUIET * SCALE, (QUIET + 7) * SCALE - 1, QUIET * SCALE + SCALE - 1], fill=0
    )
    corner = (0, 0, (QUIET + 7) * SCALE, (QUIET + 1) * SCALE)
    ours, theirs = io.BytesIO(), io.BytesIO()
    drawn(made.path, made.side).crop(corner).save(ours, "PNG")
    by_hand.crop(corner).save(theirs, "PNG")
    assert ours.getvalue() == theirs.getvalue()
