"""The sign-in cookie: streamlit-authenticator's own token with our secret inside."""

from __future__ import annotations

from datetime import datetime

import jwt
import pytest

from lib.people import cookies

KEY = "k" * 64


def baked(now: datetime, key: str = KEY) -> str:
    return cookies.baked(key, username="zhao", secret="the-secret", expires_at=now)


def test_the_secret_comes_out_again(now: datetime) -> None:
    assert cookies.secret_in(KEY, baked(now)) == "the-secret"


def test_it_says_what_streamlit_authenticator_reads(now: datetime) -> None:
    claims = jwt.decode(baked(now), KEY, algorithms=["HS256"])
    assert (claims["username"], claims["exp_date"]) == ("zhao", now.timestamp())


@pytest.mark.parametrize("token", [None, "", "not a token", "a.b.c"])
def test_what_is_no_token_holds_no_secret(token: str | None) -> None:
    assert cookies.secret_in(KEY, token) is None


def test_a_token_signed_by_others_or_by_nobody_holds_no_secret(now: datetime) -> None:
    assert cookies.secret_in(KEY, baked(now, "x" * 64)) is None
    unsigned = jwt.encode({"sid": "the-secret"}, None, algorithm="none")
    assert cookies.secret_in(KEY, unsigned) is None
    assert cookies.secret_in(KEY, jwt.encode({"username": "zhao"}, KEY, algorithm="HS256")) is None
    assert cookies.secret_in(KEY, jwt.encode({"sid": 5}, KEY, algorithm="HS256")) is None
