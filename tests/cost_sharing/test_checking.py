"""The second pair of eyes, and that no two of the three are the same."""

from __future__ import annotations

from itertools import permutations, product
from typing import Any

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.cost_sharing import frozen, hands, records
from lib.cost_sharing.actions import answering, checking, costs
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Answer, Status
from tests.cost_sharing.acts import TELEPHONE, refusal
from tests.cost_sharing.conftest import Standing
from tests.cost_sharing.hospital import Shared

OFFICE = ("qian", "jin", "zheng", "tao")
MANAGERS = {"zheng", "tao"}


def send_back(shared: Shared, it: Statement, reason: str = "工资有误") -> Statement:
    by: dict[str, Any] = {"actor": shared.actor("zheng"), "now": shared.now, "version": it.version}
    return checking.send_back(shared.db, statement_id=it.id, reason=reason, **by)


def test_checked_it_waits_for_a_manager_who_has_not_had_it_in_hand(shared: Shared) -> None:
    it = shared.approval()
    assert (it.status, it.checked_by, it.checked_at) == (
        Status.APPROVAL,
        shared.cast.people["jin"],
        shared.now,
    )
    words = "Statement FT-2026-11 was checked and waits for your approval"
    assert {who for who in shared.cast.people if words in shared.told(who)} == MANAGERS


def test_a_manager_who_checks_is_not_asked_to_approve(shared: Shared) -> None:
    shared.checked(shared.agree(shared.checking()), "zheng")
    words = "Statement FT-2026-11 was checked and waits for your approval"
    assert {who for who in shared.cast.people if words in shared.told(who)} == {"tao"}


def test_while_vendors_have_time_it_says_how_many_which_and_until_when(shared: Shared) -> None:
    it = shared.agree(shared.checking(), "A")
    said = r"Not answered yet: 2 \(华电机电.* 清源水务\)\. They have until 2026-12-03"
    with pytest.raises(Refusal, match=said):
        shared.checked(it)
    with pytest.raises(Refusal, match="Not answered yet: 1 "):
        shared.checked(shared.agree(it, "B"))


def test_when_the_last_day_is_over_silence_is_no_objection_and_stays_silence(shared: Shared) -> None:
    it = shared.agree(shared.checking(), "A")
    with pytest.raises(Refusal):
        shared.later(days=7).checked(it)  # 3 December, the last day itself
    checked = shared.later(days=8).checked(it)
    answers = {one.vendor_id: one.answer for one in records.shares(shared.db, checked.id).values()}
    assert answers == {
        shared.vendors["A"]: Answer.AGREED,
        shared.vendors["B"]: Answer.NONE,
        shared.vendors["C"]: Answer.NONE,
    }


def test_what_was_decided_and_held_out_is_in_the_figures_it_goes_on_with(shared: Shared) -> None:
    sent, ticket = shared.checking(), shared.tickets["A"][0]
    answering.object(
        shared.db,
        actor=shared.actor("feng"),
        statement_id=sent.id,
        vendor_id=shared.vendors["A"],
        words="",
        tickets={ticket: "重复派单"},
        now=shared.now,
    )
    before = records.shares(shared.db, sent.id)[shared.vendors["A"]].cents
    it = shared.checked(shared.agree(sent, "B", "C"))
    after = records.shares(shared.db, it.id)[shared.vendors["A"]].cents
    # Half of the pool by 12/21 of the contracts, half by 3.8 of 8 points, then by 3.3 of 7.5.
    assert (before, after) == (2_616_071, 2_528_572)
    tickets = frozen.of(shared.db, it).sharing.tickets
    assert dict(tickets.select("ticket_id", "aside").iter_rows())[ticket] == "held"
    assert it.hash != sent.hash


def test_sent_back_its_maker_reads_why_and_vendors_answer_anew(shared: Shared) -> None:
    it = send_back(shared, shared.approval())
    assert (it.status, it.checked_by, it.sent_by, it.content) == (Status.DRAFT, None, None, "")
    assert records.shares(shared.db, it.id) == {}
    assert shared.told("qian")[-1] == "Statement FT-2026-11 came back to be made again: 工资有误"
    again = shared.checked(shared.agree(shared.send(it)))
    assert shared.approved(again).status is Status.ISSUED


@pytest.mark.parametrize("reason", ["", "  ", "错" * 501])
def test_nothing_is_sent_back_without_words(standing: Standing, reason: str) -> None:
    shared, it = standing(Status.APPROVAL)
    with pytest.raises(WrongInput) as refused:
        send_back(shared, it, reason)
    assert refused.value.field == "reason"
    assert shared.now_is(it) == it


def _made_by(shared: Shared, it: Statement, who: str) -> None:
    with shared.db.transaction() as tx:
        sql = "UPDATE statement_event SET actor_id = $who WHERE statement_id = $id AND list_contains($acts, action)"
        tx.execute(sql, who=shared.cast.people[who], id=it.id, acts=["make", "change", "send"])


def _checked_by(shared: Shared, it: Statement, who: str) -> None:
    with shared.db.transaction() as tx:
        tx.update("statement", {"id": it.id, "checked_by": shared.cast.people[who]})


def test_nobody_checks_what_they_made(standing: Standing) -> None:
    shared, it = standing(Status.CHECKING)
    done = set()
    for maker in OFFICE:
        _made_by(shared, it, maker)
        done |= {(maker, who) for who in OFFICE if refusal(shared, "check", it, who) is None}
    assert done == set(permutations(OFFICE, 2))


def test_nobody_approves_what_they_made_or_checked_and_only_managers_do(standing: Standing) -> None:
    shared, it = standing(Status.APPROVAL)
    done = set()
    for maker in OFFICE:
        _made_by(shared, it, maker)
        for checker in OFFICE:
            _checked_by(shared, it, checker)
            may = {who for who in OFFICE if refusal(shared, "approve", it, who) is None}
            done |= {(maker, checker, who) for who in may}
    three = {trio for trio in product(OFFICE, repeat=3) if trio[2] in MANAGERS - set(trio[:2])}
    assert done == three


def test_each_is_told_why_not(shared: Shared) -> None:
    it = shared.agree(shared.checking())
    with pytest.raises(NotAllowed, match="You made or changed this statement"):
        shared.checked(it, "qian")
    checked = shared.checked(it, "zheng")
    with pytest.raises(NotAllowed, match="You checked this statement; somebody else has to approve it"):
        shared.approved(checked, "zheng")
    assert shared.approved(checked, "tao").approved_by == shared.cast.people["tao"]


def _sends(shared: Shared, draft: Statement) -> Statement:
    return shared.send(draft, "jin")


def _changes(shared: Shared, draft: Statement) -> Statement:
    return shared.send(shared.change(draft, "jin", pool_cents=1_000))


def _enters_a_cost(shared: Shared, draft: Statement) -> Statement:
    by: dict[str, Any] = {"actor": shared.actor("jin"), "now": shared.now}
    costs.add_cost(shared.db, statement_id=draft.id, cost=TELEPHONE, **by)
    return shared.send(shared.now_is(draft))


def _changed_it_before_it_came_back(shared: Shared, draft: Statement) -> Statement:
    it = shared.checked(shared.agree(_changes(shared, draft)), "tao")
    return shared.send(send_back(shared, it))


@pytest.mark.parametrize("deed", [_sends, _changes, _enters_a_cost, _changed_it_before_it_came_back])
def test_who_only_sent_changed_or_entered_a_cost_is_a_maker_too(shared: Shared, deed: Any) -> None:
    it = shared.agree(deed(shared, shared.draft()))
    assert set(hands.makers(shared.db, it).values()) == {"钱合同", "金合同"}
    people = {one: name for name, one in shared.cast.people.items()}
    assert {people[one] for one in hands.may_check(shared.db, it)} == MANAGERS
    for who in ("qian", "jin"):
        with pytest.raises(NotAllowed):
            shared.checked(it, who)


def test_who_checked_it_before_it_came_back_may_check_it_again(shared: Shared) -> None:
    it = send_back(shared, shared.approval())
    again = shared.checked(shared.agree(shared.send(it)), "jin")
    assert again.checked_by == shared.cast.people["jin"]
