"""Work lists 工作清单: everything somebody has to look after, each list whole."""

import streamlit as st

from lib.analytics.needed import asked, needed
from lib.ui import addressed
from lib.ui.menu import entry
from lib.ui.session import current
from lib.ui.widgets import empty, refusal_shown
from lib.ui.worklists import drawn

here = current()
st.header(here._(entry("lists").title))
mine = {ask.name: ask for ask in asked(here.actor)}
if not mine:
    empty(here._("There is no list for what you do here."))
else:
    counts = {need.name: need.count for need in needed(here.db, actor=here.actor, now=here.now)}
    titles = {name: f"{here._(one.title)} {counts.get(name, 0)}" for name, one in mine.items()}
    chosen = addressed.part("list", here._("Which list"), titles)
    refusal_shown(elsewhere=drawn.FIELDS)
    drawn.draw(here, mine[chosen])
