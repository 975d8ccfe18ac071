"""Whatever somebody puts into a file: a preview, or a refusal in words."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.core.errors import Refusal
from lib.core.i18n import explain
from lib.lists import exchange
from lib.lists.offered import all_lists, named
from lib.lists.shape import Column
from lib.people.roles import SYSTEM
from lib.store.sheets import writing
from tests.conftest import MONDAY, Cast
from tests.lists.files import EN, ZH, faults, headings, kept, shown

CODES = st.sampled_from(
    ["XXNK", "BY", "BY-A", "T01", "V02", "GD-01", "GD", "li", "admin", "M001", "emergency", "X1", "X2"]
)
WORDS = st.sampled_from(
    ["是", "否", "房间", "院区", "维修", "一般", "2026-1-5", "5", "12.50", "班组长:班组:T01", "客服", "6%"]
)
CELL = st.one_of(CODES, WORDS, st.text(max_size=12), st.just(""))
LIGHT = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def cells(column: Column) -> st.SearchStrategy[str]:
    """What somebody chose, mistook, or typed."""
    offered = list(column.cell.offered(ZH))
    return st.one_of(st.sampled_from(offered), CELL) if offered else CELL


@pytest.mark.parametrize("name", all_lists())
@LIGHT
@given(drawn=st.data())
def test_any_rows_are_written_or_refused_in_words(cast: Cast, name: str, drawn: st.DataObject) -> None:
    columns = all_lists()[name].columns(cast.db)
    titles = headings(cast.db, name, [column.attribute for column in columns])
    row = st.tuples(*(cells(column) for column in columns))
    rows = drawn.draw(st.lists(row, min_size=1, max_size=6))
    try:
        preview = shown(
            cast.db, name, writing.csv_file(titles, [[_kept(cell) for cell in row] for row in rows])
        )
    except Refusal as refusal:
        assert explain(ZH, refusal)
        return
    assert sum(preview.count(outcome) for outcome in ("new", "changed", "unchanged", "wrong")) == len(
        preview.rows
    )
    for language in (ZH, EN):
        assert all(faults(preview, language).values())
    exchange.write(cast.db, preview, actor=SYSTEM, now=MONDAY, waived=preview.wrong)
    if not kept(cast.db, name):
        return
    again = exchange.export(cast.db, named(name), ZH, "csv")
    assert {row.outcome for row in shown(cast.db, name, again).rows} == {"unchanged"}


def _kept(cell: str) -> str:
    """Halves of characters are in no file."""
    return cell.encode("utf-8", "ignore").decode()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore"))
    )
)
def test_any_file_is_a_list_or_refused(cast: Cast, content: bytes) -> None:
    try:
        shown(cast.db, "departments", "编码,名称,类别\n".encode() + content)
        shown(cast.db, "departments", content)
    except Refusal as refusal:
        assert explain(ZH, refusal)
