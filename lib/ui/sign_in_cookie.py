"""Reads the sign-in cookie with streamlit-authenticator."""

from __future__ import annotations

import streamlit as st
from streamlit_authenticator.models import CookieModel

from lib.core.settings import settings
from lib.people import cookies


class SignInCookie(CookieModel):
    """streamlit-authenticator's own reader and checks, without the component its constructor draws on the page to write
    cookies by script: ours is written by /sign-in, out of reach of scripts."""

    def __init__(self) -> None:
        self.cookie_name, self.cookie_key = cookies.NAME, settings().secret


def read() -> str:
    """The secret of the sign-in in this browser's cookie; "" when there is none or it is not ours or too old."""
    st.session_state.setdefault("logout", None)  # streamlit-authenticator looks it up unasked
    claims = SignInCookie().get_cookie() or {}
    return str(claims.get("sid", ""))
