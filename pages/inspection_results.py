"""Inspection results 巡检完成情况: done in time of what was due, what was missed, and how readings ran."""

import streamlit as st

from lib.ui.menu import entry
from lib.ui.session import current

here = current()
st.header(here._(entry("inspection_results").title))
