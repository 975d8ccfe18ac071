"""Overview 总览: today's figures, and what needs this person now."""

import streamlit as st

from lib.analytics.today import today
from lib.ui.menu import entry
from lib.ui.overview import calls, glance, strip
from lib.ui.session import current
from lib.ui.widgets import refusal_shown

here = current()
figures = today(here.db, actor=here.actor, now=here.now)
st.header(here._(entry("overview").title))
refusal_shown()
glance.draw(
    tiles=strip.tiles(here, figures),
    groups=calls.groups(here),
    lines=calls.lines(here),
    shares=strip.endings(here, figures),
    nothing=here._("No ticket waits for you now."),
)
