"""The vendors' word: agreed, or objected to single tickets, in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lib.core.clock import midnight
from lib.core.errors import NotAllowed, NotFound, Refusal, TooLate, WrongInput
from lib.cost_sharing import records
from lib.cost_sharing.actions import answering, deciding
from lib.cost_sharing.records import Dispute, Share
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Answer
from tests.cost_sharing.hospital import Shared


def agree(shared: Shared, it: Statement, who: str = "feng", letter: str = "A", words: str = "") -> Statement:
    by: dict[str, Any] = {"actor": shared.actor(who), "now": shared.now, "words": words}
    return answering.agree(shared.db, statement_id=it.id, vendor_id=shared.vendors[letter], **by)


def object_to(
    shared: Shared,
    it: Statement,
    tickets: dict[int, str],
    who: str = "feng",
    letter: str = "A",
    words: str = "",
) -> Statement:
    by: dict[str, Any] = {"actor": shared.actor(who), "now": shared.now, "words": words, "tickets": tickets}
    return answering.object(shared.db, statement_id=it.id, vendor_id=shared.vendors[letter], **by)


def withdraw(shared: Shared, dispute: Dispute, who: str = "feng") -> Statement:
    return answering.withdraw(shared.db, actor=shared.actor(who), dispute_id=dispute.id, now=shared.now)


def decide(shared: Shared, dispute: Dispute) -> None:
    by: dict[str, Any] = {"actor": shared.actor("qian"), "now": shared.now, "reason": "已核实"}
    deciding.decide(shared.db, dispute_id=dispute.id, decision="in", moved_to=None, **by)


def share(shared: Shared, it: Statement, letter: str = "A") -> Share:
    return records.shares(shared.db, it.id)[shared.vendors[letter]]


def test_who_agrees_is_written_down_with_its_words(shared: Shared) -> None:
    it = agree(shared, shared.checking(), words=" 无异议\u200b ")
    found = share(shared, it)
    assert (found.answer, found.words) == (Answer.AGREED, "无异议")
    assert (found.answered_by, found.answered_at) == (shared.cast.people["feng"], shared.now)
    facts = records.events(shared.db, it.id)[-1].facts
    assert facts == {"vendor": "V02", "answer": "agreed", "words": "无异议"}
    assert shared.told("qian") == ["安工匠 agrees to statement FT-2026-11"]


def test_each_objected_ticket_is_held_until_somebody_decides(shared: Shared) -> None:
    first, second, *_ = shared.tickets["A"]
    it = object_to(shared, shared.checking(), {first: "不是我们修的", second: "重复派单"}, words="请核实")
    assert (share(shared, it).answer, share(shared, it).words) == (Answer.OBJECTED, "请核实")
    found = records.disputes(shared.db, it.id)
    assert [(one.ticket_id, one.words) for one in found] == [(first, "不是我们修的"), (second, "重复派单")]
    assert {one.raised_by for one in found} == {shared.cast.people["feng"]}
    assert shared.told("qian") == ["安工匠 objects to statement FT-2026-11"]


def test_it_may_object_in_words_alone_since_half_of_it_is_contract_value(shared: Shared) -> None:
    it = object_to(shared, shared.checking(), {}, words="合同额应按补充协议计算")
    assert share(shared, it).answer is Answer.OBJECTED
    assert records.disputes(shared.db, it.id) == []


def test_said_again_a_ticket_has_its_new_reason_and_the_others_stay(shared: Shared) -> None:
    first, second, *_ = shared.tickets["A"]
    it = object_to(shared, shared.checking(), {first: "不是我们修的"})
    it = object_to(shared, it, {first: "工时有误", second: "重复派单"})
    reasons = {one.ticket_id: one.words for one in records.disputes(shared.db, it.id)}
    assert reasons == {first: "工时有误", second: "重复派单"}


@pytest.mark.parametrize(
    ("words", "why", "field"), [("", {}, "words"), ("异" * 501, {}, "words"), ("", {0: " "}, "ticket:{0}")]
)
def test_what_is_missing_is_said_at_its_field(
    shared: Shared, words: str, why: dict[int, str], field: str
) -> None:
    it, ticket = shared.checking(), shared.tickets["A"][0]
    with pytest.raises(WrongInput) as refused:
        object_to(shared, it, dict.fromkeys([ticket], "") if why else {}, words=words)
    assert refused.value.field == field.format(ticket)
    assert share(shared, it).answer is Answer.NONE


def test_another_vendors_ticket_and_one_that_does_not_exist_are_refused_alike(shared: Shared) -> None:
    it = shared.checking()
    said = set()
    for ticket in (shared.tickets["B"][0], shared.consultation, 999_999):
        with pytest.raises(WrongInput) as refused:
            object_to(shared, it, {shared.tickets["A"][0]: "重复派单", ticket: "不是我们的"})
        assert refused.value.field == f"ticket:{ticket}"
        said.add(str(refused.value))
    assert len(said) == 1
    assert records.disputes(shared.db, it.id) == []


def test_nobody_answers_for_another_vendor_or_finds_out_that_it_is_there(shared: Shared) -> None:
    it, draft_like = shared.checking(), 4711
    for letter in "BC":
        with pytest.raises(NotFound, match="There is no such statement"):
            agree(shared, it, "feng", letter)
    with pytest.raises(NotFound, match="There is no such statement"):
        answering.agree(
            shared.db,
            actor=shared.actor("feng"),
            statement_id=draft_like,
            vendor_id=shared.vendors["A"],
            words="",
            now=shared.now,
        )
    for who in ("qian", "zheng"):  # they see it, and still it is not theirs to say
        with pytest.raises(NotAllowed):
            agree(shared, it, who)


def test_a_draft_is_not_there_for_its_vendors(shared: Shared) -> None:
    with pytest.raises(NotFound, match="There is no such statement"):
        agree(shared, shared.draft())


def test_after_the_last_day_silence_stands(shared: Shared) -> None:
    it = shared.checking()
    over = midnight(date(2026, 12, 4))
    last = replace(shared, now=over - timedelta(minutes=1))
    object_to(last, it, {shared.tickets["A"][0]: "重复派单"})
    too_late = replace(shared, now=over)
    for late in (
        lambda: agree(too_late, it, "geng", "B"),
        lambda: object_to(too_late, it, {shared.tickets["B"][0]: "误派"}, "geng", "B"),
        lambda: withdraw(too_late, records.disputes(shared.db, it.id)[0]),
    ):
        with pytest.raises(TooLate, match="last day to answer was 2026-12-03: silence"):
            late()
    assert share(shared, it, "B").answer is Answer.NONE


def test_who_objects_does_not_agree_at_the_same_time(shared: Shared) -> None:
    it = object_to(shared, shared.checking(), {shared.tickets["A"][0]: "重复派单"})
    with pytest.raises(Refusal, match=r"Your objections \(1\) still stand"):
        agree(shared, it)
    decide(shared, records.disputes(shared.db, it.id)[0])
    assert share(shared, agree(shared, it)).answer is Answer.AGREED


def test_with_its_last_objection_withdrawn_the_answer_is_open_again(shared: Shared) -> None:
    first, second, *_ = shared.tickets["A"]
    it = object_to(shared, shared.checking(), {first: "不是我们修的", second: "重复派单"})
    one, other = records.disputes(shared.db, it.id)
    withdraw(shared, one)
    assert share(shared, it).answer is Answer.OBJECTED
    withdraw(shared, other)
    found = share(shared, it)
    assert (found.answer, found.answered_by, found.answered_at) == (Answer.NONE, None, None)
    assert records.disputes(shared.db, it.id) == []
    assert shared.told("qian")[-1] == "安工匠 no longer objects to statement FT-2026-11"
    with pytest.raises(NotFound):
        withdraw(shared, one)


def test_only_its_own_objection_is_withdrawn_and_none_that_was_decided_on(shared: Shared) -> None:
    it = object_to(shared, shared.checking(), {shared.tickets["A"][0]: "重复派单"})
    [dispute] = records.disputes(shared.db, it.id)
    with pytest.raises(NotFound, match="no such objection"):
        withdraw(shared, dispute, "geng")
    decide(shared, dispute)
    with pytest.raises(Refusal, match="decided on"):
        withdraw(shared, dispute)
    with pytest.raises(Refusal, match="decided on"):
        object_to(shared, it, {dispute.ticket_id: "仍有异议"})


def test_the_last_answer_calls_those_who_may_check(shared: Shared) -> None:
    it = shared.agree(shared.checking(), "A", "B")
    ready = "Statement FT-2026-11 is ready to be checked"
    assert ready not in shared.told("jin")
    shared.agree(it, "C")
    heard = {who for who in shared.cast.people if ready in shared.told(who)}
    assert heard == {"jin", "zheng", "tao"}
