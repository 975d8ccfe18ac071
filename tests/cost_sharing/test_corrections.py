"""What changes after a statement was issued leaves it as it is, and comes as an adjustment of a later one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lib.core.errors import Refusal
from lib.core.i18n import Language, speaker
from lib.cost_sharing import corrected, corrections, frozen, records, sharing
from lib.cost_sharing.actions import answering, beginning, changing, correcting, deciding, sending
from lib.cost_sharing.causes import Change
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Measure
from lib.people import organisation
from lib.people.roles import SYSTEM
from lib.tickets import records as tickets
from lib.tickets.actions import dispatching
from tests.cost_sharing.hospital import ENDS, POOL, Shared
from tests.cost_sharing.test_freezing import through
from tests.tickets.conftest import Loop

# Shares as issued: contracts 4/7, 2/7, 1/7 and points 3.8, 3.2, 1 of 8, half and half of 50,000 yuan.
ISSUED = {"A": 2_616_071, "B": 1_714_286, "C": 669_643}
Settled = tuple[Shared, Statement]
FRIDAY = datetime.fromisoformat("2026-11-27T09:00:00+08:00")
JANUARY = datetime.fromisoformat("2027-01-04T09:00:00+08:00")


def sql(shared: Shared, text: str, **values: Any) -> None:
    with shared.db.transaction() as tx:
        tx.execute(text, **values)


def differs(shared: Shared, statement: Statement) -> dict[str, int]:
    """What is still to be corrected, by letter."""
    found = corrections.difference(shared.db, statement)
    assert found.refusal is None
    assert sum(found.cents.values()) == 0
    return lettered(shared, found.cents)


def lettered(shared: Shared, cents: Mapping[int, int]) -> dict[str, int]:
    return {letter: cents[one] for letter, one in shared.vendors.items() if one in cents}


def draft_after(
    shared: Shared, starts: date = ENDS + timedelta(days=1), ends: date = date(2026, 12, 25)
) -> Statement:
    """The next period's, by contract value alone, since nothing was closed in it."""
    made = beginning.begin(
        shared.db, actor=shared.actor("qian"), starts_on=starts, ends_on=ends, now=shared.now
    )
    scheme = replace(made.scheme, weights={Measure.CONTRACT: Decimal(100)})
    return changing.change(
        shared.db,
        actor=shared.actor("qian"),
        statement_id=made.id,
        version=None,
        now=shared.now,
        scheme=scheme,
        pool_cents=700_000,
    )


def take_in(shared: Shared, draft: Statement, corrects: Statement) -> Statement:
    return correcting.adjust(
        shared.db, actor=shared.actor("qian"), statement_id=draft.id, corrects_id=corrects.id, now=shared.now
    )


def correct_service(shared: Shared, ticket_id: int, service: str) -> None:
    """The department sends the ticket back, and the desk finds that it was something else."""
    loop = Loop(shared.cast, FRIDAY)
    closed = tickets.by_id(shared.db, ticket_id)
    assert closed is not None
    back = loop.reopen(closed)
    dispatching.edit(
        shared.db,
        ticket_id=back.id,
        version=back.version,
        changes={"service_code": service},
        by=loop.by("wang"),
    )


def test_nothing_changed_nothing_differs(after_settling: Settled) -> None:
    shared, settled = after_settling
    assert differs(shared, settled) == {}
    assert corrections.difference(shared.db, settled).causes == ()
    assert corrections.open_corrections(shared.db, draft_after(shared)) == []


def test_a_corrected_ticket_leaves_the_statement_as_it_is_and_comes_as_a_difference(
    after_settling: Settled,
) -> None:
    shared, settled = after_settling
    ticket_id = shared.tickets["C"][1]
    correct_service(shared, ticket_id, "GS-02")
    assert shared.now_is(settled) == settled
    shares = records.shares(shared.db, settled.id)
    assert {one: shares[vendor].cents for one, vendor in shared.vendors.items()} == ISSUED
    # Points 3.8, 3.2, 1.3 of 8.3: 25,731.50, 16,781.41, 7,487.09.
    assert differs(shared, settled) == {"A": -42_921, "B": -36_145, "C": 79_066}
    [cause] = corrections.difference(shared.db, settled).causes
    assert (cause.change, cause.id, cause.vendors) == (Change.MEASURED, ticket_id, ("V07",))
    assert (cause.was["points"], cause.is_now["points"]) == (500, 800)


def test_a_closing_recorded_later_is_a_difference(after_settling: Settled) -> None:
    shared, settled = after_settling
    late = (
        "INSERT INTO ticket SELECT * REPLACE (99 AS id, '20261110-0099' AS number) FROM ticket WHERE id = $id"
    )
    sql(shared, late, id=shared.tickets["B"][0])
    # Points 3.8, 4.0, 1 of 8.8: 25,081.17, 18,506.49, 6,412.34.
    assert differs(shared, settled) == {"A": -107_954, "B": 136_363, "C": -28_409}
    [cause] = corrections.difference(shared.db, settled).causes
    assert (cause.change, cause.number) == (Change.CAME, "20261110-0099")


@pytest.fixture
def held(shared: Shared) -> tuple[Statement, int]:
    """Issued with vendor A's first ticket held out: 25,285.72, 17,809.52, 6,904.76; and its dispute."""
    sent = shared.checking()
    answering.object(
        shared.db,
        actor=shared.actor("feng"),
        statement_id=sent.id,
        vendor_id=shared.vendors["A"],
        words="",
        tickets={shared.tickets["A"][0]: "不是我们做的"},
        now=shared.now,
    )
    issued = through(shared, shared.agree(sent, "B", "C"))
    [dispute] = records.disputes(shared.db, issued.id)
    return issued, dispute.id


@pytest.mark.parametrize(
    ("decision", "to", "expected"),
    [
        ("in", None, {"A": 87_499, "B": -66_666, "C": -20_833}),
        ("out", None, {}),
        ("moved", "B", {"A": -68_751, "B": 89_584, "C": -20_833}),
    ],
)
def test_a_dispute_decided_later_is_a_difference_where_the_ticket_counts(
    shared: Shared, held: tuple[Statement, int], decision: str, to: str | None, expected: dict[str, int]
) -> None:
    issued, dispute_id = held
    assert differs(shared, issued) == {}
    deciding.decide(
        shared.db,
        actor=shared.actor("qian"),
        dispute_id=dispute_id,
        decision=decision,
        moved_to=shared.vendors[to] if to else None,
        reason="看过记录",
        now=shared.now + timedelta(days=20),
    )
    after = shared.now_is(issued)
    assert (after.content, after.hash) == (issued.content, issued.hash)
    assert differs(shared, issued) == expected


def test_a_corrected_contract_is_a_difference(after_settling: Settled) -> None:
    shared, settled = after_settling
    sql(shared, "UPDATE contract SET yearly_cents = 60000000 WHERE vendor_id = $c", c=shared.vendors["C"])
    # Contracts 1/2, 1/4, 1/4: 24,375.00, 16,250.00, 9,375.00.
    assert differs(shared, settled) == {"A": -178_571, "B": -89_286, "C": 267_857}
    causes = corrections.difference(shared.db, settled).causes
    assert [(one.change, one.vendors) for one in causes] == [(Change.CONTRACT, ("V07",))]


def test_editing_the_catalogue_corrects_nothing(after_settling: Settled) -> None:
    shared, settled = after_settling
    sql(shared, "UPDATE service SET weight = weight * 3 + 1, name = 'x' WHERE code = 'GS-02'")
    assert differs(shared, settled) == {}
    # And a corrected ticket is weighed as it would have been then.
    correct_service(shared, shared.tickets["C"][1], "GS-02")
    assert differs(shared, settled) == {"A": -42_921, "B": -36_145, "C": 79_066}


def test_a_service_that_came_later_has_its_own_weight(after_settling: Settled) -> None:
    shared, settled = after_settling
    sql(
        shared,
        "INSERT INTO service SELECT * REPLACE ('GS-99' AS code, 0.8 AS weight) FROM service WHERE code = 'GS-02'",
    )
    correct_service(shared, shared.tickets["C"][1], "GS-99")
    assert differs(shared, settled) == {"A": -42_921, "B": -36_145, "C": 79_066}


def test_renaming_a_vendor_or_making_it_internal_corrects_nothing(after_settling: Settled) -> None:
    shared, settled = after_settling
    changed = {"id": shared.vendors["A"], "code": "A9", "name": "新名字", "vendor_type": "", "internal": True}
    organisation.save(shared.db, "vendor", changed, actor=SYSTEM, now=shared.now)
    assert differs(shared, settled) == {}
    correct_service(shared, shared.tickets["C"][1], "GS-02")
    assert differs(shared, settled) == {"A": -42_921, "B": -36_145, "C": 79_066}


def test_what_cannot_be_shared_today_says_why(after_settling: Settled) -> None:
    shared, _ = after_settling
    sql(shared, "UPDATE contract SET status = 'draft'")
    [found] = corrections.open_corrections(shared.db, draft_after_without(shared))
    assert found.refusal is not None
    assert "No vendor takes part" in str(found.refusal)


def draft_after_without(shared: Shared) -> Statement:
    return beginning.begin(
        shared.db,
        actor=shared.actor("qian"),
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 12, 25),
        now=shared.now,
    )


def test_a_draft_takes_it_over_once(after_settling: Settled) -> None:
    shared, settled = after_settling
    correct_service(shared, shared.tickets["C"][1], "GS-02")
    draft = draft_after(shared)
    [found] = corrections.open_corrections(shared.db, draft)
    assert found.statement.number == settled.number
    draft = take_in(shared, draft, settled)
    assert differs(shared, settled) == {}
    assert corrections.open_corrections(shared.db, draft) == []
    lines = sharing.of_statement(shared.db, draft).lines
    adjusted = {line.vendor_id: line.adjustment_cents for line in lines}
    assert lettered(shared, adjusted) == {"A": -42_921, "B": -36_145, "C": 79_066}
    assert sum(line.cents for line in lines) == 700_000
    # Contracts 4/7, 2/7, 1/7 of 7,000 yuan, and the adjustments.
    owed = {line.vendor_id: line.total_cents for line in lines}
    assert lettered(shared, owed) == {"A": 357_079, "B": 163_855, "C": 179_066}
    with pytest.raises(Refusal, match="nothing to correct"):
        other = draft_after(shared, date(2026, 12, 26), date(2027, 1, 25))
        take_in(shared, other, settled)


def test_the_adjustment_names_the_vendors_own_tickets_alone(after_settling: Settled) -> None:
    shared, settled = after_settling
    correct_service(shared, shared.tickets["C"][1], "GS-02")
    draft = take_in(shared, draft_after(shared), settled)
    words = {one.vendor_id: one.words for one in records.adjustments(shared.db, draft.id)}
    why = {
        letter: corrected.said(text, speaker(Language.EN))
        for letter, text in lettered_words(shared, words).items()
    }
    assert (why["A"], why["B"]) == ("", "")
    assert why["C"].startswith("ticket 20261120-0001: service, labour or materials corrected")
    assert "20261120-0001" in corrected.reason(words[shared.vendors["C"]], speaker(Language.ZH))
    assert corrected.reason("", speaker(Language.ZH)) == "其他单位有更正，各家占比随之变化"


def lettered_words(shared: Shared, words: Mapping[int, str]) -> dict[str, str]:
    return {letter: words[one] for letter, one in shared.vendors.items() if one in words}


def test_taken_in_again_after_another_change_it_is_reckoned_anew(after_settling: Settled) -> None:
    shared, settled = after_settling
    correct_service(shared, shared.tickets["C"][1], "GS-02")
    draft = take_in(shared, draft_after(shared), settled)
    sql(shared, "UPDATE contract SET yearly_cents = 60000000 WHERE vendor_id = $c", c=shared.vendors["C"])
    both = differs(shared, settled)
    draft = take_in(shared, draft, settled)
    rows = records.adjustments(shared.db, draft.id)
    assert len(rows) == 3
    assert differs(shared, settled) == {}
    total = lettered(shared, {one.vendor_id: one.cents for one in rows})
    assert total == {
        letter: {"A": -42_921, "B": -36_145, "C": 79_066}[letter] + both[letter] for letter in both
    }


def test_a_second_change_brings_only_what_the_first_did_not(after_settling: Settled) -> None:
    shared, settled = after_settling
    correct_service(shared, shared.tickets["C"][1], "GS-02")
    take_in(shared, draft_after(shared), settled)
    sql(shared, "UPDATE ticket SET service_code = 'GD-01' WHERE id = $id", id=shared.tickets["C"][1])
    assert differs(shared, settled) == {"A": 42_921, "B": 36_145, "C": -79_066}


def test_let_go_of_it_is_still_to_be_corrected(after_settling: Settled) -> None:
    shared, settled = after_settling
    correct_service(shared, shared.tickets["C"][1], "GS-02")
    draft = take_in(shared, draft_after(shared), settled)
    about: dict[str, Any] = {"statement_id": draft.id, "corrects_id": settled.id, "now": shared.now}
    correcting.drop(shared.db, actor=shared.actor("qian"), **about)
    assert records.adjustments(shared.db, draft.id) == []
    assert differs(shared, settled) == {"A": -42_921, "B": -36_145, "C": 79_066}
    with pytest.raises(Refusal, match="no correction"):
        correcting.drop(shared.db, actor=shared.actor("qian"), **about)


def test_who_takes_part_only_in_the_correction_gets_a_line(after_settling: Settled) -> None:
    shared, settled = after_settling
    correct_service(shared, shared.tickets["C"][1], "GS-02")
    ended = "UPDATE contract SET ends_on = DATE '2026-11-25', status = 'ended' WHERE vendor_id = $c"
    sql(shared, ended, c=shared.vendors["C"])
    # The contract ends with the period: in it nothing changed but its ticket.
    draft = take_in(shared, draft_after(shared), settled)
    sent = sending.send(
        shared.db, actor=shared.actor("qian"), statement_id=draft.id, version=None, now=JANUARY
    )
    share = records.shares(shared.db, sent.id)[shared.vendors["C"]]
    assert (share.cents, share.adjustment_cents, share.total_cents) == (0, 79_066, 79_066)
    said = frozen.of(shared.db, sent)
    assert set(said.corrects.values()) == {settled.number}
    assert sum(one.cents for one in said.adjustments) == 0


@pytest.mark.parametrize("which", ["draft", "later"])
def test_only_issued_statements_of_earlier_periods_are_corrected(shared: Shared, which: str) -> None:
    if which == "draft":
        first = shared.draft()
        later, message = draft_after(shared), "not issued yet"
    else:
        first = shared.settled()
        later = draft_after(shared, date(2026, 9, 26), date(2026, 10, 25))
        message = "not of an earlier period"
    with pytest.raises(Refusal, match=message):
        take_in(shared, later, first)


@pytest.mark.parametrize("who", ["zheng", "feng", "admin", "zhao"])
def test_only_who_keeps_the_sharing_takes_it_over(after_settling: Settled, who: str) -> None:
    shared, settled = after_settling
    draft = draft_after(shared)
    about: dict[str, Any] = {"statement_id": draft.id, "corrects_id": settled.id, "now": shared.now}
    for act in (correcting.adjust, correcting.drop):
        with pytest.raises(Refusal, match="not allowed"):
            act(shared.db, actor=shared.actor(who), **about)


def test_an_issued_statement_takes_over_nothing(after_settling: Settled) -> None:
    shared, settled = after_settling
    correct_service(shared, shared.tickets["C"][1], "GS-02")
    about: dict[str, Any] = {"statement_id": settled.id, "corrects_id": settled.id, "now": shared.now}
    for act in (correcting.adjust, correcting.drop):
        with pytest.raises(Refusal, match="is not possible"):
            act(shared.db, actor=shared.actor("qian"), **about)


def test_rules_and_pool_of_the_statement_hold_for_its_correction(shared: Shared) -> None:
    """Whatever the newest scheme says: the statement is shared by its own."""
    settled = shared.settled(scheme=Scheme(weights={Measure.TICKETS: Decimal(100)}))
    assert frozen.of(shared.db, settled).pool == POOL
    sql(shared, "UPDATE contract SET yearly_cents = 60000000 WHERE vendor_id = $c", c=shared.vendors["C"])
    assert differs(shared, settled) == {}
