"""Monthly report 月度效能分析报告: the month in one click, issued once and kept as issued."""

import streamlit as st

from lib.ui.menu import entry
from lib.ui.monthly_report import choosing, improving, issuing, reading, tickets
from lib.ui.session import current

here = current()
st.header(here._(entry("monthly_report").title))
chosen = choosing.draw(here)
issuing.draw(here, chosen)
reading.draw(here, chosen)
improving.draw(here, chosen)
tickets.draw(here, chosen)
