"""The moment of these tests, and the password everybody of the cast has."""

from __future__ import annotations

from datetime import datetime

import pytest


@pytest.fixture
def now() -> datetime:
    """A Monday, 10:00 in the hospital."""
    return datetime.fromisoformat("2026-11-16T10:00:00+08:00")


@pytest.fixture
def password() -> str:
    """What the cast signs in with."""
    return "correct horse 7"
