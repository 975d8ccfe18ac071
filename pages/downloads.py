"""Data download 数据下载: filter, choose columns, look at the first rows, take them away."""

import streamlit as st

from lib.ui.analytics import filters
from lib.ui.downloads import choosing, dictionary, preview
from lib.ui.menu import entry
from lib.ui.session import current

here = current()
st.header(here._(entry("downloads").title))
chosen = filters.draw(here)
columns = choosing.draw(here)
preview.draw(here, chosen, columns)
dictionary.draw(here)
