"""Files in the report form that are no photos, or too much of one: a word about it, and the form as it was."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from lib.core.errors import WrongInput
from lib.store import pictures, videos
from tests.hostile.conftest import Clinic, jpeg, png, told

NO_PHOTO = "只能发送照片和短视频。"
UNREADABLE = "这张图片打不开，请重新拍一张。"
TOO_LARGE = "这张图片太大了，请换一张小一些的。"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb_png(side: int = 60_000) -> bytes:
    """A picture of 3.6 thousand million pixels in a few hundred bytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def bomb_text_png() -> bytes:
    """A small picture with 200 MB of text pressed into it."""
    press = zlib.compressobj(9)
    text = press.compress(bytes(80_000_000)) + press.flush()
    whole = png()
    return whole[:-12] + chunk(b"zTXt", b"x\0\0" + text) + whole[-12:]


def bomb_jpeg() -> bytes:
    """65,000 by 65,000, as its head says."""
    small = bytearray(jpeg())
    at = small.index(b"\xff\xc0")
    small[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(small)


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evil.sh", "x")
    return file.getvalue()


# what is sent · its name · what is read
FILES: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("a PDF", lambda: b"%PDF-1.7\n%%EOF", "a.pdf", NO_PHOTO),
    ("an archive", zipped, "a.zip", NO_PHOTO),
    ("a drawing with script", lambda: b"<svg onload='alert(1)'/>", "a.svg", NO_PHOTO),
    ("a web page called a photo", lambda: b"<!doctype html><script>alert(1)</script>", "a.jpg", NO_PHOTO),
    ("a program called a photo", lambda: b"MZ\x90\0" + bytes(200), "photo.jpg", NO_PHOTO),
    ("a shell script", lambda: b"#!/bin/sh\nrm -rf /\n", "a.png", NO_PHOTO),
    ("sound", lambda: b"RIFF\x24\0\0\0WAVEfmt ", "a.wav", NO_PHOTO),
    ("nothing", lambda: b"", "a.jpg", "这个文件是空的，请重新拍一张。"),
    ("one byte", lambda: b"\xff", "a.jpg", NO_PHOTO),
    ("the first bytes of a photo", lambda: jpeg()[:3] + bytes(40), "a.jpg", UNREADABLE),
    ("half a photo", lambda: jpeg(800, 600)[:900], "a.jpg", UNREADABLE),
    ("a photo cut off near its end", lambda: png(300, 300)[:-30], "a.png", UNREADABLE),
    ("a bomb of pixels", bomb_png, "a.png", TOO_LARGE),
    ("a bomb of a photo", bomb_jpeg, "a.jpg", TOO_LARGE),
    ("a bomb of text", bomb_text_png, "a.png", UNREADABLE),
    ("a picture of no width", lambda: png().replace(b"\0\0\0\x08\0\0\0\x08", bytes(8)), "a.png", UNREADABLE),
    ("a broken WebP", lambda: b"RIFF\xff\xff\xff\xffWEBPVP8 " + bytes(40), "a.webp", UNREADABLE),
    ("a broken HEIC", lambda: b"\0\0\0\x18ftypheic" + bytes(60), "a.heic", UNREADABLE),
    ("a photo of 13 MB", lambda: jpeg() + bytes(13_000_000), "a.jpg", "这个文件超过 12 MB。"),
    ("a video of 51 MB", lambda: b"\0\0\0\x18ftypisom" + bytes(51_000_000), "a.mp4", "这个文件超过 50 MB。"),
    ("a file whose name climbs up", lambda: b"%PDF", "../../../etc/passwd\0.jpg", NO_PHOTO),
    ("a file whose name is script", lambda: b"%PDF", '"><script>alert(1)</script>.jpg', NO_PHOTO),
]  # fmt: skip


@pytest.mark.parametrize(("done", "make", "name", "words"), FILES, ids=[row[0] for row in FILES])
def test_a_file_that_cannot_be_kept(
    clinic: Clinic, done: str, make: Callable[[], bytes], name: str, words: str
) -> None:
    before, kept = clinic.written(), clinic.db.value("SELECT count(*) FROM file")
    answer = clinic.phone.post(
        f"/r/{clinic.cast.code}",
        data={"description": "灯不亮，见照片", "name": "张护士"},
        files={"photos": (name, make(), "image/jpeg")},
    )
    read = told(answer, 422, words)
    assert "灯不亮，见照片" in read and "张护士" in read
    assert (clinic.written(), clinic.db.value("SELECT count(*) FROM file")) == (before, kept)


def test_of_fifty_photos_nine_are_kept_and_said(clinic: Clinic) -> None:
    sent = [("photos", (f"{n}.png", png(8 + n, 8), "image/png")) for n in range(50)]
    answer = clinic.phone.post(f"/r/{clinic.cast.code}", data={"description": "五十张"}, files=sent)
    assert told(answer, 422, "照片和视频最多 9 个。").count('name="kept"') == 9


def test_sixty_one_files_are_said_to_be_too_many_and_the_words_stay(clinic: Clinic) -> None:
    sent = [("photos", (f"{n}.png", b"x", "image/png")) for n in range(61)]
    answer = clinic.phone.post(f"/r/{clinic.cast.code}", data={"description": "六十一张"}, files=sent)
    assert "六十一张" in told(answer, 422, "请再发送一次")


def gif() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("P", (20, 20), n) for n in range(30)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


def test_a_moving_picture_is_kept_as_its_first_frame(clinic: Clinic) -> None:
    answer = clinic.phone.post(
        f"/r/{clinic.cast.code}",
        data={"description": "动图"},
        files={"photos": ("a.gif", gif(), "image/gif")},
    )
    assert answer.status_code == 303
    assert clinic.db.value("SELECT media_type FROM file ORDER BY kept_at DESC LIMIT 1") == "image/jpeg"


@pytest.mark.parametrize("kept", ["x", "a" * 64, "../../secret", "\0", "x" * 10_000, "e30.e30.e30", "“”"])
def test_a_photo_somebody_only_claims_to_have_sent_is_left_out(clinic: Clinic, kept: str) -> None:
    before = clinic.db.value("SELECT count(*) FROM attachment")
    answer = clinic.phone.post(
        f"/r/{clinic.cast.code}", data={"description": f"照片 {kept[:20]}", "kept": kept}
    )
    assert answer.status_code == 303
    assert clinic.db.value("SELECT count(*) FROM attachment") == before


@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_picture_is_drawn_or_refused_in_words(data: st.DataObject) -> None:
    damaged = bytearray(data.draw(st.sampled_from(PICTURES)))
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert pictures.reencoded(bytes(damaged)).width
    except WrongInput as refusal:
        assert refusal.field == "photos"


@given(st.binary(max_size=300))
def test_any_bytes_called_a_film_are_read_to_their_end(content: bytes) -> None:
    film = bytearray(b"\0\0\0\x18ftypisom" + content)
    videos.without_position(film)
    assert len(film) == len(content) + 12


def drawn(kind: str) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((24, 24)).convert("P" if kind == "GIF" else "RGB").save(file, kind)
    return file.getvalue()


PICTURES = [drawn(kind) for kind in ("JPEG", "PNG", "GIF", "WEBP", "HEIF", "AVIF")]
