"""Inspection calendar 巡检保养日历: what is due on which day, done, missed, and moved."""

import streamlit as st

from lib.ui.menu import entry
from lib.ui.session import current

here = current()
st.header(here._(entry("inspection_calendar").title))
