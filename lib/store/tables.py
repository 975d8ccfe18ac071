"""CSV tables that ship with the product: all text, no guessing of types."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from lib.core.settings import ROOT
from lib.store.database import Row

REFERENCE = ROOT / "data" / "reference"


def table(name: str, folder: Path = REFERENCE) -> list[Row]:
    """The rows of `name`.csv, every value text, empty ones ''."""
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False).fill_null("").to_dicts()
