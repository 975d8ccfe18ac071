"""The tour of the inspection tests."""

from __future__ import annotations

import pytest

from tests.conftest import Cast
from tests.inspections.touring import Tour, make_tour


@pytest.fixture
def tour(cast: Cast) -> Tour:
    """Two machines and a room, a checklist with an item of each kind, one plan of the team, Monday's round."""
    return make_tour(cast)
