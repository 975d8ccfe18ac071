"""Asking the running application to do it, since it holds the database."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse

from lib.core.errors import Refusal
from lib.core.i18n import mark
from lib.core.settings import settings
from lib.web.loopback_key import HEADER, key

HELD = mark(
    "Another program holds the database {path}, but no OneStop answers on port {port}. "
    "If it serves on another port, set ONESTOP_PORT."
)


def ask(command: str, options: Mapping[str, str], content: bytes, write: Callable[[str, str], None]) -> int:
    """Passes the command on and its lines to `write`; the exit code. Refusal when nobody answers."""
    said = {
        "options": options,
        "content": base64.b64encode(content).decode(),
        "language": settings().language,
    }
    body = json.dumps(said).encode()
    connection = HTTPConnection("127.0.0.1", settings().port, timeout=None)
    try:
        connection.request("POST", f"/loopback/{command}", body, {HEADER: key(command, body)})
        return _heard(connection.getresponse(), write)
    except (OSError, HTTPException, ValueError) as error:
        raise Refusal(HELD, path=settings().database, port=settings().port) from error
    finally:
        connection.close()


def _heard(response: HTTPResponse, write: Callable[[str, str], None]) -> int:
    if response.status != 200:
        raise HTTPException(response.status)
    for line in response:
        for kind, text in json.loads(line).items():
            if kind == "end":
                return int(text)
            write(kind, text)
    raise HTTPException("the answer broke off")
