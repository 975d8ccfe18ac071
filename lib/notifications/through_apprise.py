"""Messages through the library Apprise, whose verdict is made strict: a robot may say no with "200 OK"."""

from __future__ import annotations

import logging
import threading
from functools import cache
from http import HTTPStatus
from typing import Any

import requests

from lib.core.i18n import mark
from lib.core.settings import settings
from lib.notifications.posting import SECONDS, NotDelivered


class _Heard(logging.Handler):
    """Keeps what the library logs while this thread sends; it would hold secrets if it went to the log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.here = threading.local()

    def emit(self, record: logging.LogRecord) -> None:
        self.here.said = [*getattr(self.here, "said", []), record.getMessage()]

    def taken(self) -> str:
        said: list[str] = getattr(self.here, "said", [])
        self.here.said = []
        return " ".join(said)


class _Strict:
    """`requests` for the robots' modules: an answer whose body holds an error code is no success."""

    def __init__(self, heard: _Heard) -> None:
        self._heard = heard

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)

    def post(self, *args: Any, **more: Any) -> requests.Response:
        answer = requests.post(*args, **{**more, "allow_redirects": False})
        if answer.ok and (said := _refused(answer)):
            self._heard.here.said = [said]
            answer.status_code = HTTPStatus.BAD_GATEWAY
        return answer


def _refused(answer: requests.Response) -> str:
    try:
        said = answer.json()
    except ValueError:
        return ""
    code = (said.get("errcode") or said.get("code")) if isinstance(said, dict) else None
    return f"{code} {said.get('errmsg') or said.get('msg') or ''}" if code else ""


@cache
def _library() -> tuple[Any, Any, _Heard]:
    """The library with our settings; loaded by the first channel that needs it, since it takes a second."""
    import apprise
    from apprise.plugins import dingtalk, feishu, wecombot

    heard = _Heard()
    logging.getLogger(apprise.logger.name).addHandler(heard)
    logging.getLogger(apprise.logger.name).propagate = False
    for module in (wecombot, dingtalk, feishu):
        setattr(module, "requests", _Strict(heard))  # noqa: B010 — no attribute a type checker knows
    # Without its picture addresses nothing points to the library's own host.
    asset = apprise.AppriseAsset(
        app_id="OneStop", app_desc="OneStop", app_url=settings().address, image_url_mask="", image_url_logo=""
    )
    return apprise.Apprise, asset, heard


def understood(url: str) -> bool:
    """Whether the library knows what to do with the address."""
    library, asset, heard = _library()
    made = library.instantiate(url, asset=asset)
    heard.taken()
    return made is not None


def send(url: str, *, title: str, words: str, key: str) -> None:
    """Sends now, within a few seconds, with the idempotency key as a header where there are any; NotDelivered with
    what the other side said."""
    library, asset, heard = _library()
    heard.taken()
    made = library.instantiate(url, asset=asset)
    if made is None:
        heard.taken()
        raise NotDelivered(mark("The address cannot be used any more."))
    made.socket_connect_timeout = made.socket_read_timeout = float(SECONDS)
    if isinstance(headers := getattr(made, "headers", None), dict):
        headers["Idempotency-Key"] = key
    # Told that it is plain text, the library lets nothing in it become HTML.
    if not made.notify(body=words, title=title, body_format="text"):
        raise NotDelivered(mark("The other side did not take it: {said}"), said=heard.taken())
