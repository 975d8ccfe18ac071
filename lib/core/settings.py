"""What an installation decides, from `ONESTOP_…` environment variables, read once."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lib.core.i18n import Language

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


class SettingError(ValueError):
    """A variable holds something we cannot use; the text names it and what is allowed."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`data`: folder of the database and uploads. `address`: how phones reach us (goes into QR codes).
    `language`: what the command line and group messages speak; pages and phones ask their browser.
    `messages`: whether anything is sent out of the house (not from a copy used for training)."""

    data: Path
    port: int
    zone: ZoneInfo
    address: str
    backups: int
    secure_cookies: bool
    language: Language
    messages: bool

    @property
    def database(self) -> Path:
        return self.data / "onestop.duckdb"

    @cached_property
    def secret(self) -> str:
        """Signs cookies and loopback calls; made at first use, readable by its owner only."""
        return _secret(self.data / "secret")


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from the environment; SettingError where a value cannot be used."""
    port = _taken(environ, "ONESTOP_PORT", "8501", int, "a port number from 1 to 65535")
    if not 0 < port < 65536:
        raise SettingError("ONESTOP_PORT must be a port number from 1 to 65535")
    return Settings(
        data=Path(environ.get("ONESTOP_DATA") or ROOT / "data").resolve(),
        port=port,
        zone=_taken(
            environ, "ONESTOP_ZONE", "Asia/Shanghai", ZoneInfo, "a time zone name such as Asia/Shanghai"
        ),
        address=(environ.get("ONESTOP_ADDRESS") or f"http://localhost:{port}").rstrip("/"),
        backups=_taken(environ, "ONESTOP_BACKUPS", "14", _count, "how many backups to keep"),
        secure_cookies=_taken(environ, "ONESTOP_SECURE_COOKIES", "0", _switch, "0 or 1"),
        language=_taken(environ, "ONESTOP_LANGUAGE", "zh", Language, "zh or en"),
        messages=_taken(environ, "ONESTOP_MESSAGES", "1", _switch, "0 or 1"),
    )


@cache
def settings() -> Settings:
    """The settings of this process, read once (a test that sets variables calls `settings.cache_clear()`)."""
    return read(os.environ)


def _taken(environ: Mapping[str, str], name: str, default: str, parse: Callable[[str], T], allowed: str) -> T:
    value = environ.get(name) or default
    try:
        return parse(value)
    except (ValueError, ZoneInfoNotFoundError, OSError) as error:
        raise SettingError(f"{name}={value!r} cannot be used; it must be {allowed}") from error


def _count(value: str) -> int:
    if not value.isdecimal():
        raise ValueError(value)
    return int(value)


def _switch(value: str) -> bool:
    if value not in ("0", "1"):
        raise ValueError(value)
    return value == "1"


def _secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
        with os.fdopen(fresh, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):  # somebody else was first: theirs counts, and it is whole
            os.link(name, path)
        os.unlink(name)
    return path.read_text().strip()
