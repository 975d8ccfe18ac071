"""What closed tickets teach the suggester of services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.background.timetable import JOBS
from lib.catalog.suggesting import experience, suggester, teaching
from lib.catalog.suggesting.experience import Heard, remembered, telling
from lib.catalog.suggesting.pieces import pieces
from lib.tickets.actions import closing, dispatching
from lib.tickets.learning import learn
from lib.tickets.words import ClosedHow
from tests.conftest import MONDAY, Cast
from tests.tickets.importing.foreign_files import MAP, full, run

UNHEARD_OF = "鹊桥不见了"


def answered(loop: Any, words: str, service: str, corrected_to: str = "") -> None:
    """A consultation about that, closed; perhaps after the desk corrected its service."""
    ticket = loop.new(kind="consultation", service_code=service, description=words)
    if corrected_to:
        changes = {"service_code": corrected_to}
        ticket = dispatching.edit(
            loop.db, ticket_id=ticket.id, version=ticket.version, changes=changes, by=loop.by("wang")
        )
    closing.answer(loop.db, ticket_id=ticket.id, version=ticket.version, note="好", by=loop.by("wang"))


def first(loop: Any, words: str) -> str:
    found = suggester(loop.db).suggest(words, None)
    return found[0] if found else ""


def known(loop: Any) -> list[tuple[str, str, int, int]]:
    rows = loop.db.rows("SELECT * FROM suggestion_word ORDER BY words, service_code")
    return [(row["words"], row["service_code"], row["tickets"], row["corrections"]) for row in rows]


def test_a_correction_is_believed_at_once(loop: Any) -> None:
    assert first(loop, UNHEARD_OF) != "FW-03"
    answered(loop, UNHEARD_OF, "", corrected_to="FW-03")
    assert learn(loop.db, loop.later(minutes=1)) == 1
    assert known(loop) == [(UNHEARD_OF, "FW-03", 1, 1)]
    assert first(loop, UNHEARD_OF) == "FW-03"
    assert first(loop, f"5楼的{UNHEARD_OF}") == "FW-03"
    assert first(loop, "灯不亮") == "GD-01"


def test_each_ticket_is_read_once(loop: Any) -> None:
    answered(loop, UNHEARD_OF, "FW-03")
    assert [learn(loop.db, loop.later(hours=1)) for _ in range(3)] == [1, 0, 0]
    answered(loop, UNHEARD_OF, "FW-03")
    answered(loop, f" {UNHEARD_OF}!! ", "FW-03")
    assert learn(loop.db, loop.later(hours=1)) == 2
    assert known(loop) == [(UNHEARD_OF, "FW-03", 3, 0)]


def test_a_reopened_ticket_does_not_count_again(loop: Any) -> None:
    ticket = loop.closed(description=UNHEARD_OF)
    learn(loop.db, loop.later(minutes=1))
    by = loop.link(ticket)
    ticket = closing.reopen(loop.db, ticket_id=ticket.id, version=ticket.version, reason="还是坏", by=by)
    ticket = loop.finish(loop.accept(ticket), no_visit=True)
    by = loop.link(ticket)
    closing.confirm(loop.db, ticket_id=ticket.id, version=ticket.version, how=ClosedHow.LINK, by=by)
    assert learn(loop.db, loop.later(minutes=1)) == 0


def test_open_tickets_and_those_nobody_classified_teach_nothing(loop: Any) -> None:
    loop.new(description=UNHEARD_OF)
    answered(loop, UNHEARD_OF, "")
    answered(loop, "", "GD-01")
    assert learn(loop.db, loop.later(minutes=1)) == 0
    assert known(loop) == []


def test_a_few_tickets_do_not_shout_down_the_catalogue_but_many_change_its_mind(loop: Any) -> None:
    def after(tickets: int) -> str:
        with loop.db.transaction() as tx:
            tx.execute("DELETE FROM suggestion_word")
            values = {"service_code": "GD-07", "tickets": tickets, "corrections": 0, "last_at": loop.now}
            tx.insert("suggestion_word", {"words": "灯不亮", **values})
        return first(loop, "灯不亮")

    assert (after(1), after(5)) == ("GD-01", "GD-01")
    assert after(500) == "GD-07"


def test_a_service_out_of_use_is_not_suggested_for_its_old_tickets(loop: Any) -> None:
    answered(loop, UNHEARD_OF, "FW-03")
    learn(loop.db, loop.later(minutes=1))
    with loop.db.transaction() as tx:
        tx.execute("UPDATE service SET active = FALSE WHERE code = 'FW-03'")
    assert "FW-03" not in suggester(loop.db).suggest(UNHEARD_OF, None)


def test_an_imported_history_teaches_only_services_that_are_offered(cast: Cast) -> None:
    asked = ["路面结冰", "灯不亮", "马桶堵了", "你好", "pothole"]
    learn(cast.db, MONDAY)
    before = [suggester(cast.db).suggest(words, None) for words in asked]
    foreign = MAP.replace("active = true", "active = false")
    lines = (full(no=f"P{n}", what="Pothole on Main Street near 灯", trade="Pothole") for n in range(30))
    run(cast, *lines, full(no="A1", what=UNHEARD_OF), text=foreign)
    assert learn(cast.db, MONDAY + timedelta(hours=1)) == 1
    assert [row["service_code"] for row in cast.db.rows("SELECT * FROM suggestion_word")] == ["GD-01"]
    assert learn(cast.db, MONDAY + timedelta(hours=2)) == 0
    assert [suggester(cast.db).suggest(words, None) for words in asked] == before
    assert "GD-01" in suggester(cast.db).suggest(f"{UNHEARD_OF} 电灯", None)


def test_foreign_words_of_services_on_offer_spoil_no_other_words(cast: Cast) -> None:
    asked = ["灯不亮", "马桶堵了", "电梯困人", "空调漏水", "你好"]
    before = [suggester(cast.db).suggest(words, None)[:1] for words in asked]
    said = {
        "Pothole": "Pothole on Main Street",
        "Rodents": "Rodent activity in basement",
        "Trash": "Missed pickup",
    }
    run(cast, *(full(no=trade, what=what, trade=trade) for trade, what in said.items()))
    assert learn(cast.db, MONDAY + timedelta(hours=1)) == 3
    assert [suggester(cast.db).suggest(words, None)[:1] for words in asked] == before
    assert suggester(cast.db).suggest("another pothole", None)[0].startswith("IM-")


def test_only_so_much_is_remembered_the_latest_first(loop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teaching, "KEPT", 2)
    for words in ("甲甲甲", "乙乙乙", "丙丙丙"):
        answered(loop, words, "GD-01")
    learn(loop.db, loop.later(minutes=1))
    assert [words for words, *_ in known(loop)] == ["丙丙丙", "乙乙乙"]


def test_votes_add_up_and_a_correction_is_worth_several() -> None:
    learned = remembered([Heard("灯不亮", "GD-01", 4, 0), Heard("灯不亮", "GD-07", 1, 1)])
    bonus = learned.bonuses(telling(pieces("灯不亮")))
    assert bonus["GD-07"] > bonus["GD-01"] > 0
    assert learned.bonuses(telling(pieces("马桶堵了"))) == {}
    assert experience.CORRECTION > 1


def test_it_is_learned_while_the_application_serves() -> None:
    assert learn in [job.do for job in JOBS]
