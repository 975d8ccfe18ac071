"""Statements 费用结算单: what a vendor carries, how it comes about, and its answer."""

import streamlit as st

from lib.ui.menu import entry
from lib.ui.session import current

here = current()
_ = here._
st.header(_(entry("statements").title))
