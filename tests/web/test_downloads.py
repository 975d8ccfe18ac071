"""Data taken away: exactly the filtered rows, types right, people masked in every format for who may not know them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from lib.analytics.dataset import taking
from lib.analytics.dataset.columns import COLUMNS
from lib.core.clock import local
from lib.tickets.ticket import Ticket
from lib.web import downloads
from tests.conftest import MONDAY, Cast
from tests.web import browsers

FORMATS = ("csv", "xlsx", "parquet")
NOW = MONDAY + timedelta(hours=3)
WHOLE = {"reporter": "张护士", "phone": "13800138000", "description": "=灯不亮，找张护士"}
MASKED = {"reporter": "张**", "phone": "138****8000", "description": "***"}
MAY = {
    "zheng": WHOLE,  # the manager
    "qian": MASKED,  # the contract officer
    "he": MASKED,  # the analyst
    "admin": MASKED,
    **dict.fromkeys(("liu", "wang", "zhao", "sun", "li", "wu", "feng"), None),
}
"""What each of the cast finds in the personal columns; None: nothing is handed out."""


@pytest.fixture
def opens(
    cast: Cast, report: Callable[..., Ticket], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str | None], TestClient]:
    """A signed-in browser after two tickets, a fortnight apart."""
    from lib.tickets.reporters import Caller

    caller = Caller(name="张护士", phone="13800138000")
    report(caller=caller, description=WHOLE["description"])
    report(now=MONDAY - timedelta(days=14), service_code="GS-01", description="水管漏水")
    monkeypatch.setattr("lib.core.clock.now", lambda: NOW)
    with cast.db.transaction() as tx:
        tx.execute("UPDATE account SET must_change = FALSE")
    return lambda who: browsers.browser(cast, who, downloads.routes)


def rows(content: bytes, form: str) -> list[dict[str, Any]]:
    """As a reader of that format finds them, by the head of the column."""
    match form:
        case "csv":
            assert content.startswith(b"\xef\xbb\xbf")
            return pl.read_csv(content, infer_schema=False).to_dicts()
        case "parquet":
            return pl.read_parquet(io.BytesIO(content)).to_dicts()
        case _:
            head, *lines = (
                CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
            )
            return [dict(zip(head, line, strict=True)) for line in lines]


HEADS = {"reporter": "申报人", "phone": "申报人电话", "description": "内容"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("who", MAY)
def test_people_are_whole_only_for_who_may_know_them(
    opens: Callable[[str], TestClient], who: str, form: str
) -> None:
    asked = f"/downloads/tickets.{form}?from={MONDAY:%Y-%m-%d}&columns=reporter,phone,description"
    got = opens(who).get(asked)
    expected = MAY[who]
    if expected is None:
        assert got.status_code == 403
        assert "张" not in got.text
        return
    (row,) = rows(got.content, form)
    for name, head in HEADS.items():
        found = row[name if form == "parquet" else head]
        # In a text file a formula is made text; in the others it never is one.
        guarded = form == "csv" and name == "description" and expected is WHOLE
        assert found == ("'" if guarded else "") + expected[name]


@pytest.mark.parametrize("form", FORMATS)
def test_exactly_the_filtered_rows_with_their_types(
    cast: Cast, opens: Callable[[str], TestClient], form: str
) -> None:
    columns = "number,opened_at,opened_on,opened_hour,watched,material_yuan,department,response_minutes"
    days = f"from={MONDAY - timedelta(days=14):%Y-%m-%d}&to={MONDAY - timedelta(days=14):%Y-%m-%d}"
    got = opens("he").get(f"/downloads/tickets.{form}?{days}&columns={columns}")
    (row,) = rows(got.content, form)
    values = list(row.values())
    wall = local(MONDAY - timedelta(days=14)).replace(tzinfo=None)
    number = cast.db.value("SELECT min(number) FROM ticket")
    if form == "csv":
        assert values[:4] == [number, f"{wall:%Y-%m-%d %H:%M:%S}", f"{wall:%Y-%m-%d}", f"{wall.hour}"]
        assert values[4:] == ["false", "0.00", "心血管内科", None]
    elif form == "xlsx":
        assert values[0] == number
        # The format keeps fractions of a day.
        assert abs(values[1] - wall) < timedelta(milliseconds=1)
        assert (
            values[2] == wall.date() and isinstance(values[2], date) and not isinstance(values[2], datetime)
        )
        assert values[3:] == [wall.hour, False, 0, "心血管内科", ""]
    else:
        assert values[1].replace(tzinfo=None) == wall and values[1].utcoffset() == timedelta(hours=8)
        assert values[2:4] == [wall.date(), wall.hour]
        assert values[4:] == [False, 0, "心血管内科", None]


def test_every_column_can_be_taken_in_every_format(opens: Callable[[str], TestClient]) -> None:
    for form in FORMATS:
        got = opens("zheng").get(f"/downloads/tickets.{form}?from=2026-01-01&columns={','.join(COLUMNS)}")
        assert got.status_code == 200
        found = rows(got.content, form)
        assert len(found) == 2 and len(found[0]) == len(COLUMNS), form


def test_a_workbook_says_what_it_holds(opens: Callable[[str], TestClient]) -> None:
    got = opens("he").get(
        "/downloads/tickets.xlsx?from=2026-11-01&to=2026-11-30&severity=normal&columns=reporter"
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(got.content))
    assert book.sheet_names == ["工单数据", "数据说明", "数据字典"]
    about = dict(map(tuple, book.get_sheet_by_index(1).to_python()))
    assert about["报修日期范围"] == "2026-11-01至2026-11-30"
    assert about["紧急程度"] == "一般"
    assert about["个人信息"] == "无权查看的个人信息已脱敏"
    assert book.get_sheet_by_index(2).to_python()[1][0] == "申报人"


def test_each_download_is_written_down(cast: Cast, opens: Callable[[str], TestClient]) -> None:
    got = opens("he").get("/downloads/tickets.csv?from=2026-01-01&columns=number,phone")
    assert "工单数据" in unquote(got.headers["content-disposition"])
    (line,) = cast.db.rows("SELECT * FROM audit WHERE act = 'data_downloaded'")
    facts = json.loads(line["facts"])
    assert (line["actor_id"], line["object"]) == (cast.people["he"], "csv")
    assert (facts["rows"], facts["columns"], facts["masked"]) == (2, ["number", "phone"], True)


def test_nothing_for_strangers_and_nothing_that_is_not_there(
    opens: Callable[[str | None], TestClient],
) -> None:
    assert opens(None).get("/downloads/tickets.csv").status_code in (303, 401)
    assert opens("he").get("/downloads/tickets.pdf").status_code == 404
    refused = opens("he").get("/downloads/tickets.csv?columns=password")
    assert refused.status_code == 422
    assert "没有“password”这一列" in refused.text


def test_a_workbook_too_small_is_refused_with_the_way_out(
    cast: Cast, opens: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_ROWS", 1)
    refused = opens("he").get("/downloads/tickets.xlsx?from=2026-01-01")
    assert refused.status_code == 422
    assert "请改用 CSV 或 Parquet" in refused.text
    assert not cast.db.rows("SELECT 1 FROM audit WHERE act = 'data_downloaded'")
    assert opens("he").get("/downloads/tickets.csv?from=2026-01-01").status_code == 200


def test_no_rows_are_a_file_with_its_heads(opens: Callable[[str], TestClient]) -> None:
    for form in FORMATS:
        got = opens("he").get(f"/downloads/tickets.{form}?from=2020-01-01&to=2020-01-02&columns=number")
        assert got.status_code == 200
        assert rows(got.content, form) == []
