"""Forms with photos: read up to a limit, photos kept before anything else, nothing typed lost when one is wrong."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import anyio
from itsdangerous import BadSignature, URLSafeSerializer
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from lib.core import clock
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.store import files
from lib.web.page import database

MOST_BYTES = 60_000_000
MOST_FIELDS, MOST_PARTS = 300, 60
# Drawing photos anew takes processor time: two at once, the others wait.
_DRAWING = anyio.CapacityLimiter(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a form brought: every field by name, hashes of the photos kept, and what was wrong with one of them."""

    typed: Mapping[str, Sequence[str]]
    photos: Sequence[str]
    wrong: Refusal | None = None

    def one(self, name: str, most: int = 10_000) -> str:
        """The last value of the field that is not empty, at most so long; "" when there is none."""
        filled = [value.strip() for value in self.typed.get(name, ()) if value.strip()]
        return filled[-1][:most] if filled else ""

    def number(self, name: str) -> int | None:
        """A whole number, None where none was sent."""
        text = self.one(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


async def read(request: Request, *, photos: str = "photos", earlier: str = "kept") -> Sent:
    """The form, its photos already kept.

    Photos of an earlier try come back signed in the field `earlier`. A wrong file does not stop the others; what
    is wrong with it is said in `wrong`, for the edge to refuse with.
    """
    form, whole = await _parsed(request)
    try:
        kept = [name for name in map(unsigned, form.getlist(earlier)) if name]
        too_much = WrongInput(_TOO_MUCH, field=photos, megabytes=MOST_BYTES // 1_000_000)
        wrong: Refusal | None = None if whole else too_much
        for upload in form.getlist(photos):
            if isinstance(upload, UploadFile) and upload.filename:
                try:
                    kept.append(await _kept(upload, len(dict.fromkeys(kept))))
                except Refusal as refusal:
                    wrong = wrong or refusal
    finally:
        await form.close()
    typed = {name: [v for v in form.getlist(name) if isinstance(v, str)] for name in form}
    return Sent(typed=typed, photos=list(dict.fromkeys(kept))[: files.MOST_FILES], wrong=wrong)


_TOO_MUCH = mark("All files together are larger than {megabytes} MB. Please send fewer.")


async def _kept(upload: UploadFile, so_far: int) -> str:
    if so_far >= files.MOST_FILES:
        raise WrongInput(mark("At most {most} photos and videos."), field="photos", most=files.MOST_FILES)
    data = await upload.read()
    keep = partial(files.keep, database(), data, now=clock.now())
    return (await anyio.to_thread.run_sync(keep, limiter=_DRAWING)).hash


async def _parsed(request: Request) -> tuple[FormData, bool]:
    """The fields, and whether the form was taken whole. Of a form beyond the limit the words are left, which come
    before the files in our forms."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    chunks = _limited(request)
    if kind == "application/x-www-form-urlencoded":
        return await FormParser(request.headers, chunks, max_fields=MOST_FIELDS).parse(), True
    if kind != "multipart/form-data":
        return FormData(), True
    parser = MultiPartParser(request.headers, chunks, max_files=MOST_PARTS, max_fields=MOST_FIELDS)
    try:
        return await parser.parse(), True
    except MultiPartException as error:
        raise Refusal(mark("The form did not arrive whole. Please send it again.")) from error
    except _TooLarge:
        return FormData([(name, value) for name, value in parser.items if isinstance(value, str)]), False


class _TooLarge(Exception):
    """The body is beyond the limit."""


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    """The body; what is too much is read to its end but thrown away, so that the browser gets an answer instead of
    a broken line."""
    taken = 0
    async for chunk in request.stream():
        room, taken = MOST_BYTES - taken, taken + len(chunk)
        if room > 0:
            yield chunk[:room]
    if taken > MOST_BYTES:
        raise _TooLarge


def signed(name: str) -> str:
    """The hash of a kept file as a form may hold it: nobody can name a file they did not send."""
    return str(_signer().dumps(name))


def unsigned(text: object) -> str | None:
    """The hash again; None for anything we did not sign."""
    try:
        return str(_signer().loads(text)) if isinstance(text, str) else None
    except BadSignature:
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret, salt="kept file")
