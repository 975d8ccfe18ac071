"""PDF files: what is kept as it came, and what is refused because it would act by itself."""

from __future__ import annotations

import hashlib
import zlib

import pytest

from lib.core.clock import now
from lib.core.errors import WrongInput
from lib.store import documents, files
from lib.store.database import Database

BODY = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"


def pdf(body: bytes = BODY, *, header: bytes = b"%PDF-1.7\n", end: bytes = b"%%EOF\n") -> bytes:
    return header + body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n" + end


def packed(objects: bytes, about: bytes = b"/Filter /FlateDecode", data: bytes | None = None) -> bytes:
    inside = zlib.compress(objects) if data is None else data
    return (
        b"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 "
        + about
        + b" >>\nstream\r\n"
        + inside
        + b"\nendstream\nendobj\n"
    )


PICTURE = (
    b"6 0 obj\n<< /Subtype /Image /Length 30 >>\nstream\n\x00/JS \xff binary /JS( \x01\nendstream\nendobj\n"
)


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        BODY + PICTURE,
        BODY + packed(b"7 0 << /Type /Font >>"),
        BODY + packed(b"7 0 << /Type /Font >>", b"/Filter [ /FlateDecode ]"),
        BODY + packed(b"", b"", b"7 0 << /Type /Font >>"),
        BODY + b"8 0 obj\n<< /EmbeddedFiles 9 0 R >>\nendobj\n",
        BODY + b"8 0 obj\n<< /Title (about /JavaScripting) >>\nendobj\n",
    ],
)
def test_what_suppliers_send_is_kept_byte_for_byte(db: Database, body: bytes) -> None:
    data = pdf(body)
    kept = files.keep_document(db, data, now=now())
    assert (kept.media_type, kept.bytes, kept.width) == ("application/pdf", len(data), None)
    assert kept.hash == hashlib.sha256(data).hexdigest()
    assert files.path(kept.hash).read_bytes() == data


@pytest.mark.parametrize(
    "body",
    [
        b"<< /S /JavaScript /JS (app.alert(1)) >>",
        b"<< /S /Java#53cript /JS (app.alert(1)) >>",
        b"<< /S/#4a#61vaScript /JS (app.alert(1)) >>",
        b"<< /AA << /O << /S /Launch /F (cmd.exe) >> >> >>",
        b"<< /Subtype /RichMedia >>",
        b"<< /XFA 9 0 R >>",
        b"<< /S /SubmitForm /F (http://example.invalid) >>",
        packed(b"7 0 << /S /JavaScript /JS (x) >>"),
        packed(b"7 0 << /S /Java#53cript /JS (x) >>"),
        packed(b"", b"", b"7 0 << /S /JavaScript /JS (x) >>"),
        packed(b"7 0 << /S /JavaScript >>").replace(b"/ObjStm", b"/Obj#53tm"),
        b"4 0 obj\n(stream\n" + packed(b"7 0 << /S /JavaScript >>") + b")\nendobj\n",
        b"4 0 obj\n<< >>\nstream\n<< /S /JavaScript >>\nendstream\nendobj\n",
    ],
)
def test_what_would_act_by_itself_is_refused_however_it_is_hidden(db: Database, body: bytes) -> None:
    with pytest.raises(WrongInput) as refused:
        files.keep_document(db, pdf(BODY + body), now=now())
    assert "acts by itself" in refused.value.message
    assert refused.value.field == "photos"
    assert db.value("SELECT count(*) FROM file") == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<< /Encrypt 9 0 R >>", "password"),
        (packed(b"", b"/Filter /LZWDecode", b"\x80\x0b"), "looked through"),
        (packed(b"", b"/Filter [/ASCIIHexDecode /FlateDecode]", b"78"), "looked through"),
        (packed(b"", data=b"this is not packed at all"), "looked through"),
    ],
)
def test_what_cannot_be_looked_through_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(WrongInput) as refused:
        documents.check(pdf(BODY + body))
    assert words in refused.value.message


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n" + BODY,
        pdf()[5:],
        b"<html><script>alert(1)</script>" + pdf(),
        pdf() + b"PK\x03\x04 a zip behind it",
        pdf() + b"<script>alert(1)</script>",
        pdf(header=b"%PDF-9.9\n"),
    ],
)
def test_only_a_whole_pdf_and_nothing_else_is_one(data: bytes) -> None:
    with pytest.raises(WrongInput, match="damaged"):
        documents.check(data)


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_UNPACKED", 1_000_000)
    bomb = packed(bytes(3_000_000))
    assert len(bomb) < 10_000
    with pytest.raises(WrongInput, match="looked through"):
        documents.check(pdf(bomb))
    with pytest.raises(WrongInput, match="looked through"):
        documents.check(pdf(packed(bytes(600_000)) * 2))


def test_a_file_full_of_beginnings_is_refused_quickly() -> None:
    with pytest.raises(WrongInput, match="looked through"):
        documents.check(pdf(packed(b"1 0 null") * (documents.MOST_PACKED + 1)))


def test_a_larger_one_than_anybody_needs_is_refused(db: Database) -> None:
    with pytest.raises(WrongInput, match="larger"):
        files.keep_document(db, pdf() + bytes(documents.MOST_BYTES), now=now())
