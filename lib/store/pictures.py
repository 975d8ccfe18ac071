"""Photos as they are kept: upright, small enough, and without anything but the picture."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from lib.core.errors import WrongInput
from lib.core.i18n import mark

pillow_heif.register_heif_opener()

LONGEST_SIDE = 2048
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")
# What one may decode: a JPEG is shrunk while it is read, the others are unpacked whole (4 bytes a pixel).
MOST_PIXELS_OF_A_JPEG = 250_000_000
MOST_PIXELS = 50_000_000
# The limits above are asked first, and speak a nurse's language.
Image.MAX_IMAGE_PIXELS = None

_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and its size in pixels."""

    data: bytes
    width: int
    height: int


def is_picture(start: bytes) -> bool:
    """Whether a file that starts so (16 bytes are enough) calls itself a photo we read."""
    webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    return start.startswith(_STARTS) or webp or (start[4:8] == b"ftyp" and start[8:12] in _BRANDS)


def reencoded(data: bytes) -> Picture:
    """The picture drawn anew: turned as the camera was held, at most 2,048 pixels long, nothing about place,
    time or camera left in it. WrongInput when it cannot be read or is a bomb."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return _drawn(image)
    # RuntimeError: what the decoders of newer formats say of a damaged file.
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        raise WrongInput(
            mark("This picture cannot be read. Please take it again."), field="photos"
        ) from error


def _drawn(image: Any) -> Picture:
    jpeg = image.format in ("JPEG", "MPO")
    if image.width * image.height > (MOST_PIXELS_OF_A_JPEG if jpeg else MOST_PIXELS):
        raise WrongInput(mark("This picture has too many pixels. Please send a smaller one."), field="photos")
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = _on_white(ImageOps.exif_transpose(image))
    file = io.BytesIO()
    plain.save(file, "JPEG", quality=QUALITY)
    return Picture(file.getvalue(), plain.width, plain.height)


def _on_white(image: Any) -> Any:
    """The pixels alone, what was transparent on white."""
    if image.mode not in ("RGBA", "LA", "PA", "P"):
        pixels = image.convert("RGB")
    else:
        seen = image.convert("RGBA")
        pixels = Image.new("RGB", seen.size, "white")
        pixels.paste(seen, mask=seen.getchannel("A"))
    bare = Image.new("RGB", pixels.size)
    bare.paste(pixels)
    return bare
