"""What a form brought: its fields, read up to a limit, whatever somebody sends instead of a form."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.typed_words import seen

MOST_BYTES = 60_000_000
MOST_BYTES_WITHOUT_FILES = 2_000_000
MOST_FIELDS, MOST_PARTS = 300, 60
# Browsers send UTF-8; a few old programs on Windows send what their system speaks.
ENCODINGS = ("utf-8", "gb18030", "latin-1")

NOT_WHOLE = mark("The form did not arrive whole. Please send it again.")
TOO_MUCH = mark("All files together are larger than {megabytes} MB. Please send fewer.")
TOO_LONG = mark("This is too long. Please shorten it and send it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a form brought: every field by name, hashes of the photos kept, and what was wrong with one of them."""

    typed: Mapping[str, Sequence[str]]
    photos: Sequence[str]
    wrong: Refusal | None = None

    def one(self, name: str, most: int | None = None) -> str:
        """The last value of the field that is not empty, as people see it, cut where only so much can be meant; ""
        when there is none."""
        filled = [words for words in map(seen, self.typed.get(name, ())) if words]
        return filled[-1][:most] if filled else ""

    def words(self, name: str, most: int) -> str:
        """What somebody wrote there, whole; WrongInput when it is longer than can be kept."""
        words = self.one(name)
        if len(words) > most:
            raise WrongInput(mark("Please keep it under {most} characters."), field=name, most=most)
        return words

    def number(self, name: str) -> int | None:
        """A whole number, also in full-width digits; None where none was sent."""
        text = normalize("NFKC", self.one(name))
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


async def fields(request: Request) -> FormData:
    """The fields of a form without files, as typed; a Refusal for what is no whole form."""
    form, wrong = await parsed(request, MOST_BYTES_WITHOUT_FILES)
    await form.close()
    if wrong:
        raise wrong
    return FormData(_texts(form))


async def whole(request: Request, most: int) -> bytes | None:
    """The bytes of the body, None when there are more than so many."""
    body = _Body(request, most)
    taken = b"".join([chunk async for chunk in body.chunks()])
    return None if body.too_much else taken


async def parsed(request: Request, most: int) -> tuple[FormData, Refusal | None]:
    """The fields and files, and why they are not all of them: of a form cut off or beyond the limit the words that
    came are left, which stand before the files in our forms."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = _Body(request, most)
    if kind == "application/x-www-form-urlencoded":
        return await _urlencoded(body)
    if kind == "multipart/form-data":
        return await _multipart(request, body)
    return FormData(), None


async def _urlencoded(body: _Body) -> tuple[FormData, Refusal | None]:
    taken = b"".join([chunk async for chunk in body.chunks()])
    if body.too_much:
        return FormData(), WrongInput(TOO_LONG)
    text = re.sub(rb"[\x80-\xff]", lambda found: b"%%%02X" % found[0][0], taken).decode("ascii")
    if text.count("&") >= MOST_FIELDS:
        return FormData(), Refusal(NOT_WHOLE)
    for encoding in ENCODINGS:
        try:
            typed = parse_qsl(text, keep_blank_values=True, encoding=encoding, errors="strict")
            return FormData([(name, value) for name, value in typed]), None
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads anything")


async def _multipart(request: Request, body: _Body) -> tuple[FormData, Refusal | None]:
    # Forms of ours are UTF-8, whatever charset is claimed.
    kind = re.sub(r"(?i);\s*charset=[^;]*", "", request.headers["content-type"])
    limits = {"max_files": MOST_PARTS, "max_fields": MOST_FIELDS, "max_part_size": body.most}
    parser = MultiPartParser(Headers({"content-type": kind}), body.whole_parts(), **limits)
    try:
        return await parser.parse(), None
    except (MultiPartException, _NotWhole):
        left = FormData(_texts(FormData(parser.items)))
    if body.too_much:
        return left, WrongInput(TOO_MUCH, field="photos", megabytes=body.most // 1_000_000)
    return left, Refusal(NOT_WHOLE)


def _texts(form: FormData) -> list[tuple[str, str | UploadFile]]:
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


class _Body:
    """The body of a request up to a limit: what is too much is read to its end but thrown away, so that the browser
    gets an answer instead of a broken line."""

    def __init__(self, request: Request, most: int) -> None:
        self.request, self.most, self.taken, self._last = request, most, 0, b""

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        async for chunk in self.request.stream():
            room, self.taken = self.most - self.taken, self.taken + len(chunk)
            self._last = (self._last + chunk[-100:])[-100:]
            if room > 0:
                yield chunk[:room]

    @property
    def too_much(self) -> bool:
        return self.taken > self.most

    async def whole_parts(self) -> AsyncGenerator[bytes, None]:
        """The chunks of a form in parts; _NotWhole at their end when it is not the form's, so that the parser closes
        what it has begun."""
        async for chunk in self.chunks():
            yield chunk
        # The last boundary stands between two pairs of dashes.
        if self.too_much or not self._last.rstrip().endswith(b"--"):
            raise _NotWhole


class _NotWhole(Exception):
    """The body ended before the form did, or goes on beyond the limit."""
