"""A handful of drawn photos and signatures, so that tickets have something to look at."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw

from lib.demo.chance import random_for
from lib.demo.world import Pictures
from lib.store import files
from lib.store.database import Database

_SIZE = (640, 480)
Draw = Callable[[ImageDraw.ImageDraw, Random], None]


def keep(db: Database, now: datetime) -> Pictures:
    """Draws them and keeps them; the same every time."""
    return Pictures(
        faults=tuple(_kept(db, _fault, _SIZE, n, now) for n in range(4)),
        finished=tuple(_kept(db, _finished, _SIZE, n, now) for n in range(3)),
        signatures=tuple(_kept(db, _signature, (480, 160), n, now) for n in range(4)),
    )


def _kept(db: Database, draw: Draw, size: tuple[int, int], number: int, now: datetime) -> str:
    random = random_for("picture", draw.__name__, number)
    image = Image.new("RGB", size, "white")
    draw(ImageDraw.Draw(image), random)
    file = io.BytesIO()
    image.save(file, "PNG")
    return files.keep(db, file.getvalue(), now=now).hash


def _wall(pen: ImageDraw.ImageDraw, random: Random) -> None:
    tone = random.randrange(200, 232)
    pen.rectangle((0, 0, 640, 360), fill=(tone, tone + 8, tone + 2))
    pen.rectangle((0, 360, 640, 480), fill=(150, 156, 150))
    pen.line((0, 360, 640, 360), fill=(110, 116, 112), width=4)


def _fault(pen: ImageDraw.ImageDraw, random: Random) -> None:
    _wall(pen, random)
    x, y = random.randrange(160, 420), random.randrange(90, 220)
    pen.rounded_rectangle((x, y, x + 130, y + 90), 12, fill=(245, 245, 240), outline=(120, 120, 120), width=4)
    for _ in range(7):
        a, b = x + random.randrange(130), y + random.randrange(90)
        end = (a + random.randrange(-40, 40), b + random.randrange(10, 60))
        pen.line(((a, b), end), fill=(60, 50, 40), width=3)
    pen.ellipse((x - 20, y + 150, x + 170, y + 200), fill=(96, 120, 140))
    pen.ellipse((x + 40, y - 40, x + 200, y + 120), outline=(200, 40, 40), width=6)


def _finished(pen: ImageDraw.ImageDraw, random: Random) -> None:
    _wall(pen, random)
    x, y = random.randrange(180, 380), random.randrange(90, 200)
    pen.rounded_rectangle((x, y, x + 150, y + 100), 14, fill=(252, 252, 250), outline=(90, 130, 120), width=4)
    pen.ellipse((x + 50, y + 25, x + 100, y + 75), fill=(240, 214, 120))
    pen.line(((x + 190, y + 60), (x + 215, y + 88), (x + 262, y + 26)), fill=(40, 140, 90), width=12)


def _signature(pen: ImageDraw.ImageDraw, random: Random) -> None:
    for start in (60, 190, 310):
        points: list[tuple[float, float]] = [(start, 90.0)]
        for step in range(9):
            points.append((start + step * 11 + random.uniform(-6, 10), 84 + random.uniform(-48, 44)))
        pen.line(points, fill=(20, 24, 40), width=4, joint="curve")
