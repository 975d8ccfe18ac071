"""Closed sets of words: whether a text that came from outside is one of them."""

from __future__ import annotations

from enum import StrEnum


def known(choices: type[StrEnum], value: object) -> bool:
    """Whether the text is one of the choices (`in` says so only from Python 3.12 on)."""
    return value in choices._value2member_map_
