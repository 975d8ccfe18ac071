"""Plans and checklists 计划与检查表: what is looked at, how often and by whom."""

import streamlit as st

from lib.ui.menu import entry
from lib.ui.session import current

here = current()
st.header(here._(entry("inspection_plans").title))
