"""Being built."""

import streamlit as st

from lib.ui.menu import entry
from lib.ui.session import current
from lib.ui.widgets import empty

_ = current()._
st.header(_(entry("search").title))
empty(_("Nothing to show here yet."))
