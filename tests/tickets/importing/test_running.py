"""Every row of a foreign file is imported or rejected, and says why; importing again changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lib.catalog import services
from lib.core.errors import NotAllowed, WrongInput
from lib.core.i18n import Language
from lib.people import organisation
from lib.people.roles import SYSTEM, Actor
from lib.places import locations
from lib.store.sheets import reading
from lib.tickets import records, reporters
from lib.tickets.importing import mapping, reporting, running
from lib.tickets.words import Action, Status
from tests.conftest import MONDAY, Cast
from tests.tickets.importing.foreign_files import (
    HEADING,
    MAP,
    NEW_YORK,
    SHANGHAI,
    all_of,
    full,
    only,
    run,
    utc,
    why,
)


class TestAHistory:
    def test_of_all_stages(self, cast: Cast) -> None:
        run(cast, full())
        ticket = only(cast)
        assert ticket.status is Status.CLOSED
        assert (ticket.source, ticket.foreign_number, ticket.closed_how) == ("old", "A1", "imported")
        assert (ticket.opened_at, ticket.assigned_at) == (utc(2026, 11, 2, 1), utc(2026, 11, 2, 1, 5))
        assert (ticket.arrived_at, ticket.done_at) == (utc(2026, 11, 2, 1, 30), utc(2026, 11, 2, 2))
        assert (ticket.closed_at, ticket.complete_due) == (utc(2026, 11, 3), utc(2026, 11, 3, 1))
        assert (ticket.number, ticket.severity, ticket.service_code) == ("20261102-0001", "urgent", "GD-01")
        assert (ticket.department_id, ticket.team_id, ticket.vendor_id) == (cast.ward, cast.team, cast.vendor)
        assert [one.name for one in reporters.of_ticket(cast.db, ticket.id)] == ["张护士"]

    def test_counts_nothing_as_late_and_nobody_here_as_its_actor(self, cast: Cast) -> None:
        run(cast, full())
        assert only(cast).late_recorded == 0
        events = records.events(cast.db, only(cast).id)
        assert {(event.actor_id, event.actor_name) for event in events} == {(None, "旧系统")}
        assert all(event.recorded_at == event.happened_at for event in events)

    def test_keeps_every_foreign_fact(self, cast: Cast) -> None:
        run(cast, full())
        events = records.events(cast.db, only(cast).id)
        assert events[0].facts["foreign"]["extra (2)"] == "y"
        assert events[0].facts["foreign"]["crew"] == "水电班"
        assert next(event for event in events if event.action is Action.COMPLETE).facts["note"] == "换灯管"

    def test_without_a_time_of_acceptance_has_none(self, cast: Cast) -> None:
        run(cast, full(sent="", came=""))
        ticket = only(cast)
        assert (ticket.assigned_at, ticket.accepted_at, ticket.arrived_at) == (None, None, None)
        untimed = [e.action for e in records.events(cast.db, ticket.id) if e.facts.get("time_unknown")]
        assert untimed == [Action.ASSIGN, Action.ACCEPT]

    def test_closed_without_completion_was_finished_by_then_nobody_knows_when(self, cast: Cast) -> None:
        run(cast, full(finished=""))
        ticket = only(cast)
        assert (ticket.done_at, ticket.completions, ticket.closed_at) == (None, 1, utc(2026, 11, 3))

    @pytest.mark.parametrize(
        ("missing", "status"),
        [
            (("shut",), Status.DONE),
            (("shut", "finished"), Status.IN_PROGRESS),
            (("shut", "finished", "came"), Status.ASSIGNED),
            (("shut", "finished", "came", "sent"), Status.ASSIGNED),
            (("shut", "finished", "came", "sent", "crew"), Status.NEW),
        ],
    )
    def test_stands_where_the_other_system_left_it(
        self, cast: Cast, missing: tuple[str, ...], status: Status
    ) -> None:
        run(cast, full(**dict.fromkeys(missing, "")))
        assert only(cast).status is status

    def test_without_a_crew_was_done_by_somebody_of_the_branch(self, cast: Cast) -> None:
        run(cast, full(crew=""))
        assert organisation.teams(cast.db)[only(cast).team_id or 0].name == "旧系统"


class TestWhatNobodyKnowsHere:
    def test_is_created_under_a_branch_and_not_offered(self, cast: Cast) -> None:
        done = run(cast, full(trade="空调", crew="空调班"))
        assert done.created == {"location": 3, "service_group": 1, "service": 1, "team": 1, "ticket": 1}
        place = locations.location(cast.db, only(cast).location_id)
        assert place is not None
        assert (place.path, place.active) == ("老楼 301", False)
        campus = locations.location(cast.db, place.campus_id)
        assert campus is not None
        assert campus.name == "旧系统"

    def test_is_named_without_the_files_stray_spaces(self, cast: Cast) -> None:
        run(cast, full(where="老  楼", room=" 301  室", trade="清 洗  外墙", crew="外 包  队"))
        ticket = only(cast)
        place = locations.location(cast.db, ticket.location_id)
        assert place and place.path == "老 楼 301 室"
        assert organisation.teams(cast.db)[ticket.team_id or 0].name == "外 包 队"
        assert services.all_services(cast.db)[ticket.service_code].name == "清 洗 外墙"

    def test_is_created_once(self, cast: Cast) -> None:
        run(cast, full(trade="空调"))
        done = run(cast, full(no="A2", trade="空调"), full(no="A3", trade="空调", room="302"))
        assert done.created == {"location": 1, "ticket": 2}

    def test_is_rejected_where_the_mapping_says_so(self, cast: Cast) -> None:
        assert why(run(cast, full(ward="骨伤科"))) == "There is no department “骨伤科” here."
        assert cast.db.value("SELECT count(*) FROM ticket") == 0

    def test_what_is_known_is_found_by_number_path_or_name(self, cast: Cast) -> None:
        run(cast, full(where="", room="BY-A-12-1203"), full(no="A2", where="住院A座 12层", room="1203病房"))
        assert {row["location_id"] for row in cast.db.rows("SELECT location_id FROM ticket")} == {cast.room}

    def test_a_code_nobody_translated_is_rejected(self, cast: Cast) -> None:
        assert why(run(cast, full(level="9"))) == "“severity”: “9” is not translated by the mapping."


class TestARow:
    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            ({"no": ""}, "no number"),
            ({"opened": ""}, "does not say when it was opened"),
            ({"opened": "yesterday"}, "“yesterday” is not a time"),
            ({"opened": "0001-01-01 00:00"}, "too long ago"),
            ({"shut": "2030-01-01 00:00"}, "lies in the future"),
            ({"finished": "2026-11-02 08:00"}, "“Finished” (2026-11-02 08:00:00) lies before “Arrived”"),
        ],
    )
    def test_is_rejected_with_its_reason(self, cast: Cast, cells: dict[str, str], words: str) -> None:
        assert words in why(run(cast, full(**cells)))

    def test_with_a_cell_too_many_or_too_few_is_rejected(self, cast: Cast) -> None:
        assert "1 cells more" in why(run(cast, full() + ",z"))
        assert "-18 cells more" in why(run(cast, "A1"))

    def test_is_known_by_its_lines_even_with_line_breaks_inside(self, cast: Cast) -> None:
        done = run(cast, full(what="灯\n不\n亮"), "", full(no="A2", opened="?"))
        assert [(one.first, one.last) for one in done.verdicts] == [(2, 4), (6, 6)]

    def test_that_repeats_a_number_is_rejected(self, cast: Cast) -> None:
        done = run(cast, full(), full(what="另一件"))
        assert [one.result for one in done.verdicts] == ["imported", "rejected"]
        assert "stands already in line 2" in reporting.remark(all_of(done)[1], Language.EN)

    def test_rejected_beside_good_ones_takes_nothing_from_them(self, cast: Cast) -> None:
        done = run(cast, full(no=""), full(), full(no="A2", ward="骨伤科"), full(no="A3"))
        assert [one.result for one in done.verdicts] == ["rejected", "imported", "rejected", "imported"]
        assert [row["number"] for row in cast.db.rows("SELECT number FROM ticket ORDER BY id")] == [
            "20261102-0001",
            "20261102-0002",
        ]


class TestATime:
    def test_that_came_twice_is_the_first_and_said_so(self, cast: Cast) -> None:
        done = run(cast, full(opened="2025-11-02 01:30"), zone=NEW_YORK)
        assert only(cast).opened_at == utc(2025, 11, 2, 5, 30)
        assert "the first is taken" in why(done)

    def test_that_never_was_is_said_too(self, cast: Cast) -> None:
        done = run(cast, full(opened="2026-03-08 02:30"), zone=NEW_YORK)
        assert only(cast).opened_at == utc(2026, 3, 8, 7, 30)
        assert "never was on that clock" in why(done)

    def test_may_have_a_format_of_its_own_or_an_offset(self, cast: Cast) -> None:
        run(cast, full(opened="2026/11/2 8:07", sent="2026-11-02T01:05:00Z"))
        assert only(cast).opened_at == utc(2026, 11, 2, 0, 7)
        assert only(cast).assigned_at == utc(2026, 11, 2, 1, 5)


class TestAgain:
    def test_changes_nothing(self, cast: Cast) -> None:
        run(cast, full(), full(no="A2"))
        before = {
            table: cast.db.rows(f"SELECT * FROM {table}") for table in ("ticket", "ticket_event", "audit")
        }
        done = run(cast, full(what="ganz anders"), full(no="A2"))
        assert done.count("already_there") == 2
        assert done.created == {}
        assert before == {table: cast.db.rows(f"SELECT * FROM {table}") for table in before}

    def test_the_same_number_of_another_source_is_another_ticket(self, cast: Cast) -> None:
        run(cast, full())
        run(cast, full(), text=MAP.replace('"old"', '"older"'))
        assert cast.db.value("SELECT count(*) FROM ticket") == 2

    def test_the_days_numbers_go_on(self, cast: Cast) -> None:
        run(cast, full())
        run(cast, full(no="A2"))
        with cast.db.transaction() as tx:
            assert records.next_number(tx, date(2026, 11, 2)) == "20261102-0003"


class TestTheFile:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_may_be_in_the_usual_encodings(self, cast: Cast, encoding: str) -> None:
        run(cast, full(), encoding=encoding)
        assert only(cast).description == "灯不亮"

    @pytest.mark.parametrize("separator", [";", "\t", "|"])
    def test_may_have_another_separator(self, separator: str) -> None:
        table = reading.read(f"a{separator}b\n1{separator}2,3\n".encode())
        assert next(table.lines).cells == {"a": "1", "b": "2,3"}

    def test_without_a_column_the_mapping_reads_is_refused_whole(self, cast: Cast) -> None:
        with pytest.raises(WrongInput, match="no column “ward”"):
            running.run(
                cast.db,
                content=HEADING.replace("ward", "dept").encode(),
                mapping=mapping.parse(MAP),
                zone=SHANGHAI,
                actor=SYSTEM,
                now=MONDAY,
            )

    @pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\xff", b'a,b\n"' + b"x" * 2_000_000])
    def test_that_is_no_table_is_refused(self, content: bytes) -> None:
        with pytest.raises(WrongInput):
            list(reading.read(content).lines)

    def test_is_imported_only_by_those_who_administer(self, cast: Cast) -> None:
        nobody: Actor = cast.actor("zhao")
        with pytest.raises(NotAllowed):
            run(cast, full(), actor=nobody)


def test_the_report_has_a_line_for_every_row(cast: Cast) -> None:
    done = run(cast, full(), full(no="A2", opened=""), full(no="A3", opened="2026-11-02 08:59"))
    rows = reporting.table(done, Language.ZH).lstrip("\ufeff").splitlines()
    assert rows[0] == "行,至行,原编号,结果,工单号,原因或说明"
    assert rows[1:] == [
        "2,2,A1,已导入,20261102-0001,",
        "3,3,A2,拒绝,,该行没有申报时间。",
        "4,4,A3,已导入,20261102-0002,",
    ]
    assert list(reporting.counts(done, Language.ZH)) == [
        "共 3 行：导入 2，已存在 0，拒绝 1",
        "  第 3 行：该行没有申报时间。",
        "已在单独分支下新建：3 个位置",
    ]


def test_an_hour_old_history_is_no_history_of_the_future(cast: Cast) -> None:
    assert run(cast, full(), now=utc(2026, 11, 3) + timedelta(seconds=1)).count("imported") == 1
