"""First what would happen is worked out, then it is written: all of it or nothing, and true when it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lib.core.errors import NotAllowed
from lib.core.i18n import Language
from lib.people.roles import SYSTEM
from lib.places import locations
from lib.tickets import checking, records
from lib.tickets.importing import mapping, preparing, reporting, spill, verdicts, writing
from lib.tickets.importing.preparing import Prepared
from lib.tickets.importing.verdicts import ALREADY_THERE, IMPORTED, REJECTED
from tests.conftest import MONDAY, Cast
from tests.tickets.importing.foreign_files import HEADING, MAP, SHANGHAI, full, only, run


def prepared(cast: Cast, *lines: str, **more: Any) -> Prepared:
    return preparing.prepare(
        cast.db,
        content="\n".join([HEADING, *lines]).encode(),
        mapping=mapping.parse(MAP),
        zone=SHANGHAI,
        actor=SYSTEM,
        now=MONDAY,
        **more,
    )


def write(cast: Cast, ready: Prepared, **more: Any) -> writing.Imported:
    return writing.write(cast.db, ready, actor=SYSTEM, now=MONDAY, **more)


def everything(cast: Cast) -> dict[str, int]:
    tables = ("ticket", "ticket_event", "reporter", "location", "service", "team", "ticket_number", "audit")
    return {table: cast.db.value(f"SELECT count(*) FROM {table}") for table in tables}


def left_over(cast: Cast) -> list[Path]:
    return list(cast.db.path.parent.glob("importing-*"))


def test_preparing_writes_nothing_and_says_what_would_happen(cast: Cast) -> None:
    run(cast, full())
    before = everything(cast)
    ready = prepared(cast, full(), full(no="A2", trade="空调"), full(no="A3", opened=""))
    assert everything(cast) == before
    assert [ready.count(one) for one in (IMPORTED, ALREADY_THERE, REJECTED)] == [1, 1, 1]
    assert ready.created == {"service_group": 1, "service": 1, "ticket": 1}
    assert [one.result for one in ready.verdicts.first(2)] == [ALREADY_THERE, IMPORTED]
    assert next(reporting.counts(ready, Language.EN)).startswith("3 rows: 1 imported")


def test_what_was_prepared_is_what_is_written(cast: Cast) -> None:
    ready = prepared(cast, full(), full(no="A2"))
    done = write(cast, ready)
    assert reporting.table(done, Language.EN) == reporting.table(ready, Language.EN)
    assert [row["number"] for row in cast.db.rows("SELECT number FROM ticket ORDER BY id")] == [
        one.ticket for one in done.verdicts
    ]
    assert checking.problems(cast.db) == []
    assert left_over(cast) == []


def test_the_report_of_a_preview_promises_no_numbers(cast: Cast) -> None:
    run(cast, full())
    there = cast.db.value("SELECT number FROM ticket")
    ready = prepared(cast, full(), full(no="A2"), full(no="A3", opened=""))
    rows = [
        line.split(",")[3:5] for line in reporting.table(ready, Language.ZH, written=False).splitlines()[1:]
    ]
    assert rows == [["已存在", there], ["将导入", ""], ["拒绝", ""]]
    assert [
        row[0]
        for row in (line.split(",")[3:5] for line in reporting.table(ready, Language.ZH).splitlines()[1:])
    ] == ["已存在", "已导入", "拒绝"]


def test_a_prepared_import_that_is_given_up_leaves_no_files(cast: Cast) -> None:
    ready = prepared(cast, full())
    assert len(left_over(cast)) == 1
    ready.close()
    assert left_over(cast) == []


class TestWhenTheHospitalHasChangedMeanwhile:
    def test_a_ticket_imported_by_another_is_already_there(self, cast: Cast) -> None:
        ready = prepared(cast, full(), full(no="A2"))
        run(cast, full())
        done = write(cast, ready)
        assert [one.result for one in done.verdicts] == [ALREADY_THERE, IMPORTED]
        assert checking.problems(cast.db) == []

    def test_the_numbers_of_the_day_go_on(self, cast: Cast) -> None:
        ready = prepared(cast, full())
        run(cast, full(), text=MAP.replace('"old"', '"older"'))
        assert [one.ticket for one in write(cast, ready).verdicts] == ["20261102-0002"]

    def test_a_place_that_has_come_into_being_is_used(self, cast: Cast) -> None:
        ready = prepared(cast, full())
        campus = locations.by_number(cast.db, "BY")
        with cast.db.transaction() as tx:
            locations.add(tx, number="N1", name="老楼", kind="building", parent=campus)
        building = locations.by_number(cast.db, "N1")
        with cast.db.transaction() as tx:
            room = locations.add(tx, number="N2", name="301", kind="room", parent=building)
        assert "location" not in write(cast, ready).created
        assert only(cast).location_id == room

    def test_again_and_again_it_is_prepared_while_everybody_else_waits(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ready = prepared(cast, full())
        asked: list[bool] = []

        def never_at_first(relied: Any, db: Any, tx: Any) -> bool:
            asked.append(True)
            return len(asked) > writing.TRIES

        monkeypatch.setattr(preparing.Relied, "still_holds", never_at_first)
        assert write(cast, ready).count(IMPORTED) == 1
        assert (len(asked), left_over(cast)) == (writing.TRIES + 1, [])


def test_a_failure_in_the_middle_of_writing_undoes_all_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(cast)
    monkeypatch.setattr(spill, "CHUNK", 1)
    ready = prepared(cast, full(trade="空调"), full(no="A2"))

    def stop(done: int, rows: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(cast, ready, progress=stop)
    assert everything(cast) == before


def test_chunks_on_the_disk_are_the_same_as_rows_in_memory(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spill, "CHUNK", 2)
    monkeypatch.setattr(verdicts, "CHUNK", 2)
    rows = [full(no=f"A{n}", due="" if n % 2 else "2026-11-03 09:00", who="") for n in range(5)]
    done = write(cast, prepared(cast, *rows, full(no="A9", opened="?")))
    assert [one.number for one in done.verdicts] == ["A0", "A1", "A2", "A3", "A4", "A9"]
    assert next(reversed(list(done.verdicts))).remarks == [("“{text}” is not a time.", {"text": "?"})]
    assert checking.problems(cast.db) == []
    assert records.version(cast.db, cast.db.value("SELECT max(id) FROM ticket")) == 6


def test_a_column_empty_in_one_chunk_and_filled_in_the_next_keeps_its_type(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spill, "CHUNK", 1)
    bare = full(due="", came="", finished="", shut="", crew="", room="", where="", who="", tel="")
    write(cast, prepared(cast, bare, full(no="A2"), full(no="A3", due="")))
    assert checking.problems(cast.db) == []
    rows = cast.db.rows("SELECT complete_due IS NULL AS due, outcome FROM ticket ORDER BY id")
    assert [tuple(row.values()) for row in rows] == [(True, ""), (False, "not_stated"), (True, "not_stated")]


def test_progress_is_heard_of_both(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.tickets.importing.progress.EVERY", 2)
    heard: list[tuple[int, int]] = []
    rows = [full(no=f"A{n}") for n in range(5)]
    ready = prepared(cast, *rows, progress=lambda done, rows: heard.append((done, rows)))
    assert [done for done, _ in heard] == [2, 4, 5]
    assert heard[-1] == (5, 5)
    heard.clear()
    write(cast, ready, progress=lambda done, rows: heard.append((done, rows)))
    assert heard == [(0, 5), (5, 5)]


def test_writing_is_only_for_those_who_administer(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        writing.write(cast.db, prepared(cast, full()), actor=cast.actor("zhao"), now=MONDAY)
