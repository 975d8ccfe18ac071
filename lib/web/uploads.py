"""Forms with photos: photos kept before anything else, nothing typed lost when one is wrong."""

from __future__ import annotations

from functools import partial

import anyio
from itsdangerous import BadSignature, URLSafeSerializer
from starlette.datastructures import UploadFile
from starlette.requests import Request

from lib.core import clock
from lib.core.errors import Refusal, WrongInput
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.store import files
from lib.web import forms
from lib.web.forms import Sent
from lib.web.page import database

# Drawing photos anew takes processor time: two at once, the others wait.
DRAWING = anyio.CapacityLimiter(2)


async def read(request: Request, *, photos: str = "photos", earlier: str = "kept") -> Sent:
    """The form, its photos already kept.

    Photos of an earlier try come back signed in the field `earlier`. A wrong file does not stop the others; what
    is wrong with it is said in `wrong`, for the edge to refuse with.
    """
    form, wrong = await forms.parsed(request, forms.MOST_BYTES)
    try:
        kept = [name for name in map(unsigned, form.getlist(earlier)) if name]
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


async def _kept(upload: UploadFile, so_far: int) -> str:
    if so_far >= files.MOST_FILES:
        raise WrongInput(mark("At most {most} photos and videos."), field="photos", most=files.MOST_FILES)
    data = await upload.read()
    keep = partial(files.keep, database(), data, now=clock.now())
    return (await anyio.to_thread.run_sync(keep, limiter=DRAWING)).hash


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
