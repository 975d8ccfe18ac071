"""Text that begins like a formula is text in a spreadsheet too; everything else stays as it was typed."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analytics.dataset.formats.harmless import harmless


def made(text: str | None) -> str | None:
    found: str | None = pl.DataFrame({"a": [text]}, {"a": pl.String}).select(harmless("a")).item()
    return found


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86138",
        "-2",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\r\n=cmd|' /C calc'!A0",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
    ],
)
def test_formulas_become_text(text: str) -> None:
    assert made(text) == "'" + text


@pytest.mark.parametrize("text", ["", "灯不亮", "3=3", "1203病房-水", "a@b.cn", "'=1", "—", None])
def test_words_stay(text: str | None) -> None:
    assert made(text) == text


@given(st.text())
def test_no_cell_begins_with_a_sign_of_a_formula(text: str) -> None:
    assert (made(text) or " ").lstrip()[:1] not in tuple("=+-@＝＋－＠")
