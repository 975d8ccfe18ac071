"""Tables and word lists that ship with the product: all text, no guessing of types."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl

from lib.core.settings import ROOT
from lib.store.database import Row

REFERENCE = ROOT / "data" / "reference"


def table(name: str, folder: Path = REFERENCE) -> list[Row]:
    """The rows of `name`.csv, every value text, empty ones ''."""
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False).fill_null("").to_dicts()


def words(name: str, folder: Path = REFERENCE) -> dict[str, Any]:
    """The word lists of `name`.toml: how people write something, for the parts that read it."""
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
