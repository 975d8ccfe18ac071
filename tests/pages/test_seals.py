"""The system page checks sealed statements, and tells what was altered past the product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Cast
from tests.cost_sharing.hospital import Shared


@pytest.fixture
def system(shared: Shared, open_page: Callable[..., Any]) -> Callable[[], Any]:
    """The page as the administrator sees it, with the check done."""

    def checked() -> Any:
        at = open_page("admin", "system")
        [button] = [one for one in at.button if one.label == "核验结算单"]
        return button.click().run()

    return checked


def test_what_was_altered_is_told_and_nothing_else(shared: Shared, system: Callable[[], Any]) -> None:
    shared.issued()
    at = system()
    assert [one.value for one in at.success if "与封存时一致" in one.value]
    with shared.db.transaction() as tx:
        tx.execute("UPDATE statement_share SET cents = cents + 1 WHERE vendor_id = $a", a=shared.vendors["A"])
    at = system()
    [told] = [one.value for one in at.error if "不符" in one.value]
    assert "发现1处" in told
    assert any(
        "FT-2026-11：安工匠的分摊记录与封存时不符" in one.value.replace("\\", "") for one in at.markdown
    )


def test_without_statements_there_is_the_check_alone(cast: Cast, open_page: Callable[..., Any]) -> None:
    at = open_page("admin", "system")
    assert [one for one in at.button if one.label == "核验结算单"]
    assert not any("校验码" in frame.value.columns for frame in at.dataframe)
