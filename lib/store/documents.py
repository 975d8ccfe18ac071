"""PDF files as suppliers send them: kept as they are, refused where something in them would act by itself."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from lib.core.errors import WrongInput
from lib.core.i18n import mark

PDF = "application/pdf"
MOST_BYTES = 12_000_000
MOST_UNPACKED = 60_000_000
"""Bytes that packed objects may come to together: small files can unpack to very large ones."""

MOST_PACKED = 5_000
"""Packed groups of objects in one file; each holds a hundred or more."""
PIECE = 65_536

_HEADER = re.compile(rb"%PDF-[12]\.\d")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# "/JS" is left out, which three bytes of a picture may happen to be: no script runs without "/JavaScript".
_ACTS = re.compile(rb"/(JavaScript|Launch|RichMedia|XFA|SubmitForm|ImportData|Rendition)(?![A-Za-z0-9_.+-])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_PACKED = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_FILTER = re.compile(rb"/Filter\s*(?:\[\s*/FlateDecode\s*\]|/FlateDecode(?![A-Za-z0-9]))")


def is_document(start: bytes) -> bool:
    """Whether a file that starts so (16 bytes are enough) calls itself a PDF."""
    return _HEADER.match(start) is not None


def check(data: bytes) -> None:
    """WrongInput, field `photos`, for what is no whole PDF, holds something after its end, is locked, or could run,
    open or send something. Nothing in the file is carried out here; what is only attached to it is left to whoever
    opens it, as invoices carry their data so."""
    end = data.rfind(b"%%EOF")
    if not is_document(data[:16]) or end < 0 or data[end + 5 :].strip(b"\0\t\n\x0c\r "):
        raise _refused(mark("This PDF file is damaged or incomplete. Please save it again, or send a photo."))
    _harmless(data)
    room = MOST_UNPACKED
    for count, at in enumerate(_packed(data)):
        if count >= MOST_PACKED:
            raise _cannot_be_seen()
        objects = _unpacked(data, at, room)
        room -= len(objects)
        _harmless(objects)


def _harmless(objects: bytes) -> None:
    plain = _as_read(objects)
    if _LOCKED.search(plain):
        raise _refused(
            mark("This PDF file is locked by a password. Please save it without, or send a photo.")
        )
    if _ACTS.search(plain):
        raise _refused(
            mark(
                "This PDF file holds a program or a form that acts by itself. Please print it to a new PDF, "
                "or send a photo."
            )
        )


def _as_read(objects: bytes) -> bytes:
    """Names as a reader understands them: "/J#53" is "/JS"."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), objects)


def _packed(data: bytes) -> Iterator[int]:
    """Where packed groups of objects begin. Every "stream" is looked at, also one that seems to lie inside another: a
    text that says "stream" must not hide what follows."""
    at = 0
    while (begins := data.find(b"stream", at)) >= 0:
        own = _as_read(data[max(data.rfind(b"obj", at, begins), at, begins - PIECE) : begins])
        at = begins + len(b"stream")
        if _PACKED.search(own) and not own.endswith(b"end"):
            if b"/Filter" in own and not _FILTER.search(own):
                raise _cannot_be_seen()
            if b"/Filter" in own:
                yield at


def _unpacked(data: bytes, at: int, room: int) -> bytes:
    """What was packed from there on; in pieces, so that a file full of beginnings costs no more than its size."""
    at += len(data[at : at + 2]) - len(data[at : at + 2].lstrip(b"\r\n"))
    unpacking, found = zlib.decompressobj(), b""
    try:
        while not unpacking.eof and at < len(data):
            found += unpacking.decompress(data[at : at + PIECE], room - len(found) + 1)
            if len(found) > room:
                raise _cannot_be_seen()
            at += PIECE
    except zlib.error:
        raise _cannot_be_seen() from None
    return found


def _cannot_be_seen() -> WrongInput:
    return _refused(
        mark("This PDF file cannot be looked through. Please print it to a new PDF, or send a photo.")
    )


def _refused(message: str) -> WrongInput:
    return WrongInput(message, field="photos")
