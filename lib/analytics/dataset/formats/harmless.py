"""Text that a spreadsheet would take for a formula, made to be text."""

from __future__ import annotations

import polars as pl

_BEGINS = r"^[\s\x00]*[=+\-@\t\r\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
"""Full-width signs too: some spreadsheets read them as their narrow twins."""


def harmless(column: str) -> pl.Expr:
    """The column with an apostrophe before what begins like a formula."""
    text = pl.col(column)
    return pl.when(text.str.contains(_BEGINS)).then("'" + text).otherwise(text).alias(column)
