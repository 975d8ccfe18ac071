"""The monthly report as it leaves the house: paper, Word file, workbook; as issued, for who may read it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from lib.analytics.report import archive
from lib.analytics.report.month import read
from lib.inspections.reported import rounds_beside
from lib.tickets.ticket import Ticket
from lib.web import report_paper
from tests.conftest import MONDAY, Cast
from tests.web import browsers

NOVEMBER, DECEMBER = read("2026-11"), MONDAY + timedelta(days=20)


@pytest.fixture
def opens(
    cast: Cast, report: Callable[..., Ticket], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], TestClient]:
    """A signed-in browser after a November in which one ticket was reported and its report issued."""
    report()
    rounds = rounds_beside(cast.db, NOVEMBER, DECEMBER)
    archive.issue(cast.db, actor=cast.actor("zheng"), month=NOVEMBER, rounds=rounds, now=DECEMBER)
    monkeypatch.setattr("lib.core.clock.now", lambda: DECEMBER)
    with cast.db.transaction() as tx:
        tx.execute("UPDATE account SET must_change = FALSE")
    return lambda who: browsers.browser(cast, who, report_paper.routes)


def test_the_paper_says_which_edition_it_is(opens: Callable[[str], TestClient]) -> None:
    issued = opens("he").get("/print/monthly-report/2026-11?edition=1").text
    assert "第 1 版，郑主任于" in issued
    assert "草稿" not in issued
    assert "受理工单 1 件" in issued
    assert "/monthly-report?month=2026-11&edition=1&amp;behind=opened&amp;of=2026-11" in issued.replace(
        "&amp;edition", "&edition"
    )
    assert "尚未签发" in opens("he").get("/print/monthly-report/2026-11").text


def test_word_file_and_workbook_say_the_same(opens: Callable[[str], TestClient]) -> None:
    got = opens("zhao").get("/monthly-report/docx/2026-11?edition=1")
    assert unquote(got.headers["content-disposition"]).endswith("后勤服务月度效能分析报告（2026-11）.docx")
    paragraphs = " ".join(one.text for one in Document(io.BytesIO(got.content)).paragraphs)
    assert "本月受理工单 1 件" in paragraphs
    got = opens("zhao").get("/monthly-report/xlsx/2026-11?edition=1")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(got.content)).get_sheet_by_index(0).to_python()
    assert ["受理工单", 1.0] in [row[:2] for row in sheet]
    assert got.content == opens("zhao").get("/monthly-report/xlsx/2026-11?edition=1").content


@pytest.mark.parametrize("address", ["/print/monthly-report/2026-11", "/monthly-report/xlsx/2026-11"])
def test_others_do_not_get_it(opens: Callable[[str], TestClient], address: str) -> None:
    assert opens("wang").get(address).status_code == 403
    assert opens("he").get(address.replace("11", "1x")).status_code == 404
    assert opens("he").get(f"{address}?edition=7").status_code == 404
