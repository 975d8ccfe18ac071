"""People's words inside Markdown come out as they went in."""

from __future__ import annotations

import pytest

from lib.ui.words import harmless, plain


@pytest.mark.parametrize("said", [harmless, plain])
def test_a_time_keeps_its_minutes(said) -> None:  # type: ignore[no-untyped-def]
    """Streamlit takes ":00" at the end of a sentence for a directive and drops it."""
    assert said("14:00").endswith("\\:00")
