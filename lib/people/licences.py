"""Licences: which the product knows by name, and which of them nobody may work without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lib.core.i18n import Words
from lib.store.tables import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """`statutory`: by law nobody does such work without it, whoever decides otherwise."""

    code: str
    name: Words
    statutory: bool


def known() -> Mapping[str, Licence]:
    """The shipped licences by code, in the order of their table."""
    return _known()


def licence(code: str) -> Licence:
    """The licence of that code; one the hospital named in words of its own is not statutory."""
    return _known().get(code) or Licence(code=code, name=Words(code, code), statutory=False)


@cache
def _known() -> Mapping[str, Licence]:
    return {
        row["code"]: Licence(
            code=row["code"],
            name=Words(en=row["name_en"], zh=row["name"]),
            statutory=row["statutory"] == "true",
        )
        for row in table("licences")
    }
