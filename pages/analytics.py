"""Analytics 统计分析: one filter, a strip of numbers, and charts whose marks open the tickets behind them."""

import streamlit as st

from lib.analytics.answers import view
from lib.ui.analytics import filters, strip, tabs
from lib.ui.menu import entry
from lib.ui.session import current

here = current()
st.header(here._(entry("analytics").title))
chosen = view(here.db, here.actor, filters.draw(here), here.now)
strip.draw(here, chosen)
tabs.draw(here, chosen)
