"""The log on standard output: one line an event, tracebacks without the values of variables, which hold secrets."""

from __future__ import annotations

import sys

import structlog


def set_up() -> None:
    """Makes structlog write plain lines, with colours only for a person at a terminal."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        cache_logger_on_first_use=False,
    )
