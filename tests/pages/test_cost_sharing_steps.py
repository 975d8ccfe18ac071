"""The steps of a statement as the office takes them, and what the overview tells of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.cost_sharing import records
from lib.cost_sharing.actions import answering, beginning, checking, deciding, issuing
from lib.cost_sharing.records import Dispute
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Action, Decision, Measure, Status
from lib.tickets import records as tickets
from tests.cost_sharing.hospital import Shared
from tests.pages.conftest import Opens, went_well


@pytest.fixture
def at_home(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are opened when the period is over, by people with a password of their own."""
    monkeypatch.setattr("lib.core.clock.now", lambda: shared.now)
    with shared.db.transaction() as tx:
        tx.execute("UPDATE account SET must_change = FALSE")


pytestmark = pytest.mark.usefixtures("at_home")


def steps(open_page: Opens, who: str, statement: Statement, **params: str) -> AppTest:
    """The panel of that statement as that person sees it."""
    asked = {"statement": str(statement.id), "sharing_part": "steps", **params}
    return open_page(who, "cost_sharing", **asked)


def said(at: AppTest) -> str:
    """Everything the page says, tables too."""
    shown = [*(str(one.value) for one in (*at.markdown, *at.caption, *at.info, *at.warning))]
    return " ".join([*shown, *(one.proto.body for one in at.get("html"))])


def step(statement: Statement, action: Action) -> str:
    return f"step_{statement.id}_{action}"


def offered(at: AppTest, statement: Statement) -> set[Action]:
    """The steps this person can take now."""
    there = {one.key for one in at.button if not one.disabled}
    return {action for action in Action if step(statement, action) in there}


def press(at: AppTest, key: str) -> AppTest:
    return went_well(at.button(key=key).click().run())


def disputed(shared: Shared, statement: Statement) -> Dispute:
    """Vendor A objects to its first ticket."""
    answering.object(
        shared.db,
        actor=shared.actor("feng"),
        statement_id=statement.id,
        vendor_id=shared.vendors["A"],
        words="",
        tickets={shared.tickets["A"][0]: "不是我们修的"},
        now=shared.now,
    )
    return records.disputes(shared.db, statement.id)[0]


def typed(at: AppTest, key: str, row: int, **cells: object) -> None:
    """What somebody types into a table (AppTest cannot): as the browser would send it."""
    at.session_state[f"{key}_0"] = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}


def test_sending_says_to_how_many_until_when_and_who_comes_next(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft()
    at = steps(open_page, "qian", draft)
    assert "将通知 3 家维保单位核对各自在 50,000.00 元中的份额，答复截止 12-03（5 个工作日）" in said(at)
    at = press(at, step(draft, Action.SEND))
    assert shared.now_is(draft).status is Status.CHECKING
    (toast,) = at.toast
    assert "已送 3 家维保单位核对，答复截止 12-03；之后由" in toast.value
    for name in ("金合同", "陶主任"):
        assert name in toast.value
    assert "还剩 5 个工作日" in said(at)


def test_why_it_cannot_be_sent_stands_beside_the_button(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft(pool=0)
    at = steps(open_page, "qian", draft)
    assert offered(at, draft) == set()
    assert "没有可分摊的金额" in said(at)


def test_what_is_typed_and_not_saved_is_not_sent_without_a_word(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft()
    at = steps(open_page, "qian", draft)
    assert Action.SEND in offered(at, draft)
    at.session_state[f"sharing_typed_{draft.id}"] = {"pool": "60,000.00"}
    at = press(at, step(draft, Action.SEND))
    assert "还有未保存的修改" in at.error[0].value
    assert shared.now_is(draft).status is Status.DRAFT


def test_somebody_faster_is_told_of(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft()
    at = steps(open_page, "qian", draft)
    shared.send(draft, by="jin")
    at = press(at, step(draft, Action.SEND))
    assert "已由金合同送核" in at.error[0].value
    assert "核对中" in said(at)


def test_each_person_is_offered_their_own_steps(shared: Shared, open_page: Opens) -> None:
    sent = shared.agree(shared.checking())
    expected = {
        "qian": {Action.TAKE_BACK},
        "jin": {Action.TAKE_BACK, Action.CHECK},
        "zheng": {Action.CHECK},
    }
    for who, actions in expected.items():
        assert offered(steps(open_page, who, sent), sent) == actions, who
    assert "须由他人复核" in said(steps(open_page, "qian", sent))


def test_it_is_not_checked_while_vendors_may_still_answer(shared: Shared, open_page: Opens) -> None:
    sent = shared.agree(shared.checking(), "A", "B")
    at = steps(open_page, "jin", sent)
    assert Action.CHECK not in offered(at, sent)
    assert "清源水务" in said(at)
    assert "尚未答复" in said(at)


def test_silence_is_marked_and_never_called_agreement(
    shared: Shared, open_page: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = shared.agree(shared.checking(), "A", "B")
    monkeypatch.setattr("lib.core.clock.now", lambda: shared.now + timedelta(days=10))
    at = steps(open_page, "zheng", sent)
    assert said(at).count("未答复，视为无异议") == 2
    at = press(at, step(sent, Action.CHECK))
    assert shared.now_is(sent).status is Status.APPROVAL
    assert "陶主任" in at.toast[0].value


@pytest.mark.long
def test_who_checks_is_warned_where_nobody_is_left_to_approve(shared: Shared, open_page: Opens) -> None:
    sent = shared.agree(shared.checking())
    assert "就没有人可以审批了" not in said(steps(open_page, "zheng", sent))
    with shared.db.transaction() as tx:
        tx.update("account", {"id": shared.cast.people["tao"], "active": False})
    assert "就没有人可以审批了" in said(steps(open_page, "zheng", sent))


@pytest.mark.long
def test_taking_back_tells_what_becomes_of_the_answers(shared: Shared, open_page: Opens) -> None:
    sent = shared.checking()
    at = steps(open_page, "qian", sent)
    at.text_area(key=f"{step(sent, Action.TAKE_BACK)}_why").input("水费漏了")
    at = press(at, step(sent, Action.TAKE_BACK))
    assert shared.now_is(sent).status is Status.DRAFT
    assert records.events(shared.db, sent.id)[-1].facts["reason"] == "水费漏了"
    assert "由钱" in at.toast[0].value


def test_sending_back_wants_a_reason_and_keeps_what_is_typed(shared: Shared, open_page: Opens) -> None:
    checked = shared.approval()
    at = steps(open_page, "zheng", checked)
    at = press(at, step(checked, Action.SEND_BACK))
    assert at.error[0].value == "请写明退回的原因和要改的内容。"
    at.text_area(key=f"{step(checked, Action.SEND_BACK)}_why").input("合同额不对")
    sent_back: dict[str, Any] = {"statement_id": checked.id, "version": checked.version, "reason": "重算"}
    checking.send_back(shared.db, actor=shared.actor("tao"), now=shared.now, **sent_back)
    at = press(at, step(checked, Action.SEND_BACK))
    assert "已由陶主任退回" in at.error[0].value
    assert "合同额不对" in said(at)


def test_approving_issues_it(shared: Shared, open_page: Opens) -> None:
    checked = shared.approval()
    assert offered(steps(open_page, "jin", checked), checked) == {Action.SEND_BACK}
    at = press(steps(open_page, "zheng", checked), step(checked, Action.APPROVE))
    assert shared.now_is(checked).status is Status.ISSUED
    assert "已批准并下达给 3 家维保单位" in at.toast[0].value


@pytest.mark.long
def test_who_approves_sees_what_has_changed_since_it_was_checked(shared: Shared, open_page: Opens) -> None:
    sent = shared.checking()
    dispute = disputed(shared, sent)
    shared.agree(sent, "B", "C")
    checked = checking.check(
        shared.db, actor=shared.actor("jin"), statement_id=sent.id, version=None, now=shared.now
    )
    assert "还有 1 张争议工单未裁定" in said(steps(open_page, "zheng", checked))
    deciding.decide(
        shared.db,
        actor=shared.actor("qian"),
        dispute_id=dispute.id,
        decision=Decision.IN,
        moved_to=None,
        reason="现场照片是你们的",
        now=shared.now,
    )
    assert "复核之后，下列金额有变动" in said(steps(open_page, "zheng", checked))


def test_disputes_are_decided_in_the_table(shared: Shared, open_page: Opens) -> None:
    sent = shared.checking()
    dispute = disputed(shared, sent)
    at = steps(open_page, "qian", sent, steps_checking="disputes")
    key = f"disputes_{sent.id}"
    typed(at, key, 0, decision="不计入")
    at = press(at, f"{key}_save")
    number = ticket_number(shared, dispute)
    assert number in at.error[0].value
    assert records.disputes(shared.db, sent.id)[0].decision is Decision.NONE
    typed(at, key, 0, decision="不计入", reason="是别家修的")
    press(at, f"{key}_save")
    (decided,) = records.disputes(shared.db, sent.id)
    assert (decided.decision, decided.reason) == (Decision.OUT, "是别家修的")


def ticket_number(shared: Shared, dispute: Dispute) -> str:
    ticket = tickets.by_id(shared.db, dispute.ticket_id)
    assert ticket is not None
    return ticket.number


def test_all_vendors_are_settled_in_two_clicks(shared: Shared, open_page: Opens) -> None:
    issued = shared.issued()
    at = steps(open_page, "qian", issued)
    assert Action.SETTLE not in offered(at, issued)
    at = press(at, f"settle_all_{issued.id}")
    assert all(one.settled_how == "deduction" for one in records.shares(shared.db, issued.id).values())
    at = press(at, step(issued, Action.SETTLE))
    assert shared.now_is(issued).status is Status.SETTLED
    assert offered(at, issued) == set()


@pytest.mark.long
def test_one_vendor_settles_otherwise(shared: Shared, open_page: Opens) -> None:
    issued = shared.issued()
    at = steps(open_page, "qian", issued)
    key = f"settlement_{issued.id}"
    typed(at, key, 1, settled_how="支付给服务台运营单位", invoice_number="25442000", paid_on="2026-11-26")
    at = press(at, f"{key}_save")
    assert not at.error
    share = list(records.shares(shared.db, issued.id).values())[1]
    assert (share.settled_how, share.invoice_number) == ("payment", "25442000")
    assert f"{share.paid_on}" == "2026-11-26"


def test_it_is_not_settled_over_what_is_typed_in_the_table(shared: Shared, open_page: Opens) -> None:
    issued = shared.issued()
    at = press(steps(open_page, "qian", issued), f"settle_all_{issued.id}")
    typed(at, f"settlement_{issued.id}", 0, invoice_number="25442000")
    at = press(at, step(issued, Action.SETTLE))
    assert "还有未保存的修改" in at.error[0].value
    assert shared.now_is(issued).status is Status.ISSUED


@pytest.mark.long
def test_a_manager_reads_the_settlement(shared: Shared, open_page: Opens) -> None:
    issued = shared.issued()
    at = steps(open_page, "zheng", issued)
    assert f"settlement_{issued.id}_save" not in {one.key for one in at.button}
    assert "由合同管理员办理" in said(at)


@pytest.mark.long
def test_the_history_tells_who_did_what_and_why(shared: Shared, open_page: Opens) -> None:
    settled = shared.settled()
    told = said(steps(open_page, "zheng", settled, steps_settled="history"))
    for words in (
        "送维保单位核对",
        "复核通过",
        "批准并下达",
        "从服务费中扣除",
        "付款或扣减（另有 2 家相同）",
        "无异议",
    ):
        assert words in told, told


def test_a_correction_is_taken_in_and_let_go_of(shared: Shared, open_page: Opens) -> None:
    issued, draft = corrected(shared)
    at = steps(open_page, "qian", draft)
    assert f"{issued.number} 按现在的情况，结果有所不同" in said(at)
    assert f"{issued.number} 按现在的情况" in said(
        steps(open_page, "zheng", issued, steps_issued="corrections")
    )
    at = press(at, f"take_in_{draft.id}_{issued.id}")
    assert sum(one.cents for one in records.adjustments(shared.db, draft.id)) == 0
    assert f"含对 {issued.number} 的更正" in said(at)
    press(at, f"drop_{draft.id}_{issued.id}")
    assert records.adjustments(shared.db, draft.id) == []


def corrected(shared: Shared) -> tuple[Statement, Statement]:
    """An issued statement one of whose tickets was decided on afterwards, and the draft of the next period."""
    sent = shared.checking()
    dispute = disputed(shared, sent)
    shared.agree(sent, "B", "C")
    key: dict[str, Any] = {"statement_id": sent.id, "version": None, "now": shared.now}
    checking.check(shared.db, actor=shared.actor("jin"), **key)
    issued = issuing.approve(shared.db, actor=shared.actor("zheng"), **key)
    deciding.decide(
        shared.db,
        actor=shared.actor("qian"),
        dispute_id=dispute.id,
        decision=Decision.IN,
        moved_to=None,
        reason="现场照片是你们的",
        now=shared.now,
    )
    first = issued.ends_on + timedelta(days=1)
    last = first + timedelta(days=29)
    actor = shared.actor("qian")
    return issued, beginning.begin(shared.db, actor=actor, starts_on=first, ends_on=last, now=shared.now)


def test_the_overview_tells_each_what_waits_for_them(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft()
    assert waiting(open_page, "qian") == ["FT-2026-11：分摊期已结束，可以送维保单位核对"]
    sent = shared.send(draft)
    assert waiting(open_page, "feng") == ["FT-2026-11：请核对本单位的分摊结果并答复"]
    shared.agree(sent)
    assert waiting(open_page, "feng") == []
    assert waiting(open_page, "qian") == ["FT-2026-11 核对中，3/3 已答复，截止 12-03"]
    assert waiting(open_page, "jin") == ["FT-2026-11 待复核：维保单位已答复完毕或已到期"]


def test_the_overview_leads_to_the_steps(shared: Shared, open_page: Opens) -> None:
    checked = shared.approval()
    (line,) = lines(open_page, "tao")
    assert line["text"] == "FT-2026-11 已复核，待您审批"
    assert line["target"]["address"] == f"/cost-sharing?statement={checked.id}&sharing_part=steps"


def lines(open_page: Opens, who: str) -> list[dict[str, Any]]:
    at = open_page(who, "overview")
    (component,) = [
        one for one in at.get("bidi_component") if one.proto.component_name.endswith("onestop_glance")
    ]
    parts = json.loads(component.proto.json)["lines"]
    return [line for part in parts if part["title"] == "费用分摊" for line in part["lines"]]


def waiting(open_page: Opens, who: str) -> list[str]:
    return [line["text"] for line in lines(open_page, who)]


def test_the_history_says_which_rules_changed_and_how(shared: Shared, open_page: Opens) -> None:
    draft = shared.draft()
    shared.change(
        draft,
        scheme=replace(
            draft.scheme,
            weights={Measure.CONTRACT: Decimal(40), Measure.POINTS: Decimal(60)},
            floors={"V02": 300_000},
            kinds=("repair",),
            merged=True,
            tax_rate=Decimal("0.09"),
            quality={"reopened": Decimal("0.5")},
        ),
    )
    history = said(steps(open_page, "qian", draft, steps_draft="history"))
    for words in (
        "合同额 50% → 40%",
        "加权工分 50% → 60%",
        "无 → 3,000.00",
        "否 → 是",
        "6% → 9%",
        "无 → 0.5",
        "→ 维修",
    ):
        assert words in history, history[-1500:]
