"""The command line asks the app that holds the database: from this machine only, with the data folder's secret."""

from __future__ import annotations

import base64
import binascii
import json
import queue
import threading
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from lib.core import clock
from lib.core.i18n import Language
from lib.web import errands
from lib.web.loopback_key import HEADER, proves
from lib.web.page import address, database

log = structlog.get_logger()

# Set by every proxy: whoever comes through one is not on this machine, whatever address we see.
PROXIED = ("x-forwarded-for", "x-real-ip", "forwarded", "x-forwarded-host", "via")
NDJSON = "application/x-ndjson"


async def command(request: Request) -> Response:
    """Runs one errand; its lines come as they are said, one JSON object a line: {"line" | "report" | "end": …}."""
    name = request.path_params["command"]
    if name not in errands.COMMANDS or not _from_this_machine(request):
        return PlainTextResponse("Not found", 404)
    body = await request.body()
    if not proves(request.headers.get(HEADER, ""), name, body):
        return PlainTextResponse("Forbidden", 403)
    try:
        asked = _read(body)
    except (ValueError, KeyError, TypeError, binascii.Error):
        return PlainTextResponse("Bad request", 400)
    return StreamingResponse(_lines(name, asked), media_type=NDJSON, headers={"Cache-Control": "no-store"})


def _from_this_machine(request: Request) -> bool:
    if any(name in request.headers for name in PROXIED):
        return False
    try:
        return ip_address(address(request)).is_loopback
    except ValueError:
        return False


def _read(body: bytes) -> Mapping[str, Any]:
    said = json.loads(body)
    options = {str(name): str(value) for name, value in said["options"].items()}
    content = base64.b64decode(said["content"], validate=True)
    return {"options": options, "content": content, "language": Language(said["language"])}


def _lines(name: str, asked: Mapping[str, Any]) -> Iterator[str]:
    """One thread does the work to its end, even when nobody listens any more."""
    said: queue.SimpleQueue[tuple[str, str | int]] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(name, asked, said), name=f"errand {name}", daemon=True).start()
    while True:
        kind, text = said.get()
        yield json.dumps({kind: text}, ensure_ascii=False) + "\n"
        if kind == errands.END:
            return


def _work(name: str, asked: Mapping[str, Any], said: queue.SimpleQueue[tuple[str, str | int]]) -> None:
    code = errands.FAULT

    def write(kind: str, text: str) -> None:
        said.put((kind, text))

    try:
        code = errands.run(name, errands.Errand(db=database(), now=clock.now(), write=write, **asked))
    except Exception as error:
        log.exception("errand failed", errand=name)
        write(errands.LINE, f"{type(error).__name__}: {error}")
    finally:
        said.put((errands.END, code))


routes = [Route("/loopback/{command}", command, methods=["POST"])]
