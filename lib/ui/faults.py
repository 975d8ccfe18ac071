"""What a page says when we failed: a number that stands in the log too."""

from __future__ import annotations

import secrets

import streamlit as st
import structlog

from lib.core.errors import Refusal
from lib.core.i18n import explain
from lib.ui.session import current

log = structlog.get_logger()


def shown(error: Exception) -> bool:
    """Shows the failure and keeps Streamlit's own box away; a refusal no callback caught is said as such."""
    here = current()
    if isinstance(error, Refusal):
        st.error(explain(here.language, error), icon=":material/error:")
        return True
    number = secrets.token_hex(4)
    log.error("page failed", fault=number, account=here.account.username, exc_info=error)
    text = here._("Something went wrong on our side. Please try again, or phone the service desk.")
    st.error(f"{text}  \n{here._('Fault number')}: {number}", icon=":material/error:")
    return True
