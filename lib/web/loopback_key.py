"""Proof that a command comes from somebody who can read the data folder."""

from __future__ import annotations

import hashlib
import hmac

from lib.core.settings import settings

HEADER = "X-OneStop-Key"


def key(command: str, body: bytes) -> str:
    """The proof for exactly this command with exactly this body; the secret itself never travels."""
    message = b"loopback\n" + command.encode() + b"\n" + hashlib.sha256(body).digest()
    return hmac.new(settings().secret.encode(), message, hashlib.sha256).hexdigest()


def proves(given: str, command: str, body: bytes) -> bool:
    """Whether the proof fits, compared in constant time."""
    return hmac.compare_digest(given.encode(), key(command, body).encode())
