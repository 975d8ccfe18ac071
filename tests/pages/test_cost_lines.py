"""The costs of a statement on the page: typed in, proposed from the period before, brought as a file, with receipts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.cost_sharing import records
from lib.cost_sharing.actions import beginning, costs
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.statement import Statement
from lib.store import files
from tests.browser.photos import jpeg
from tests.cost_sharing.hospital import Shared
from tests.lists.test_cost_lines import WAGES, file
from tests.pages.conftest import Opens, went_well
from tests.store.test_documents import BODY, pdf


@pytest.fixture(autouse=True)
def at_home(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    """People with a password of their own, at the time of the story."""
    monkeypatch.setattr("lib.core.clock.now", lambda: shared.now)
    with shared.db.transaction() as tx:
        tx.execute("UPDATE account SET must_change = FALSE")


def opened(open_page: Opens, statement: Statement, who: str = "qian") -> AppTest:
    return open_page(who, "cost_sharing", statement=str(statement.id), sharing_part="costs")


def press(at: AppTest, key: str) -> AppTest:
    return went_well(at.button(key=key).click().run())


def said(at: AppTest) -> str:
    return " ".join(str(one.value) for one in [*at.markdown, *at.caption, *at.info, *at.error, *at.warning])


def lines(shared: Shared, statement: Statement) -> list[Any]:
    return [
        (one.category, one.words, one.amount_cents, one.spent_on)
        for one in records.cost_lines(shared.db, statement.id)
    ]


def typed(at: AppTest, statement: Statement, **changes: Any) -> None:
    """As the browser tells what was typed into the table; AppTest has no hands for it."""
    at.session_state[f"costs_{statement.id}_0"] = {
        "edited_rows": {},
        "added_rows": [],
        "deleted_rows": [],
    } | changes


def enter(shared: Shared, statement: Statement, *amounts: int) -> list[records.CostLine]:
    wanted = [
        Cost(category="wages", amount_cents=one, words=f"工资{n}") for n, one in enumerate(amounts, start=1)
    ]
    by: Any = {"actor": shared.actor("qian"), "now": shared.now}
    return costs.add_costs(shared.db, statement_id=statement.id, costs=wanted, **by)


def test_lines_are_typed_in_corrected_and_taken_out(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft(pool=None)
    enter(shared, draft, 100_00, 200_00, 300_00)
    at = opened(open_page, draft)
    assert "合计 600.00 元" in said(at)
    new = {"category": "软件", "words": "平台", "amount": "1,234.56", "spent_on": "2026-11-08", "gone": False}
    typed(at, draft, edited_rows={0: {"amount": "101"}, 2: {"gone": True}}, added_rows=[new])
    went_well(at.run())
    assert "合计 1,535.56 元" in said(at)
    assert "含尚未保存的内容" in said(at)
    typed(at, draft, edited_rows={0: {"amount": "101"}, 2: {"gone": True}}, added_rows=[new])
    press(at, f"costs_{draft.id}_save")
    assert lines(shared, draft) == [
        ("wages", "工资1", 101_00, None),
        ("wages", "工资2", 200_00, None),
        ("software", "平台", 1_234_56, date(2026, 11, 8)),
    ]


def test_what_cannot_be_an_amount_is_said_and_nothing_of_it_is_written(
    shared: Shared, open_page: Opens
) -> None:
    draft = shared.draft(pool=None)
    enter(shared, draft, 100_00, 200_00)
    at = opened(open_page, draft)
    typed(at, draft, edited_rows={0: {"amount": "101"}, 1: {"amount": "两百"}})
    press(at, f"costs_{draft.id}_save")
    assert "两百" in said(at)
    assert [one[2] for one in lines(shared, draft)] == [100_00, 200_00]


def test_two_at_one_line_are_told(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft(pool=None)
    first, second = enter(shared, draft, 100_00, 200_00)
    at = opened(open_page, draft)
    typed(at, draft, edited_rows={0: {"amount": "101"}})
    went_well(at.run())
    by: Any = {"actor": shared.actor("jin"), "now": shared.now}
    costs.change_cost(shared.db, line_id=first.id, cost=Cost(category="wages", amount_cents=99_00), **by)
    costs.remove_cost(shared.db, line_id=second.id, **by)
    typed(at, draft, edited_rows={0: {"amount": "101"}})
    press(at, f"costs_{draft.id}_save")
    assert "刚刚被其他人改过" in said(at)
    assert [one[2] for one in lines(shared, draft)] == [99_00]


def test_the_lines_of_the_period_before_are_proposed_once_and_written_when_saved(
    shared: Shared, open_page: Opens
) -> None:
    before = shared.draft(pool=None)
    enter(shared, before, 100_00, 200_00)
    draft = beginning.begin(
        shared.db,
        actor=shared.actor("qian"),
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 12, 25),
        now=shared.now,
    )
    enter(shared, draft, 150_00)
    at = opened(open_page, draft)
    assert at.button(key="costs_repeat").label == f"带入 {before.number} 的 1 行"
    press(at, "costs_repeat")
    assert [one[2] for one in lines(shared, draft)] == [150_00]
    assert "合计 350.00 元" in said(at)
    press(at, f"costs_{draft.id}_save")
    assert [one[1:3] for one in lines(shared, draft)] == [("工资1", 150_00), ("工资2", 200_00)]
    with pytest.raises(KeyError):
        at.button(key="costs_repeat")


def test_where_the_pool_is_one_amount_the_lines_say_that_they_do_not_change_it(
    shared: Shared, open_page: Opens
) -> None:
    draft = shared.draft(pool=5_000_000)
    enter(shared, draft, 100_00)
    at = opened(open_page, draft)
    assert "50,000.00" in at.info[0].value
    press(at, "costs_as_pool")
    assert shared.now_is(draft).pool_cents is None
    assert records.pool(shared.db, shared.now_is(draft)) == 100_00
    assert not at.info


@pytest.mark.parametrize(("name", "media_type"), [("r.jpg", "image/jpeg"), ("r.pdf", "application/pdf")])
def test_a_receipt_is_attached_to_the_line_that_has_none(
    shared: Shared, open_page: Opens, name: str, media_type: str
) -> None:
    draft = shared.draft(pool=None)
    first, second = enter(shared, draft, 100_00, 200_00)
    at = opened(open_page, draft)
    data = jpeg("发票") if media_type == "image/jpeg" else pdf()
    at.file_uploader(key=f"receipt_{first.id}_0").set_value([(name, data, media_type)])
    press(at, f"receipt_{first.id}_0_attach")
    kept = records.cost_line(shared.db, first.id)
    assert kept is not None
    assert files.known(shared.db, kept.file_hash).media_type == media_type
    assert at.selectbox(key="receipt_of_1").value == second.id


def test_several_receipts_find_their_lines_by_the_voucher_number(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft(pool=None)
    by: Any = {"actor": shared.actor("qian"), "statement_id": draft.id, "now": shared.now}
    wanted = [
        Cost(category="wages", amount_cents=1, document=one) for one in ("JZ-1", "JZ-11", "DX-7", "DX-7", "")
    ]
    first, *_rest = costs.add_costs(shared.db, costs=wanted, **by)
    at, key = opened(open_page, draft), f"receipt_{first.id}_0"
    paper = [("发票jz-11.pdf", pdf(), "application/pdf"), ("DX-7 话费.pdf", pdf() + b"\n", "application/pdf")]
    at.file_uploader(key=key).set_value([*paper, ("别的.pdf", pdf() + b"\n\n", "application/pdf")])
    press(at, f"{key}_attach")
    assert "别的.pdf" in at.error[0].value
    assert not any(one.file_hash for one in records.cost_lines(shared.db, draft.id))
    at.file_uploader(key=key).set_value(paper)
    press(at, f"{key}_attach")
    kept = [one.file_hash for one in records.cost_lines(shared.db, draft.id)]
    assert [bool(one) for one in kept] == [False, True, True, True, False]
    assert kept[2] == kept[3] != kept[1]


def test_a_pdf_that_acts_by_itself_is_refused_at_its_place(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft(pool=None)
    [line] = enter(shared, draft, 100_00)
    at = opened(open_page, draft)
    bad = pdf(BODY + b"<< /S /JavaScript >>")
    at.file_uploader(key=f"receipt_{line.id}_0").set_value([("r.pdf", bad, "application/pdf")])
    press(at, f"receipt_{line.id}_0_attach")
    assert "会自动执行" in at.error[0].value
    assert records.cost_lines(shared.db, draft.id) == [line]


def test_a_file_is_looked_through_before_it_is_written(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft(pool=None)
    at = opened(open_page, draft)
    good, bad = {**WAGES, "category": "软件"}, {**WAGES, "amount_cents": "很多"}
    at.file_uploader(key="list_cost_lines_file_0").set_value(("费用.xlsx", file(good, bad), ""))
    went_well(at.run())
    assert "⚠ 很多" in " ".join(str(one.proto.body) for one in at.get("html"))
    went_well(at.checkbox(key=f"list_cost_lines_waived_{hash((3,))}").check().run())
    press(at, "list_cost_lines_write")
    assert [one[:3] for one in lines(shared, draft)] == [("software", "话务员工资", 36_000_50)]


def test_once_it_is_sent_the_lines_are_read_only(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft(pool=None)
    enter(shared, draft, 100_00, 4_900_000)
    shared.send(shared.now_is(draft))
    for who in ("qian", "zheng"):
        at = opened(open_page, draft, who)
        assert "合计 49,100.00 元" in said(at)
        assert [one.key for one in at.button if (one.key or "").startswith(("costs_", "receipt_"))] == []
