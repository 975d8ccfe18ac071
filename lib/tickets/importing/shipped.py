"""The mappings that come with the product, and the commented example to begin one's own with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lib.core.errors import Refusal
from lib.core.i18n import Language
from lib.core.settings import ROOT
from lib.tickets.importing import mapping
from lib.tickets.importing.mapping import MapFile

FOLDER = ROOT / "data" / "mappings"


@cache
def shipped(folder: Path = FOLDER) -> Mapping[str, MapFile]:
    """By file name, in the order of their names; one that cannot be read is left out."""
    return {path.name: read for path in sorted(folder.glob("*.toml")) if (read := _read(path)) is not None}


def example(language: Language) -> bytes:
    """A mapping that says of every line what it means, in that language."""
    return (FOLDER / "example" / f"{language}.toml").read_bytes()


def _read(path: Path) -> MapFile | None:
    try:
        return mapping.parse(path.read_text(encoding="utf-8-sig"))
    except (Refusal, OSError, UnicodeDecodeError):
        return None
