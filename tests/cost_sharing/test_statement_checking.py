"""Whatever is altered behind the product's back in a sealed statement is found, and nothing else is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lib.core.i18n import Language
from lib.cost_sharing import chain, checking, content, records
from lib.cost_sharing.actions import (
    answering,
    beginning,
    changing,
    correcting,
    costs,
    deciding,
    issuing,
    sending,
    settling,
)
from lib.cost_sharing.actions import checking as check_action
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.words import Measure, Status
from lib.store.database import Database, Transaction
from lib.web.errands import DONE, REFUSED, Errand, run
from tests.conftest import Cast
from tests.cost_sharing.conftest import Standing
from tests.cost_sharing.hospital import POOL, Shared

LATER = timedelta(days=40)


class _Undo(Exception):
    pass


@contextmanager
def undone(db: Database) -> Iterator[Transaction]:
    try:
        with db.transaction() as tx:
            yield tx
            raise _Undo
    except _Undo:
        pass


@pytest.fixture(scope="module")
def three(
    tmp_path_factory: pytest.TempPathFactory,
    shared_file: tuple[Path, dict[str, object], dict[str, object]],
) -> Iterator[Shared]:
    """Three periods: the first settled with a dispute decided later, the second issued with a correction of the first,
    the third with the vendors."""
    made, about, beyond = shared_file
    path = tmp_path_factory.mktemp("three") / "onestop.duckdb"
    shutil.copyfile(made, path)
    db = Database(path)
    shared = Shared(Cast(db=db, **about), **beyond)  # type: ignore[arg-type]
    _first(shared)
    _second(shared)
    _third(shared)
    yield shared
    db.close()


def _by(shared: Shared, who: str, days: int = 0) -> dict[str, Any]:
    return {"db": shared.db, "actor": shared.actor(who), "now": shared.now + timedelta(days=days)}


def _first(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    for cents, words in ((POOL - 100_000, "话务员工资"), (100_000, "电话费")):
        cost = Cost(category="wages", amount_cents=cents, words=words)
        costs.add_cost(**_by(shared, "qian"), statement_id=draft.id, cost=cost)
    sent = shared.send(shared.now_is(draft))
    disputed = {shared.tickets["A"][0]: "不是我们做的", shared.tickets["A"][1]: "重复"}
    about: dict[str, Any] = {"statement_id": sent.id, "vendor_id": shared.vendors["A"], "words": ""}
    answering.object(**_by(shared, "feng"), **about, tickets=disputed)
    shared.agree(sent, "B", "C")
    first, second = records.disputes(shared.db, sent.id)
    ruling: dict[str, Any] = {"decision": "in", "moved_to": None, "reason": "签字在案"}
    deciding.decide(**_by(shared, "qian"), dispute_id=second.id, **ruling)
    _issue(shared, sent.id, 0)
    for vendor in shared.vendors.values():
        settled: dict[str, Any] = {
            "settled_how": "deduction",
            "invoice_number": "",
            "invoiced_on": None,
            "paid_on": date(2026, 11, 26),
        }
        settling.record(**_by(shared, "qian", 1), statement_id=sent.id, vendor_id=vendor, **settled)
    settling.settle(**_by(shared, "qian", 2), statement_id=sent.id, version=None)
    deciding.decide(**_by(shared, "qian", 3), dispute_id=first.id, **ruling)


def _second(shared: Shared) -> None:
    begun = beginning.begin(
        **_by(shared, "qian", 3), starts_on=date(2026, 11, 26), ends_on=date(2026, 12, 25)
    )
    scheme = replace(begun.scheme, weights={Measure.CONTRACT: Decimal(100)})
    about: dict[str, Any] = {"statement_id": begun.id, "version": None}
    changing.change(**_by(shared, "qian", 3), **about, pool_cents=700_000, scheme=scheme)
    [first] = [one for one in records.all_statements(shared.db) if one.status is Status.SETTLED]
    correcting.adjust(**_by(shared, "qian", 4), statement_id=begun.id, corrects_id=first.id)
    sending.send(**_by(shared, "qian", 40), **about)
    _issue(shared, begun.id, 60)


def _third(shared: Shared) -> None:
    begun = beginning.begin(
        **_by(shared, "qian", 61), starts_on=date(2026, 12, 26), ends_on=date(2027, 1, 25)
    )
    changing.change(**_by(shared, "qian", 61), statement_id=begun.id, version=None, pool_cents=900_000)
    sending.send(**_by(shared, "qian", 65), statement_id=begun.id, version=None)


def _issue(shared: Shared, statement_id: int, days: int) -> None:
    check_action.check(**_by(shared, "jin", days), statement_id=statement_id, version=None)
    issuing.approve(**_by(shared, "zheng", days), statement_id=statement_id, version=None)


def said(db: Any) -> list[str]:
    return [str(problem) for problem in checking.problems(db)]


def test_three_sound_statements_have_no_problem(three: Shared) -> None:
    assert said(three.db) == []
    statuses = [one.status for one in records.all_statements(three.db)]
    assert statuses == [Status.CHECKING, Status.ISSUED, Status.SETTLED]


@pytest.mark.parametrize("status", list(Status))
def test_a_statement_in_any_status_has_no_problem(standing: Standing, status: Status) -> None:
    shared, statement = standing(status)
    assert said(shared.db) == []
    assert checking.of(shared.db, statement) == []


def test_taken_back_sent_back_and_sent_again_it_has_no_problem(shared: Shared) -> None:
    sent = shared.agree(shared.checking(), "A")
    sending.take_back(**_by(shared, "qian"), statement_id=sent.id, version=None, reason="费用有误")
    assert said(shared.db) == []
    again = shared.agree(shared.send(shared.now_is(sent)))
    check_action.check(**_by(shared, "jin"), statement_id=again.id, version=None)
    check_action.send_back(**_by(shared, "zheng"), statement_id=again.id, version=None, reason="再核")
    assert said(shared.db) == []
    shared.agree(shared.send(shared.now_is(sent)))
    _issue(shared, sent.id, 1)
    assert said(shared.db) == []


# Statement 1 is settled, 2 issued, 3 with the vendors. What was altered, and words of the line that tells.
ALTERED = [
    ("UPDATE statement_share SET cents = cents + 1 WHERE statement_id = 1 AND vendor_id = 1", "share of 安工匠"),
    ("UPDATE statement_share SET cents = cents + 1 WHERE statement_id = 3 AND vendor_id = 1", "share of 安工匠"),
    ("UPDATE statement_share SET tax_cents = 0, net_cents = total_cents WHERE statement_id = 2", "share of"),
    ("UPDATE statement_share SET adjustment_cents = 0 WHERE statement_id = 2", "share of"),
    ("UPDATE statement_share SET answer = 'agreed' WHERE statement_id = 1 AND vendor_id = 1", "share of 安工匠"),
    ("UPDATE statement_share SET words = '同意' WHERE statement_id = 2 AND vendor_id = 1", "share of 安工匠"),
    ("UPDATE statement_share SET settled_how = 'payment' WHERE statement_id = 1 AND vendor_id = 2", "华电机电"),
    ("UPDATE statement_share SET invoice_number = '8' WHERE statement_id = 1 AND vendor_id = 2", "华电机电"),
    ("UPDATE statement_share SET settled_how = 'payment' WHERE statement_id = 2 AND vendor_id = 2", "nobody entered"),
    ("DELETE FROM statement_share WHERE statement_id = 1 AND vendor_id = 3", "share of 清源水务"),
    ("INSERT INTO statement_share SELECT * REPLACE (9 AS vendor_id) FROM statement_share LIMIT 1", "share of 9"),
    ("UPDATE statement SET hash = 'x' WHERE id = 1", "not the one it was sealed with"),
    ("UPDATE statement SET hash = 'x' WHERE id = 2", "not the one its history tells"),
    ("UPDATE statement SET content = replace(content, '话务员工资', '工资') WHERE id = 1", "not the one it was sealed"),
    ("UPDATE statement SET content = '' WHERE id = 3", "cannot be read"),
    ("UPDATE statement SET content = '[]', hash = 'x' WHERE id = 3", "cannot be read"),
    ("UPDATE cost_line SET amount_cents = amount_cents + 1 WHERE id = 1", "cost lines"),
    ("UPDATE cost_line SET words = 'x' WHERE id = 2", "cost lines"),
    ("UPDATE cost_line SET file_hash = 'x' WHERE id = 2", "cost lines"),
    ("DELETE FROM cost_line WHERE id = 2", "do not add up to its pool"),
    ("INSERT INTO cost_line SELECT * REPLACE (9 AS id, 3 AS statement_id) FROM cost_line WHERE id = 1", "cost lines"),
    ("UPDATE adjustment SET cents = 0 WHERE statement_id = 2", "corrections of earlier periods"),
    ("DELETE FROM adjustment", "corrections of earlier periods"),
    ("UPDATE adjustment SET words = 'x' WHERE statement_id = 2", "corrections of earlier periods"),
    ("UPDATE dispute SET decision = 'out' WHERE id = 1", "dispute about ticket 20261027-0001"),
    ("UPDATE dispute SET decision = 'out' WHERE id = 2", "dispute about ticket 20261029-0001"),
    ("UPDATE dispute SET decision = '' WHERE id = 1", "dispute about ticket 20261027-0001"),
    ("UPDATE dispute SET decided_by = 1 WHERE id = 1", "dispute about ticket 20261027-0001"),
    ("UPDATE dispute SET words = '' WHERE id = 2", "dispute about ticket 20261029-0001"),
    ("UPDATE dispute SET withdrawn_at = now() WHERE id = 2", "dispute about ticket 20261029-0001"),
    ("DELETE FROM dispute WHERE id = 1", "dispute about ticket 20261027-0001"),
    ("INSERT INTO dispute SELECT * REPLACE (9 AS id, 5 AS ticket_id) FROM dispute WHERE id = 1", "20261104-0001"),
    ("UPDATE statement SET pool_cents = 1 WHERE id = 1", "do not add up to its pool"),
    ("UPDATE statement SET pool_cents = 1 WHERE id = 2", "do not add up to its pool"),
    ("UPDATE statement SET ends_on = ends_on + 1 WHERE id = 1", "its period or its rules"),
    ("UPDATE statement SET number = 'FT' WHERE id = 1", "its period or its rules"),
    ("UPDATE statement SET scheme = replace(scheme, '\"0.06\"', '\"0.09\"') WHERE id = 1", "its period or its rules"),
    ("UPDATE statement SET status = 'draft' WHERE id = 1", "does not lead to where it stands"),
    ("UPDATE statement SET status = 'draft' WHERE id = 1", "is a draft, but has a sealed text"),
    ("UPDATE statement SET status = 'draft' WHERE id = 1", "audit log saw FT-2026-11 issued"),
    ("UPDATE statement SET status = 'issued', settled_at = NULL WHERE id = 1", "does not lead to where it stands"),
    ("UPDATE statement SET version = version + 1 WHERE id = 1", "does not lead to where it stands"),
    ("UPDATE statement SET approved_by = 1 WHERE id = 2", "does not lead to where it stands"),
    ("UPDATE statement SET checked_at = now() WHERE id = 2", "does not lead to where it stands"),
    ("UPDATE statement_event SET actor_id = 1 WHERE statement_id = 2 AND action = 'approve'", "does not lead"),
    ("DELETE FROM statement_event WHERE statement_id = 2 AND action = 'check'", "does not lead"),
    ("DELETE FROM statement_event WHERE statement_id = 2", "does not lead"),
    ("UPDATE statement_event SET facts = '{}' WHERE statement_id = 2 AND action = 'approve'", "its history tells"),
    ("UPDATE audit SET facts = '{}' WHERE act = 'statement_approve'", "the audit log tells"),
    ("DELETE FROM audit WHERE object = 'FT-2026-12'", "the audit log tells"),
    ("DELETE FROM statement WHERE id = 1", "statement before it, FT-2026-11, is missing"),
    ("DELETE FROM statement WHERE id = 1", "audit log saw FT-2026-11 issued"),
    ("DELETE FROM statement WHERE id = 2", "audit log saw FT-2026-12 issued"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "words"), ALTERED)
def test_every_alteration_is_found(three: Shared, sql: str, words: str) -> None:
    with undone(three.db) as tx:
        tx.execute(sql)
        found = said(tx)
    assert any(words in line for line in found), found
    assert said(three.db) == []


def reseal(tx: Transaction, statement_id: int, change: Callable[[Any], None]) -> str:
    """Somebody who knows how it is sealed alters the text and its hash."""
    text = tx.value("SELECT content FROM statement WHERE id = $id", id=statement_id)
    altered = json.loads(text)
    change(altered)
    if "settled" in altered:
        issued = content.written(content.issued(altered))
        altered["settled"]["issued_hash"] = content.hashed(issued)
    text = content.written(altered)
    tx.execute(
        "UPDATE statement SET content = $text, hash = $hash WHERE id = $id",
        text=text,
        hash=content.hashed(text),
        id=statement_id,
    )
    return content.hashed(text)


def _more(said: Any) -> None:
    """One cent from the first vendor to the second, everywhere in the text."""
    for cents, (line, share) in zip((-1, 1), zip(said["lines"], said["shares"], strict=True), strict=False):
        for row in (line, share):
            for name in ("cents", "net_cents", "total_cents"):
                row[name] += cents


def test_text_and_hash_altered_together_are_found(three: Shared) -> None:
    with undone(three.db) as tx:
        reseal(tx, 1, lambda text: text.update(hospital="别的医院"))
        found = said(tx)
    assert any("not the one its history tells" in line for line in found)
    assert any("not the one the audit log tells" in line for line in found)
    assert any("FT-2026-12: the statement before it, FT-2026-11, was altered since" in line for line in found)


def test_text_hash_rows_history_and_log_altered_together_are_found_by_the_next_and_by_the_working(
    three: Shared,
) -> None:
    """Everything there is about it in the database, but the one that was issued after it."""
    with undone(three.db) as tx:
        seal = reseal(tx, 1, _more)
        tx.execute("UPDATE statement_share SET cents = cents - 1 WHERE statement_id = 1 AND vendor_id = 1")
        for table, where in (
            ("statement_event", "statement_id = 1 AND action = 'settle'"),
            ("audit", "object = 'FT-2026-11' AND act = 'statement_settle'"),
        ):
            tx.execute(f"UPDATE {table} SET facts = $facts WHERE {where}", facts=json.dumps({"hash": seal}))
        found = said(tx)
    assert not any("tells" in line for line in found)
    assert any("was altered since" in line for line in found)
    assert any("does not lead to its amount" in line for line in found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.update(pool=text["pool"] + 1), "do not add up to its pool"),
        (lambda text: text["lines"][0].update(net_cents=0), "amounts of 安工匠 do not add up"),
        (lambda text: text["lines"][0].update(volume="1/3"), "does not lead to its amount"),
        (lambda text: text["lines"][0].update(floor=10**9), "cannot be read (Fixed parts and floors"),
        (lambda text: text["shares"].pop(), "do not add up"),
        (lambda text: text["previous"].update(number="FT-2026-10"), "FT-2026-10, is missing"),
        (lambda text: text["previous"].update(number=""), "name the same statement before them"),
    ],
)
def test_a_sealed_text_that_contradicts_itself_is_found(
    three: Shared, change: Callable[[Any], None], words: str
) -> None:
    with undone(three.db) as tx:
        reseal(tx, 2, change)
        found = said(tx)
    assert any(words in line for line in found), found


def test_the_lines_are_not_endless(three: Shared) -> None:
    with undone(three.db) as tx:
        tx.execute("UPDATE statement SET content = 'x'")
        tx.execute("UPDATE audit SET object = 'A' || id WHERE object <> ''")
        tx.execute(
            "INSERT INTO audit SELECT * REPLACE (id + 1000 AS id, 'statement_approve' AS act) FROM audit"
        )
        assert len(said(tx)) == 20


def test_one_alone_is_checked_too(three: Shared) -> None:
    statement = records.by_id(three.db, 2)
    assert statement is not None
    assert checking.of(three.db, statement) == []


def test_the_chain_goes_from_the_newest_to_the_first(three: Shared) -> None:
    texts = [json.loads(row["content"]) for row in three.db.rows("SELECT content FROM statement ORDER BY id")]
    assert [text["previous"]["number"] for text in texts] == ["", "FT-2026-11", "FT-2026-12"]
    assert content.issued_hash(content.written(texts[0])) == texts[1]["previous"]["hash"]
    assert chain.logged_hash(three.db, "FT-2026-12") == texts[2]["previous"]["hash"]


def test_the_command_line_says_it_too(after_settling: tuple[Shared, Statement]) -> None:
    shared, settled = after_settling
    lines: list[str] = []
    errand = Errand(
        db=shared.db,
        options={},
        content=b"",
        language=Language.EN,
        now=shared.now,
        write=lambda kind, text: lines.append(text),
    )
    assert run("check", errand) == DONE, lines
    with shared.db.transaction() as tx:
        tx.execute("UPDATE statement_share SET cents = cents + 1 WHERE vendor_id = $a", a=shared.vendors["A"])
    assert run("check", errand) == REFUSED
    assert f"{settled.number}: the share of 安工匠 is not what it was sealed with." in lines
