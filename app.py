"""The application: pages, plain routes and background work in one process. Start: streamlit run app.py"""

import streamlit as st
from starlette.middleware import Middleware

from lib.background.timetable import lifespan
from lib.ui.faults import shown
from lib.web.faults import HANDLERS
from lib.web.guard import Guard
from lib.web.routes import ROUTES

app = st.App(
    "lib/ui/shell.py",
    routes=ROUTES,
    middleware=[Middleware(Guard)],
    lifespan=lifespan,
    on_script_error=shown,
    exception_handlers=HANDLERS,
)
