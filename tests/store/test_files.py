"""The file store: what it takes, what it refuses, and what it takes away."""

from __future__ import annotations

import io
import struct

import pillow_heif
import pytest
from PIL import Image

from lib.core.clock import now
from lib.core.errors import NotFound, WrongInput
from lib.store import files, pictures
from lib.store.database import Database


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG", **more: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **more)
    return file.getvalue()


def with_position(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Phone Maker"
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 0.0)
    return exif


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def film(brand: bytes = b"isom") -> bytes:
    position = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+31.2304+121.4737/"))
    track = box(b"trak", box(b"tkhd", b"t" * 20) + box(b"meta", b"ISO6709 +31.2304"))
    movie = box(b"moov", box(b"mvhd", b"m" * 30) + track + position)
    return box(b"ftyp", brand + b"\0\0\0\0") + movie + box(b"mdat", b"d" * 50)


def kept_picture(name: str) -> Image.Image:
    return Image.open(io.BytesIO(files.path(name).read_bytes()))


def test_a_photo_is_kept_by_the_hash_of_what_is_kept(db: Database) -> None:
    kept = files.keep(db, photo(), now=now())
    assert files.path(kept.hash).parent.name == kept.hash[:2]
    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 60, 40)
    assert files.known(db, kept.hash) == kept
    assert files.path(kept.hash).stat().st_size == kept.bytes


def test_the_same_photo_twice_is_one_file(db: Database) -> None:
    first, second = (files.keep(db, photo(), now=now()) for _ in range(2))
    assert first == second
    assert db.value("SELECT count(*) FROM file") == 1


def test_position_and_camera_are_dropped(db: Database) -> None:
    kept = files.keep(db, photo(exif=with_position()), now=now())
    assert dict(kept_picture(kept.hash).getexif()) == {}
    assert b"Phone Maker" not in files.path(kept.hash).read_bytes()


def test_the_picture_stands_as_the_camera_was_held(db: Database) -> None:
    kept = files.keep(db, photo((60, 40), exif=with_position(orientation=6)), now=now())
    assert (kept.width, kept.height) == (40, 60)


def test_a_large_photo_is_made_smaller(db: Database) -> None:
    kept = files.keep(db, photo((4000, 3000)), now=now())
    assert (kept.width, kept.height) == (2048, 1536)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "AVIF"])
def test_other_pictures_become_jpegs(db: Database, kind: str) -> None:
    kept = files.keep(db, photo(kind=kind), now=now())
    assert kept_picture(kept.hash).format == "JPEG"


def test_what_was_transparent_is_white(db: Database) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(file, "PNG")
    kept = files.keep(db, file.getvalue(), now=now())
    assert kept_picture(kept.hash).getpixel((10, 10)) == (255, 255, 255)


def test_photos_of_iphones_are_read(db: Database) -> None:
    file = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "teal")).save(file, format="HEIF")
    kept = files.keep(db, file.getvalue(), now=now())
    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 64, 48)


@pytest.mark.parametrize(
    ("brand", "media_type"), [(b"isom", "video/mp4"), (b"qt  ", "video/quicktime"), (b"3gp5", "video/3gpp")]
)
def test_a_video_stays_as_it_is_but_for_where_it_was_taken(
    db: Database, brand: bytes, media_type: str
) -> None:
    sent = film(brand)
    kept = files.keep(db, sent, now=now())
    data = files.path(kept.hash).read_bytes()
    assert kept.media_type == media_type
    assert len(data) == len(sent)
    assert b"31.2304" not in data
    assert data.endswith(b"d" * 50)
    assert b"m" * 30 in data


def test_a_webm_video_is_kept(db: Database) -> None:
    assert files.keep(db, b"\x1a\x45\xdf\xa3" + b"w" * 40, now=now()).media_type == "video/webm"


@pytest.mark.parametrize(
    "sent", [b"hello", b"%PDF-1.7 ...", b"MZ" * 50, b"<svg onload='x'/>", b"RIFF....WAVE"]
)
def test_anything_else_is_refused(db: Database, sent: bytes) -> None:
    with pytest.raises(WrongInput, match="photos and short videos") as refused:
        files.keep(db, sent, now=now())
    assert refused.value.field == "photos"


def test_an_empty_file_is_said_to_be_empty(db: Database) -> None:
    with pytest.raises(WrongInput, match="is empty"):
        files.keep(db, b"", now=now())


@pytest.mark.parametrize("sent", [photo()[:200], b"\xff\xd8\xff" + b"junk" * 20, photo(kind="PNG")[:60]])
def test_a_broken_picture_is_refused(db: Database, sent: bytes) -> None:
    with pytest.raises(WrongInput, match="cannot be read"):
        files.keep(db, sent, now=now())


def test_a_bomb_is_refused_before_it_is_unpacked(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    with pytest.raises(WrongInput, match="too many pixels"):
        files.keep(db, photo(kind="PNG"), now=now())


def test_too_large_a_file_is_refused_with_its_limit(db: Database) -> None:
    with pytest.raises(WrongInput) as refused:
        files.keep(db, b"\xff\xd8\xff" + bytes(files.MOST_BYTES_OF_A_PICTURE), now=now())
    assert refused.value.facts == {"megabytes": 12}


def test_a_refused_file_leaves_nothing_behind(db: Database) -> None:
    with pytest.raises(WrongInput):
        files.keep(db, photo()[:200], now=now())
    assert not files.folder().exists()


def test_a_hash_nobody_sent_is_not_found(db: Database) -> None:
    with pytest.raises(NotFound):
        files.known(db, "0" * 64)
