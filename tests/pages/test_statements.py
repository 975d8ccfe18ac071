"""The statements page: a vendor finds its own share, checks it and answers; nothing of others."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.cost_sharing import records
from lib.cost_sharing.actions import answering
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Answer
from lib.people import organisation
from lib.tickets import records as tickets
from tests.cost_sharing.hospital import Shared
from tests.pages.conftest import Opens, went_well


@pytest.fixture
def at_home(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is opened when the statement was sent, by people with a password of their own."""
    monkeypatch.setattr("lib.core.clock.now", lambda: shared.now)
    with shared.db.transaction() as tx:
        tx.execute("UPDATE account SET must_change = FALSE")


pytestmark = pytest.mark.usefixtures("at_home")


def everything(at: AppTest) -> str:
    """All text of the page, tables and what can be chosen too."""
    tables = " ".join(str(one.value.values.tolist()) for one in at.dataframe)
    said = [
        str(getattr(one.proto, name, "")) for one in _elements(at) for name in ("body", "label", "options")
    ]
    return " ".join(said) + tables


def _elements(at: AppTest) -> list[Any]:
    return [one for one in at.main if getattr(one, "proto", None) is not None]


def answered(shared: Shared, statement: Statement, letter: str = "A") -> records.Share:
    return records.shares(shared.db, statement.id)[shared.vendors[letter]]


def test_there_is_none_yet(shared: Shared, open_page: Opens) -> None:
    shared.draft()
    for who in ("feng", "qian"):
        assert "还没有送来核对的结算单" in open_page(who, "statements").info[0].value


@pytest.mark.parametrize("who", ["wang", "zhao", "li", "liu", "wu", "he", "admin"])
def test_others_have_no_such_page(shared: Shared, open_page: Opens, who: str) -> None:
    with pytest.raises(ValueError, match="no page"):
        open_page(who, "statements")


@pytest.mark.parametrize("part", ["path", "tickets", "settlement", "past"])
def test_a_vendor_sees_nothing_of_others_by_any_address(shared: Shared, open_page: Opens, part: str) -> None:
    statement = shared.checking()
    asked = {"vendor": str(shared.vendors["B"]), "statement": str(statement.id), "statement_part": part}
    said = everything(open_page("feng", "statements", **asked))
    assert "26,160.71" in said
    for letter in ("B", "C"):
        vendor = organisation.vendors(shared.db)[shared.vendors[letter]]
        for one in shared.tickets[letter]:
            ticket = tickets.by_id(shared.db, one)
            assert ticket is not None
            assert ticket.number not in said
        assert vendor.name not in said
        assert vendor.code not in said


def test_a_vendor_has_no_workbench(shared: Shared, open_page: Opens) -> None:
    statement = shared.checking()
    with pytest.raises(ValueError, match="no page"):
        open_page("feng", "cost_sharing", statement=str(statement.id))


def test_agreeing_takes_one_click(shared: Shared, open_page: Opens) -> None:
    statement = shared.checking()
    at = open_page("feng", "statements")
    assert "请于 2026-12-03（含）前核对（还剩 5 个工作日）" in at.warning[0].value
    went_well(at.button(key="statement_agree").click().run())
    assert answered(shared, statement).answer is Answer.AGREED
    assert "无异议" in at.info[0].value
    assert not [one for one in at.button if one.key == "statement_agree"]


def test_objecting_wants_a_reason_and_keeps_what_was_typed(shared: Shared, open_page: Opens) -> None:
    statement, (first, second, *_rest) = shared.checking(), shared.tickets["A"]
    at = open_page("feng", "statements", statement_part="tickets")
    about = f"{statement.id}_{shared.vendors['A']}"
    numbers = {one: tickets.by_id(shared.db, one) for one in (first, second)}
    at.session_state[f"statement_objected_{about}"] = {one: t.number for one, t in numbers.items() if t}
    went_well(at.run())
    at.text_input(key=f"statement_why_{statement.id}_{first}").input("不是我们修的")
    went_well(at.button(key="statement_object").click().run())
    assert "请说明对这张工单的异议理由" in at.error[0].value or at.error
    assert at.text_input(key=f"statement_why_{statement.id}_{first}").value == "不是我们修的"
    assert answered(shared, statement).answer is Answer.NONE
    at.text_input(key=f"statement_why_{statement.id}_{second}").input("重复")
    went_well(at.button(key="statement_object").click().run())
    assert answered(shared, statement).answer is Answer.OBJECTED
    assert {one.ticket_id: one.words for one in records.disputes(shared.db, statement.id)} == {
        first: "不是我们修的",
        second: "重复",
    }
    said = everything(at)
    for words in (
        "对 2 张工单提出异议，待裁定",
        "批准下达时暂不计入",
        "其余 5 张视为无异议",
        "12-03（含）前可撤回或补充",
    ):
        assert words in at.info[0].value, words
    assert "已答复（有异议）" in said
    assert "已提异议" in at.dataframe[0].value["异议"].tolist()
    assert any("若 2 项异议全部成立，本期应承担约" in one.value for one in at.caption)
    assert not [one for one in at.button if one.key == "statement_agree"]
    # Another part and back: the objections stand there, each with a button to take it back.
    (one, other) = records.disputes(shared.db, statement.id)
    went_well(at.button(key=f"statement_withdraw_{one.id}").click().run())
    assert [left.id for left in records.disputes(shared.db, statement.id)] == [other.id]


def test_reasons_outlive_a_look_at_another_part(shared: Shared, open_page: Opens) -> None:
    statement, first = shared.checking(), shared.tickets["A"][0]
    at = open_page("feng", "statements", statement_part="tickets")
    at.session_state[f"statement_objected_{statement.id}_{shared.vendors['A']}"] = {first: "X"}
    went_well(at.run())
    went_well(at.text_input(key=f"statement_why_{statement.id}_{first}").input("不是我们修的").run())
    for part in ("path", "tickets"):
        at.query_params["statement_part"] = part
        went_well(at.run())
    assert at.text_input(key=f"statement_why_{statement.id}_{first}").value == "不是我们修的"


def test_the_office_reads_and_answers_for_nobody(shared: Shared, open_page: Opens) -> None:
    statement = shared.checking()
    answering.agree(
        shared.db,
        actor=shared.actor("geng"),
        statement_id=statement.id,
        vendor_id=shared.vendors["B"],
        words="",
        now=shared.now,
    )
    at = open_page("qian", "statements", vendor=str(shared.vendors["B"]))
    assert "华电机电" in everything(at)
    assert not [one for one in at.button if one.key and one.key.startswith("statement_")]


def test_after_the_last_day_nobody_answers(
    shared: Shared, open_page: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.checking()
    monkeypatch.setattr("lib.core.clock.now", lambda: shared.now.replace(month=12, day=4))
    at = open_page("feng", "statements", statement_part="tickets")
    assert "答复已于 2026-12-03 截止：未答复视为无异议" in at.info[0].value
    assert not [one for one in at.button if one.key in ("statement_agree", "statement_object_whole")]


def test_a_settled_one_says_how(shared: Shared, open_page: Opens) -> None:
    statement = shared.settled()
    at = open_page("feng", "statements", statement_part="settlement")
    said = everything(at)
    assert "已于 2026-11-26 结算" in at.success[0].value
    assert shared.now_is(statement).hash in said
    for words in ("从服务费中扣除", "钱合同", "金合同", "郑主任", "冯经理"):
        assert words in said, words


def test_tickets_are_recognised_by_place_words_and_person(shared: Shared, open_page: Opens) -> None:
    shared.checking()
    with shared.db.transaction() as tx:
        # One is another company's by now: what is known of it today is theirs.
        tx.execute("UPDATE ticket SET description = '窗户关不严' WHERE id = $id", id=shared.tickets["A"][0])
        tx.execute(
            "UPDATE ticket SET vendor_id = $b, description = '归了别家' WHERE id = $id",
            b=shared.vendors["B"],
            id=shared.tickets["A"][1],
        )
    at = open_page("feng", "statements", statement_part="tickets")
    table = at.dataframe[0].value
    assert table["内容"].tolist().count("窗户关不严") == 1
    assert "归了别家" not in everything(at)
    assert any(table["位置"])
    assert any(table["处理人"])
    went_well(at.text_input(key="statement_tickets_find").input("窗户关不严").run())
    assert len(at.dataframe[0].value) == 1
