"""Who acts on a page, in which language, and when: asked anew by every run, callback and fragment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

import streamlit as st

from lib.core import clock
from lib.core.errors import Refusal
from lib.core.i18n import Language, Say, explain, speaker
from lib.core.settings import settings
from lib.people import accounts, sessions
from lib.people.accounts import Account
from lib.people.roles import Actor, Permission, may
from lib.store.database import Database
from lib.store.opening import opened

SECRET = "sign_in_secret"
REFUSED = "refused"
LANGUAGE_COOKIE = "onestop_language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One request of a person: everything below is true at `now`."""

    db: Database
    account: Account
    actor: Actor
    now: datetime
    language: Language

    @property
    def _(self) -> Say:
        """Says a message in this person's language."""
        return speaker(self.language)

    @property
    def say(self) -> Say:
        """The same as `_`, where that name is awkward."""
        return speaker(self.language)

    def may(self, permission: Permission) -> bool:
        """Whether the person may do that anywhere at all."""
        return may(self.actor, permission)


def current() -> Session:
    """The session of this run, callback or fragment; where the sign-in has ended, the run stops and the browser
    goes to the sign-in page."""
    db, now = opened(settings().database), clock.now()
    account = sessions.who(db, _secret(), now)
    if account is None or (account.must_change and not account.demonstration):
        _leave()
    return Session(
        db=db, account=account, actor=accounts.actor(db, account.id), now=now, language=_language(account)
    )


def _secret() -> str:
    """The sign-in's secret, kept by the server from the first run on; tests put a real one there."""
    if SECRET not in st.session_state:
        # Imported late: while the server starts, streamlit-authenticator would warn that no page runs yet.
        from lib.ui.sign_in_cookie import read

        st.session_state[SECRET] = read()
    found: str = st.session_state[SECRET]
    return found


def _language(account: Account) -> Language:
    chosen = st.context.cookies.get(LANGUAGE_COOKIE)
    return Language(chosen) if chosen in set(Language) else account.language


def _leave() -> NoReturn:
    st.html('<script>location.replace("/sign-in?ended")</script>', unsafe_allow_javascript=True)
    st.stop()


@contextmanager
def guarded() -> Iterator[None]:
    """Around what a callback does, `with guarded():` or `@guarded()`: a refusal is kept for the next drawing of
    the page (`widgets.refusal_shown`), so that nothing typed is lost; faults go on to the log."""
    st.session_state.pop(REFUSED, None)
    try:
        yield
    except Refusal as refusal:
        keep_refusal(refusal)


def keep_refusal(refusal: Refusal) -> None:
    """Has the refusal shown when the page is drawn next."""
    st.session_state[REFUSED] = (explain(current().language, refusal), refusal.field)


def take_refusal(field: str | None = None) -> tuple[str, str | None] | None:
    """The kept refusal (of that field, if one is named), once."""
    kept: Any = st.session_state.get(REFUSED)
    if kept is None or (field is not None and kept[1] != field):
        return None
    del st.session_state[REFUSED]
    taken: tuple[str, str | None] = kept
    return taken
