"""Videos as they are kept: as they came, without where they were taken."""

from __future__ import annotations

from collections.abc import Iterator

MP4, MOV, GP3, WEBM = "video/mp4", "video/quicktime", "video/3gpp", "video/webm"
MOST_BYTES = 50_000_000

_HOLD_OTHERS = frozenset({b"moov", b"trak"})
# Position, camera and software live in these: users' data, Apple's keys, and vendors' own boxes.
_TELL = frozenset({b"udta", b"meta", b"uuid"})


def media_type(start: bytes) -> str | None:
    """What kind of video starts so; None for anything else."""
    if start.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM
    if start[4:8] in (b"moov", b"mdat", b"wide"):
        return MOV
    if start[4:8] != b"ftyp":
        return None
    if start[8:12] == b"qt  ":
        return MOV
    return GP3 if start[8:11] == b"3gp" else MP4


def without_position(data: bytearray) -> None:
    """Blanks the boxes of an MP4 or QuickTime film that say where and with what it was taken.

    They keep their length and become free space, so that nothing else in the film moves.
    WebM as phones write it has no such box.
    """
    if media_type(bytes(data[:16])) == WEBM:
        return
    for kind, start, body, end in list(_boxes(data, 0, len(data))):
        if kind in _TELL:
            data[start + 4 : start + 8] = b"free"
            data[body:end] = bytes(end - body)


def _boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, start, start of the content and end of each box, and of the boxes in those that hold others."""
    while start + 8 <= end:
        length, kind, body = (
            int.from_bytes(data[start : start + 4]),
            bytes(data[start + 4 : start + 8]),
            start + 8,
        )
        if length == 1:
            length, body = int.from_bytes(data[start + 8 : start + 16]), start + 16
        stop = end if length == 0 else start + length
        if stop < body or stop > end:
            return
        yield kind, start, body, stop
        if kind in _HOLD_OTHERS:
            yield from _boxes(data, body, stop)
        start = stop
