"""Cost sharing 费用分摊: the pool of a period, how it is shared, and the steps of its statement."""

import streamlit as st

from lib.ui.menu import entry
from lib.ui.session import current

here = current()
_ = here._
st.header(_(entry("cost_sharing").title))
