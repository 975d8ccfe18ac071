"""Cost lines from a file: into one draft, found again by their number, entered by who brought the file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal
from lib.core.i18n import Language, explain
from lib.cost_sharing import records
from lib.cost_sharing.actions import costs
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.statement import Statement
from lib.lists import exchange
from lib.lists.offered import all_lists
from lib.lists.preview import Outcome, Preview
from lib.lists.shapes import cost_lines
from lib.store.sheets import writing
from tests.cost_sharing.hospital import Shared

TITLES = {
    "line": "行号",
    "category": "费用类别",
    "words": "用途",
    "amount_cents": "金额（元）",
    "spent_on": "发生日期",
    "document": "凭证号",
}
WAGES = {
    "category": "人员工资",
    "words": "话务员工资",
    "amount_cents": "36,000.50",
    "spent_on": "2026/11/20",
    "document": "JZ-118",
}


def file(*rows: Mapping[str, str]) -> bytes:
    cells = [[row.get(name, "") for name in TITLES] for row in rows]
    return writing.workbook("费用", list(TITLES.values()), cells)


def look(shared: Shared, draft: Statement, content: bytes, who: str = "qian") -> Preview:
    actor = shared.actor(who)
    shape = cost_lines.of(draft, actor)
    return exchange.preview(shared.db, shape, content, language=Language.ZH, actor=actor, now=shared.now)


def bring(shared: Shared, draft: Statement, *rows: Mapping[str, str], who: str = "qian") -> None:
    exchange.write(shared.db, look(shared, draft, file(*rows), who), actor=shared.actor(who), now=shared.now)


def faults(seen: Preview) -> list[dict[str, str]]:
    return [{name: explain(Language.EN, one) for name, one in row.faults.items()} for row in seen.rows]


def test_a_file_adds_lines_to_its_statement_in_one_step(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    bring(shared, draft, WAGES, {"category": "电话与网络", "amount_cents": "-12"}, WAGES, who="jin")
    first, second, third = records.cost_lines(shared.db, draft.id)
    assert (first.category, first.amount_cents, first.spent_on) == ("wages", 3_600_050, date(2026, 11, 20))
    assert (second.category, second.amount_cents, second.document) == ("telephone", -1_200, "")
    assert third.words == first.words
    assert {one.entered_by for one in (first, second, third)} == {shared.cast.people["jin"]}
    assert shared.now_is(draft).version == draft.version + 1
    assert records.events(shared.db, draft.id)[-1].actor_id == shared.cast.people["jin"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_untouched_export_changes_nothing(shared: Shared, form: str) -> None:
    draft = shared.draft(pool=None)
    bring(shared, draft, WAGES, {"category": "other", "amount_cents": "0.01"})
    content = exchange.export(shared.db, cost_lines.of(draft, shared.actor("qian")), Language.ZH, form)
    seen = look(shared, draft, content)
    assert [row.outcome for row in seen.rows] == [Outcome.UNCHANGED] * 2


def test_a_line_is_corrected_by_its_number_and_keeps_its_receipt(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    by: Any = {"actor": shared.actor("qian"), "now": shared.now}
    with shared.db.transaction() as tx:
        tx.insert("file", {"hash": "f" * 64, "media_type": "image/jpeg", "bytes": 1, "kept_at": shared.now})
    receipt = Cost(category="wages", amount_cents=100, file_hash="f" * 64)
    line = costs.add_cost(shared.db, statement_id=draft.id, cost=receipt, **by)
    bring(shared, draft, WAGES | {"line": str(line.id)}, who="jin")
    [changed] = records.cost_lines(shared.db, draft.id)
    assert (changed.id, changed.amount_cents, changed.file_hash) == (line.id, 3_600_050, "f" * 64)
    assert changed.entered_by == shared.cast.people["jin"]


@pytest.mark.parametrize(
    ("wrong", "column", "words"),
    [
        ({"category": ""}, "category", "Please fill this in."),
        ({"category": "午餐"}, "category", "Please choose one of these"),
        ({"amount_cents": ""}, "amount_cents", "Please fill this in."),
        ({"amount_cents": "0.00"}, "amount_cents", "Please enter the amount."),
        ({"amount_cents": "12,50"}, "amount_cents", "is not an amount of money"),
        ({"amount_cents": "1.005"}, "amount_cents", "is not an amount of money"),
        ({"amount_cents": "--5"}, "amount_cents", "is not an amount of money"),
        ({"amount_cents": "999999999999.99"}, "amount_cents", "An amount is at most"),
        ({"spent_on": "11月20日"}, "spent_on", "is no day"),
        ({"words": "长" * 201}, "words", "too long"),
        ({"line": "999"}, "line", "no line of that number"),
        ({"line": "一"}, "line", "is not a whole number"),
    ],
)
def test_a_wrong_cell_is_marked_with_its_reason(
    shared: Shared, wrong: Mapping[str, str], column: str, words: str
) -> None:
    draft = shared.draft(pool=None)
    [fault] = faults(look(shared, draft, file({**WAGES, **wrong})))
    assert fault.keys() == {column}
    assert words in fault[column]


def test_only_lines_of_drafts_change(shared: Shared) -> None:
    sent = shared.checking()
    seen = look(shared, sent, file(WAGES))
    assert seen.wrong == [2]
    with pytest.raises(Refusal):
        exchange.write(shared.db, seen, actor=shared.actor("qian"), now=shared.now)
    assert records.cost_lines(shared.db, sent.id) == []


def test_another_statements_line_is_not_found(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    bring(shared, draft, WAGES)
    [line] = records.cost_lines(shared.db, draft.id)
    after = cost_lines.of(
        Statement(**{name: getattr(draft, name) for name in draft.__slots__} | {"id": 99}),
        shared.actor("qian"),
    )
    seen = exchange.preview(
        shared.db,
        after,
        file(WAGES | {"line": str(line.id)}),
        language=Language.ZH,
        actor=shared.actor("qian"),
        now=shared.now,
    )
    assert "no line of that number" in faults(seen)[0]["line"]


@pytest.mark.parametrize("who", ["zheng", "feng", "admin"])
def test_who_keeps_no_costs_brings_none(shared: Shared, who: str) -> None:
    with pytest.raises(NotAllowed):
        look(shared, shared.draft(), file(WAGES), who)


def test_it_is_no_list_of_the_whole_hospital() -> None:
    assert cost_lines.NAME not in all_lists()


def test_without_the_column_of_numbers_every_row_is_a_new_line(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    titles = {name: title for name, title in TITLES.items() if name != "line"}
    content = writing.workbook("费用", list(titles.values()), [[WAGES.get(name, "") for name in titles]] * 2)
    exchange.write(shared.db, look(shared, draft, content), actor=shared.actor("qian"), now=shared.now)
    assert [one.amount_cents for one in records.cost_lines(shared.db, draft.id)] == [3_600_050] * 2
