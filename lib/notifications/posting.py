"""Messages posted as JSON to a web address of the hospital's choice, each with its idempotency key."""

from __future__ import annotations

import http.client
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from lib.core.errors import Refusal
from lib.core.facts import dumps
from lib.core.i18n import mark

SECONDS = 5
"""Longer nobody is waited for; the message is tried again later."""
_SCHEMES = {"json": "http", "jsons": "https"}


UNREACHED = mark("The other side cannot be reached ({why}).")


_REASONS: Mapping[type[Exception], str] = {
    ConnectionRefusedError: mark("connection refused"),
    socket.gaierror: mark("unknown host"),
    ssl.SSLError: mark("certificate not trusted"),
    ConnectionError: mark("connection broken"),
}


class NotDelivered(Refusal):
    """The other side did not take the message, or was not reached."""


class _StaysHere(HTTPRedirectHandler):
    """The administrator named one host: an answer does not send the message to another."""

    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


_opener = build_opener(_StaysHere)


def post(url: str, body: Mapping[str, Any], *, key: str) -> None:
    """Posts it with the header Idempotency-Key; NotDelivered unless the answer is 2xx."""
    try:
        with _opener.open(_request(url, body, key), timeout=SECONDS) as answer:
            code = answer.status
    except HTTPError as refused:
        code = refused.code
        refused.close()
    except TimeoutError:
        raise NotDelivered(mark("No answer within {seconds} seconds."), seconds=SECONDS) from None
    except (URLError, OSError, http.client.HTTPException, ssl.SSLError, ValueError) as error:
        raise _unreached(error) from None
    if not HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
        raise NotDelivered(mark("The other side answered with code {code}."), code=code)


def _request(url: str, body: Mapping[str, Any], key: str) -> Request:
    parts = urlsplit(url)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": key,
        "User-Agent": "OneStop",
    }
    if parts.username is not None:
        signed = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {b64encode(signed.encode()).decode()}"
    host = parts.netloc.rpartition("@")[2]
    scheme = _SCHEMES.get(parts.scheme, parts.scheme)
    plain = urlunsplit((scheme, host, parts.path, parts.query, ""))
    return Request(plain, data=dumps(body).encode(), headers=headers, method="POST")


def _unreached(error: Exception) -> NotDelivered:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return NotDelivered(mark("No answer within {seconds} seconds."), seconds=SECONDS)
    known = (words for kind, words in _REASONS.items() if isinstance(reason, kind))
    return NotDelivered(UNREACHED, why=next(known, type(reason).__name__))
