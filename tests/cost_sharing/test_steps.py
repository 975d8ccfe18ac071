"""What can be done to a statement in which status, and by whom, literally."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lib.core.errors import NotFound, Refusal
from lib.core.settings import ROOT
from lib.cost_sharing import content
from lib.cost_sharing.words import Status
from lib.people.roles import SYSTEM, by_link
from tests.cost_sharing import acts
from tests.cost_sharing.acts import ACTS, do, refusal, undone
from tests.cost_sharing.conftest import Standing

# "." is refused, "-" is said elsewhere (test_corrections.py): a draft takes corrections of earlier statements only.
LIFE = """
            draft     checking  approval  issued    settled
change      draft     .         .         .         .
add_cost    draft     .         .         .         .
change_cost draft     .         .         .         .
remove_cost draft     .         .         .         .
adjust      -         .         .         .         .
drop        -         .         .         .         .
send        checking  .         .         .         .
take_back   .         draft     .         .         .
agree       .         checking  .         .         .
object      .         checking  .         .         .
withdraw    .         checking  .         .         .
decide      .         checking  approval  issued    settled
check       .         approval  .         .         .
send_back   .         .         draft     .         .
approve     .         .         issued    .         .
record      .         .         .         issued    .
settle      .         .         .         settled   .
"""
# Who may, where it can be done: qian made the statement, jin checked it. B's answers are geng's, A's objection feng's.
WHO = """
change      qian jin
add_cost    qian jin
change_cost qian jin
remove_cost qian jin
adjust      qian jin
drop        qian jin
send        qian jin
take_back   qian jin
agree       geng
object      geng
withdraw    feng
decide      qian jin
check       jin zheng tao
send_back   qian jin zheng tao
approve     zheng tao
record      qian jin
settle      qian jin
"""
MAY = {act: frozenset(who) for act, *who in (line.split() for line in WHO.strip().splitlines())}


def _cells() -> Iterator[tuple[str, Status, str]]:
    head, *rows = (line.split() for line in LIFE.strip().splitlines())
    for act, *row in rows:
        yield from ((act, Status(status), cell) for status, cell in zip(head, row, strict=True))


CELLS = {(act, status): cell for act, status, cell in _cells()}


def test_the_tables_name_every_act_in_every_status() -> None:
    assert CELLS.keys() == {(act, status) for act in ACTS for status in Status}
    assert MAY.keys() == ACTS.keys()


@pytest.mark.parametrize("status", Status)
def test_every_act_leads_where_the_table_says_or_is_refused(standing: Standing, status: Status) -> None:
    shared, statement = standing(status)
    for act in ACTS:
        cell, who = CELLS[act, status], sorted(MAY[act])[0]
        if cell == "-":
            continue
        if cell == ".":
            refused = refusal(shared, act, statement, who)
            assert type(refused) in (Refusal, NotFound), (act, refused)
            continue
        with undone(shared):
            do(shared, act, statement, who)
            now = acts.by_now(shared, statement)
            assert (now.status, now.version) == (cell, statement.version + 1), act


@pytest.mark.parametrize("status", Status)
def test_an_act_is_refused_to_everybody_the_table_does_not_name(standing: Standing, status: Status) -> None:
    shared, statement = standing(status)
    for act in ACTS:
        if CELLS[act, status] in ".-":
            continue
        done = {who for who in shared.cast.people if refusal(shared, act, statement, who) is None}
        assert done == MAY[act], act


@pytest.mark.parametrize("status", [Status.ISSUED, Status.SETTLED])
def test_nobody_changes_what_an_issued_statement_says(standing: Standing, status: Status) -> None:
    shared, statement = standing(status)
    before, issued = acts.figures(shared, statement), content.issued_hash(statement.content)
    for act in ACTS:  # settling comes last
        it = shared.now_is(statement)
        for who in shared.cast.people:
            try:
                do(shared, act, it, who)
            except Refusal:
                continue
            assert CELLS[act, status] != "." and who in MAY[act], (act, who)
        now = shared.now_is(statement)
        assert acts.figures(shared, statement) == before, act
        assert content.issued_hash(now.content) == issued, act
        assert act == "settle" or (now.content, now.hash) == (statement.content, statement.hash), act
    assert shared.now_is(statement).status is Status.SETTLED


@pytest.mark.parametrize("status", Status)
def test_no_act_is_the_products_own_a_links_or_that_of_somebody_who_left(
    standing: Standing, status: Status
) -> None:
    shared, statement = standing(status)
    with shared.db.transaction() as tx:
        tx.execute(
            "UPDATE account SET active = FALSE WHERE username IN ('qian', 'jin', 'zheng', 'geng', 'feng')"
        )
    left = (shared.actor(who) for who in ("qian", "jin", "zheng", "geng", "feng"))
    for actor in (SYSTEM, by_link(shared.tickets["A"][0], "张护士"), *left):
        for act, do_it in ACTS.items():
            with pytest.raises(Refusal):
                do_it(shared, statement, db=shared.db, actor=actor, now=shared.now)
            assert acts.by_now(shared, statement) == statement, (act, actor.name)


TABLES = ("statement", "statement_event", "statement_share", "cost_line", "dispute", "adjustment")
WRITTEN = re.compile(
    rf"""(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:{"|".join(TABLES)})\b
    |\.(?:insert|update|append|amend)\(\s*"(?:{"|".join(TABLES)})" """,
    re.VERBOSE,
)


def test_only_the_use_cases_write_what_statements_are_made_of() -> None:
    writing = {
        str(path.relative_to(ROOT / "lib"))
        for path in (ROOT / "lib").rglob("*.py")
        if WRITTEN.search(path.read_text("utf-8"))
    }
    acts_of = ["answering", "correcting", "costs", "deciding", "sending", "settling"]
    assert writing == {
        "cost_sharing/records.py",
        "cost_sharing/freezing.py",
        *(f"cost_sharing/actions/{name}.py" for name in acts_of),
    }
