"""What messages say: the standard words of each topic, or the hospital's own."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core.i18n import Language
from lib.notifications import wording
from lib.notifications.outbox import TOPIC_WORDS
from lib.ui.chrome import LANGUAGE_NAMES
from lib.ui.session import Session, current, guarded
from lib.ui.widgets import flash, refusal_shown
from lib.ui.words import plain


def draw(here: Session) -> None:
    """One topic in one language at a time."""
    _, own = here._, wording.own_words(here.db)
    with st.expander(_("Words of the messages"), icon=":material/edit_note:", key="message_words_open"):
        left, right = st.columns([3, 1])
        topic = left.selectbox(
            _("Message"),
            list(TOPIC_WORDS),
            key="message_topic",
            format_func=lambda one: wording.named(one, here.language),
        )
        language: Any = right.selectbox(
            _("Language"),
            list(Language),
            key="message_language",
            format_func=LANGUAGE_NAMES.__getitem__,
        )
        now = own.get((topic, language)) or wording.standard(topic, language)
        key = f"message_words_{topic}_{language}"
        st.text_area(_("Words"), now, key=key, height=90, max_chars=wording.LONGEST)
        refusal_shown("message_words")
        braces = " ".join(f"{{{place}}}" for place in wording.places(topic))
        st.caption(
            _("Filled in by the product: {places}. The link stands below by itself.", places=plain(braces))
        )
        with st.container(horizontal=True):
            st.button(_("Save the words"), on_click=_save, args=(key, topic, language), type="primary")
            if (topic, language) in own:
                st.button(_("Back to the standard words"), on_click=_standard, args=(key, topic, language))


@guarded()
def _save(key: str, topic: str, language: Language) -> None:
    now = current()
    words = st.session_state[key]
    wording.set_words(now.db, actor=now.actor, topic=topic, language=language, words=words, now=now.now)
    flash(now._("Words saved; they hold from now on."))


@guarded()
def _standard(key: str, topic: str, language: Language) -> None:
    now = current()
    wording.set_words(now.db, actor=now.actor, topic=topic, language=language, words="", now=now.now)
    st.session_state[key] = wording.standard(topic, language)
    flash(now._("The standard words are back."))
