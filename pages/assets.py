"""Assets 设备台账: the register, and what happened to each machine."""

import streamlit as st

from lib.ui.menu import entry
from lib.ui.session import current

here = current()
st.header(here._(entry("assets").title))
