"""What the sign-in cookie says: streamlit-authenticator's own token, with our sign-in's secret inside."""

from __future__ import annotations

from datetime import datetime

import jwt

NAME = "onestop"


def baked(key: str, *, username: str, secret: str, expires_at: datetime) -> str:
    """The token, in the format streamlit-authenticator 0.4.2 reads (`username`, `exp_date`), plus `sid`."""
    claims = {"username": username, "exp_date": expires_at.timestamp(), "sid": secret}
    return jwt.encode(claims, key, algorithm="HS256")


def secret_in(key: str, token: str | None) -> str | None:
    """The sign-in's secret, or None for a token that is not ours. Whether it still counts, `sessions.who` says."""
    if not token:
        return None
    try:
        claims = jwt.decode(token, key, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return None
    found = claims.get("sid")
    return found if isinstance(found, str) else None
