"""The workbench of cost sharing: inputs, what they come to at once, and what stays until it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import streamlit as st
import time_machine

from lib.core.errors import Refusal
from lib.core.money import yuan
from lib.cost_sharing import records, sharing
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Measure
from lib.ui.cost_sharing import beside, fields
from lib.ui.cost_sharing import draft as drafts
from lib.ui.cost_sharing.method_fields import OWN, READY, ready
from lib.ui.cost_sharing.statement_choice import following
from tests.conftest import Cast
from tests.cost_sharing.hospital import ENDS, POOL, STARTS, THURSDAY, Shared
from tests.pages.conftest import Opens

Page = Callable[..., Any]


@pytest.fixture
def page_of(shared: Shared, open_page: Opens) -> Page:
    def opened(who: str = "qian", **params: str) -> Any:
        with time_machine.travel(shared.now, tick=False):
            return open_page(who, "cost_sharing", **params)

    return opened


def html(at: Any) -> str:
    return " ".join(one.proto.body for one in at.get("html"))


def said(at: Any) -> str:
    kinds = (at.markdown, at.caption, at.info, at.warning, at.error)
    return " ".join(element.value for kind in kinds for element in kind)


def field(at: Any, name: str) -> Any:
    """The field of a draft by the end of its key."""
    every = (at.text_input, at.number_input, at.selectbox, at.date_input, at.toggle, at.pills)
    return next(one for kind in every for one in kind if str(one.key).endswith(f"_{name}"))


def listed(at: Any) -> Any:
    """The list of tickets: the draft's own table stands before it."""
    return at.dataframe(key="sharing_tickets").value


def run(at: Any, now: Any = THURSDAY) -> Any:
    with time_machine.travel(now, tick=False):
        at.run()
    assert not at.exception, [error.value for error in at.exception]
    return at


def press(at: Any, key: str) -> Any:
    at.button(key=key).click()
    return run(at)


def test_a_draft_shows_what_every_vendor_carries_and_how(shared: Shared, page_of: Page) -> None:
    draft = shared.draft()
    shown = html(page_of())
    for line in sharing.of_statement(shared.db, draft).lines:
        assert yuan(line.cents) in shown and line.name in shown
    assert "50,000.00" in shown and "此前无分摊期" in shown
    # The path of the largest stands open.
    assert "业务量占比" in shown and "本期分摊额" in shown


def test_what_is_typed_is_computed_at_once_and_kept_only_when_saved(shared: Shared, page_of: Page) -> None:
    draft = shared.draft()
    at = page_of()
    field(at, "pool").set_value("60,000")
    run(at)
    assert "60,000.00" in html(at) and "未保存" in said(at) and "分摊总额" in said(at)
    assert shared.now_is(draft).pool_cents == POOL
    press(at, "sharing_save")
    assert shared.now_is(draft).pool_cents == 6_000_000
    assert "均已保存" in said(at) and field(at, "pool").value == "60,000.00"


def test_what_cannot_be_is_said_at_its_field_and_the_result_before_stays(
    shared: Shared, page_of: Page
) -> None:
    shared.draft()
    at = page_of()
    field(at, "weight_tickets").set_value(20.0)
    run(at)
    assert [error.value for error in at.error] == ["各项权重合计 120%，应为 100%。"] * 2
    assert "改动之前的结果" in said(at) and "50,000.00" in html(at)
    assert field(at, "weight_tickets").value == 20.0 and field(at, "method").value == OWN
    field(at, "pool").set_value("fifty")
    run(at)
    assert "fifty" in at.error[0].value and field(at, "pool").value == "fifty"


def test_a_ready_made_method_fills_in_the_weights(shared: Shared, page_of: Page) -> None:
    draft = shared.draft()
    at = page_of()
    field(at, "method").set_value("tickets")
    run(at)
    assert [field(at, f"weight_{one}").value for one in ("tickets", "contract", "points")] == [
        100.0,
        0.0,
        0.0,
    ]
    press(at, "sharing_save")
    assert shared.now_is(draft).scheme.weights == {Measure.TICKETS: Decimal(100)}


def test_what_is_typed_outlives_other_parts_of_the_page(shared: Shared, page_of: Page) -> None:
    draft = shared.draft()
    at = page_of()
    field(at, "pool").set_value("77,000")
    run(at)
    at.segmented_control(key="sharing_part").set_value("steps")
    run(at)
    assert "未保存" in said(at), "the next step takes what is saved"
    at.segmented_control(key="sharing_part").set_value("sharing")
    run(at)
    assert field(at, "pool").value == "77,000" and shared.now_is(draft).pool_cents == POOL
    press(at, "sharing_undo")
    assert field(at, "pool").value == "50,000.00" and "均已保存" in said(at)


def test_who_was_faster_is_told_and_both_changes_are_kept(shared: Shared, page_of: Page) -> None:
    draft = shared.draft()
    at = page_of()
    field(at, "pool").set_value("60,000")
    run(at)
    # Between the drawing and the click.
    shared.change(draft, "jin", scheme=replace(draft.scheme, grace_months=3))
    press(at, "sharing_save")
    assert shared.now_is(draft).pool_cents == POOL
    assert field(at, "pool").value == "60,000" and field(at, "grace_months").value == 3
    assert any("金合同刚刚先保存了：免摊月数：0 → 3" in error.value for error in at.error)
    press(at, "sharing_save")
    now = shared.now_is(draft)
    assert (now.pool_cents, now.scheme.grace_months) == (6_000_000, 3)


def test_the_next_period_is_filled_in_and_begun(shared: Shared, page_of: Page) -> None:
    shared.draft()
    at = page_of()
    first, last = (at.date_input(key=f"sharing_begin_{one}_0") for one in ("from", "until"))
    assert (first.value, last.value) == (date(2026, 11, 26), date(2026, 12, 25))
    press(at, "sharing_begin_go")
    assert "FT-2026-12" in at.selectbox(key="statement").format_func(at.selectbox(key="statement").value)
    assert len(records.all_statements(shared.db)) == 2
    # The same days again: said where they are typed, and they stay.
    at.date_input(key="sharing_begin_from_1").set_value(STARTS)
    at.date_input(key="sharing_begin_until_1").set_value(ENDS)
    press(at, "sharing_begin_go")
    assert "FT-2026-11" in at.error[0].value
    assert at.date_input(key="sharing_begin_from_1").value == STARTS


def test_who_only_looks_and_what_vendors_have_seen_has_no_fields(shared: Shared, page_of: Page) -> None:
    draft = shared.draft()
    looking = page_of("zheng")
    assert not looking.text_input and "合同额" in said(looking) and "50,000.00" in html(looking)
    frozen = sharing.of_statement(shared.db, draft)
    shared.send(draft)
    # A ticket closed by another vendor since would change a draft, not this.
    with shared.db.transaction() as tx:
        for ticket_id in shared.tickets["A"]:
            tx.update("ticket", {"id": ticket_id, "service_code": "GS-02"})
    at = page_of("qian")
    assert not at.text_input
    assert all(yuan(line.cents) in html(at) for line in frozen.lines)
    (trend,) = page_of("zheng", sharing_part="trend").dataframe
    assert trend.value.columns[1].startswith("FT-2026-11") and trend.value.iloc[0, 1] == "50,000.00"


def test_a_second_method_stands_beside_the_first(shared: Shared, page_of: Page) -> None:
    draft = shared.draft()
    at = page_of(sharing_view="figure")
    at.selectbox(key="sharing_second").set_value("tickets")
    run(at)
    other = beside.by_method(sharing.of_statement(shared.db, draft), READY["tickets"][1])
    assert isinstance(other, dict) and all(yuan(cents) in html(at) for cents in other.values())
    at.selectbox(key="sharing_second").set_value("agreed")
    run(at)
    assert "协议比例" in said(at)


def test_the_tickets_behind_and_those_set_aside_are_listed(shared: Shared, page_of: Page) -> None:
    shared.draft()
    at = page_of(sharing_view="tickets")
    assert len(listed(at)) == 13
    aside = page_of(sharing_view="tickets", sharing_why="kind")
    assert list(listed(aside)["工单号"]) == [
        shared.db.value("SELECT number FROM ticket WHERE id = $id", id=shared.consultation)
    ]


def test_what_a_vendor_would_carry_with_more_tickets(shared: Shared, page_of: Page) -> None:
    shared.draft()
    at = page_of(sharing_view="what_if")
    assert "±0.00" in html(at)
    at.number_input(key="sharing_more_V02").set_value(10)
    run(at)
    assert "假如" in html(at) and "±0.00" not in html(at)


def test_a_hospital_without_statements_is_told_to_begin_one(shared: Shared, page_of: Page) -> None:
    assert "还没有结算单" in said(page_of())


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 24), date(2026, 10, 26), date(2026, 11, 25)),
        (date(2026, 11, 26), date(2026, 11, 26), date(2026, 12, 25)),
        (date(2027, 1, 3), date(2026, 12, 26), date(2027, 1, 25)),
    ],
)
def test_the_first_period_runs_round_today(today: date, first: date, last: date) -> None:
    assert following([], today) == (first, last)


def test_fields_say_what_the_statement_says(shared: Shared) -> None:
    scheme = Scheme(
        weights={Measure.TICKETS: Decimal("33.34"), Measure.AGREED: Decimal("66.66")},
        kinds=("repair", "complaint"),
        agreed={"V02": Decimal("1.5")},
        fixed={"V03": 123_456},
        floors={"V02": 1},
        caps={"V03": 10**13, "V07": 0},
        quality={"reopened": Decimal("0.3")},
        tax_rate=Decimal("0.0175"),
        payee="V02",
    )
    draft = replace(shared.draft(), scheme=scheme, pool_cents=10**13)
    asked = fields.asked(fields.shown(draft))
    assert asked.scheme == scheme and asked.pool_cents == 10**13
    assert (asked.starts_on, asked.ends_on) == (STARTS, ENDS)


def test_the_second_method_is_what_sharing_with_it_gives(shared: Shared) -> None:
    draft = shared.draft(
        scheme=replace(Scheme(), floors={"V07": 1_500_000}, quality={"reopened": Decimal(1)})
    )
    shared_out = sharing.of_statement(shared.db, draft)
    for code, (_title, weights) in READY.items():
        other = beside.by_method(shared_out, weights)
        assert ready(weights) == code
        if code == "agreed":
            assert isinstance(other, Refusal)
            continue
        whole = sharing.of_statement(shared.db, replace(draft, scheme=replace(draft.scheme, weights=weights)))
        assert other == {line.code: line.cents for line in whole.lines}


class Typing:
    """A draft of which the browser says what was typed into the vendors' table."""

    def __init__(self, statement: Statement, state: dict[str, Any]) -> None:
        self.state = state
        self.draft = drafts.of(statement)
        self.rows = drafts.table_rows(self.draft, {"V02": "甲", "V03": "乙"})

    def types(self, edited: dict[int, dict[str, float | None]]) -> None:
        self.state[self.draft.key(drafts.TABLE)] = {"edited_rows": edited}


def test_cells_of_the_vendors_table_become_bounds(
    shared: Shared, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    draft = shared.draft(scheme=replace(Scheme(), floors={"V03": 50_000}))
    typing = Typing(draft, state)
    assert typing.rows[1]["floor"] == 500.0
    typing.types({0: {"cap": 0.0, "fixed": 12.34}, 1: {"floor": None}})
    typed = drafts.of(draft)
    assert typed.changed == ["vendors"]
    asked = fields.asked(typed.values).scheme
    assert (asked.fixed, asked.floors, asked.caps) == ({"V02": 1234}, {}, {"V02": 0})
    # The table is not drawn for a while: what was typed is what it begins with again.
    del state[typed.key(drafts.TABLE)]
    assert drafts.of(draft).changed == ["vendors"]
    assert drafts.table_rows(drafts.of(draft), {"V02": "甲"})[0]["fixed"] == 12.34
    drafts.dropped(draft)
    assert not drafts.of(draft).changed
