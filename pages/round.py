"""One round 巡检任务: its stops, what was written down, and what came of it."""

import streamlit as st

from lib.ui.menu import entry
from lib.ui.session import current

here = current()
st.header(here._(entry("round").title))
