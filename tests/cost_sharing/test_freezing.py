"""From when a statement goes out its figures stand, as rows and as text."""

from __future__ import annotations

import json
from datetime import timedelta

from polars.testing import assert_frame_equal

from lib.cost_sharing import content, freezing, frozen, records, sharing
from lib.cost_sharing.actions import answering, checking, issuing, sending
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Answer
from lib.people import organisation
from lib.people.roles import SYSTEM
from tests.cost_sharing.hospital import POOL, Shared


def test_a_draft_is_not_frozen_yet(shared: Shared) -> None:
    draft = shared.draft()
    assert (draft.content, draft.hash) == ("", "")
    assert records.shares(shared.db, draft.id) == {}
    shown = frozen.of(shared.db, draft)
    assert shown.frozen_at is None
    assert sum(line.cents for line in shown.sharing.lines) == POOL


def test_sending_freezes_what_every_vendor_carries(shared: Shared) -> None:
    sent = shared.checking()
    assert sent.hash == content.hashed(sent.content)
    said = frozen.of(shared.db, sent)
    assert said.frozen_at == shared.now
    shares = records.shares(shared.db, sent.id)
    for line in said.sharing.lines:
        row = shares[line.vendor_id]
        assert [getattr(line, name) for name in freezing.FIGURES] == [
            getattr(row, name) for name in freezing.FIGURES
        ]
    assert sum(row.cents for row in shares.values()) == POOL


def test_what_is_frozen_is_what_was_computed(shared: Shared) -> None:
    draft = shared.draft()
    computed = sharing.of_statement(shared.db, draft)
    said = frozen.of(shared.db, shared.send(draft)).sharing
    assert said.lines == computed.lines
    assert (said.rate, said.totals, said.scheme) == (computed.rate, computed.totals, computed.scheme)
    assert_frame_equal(said.tickets, computed.tickets)
    assert_frame_equal(said.rounds, computed.rounds)
    assert said.outside == computed.outside


def test_everybody_reads_the_frozen_figures_whatever_happens_to_the_hospital(shared: Shared) -> None:
    sent = shared.checking()
    before = frozen.of(shared.db, sent)
    vendor = organisation.vendors(shared.db)[shared.vendors["A"]]
    renamed = {"id": vendor.id, "code": "V99", "name": "别的公司", "vendor_type": ""}
    organisation.save(shared.db, "vendor", renamed, actor=SYSTEM, now=shared.now)
    with shared.db.transaction() as tx:
        tx.execute("UPDATE service SET weight = 9, name = 'x'")
        tx.execute("UPDATE ticket SET vendor_id = $other", other=shared.vendors["B"])
    again = frozen.of(shared.db, shared.now_is(sent))
    assert again == before
    assert again.vendors[vendor.id].name == "安工匠"
    tickets = again.tickets("V02")
    assert set(tickets["ticket_id"]) == set(shared.tickets["A"])


def test_answers_stay_when_it_is_frozen_again(shared: Shared) -> None:
    agreed = shared.agree(shared.checking(), "A", "B")
    with shared.db.transaction() as tx:
        freezing.freeze(tx, shared.db, agreed, sharing.of_statement(shared.db, agreed), shared.now)
    answers = {one: row.answer for one, row in records.shares(shared.db, agreed.id).items()}
    assert answers == {
        shared.vendors["A"]: Answer.AGREED,
        shared.vendors["B"]: Answer.AGREED,
        shared.vendors["C"]: Answer.NONE,
    }


def test_taken_back_nobody_carries_anything(shared: Shared) -> None:
    sent = shared.agree(shared.checking(), "A")
    draft = sending.take_back(
        shared.db,
        actor=shared.actor("qian"),
        statement_id=sent.id,
        version=sent.version,
        now=shared.now,
        reason="费用有误",
    )
    assert (draft.content, draft.hash) == ("", "")
    assert records.shares(shared.db, sent.id) == {}


def test_who_takes_no_part_any_more_leaves_no_share(shared: Shared) -> None:
    agreed = shared.agree(shared.checking())
    with shared.db.transaction() as tx:
        tx.execute("UPDATE contract SET status = 'suspended' WHERE vendor_id = $c", c=shared.vendors["C"])
    with shared.db.transaction() as tx:
        freezing.freeze(tx, shared.db, agreed, sharing.of_statement(shared.db, agreed), shared.now)
    assert set(records.shares(shared.db, agreed.id)) == {shared.vendors["A"], shared.vendors["B"]}


def test_issued_it_holds_the_answers_and_settled_the_settlements(shared: Shared) -> None:
    settled = shared.settled()
    said = frozen.of(shared.db, settled)
    assert {share.answer for share in said.shares.values()} == {Answer.AGREED}
    assert {share.settled_how for share in said.shares.values()} == {"deduction"}
    assert said.settled_at == shared.now
    told = [event.facts["hash"] for event in records.events(shared.db, settled.id) if "hash" in event.facts]
    # Sent, checked, issued, settled: the text of the third is the part of the fourth that was issued.
    assert said.issued_hash == told[2] == content.issued_hash(settled.content)
    assert settled.hash == told[3]


def test_what_was_issued_is_in_the_settled_text_byte_for_byte(shared: Shared) -> None:
    issued = shared.issued()
    issued_text = issued.content
    with shared.db.transaction() as tx:
        columns = freezing.settle(tx, issued, shared.now)
    assert content.written(content.issued(json.loads(columns["content"]))) == issued_text


def test_a_dispute_is_held_out_and_listed(shared: Shared) -> None:
    sent = shared.checking()
    ticket_id = shared.tickets["A"][0]
    answering.object(
        shared.db,
        actor=shared.actor("feng"),
        statement_id=sent.id,
        vendor_id=shared.vendors["A"],
        words="",
        tickets={ticket_id: "不是我们做的"},
        now=shared.now,
    )
    issued = through(shared, shared.agree(sent, "B", "C"))
    said = frozen.of(shared.db, issued)
    assert [one.ticket_id for one in said.disputes] == [ticket_id]
    assert said.asides("V02") == {"held": 1}
    assert said.set_aside("V02")["ticket_id"].to_list() == [ticket_id]
    assert len(said.tickets("V02")) == len(shared.tickets["A"]) - 1


def through(shared: Shared, sent: Statement) -> Statement:
    """Checked and approved."""
    checked = checking.check(
        shared.db,
        actor=shared.actor("jin"),
        statement_id=sent.id,
        version=None,
        now=shared.now + timedelta(days=9),
    )
    return issuing.approve(
        shared.db,
        actor=shared.actor("zheng"),
        statement_id=checked.id,
        version=None,
        now=shared.now + timedelta(days=9),
    )
