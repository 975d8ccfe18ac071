"""A photo as a phone takes it: with the place it was taken at written into it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image, ImageDraw

WARD = "ward 4 east"
"""Written into the position data, to be looked for afterwards."""


def jpeg(words: str = "") -> bytes:
    """A JPEG of 1200 × 900 with position data; small enough that no script shrinks it on the way."""
    picture = Image.new("RGB", (1200, 900), "#7a8b99")
    ImageDraw.Draw(picture).text((40, 40), words or "broken", fill="white", font_size=80)
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Xiaomi"
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (30.0, 15.0, 27.3),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (120.0, 9.0, 51.8),
        ExifTags.GPS.GPSAreaInformation: WARD.encode(),
    }
    written = BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


def tells_where(path: Path) -> bool:
    """Whether a stored picture still says where it was taken, or with what."""
    if WARD.encode() in path.read_bytes():
        return True
    with Image.open(path) as picture:
        return bool(picture.getexif())


def stored(data: Path) -> set[Path]:
    """Every picture kept in the data folder."""
    return {path for path in (data / "files").rglob("*") if path.is_file()}
