"""Addresses of channels: what each kind takes, how it is written for the library, and what of it may be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import quote, urlsplit

from lib.core.errors import WrongInput
from lib.core.i18n import mark
from lib.notifications import through_apprise


class Kind(StrEnum):
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    SMS = "sms"
    VOICE = "voice"
    MAIL = "mail"
    WEBHOOK = "webhook"


KIND_WORDS: Mapping[str, str] = {
    Kind.WECOM: mark("WeCom group robot"),
    Kind.DINGTALK: mark("DingTalk group robot"),
    Kind.FEISHU: mark("Feishu group robot"),
    Kind.SMS: mark("Short messages by phone number"),
    Kind.VOICE: mark("Voice calls by phone number"),
    Kind.MAIL: mark("Mail"),
    Kind.WEBHOOK: mark("Webhook of another system"),
}
HINT_WORDS: Mapping[str, str] = {
    Kind.WECOM: mark("The robot's webhook address as WeCom shows it: {robot}"),
    Kind.DINGTALK: mark("The robot's webhook address as DingTalk shows it; for a signed robot {signed}"),
    Kind.FEISHU: mark("The robot's webhook address as Feishu shows it."),
    Kind.SMS: mark(
        "The gateway's web address, which is sent JSON; or one of the library {library}, with {to} in it."
    ),
    Kind.VOICE: mark("The gateway's web address, which is sent JSON and calls the number in it."),
    Kind.MAIL: mark(
        "One mailbox for all: {mailbox}; with {to} instead of the mailbox, each person gets their own."
    ),
    Kind.WEBHOOK: mark("A web address, which is sent JSON; or one of the library {library}."),
}
TO = "{to}"
"""Where the receiver's phone or mail address goes inside a library address."""
HINT_FACTS: Mapping[str, str] = {
    "robot": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    "signed": "dingtalk://SEC…@token/",
    "library": "Apprise",
    "mailbox": "mailtos://name:password@server.example?to=desk@server.example",
    "to": TO,
}
WEB = frozenset({"http", "https", "json", "jsons"})
"""Posted by the product itself, so that the idempotency key arrives."""

# Things on the server's own desk, or its own log: nobody is reached by them.
_OWN_MACHINE = frozenset(
    {"dbus", "kde", "qt", "glib", "gnome", "macosx", "windows", "syslog", "syslogs", "rsyslog", "growl"}
)
_ROBOTS: Mapping[str, tuple[re.Pattern[str], str]] = {
    Kind.WECOM: (
        re.compile(r"https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([\w-]+)", re.ASCII),
        "wecombot",
    ),
    Kind.DINGTALK: (
        re.compile(r"https://oapi\.dingtalk\.com/robot/send\?access_token=(\w+)", re.ASCII),
        "dingtalk",
    ),
    Kind.FEISHU: (
        re.compile(r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)/?", re.ASCII),
        "feishu",
    ),
}
_MAIL = re.compile(r"mailtos?")


def personal(kind: str, url: str) -> bool:
    """Whether each person gets a message of their own; the others get one message for an event."""
    return kind in (Kind.SMS, Kind.VOICE) or (kind == Kind.MAIL and TO in url)


def by_web(kind: str, url: str) -> bool:
    """Whether the product posts it itself."""
    return kind not in _ROBOTS and urlsplit(url).scheme in WEB


def taken(kind: str, typed: str) -> str:
    """The address as it is kept; WrongInput where this kind cannot use it. Nothing is asked of any other host."""
    url = typed.strip()
    robot = _ROBOTS.get(kind)
    if robot and (pasted := robot[0].fullmatch(url)):
        url = f"{robot[1]}://{pasted[1]}/"
    if not _usable(kind, url):
        raise WrongInput(mark("This address cannot be used for this kind of channel."), field="channel")
    return url


def _usable(kind: str, url: str) -> bool:
    try:
        parts = urlsplit(url)
        scheme, host = parts.scheme, parts.hostname
        parts.port  # noqa: B018 — raises for a port that is none
    except ValueError:
        return False
    if robot := _ROBOTS.get(kind):
        return scheme == robot[1] and through_apprise.understood(url)
    if kind == Kind.MAIL:
        return bool(_MAIL.fullmatch(scheme)) and through_apprise.understood(
            addressed(url, "name@example.org")
        )
    if scheme in WEB:
        return bool(host)
    if kind == Kind.VOICE or scheme in _OWN_MACHINE or (kind == Kind.SMS) != (TO in url):
        return False
    return through_apprise.understood(addressed(url, "13800000000"))


def addressed(url: str, to: str) -> str:
    """The library address for one receiver."""
    return url.replace(TO, quote(to, safe="@"))


def shown(kind: str, url: str) -> str:
    """What may be seen of an address: how it travels, and for a web address the host; all else in it is a secret."""
    parts = urlsplit(url)
    if by_web(kind, url):
        where = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        return f"{parts.scheme}://{where}/…"
    return f"{parts.scheme}://…"


def without_secrets(words: str, url: str) -> str:
    """The words without any part of the address in them."""
    for part in sorted(set(re.split(r"[/:@?&=#]+", url)), key=len, reverse=True):
        if len(part) > 4:
            words = words.replace(part, "…")
    return words
