"""Holiday files an administrator loads: checked in plain words, effective at once, kept in the database."""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from lib.catalog import holiday_files, promises, upkeep
from lib.catalog.calendars import calendar, years_without_holidays
from lib.core.errors import NotAllowed, NotFound, WrongInput
from lib.core.i18n import Language, explain
from lib.people import audit
from lib.store import backup
from lib.store.database import Database
from tests.conftest import MONDAY, Cast

DATA = os.environ.get("ONESTOP_TEST_DATA")
PUBLISHED = sorted((Path(DATA) / "holidays").glob("*.json")) if DATA else []


def day(on: str, off: Any = True, name: Any = "元旦") -> dict[str, Any]:
    return {"name": name, "date": on, "isOffDay": off}


NEW_YEAR = [day("2027-01-01"), day("2027-01-04", off=False), day("2027-10-01", name="国庆节")]


def written(year: Any = 2027, days: Any = NEW_YEAR, **more: Any) -> bytes:
    return json.dumps({"year": year, "days": days, **more}).encode()


def take(cast: Cast, content: bytes, name: str = "") -> None:
    holiday_files.take(cast.db, actor=cast.actor("admin"), content=content, name=name, now=MONDAY)


def worked(db: Database, day: str) -> float:
    start = datetime.fromisoformat(f"{day}T00:00:00+08:00")
    return calendar(db, "office").minutes_between(start, start.replace(hour=23))


def test_a_file_is_read_with_days_off_make_up_workdays_and_names() -> None:
    read = holiday_files.read(b"\xef\xbb\xbf" + written(), "2027.json")
    assert (read.year, read.off, read.workdays) == (
        2027,
        [date(2027, 1, 1), date(2027, 10, 1)],
        [date(2027, 1, 4)],
    )
    assert read.names[date(2027, 10, 1)] == "国庆节"
    # A Monday was a workday anyway: not refused, but asked about.
    assert (read.whole, read.on_weekdays) == (True, [date(2027, 1, 4)])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "不是 JSON 格式"),
        (b"\xff\xfe\x00", "不是 JSON 格式"),
        (b"[" * 100_000, "不是 JSON 格式"),
        (b"[]", "没有年份和日期"),
        (b"x" * 600_000, "太大"),
        (b"{}", "没有写明是哪一年"),
        (written(year="2027"), "没有写明是哪一年"),
        (written(year=True), "没有写明是哪一年"),
        (written(year=1999), "1999"),
        (written(days=None), "没有日期列表"),
        (written(days=[]), "可能尚未公布"),
        (written(days=[day("2027-01-01")] * 400), "400"),
        (written(days=["2027-01-01"]), "第 1 天"),
        (written(days=[day("2027-02-30")]), "2027-02-30"),
        (written(days=[day("20270101")]), "20270101"),
        (written(days=[{"date": "2027-01-01"}]), "没有说明是否放假"),
        (written(days=[day("2027-01-01", off="true")]), "没有说明是否放假"),
        (written(days=[day("2026-11-30")]), "不在 2027 年"),
        (written(days=[day("2028-01-01")]), "不在 2027 年"),
        (written(days=[day("2027-01-01"), day("2027-01-01", off=False)]), "出现了两次"),
        (written(days=[day("2027-01-02", off=False)]), "没有 2027 年的放假日"),
        (written(days=[day("2026-12-31"), day("2027-01-02", off=False)]), "没有 2027 年的放假日"),
    ],
)
def test_each_thing_wrong_has_its_own_words(content: bytes, says: str) -> None:
    with pytest.raises(WrongInput) as refused:
        holiday_files.read(content)
    assert says in explain(Language.ZH, refused.value)


def test_a_file_named_after_another_year_is_refused() -> None:
    with pytest.raises(WrongInput, match="called 2026, but it is for 2027"):
        holiday_files.read(written(), "2026.json")
    assert holiday_files.read(written(), "holidays (1).json").year == 2027


def test_it_holds_at_once_and_is_gone_when_it_is_removed(cast: Cast) -> None:
    assert worked(cast.db, "2027-01-01") == 480
    assert years_without_holidays(cast.db, 2026, 2028) == [2027, 2028]
    take(cast, written(days=[*NEW_YEAR, day("2027-01-09", off=False)]))
    assert [worked(cast.db, on) for on in ("2027-01-01", "2027-01-09", "2027-01-10")] == [0, 480, 0]
    assert years_without_holidays(cast.db, 2026, 2028) == [2028]
    assert holiday_files.source(cast.db, 2027) == "file"
    holiday_files.remove(cast.db, actor=cast.actor("admin"), year=2027, now=MONDAY)
    assert worked(cast.db, "2027-01-01") == 480
    with pytest.raises(NotFound):
        holiday_files.remove(cast.db, actor=cast.actor("admin"), year=2027, now=MONDAY)


def test_a_second_file_takes_the_place_of_the_first(cast: Cast) -> None:
    take(cast, written())
    take(cast, written(days=[day("2027-01-02")]))
    assert holiday_files.all_files(cast.db)[2027].off == [date(2027, 1, 2)]


def test_a_file_goes_before_the_library_and_both_are_said(cast: Cast) -> None:
    assert holiday_files.source(cast.db, 2026) == "library"
    take(cast, written(year=2026, days=[day("2026-11-16")]))
    assert holiday_files.source(cast.db, 2026) == "both"
    assert (worked(cast.db, "2026-11-16"), worked(cast.db, "2026-10-01")) == (0, 0)


def test_only_an_administrator_loads_and_removes_and_the_log_tells(cast: Cast) -> None:
    for who in ("zhao", "zheng"):
        with pytest.raises(NotAllowed):
            holiday_files.take(cast.db, actor=cast.actor(who), content=written(), now=MONDAY)
        with pytest.raises(NotAllowed):
            holiday_files.remove(cast.db, actor=cast.actor(who), year=2027, now=MONDAY)
    take(cast, written())
    last = audit.latest(cast.db, 1)[0]
    assert (last["act"], last["object"]) == ("holidays_loaded", "2027")


def test_a_backup_keeps_it(cast: Cast) -> None:
    take(cast, written())
    made = backup.make(cast.db, now=MONDAY)
    restored = Database(made.path)
    try:
        assert worked(restored, "2027-01-01") == 0
    finally:
        restored.close()


def test_a_file_an_earlier_version_read_from_the_folder_is_taken_over_once(cast: Cast, data: Path) -> None:
    folder = data / "holidays"
    folder.mkdir()
    (folder / "2027.json").write_bytes(written())
    (folder / "2028.json").write_bytes(b"{}")
    assert (holiday_files.adopt(cast.db, MONDAY), holiday_files.adopt(cast.db, MONDAY)) == (1, 0)
    assert list(holiday_files.all_files(cast.db)) == [2027]
    assert sorted(path.name for path in folder.iterdir()) == ["2027.json.taken", "2028.json"]


def test_a_year_nobody_knows_is_named_where_its_promise_counts_working_hours(cast: Cast) -> None:
    december = datetime.fromisoformat("2026-12-31T16:00:00+08:00")
    for severity, years in (("low", [2027]), ("normal", [])):
        dues = promises.dues(cast.db, severity=severity, area_class="", service_code="", at=december)
        assert dues.complete is not None
        assert dues.complete.year == 2027
        assert promises.unknown_years(cast.db, dues.promise_id, [dues.complete]) == years
    take(cast, written())
    assert promises.unknown_years(cast.db, dues.promise_id, [dues.complete]) == []


def test_the_hospitals_own_days_go_before_a_file(cast: Cast) -> None:
    take(cast, written())
    upkeep.set_day(
        cast.db, actor=cast.actor("admin"), day=date(2027, 1, 1), kind="workday", note="开诊", now=MONDAY
    )
    assert worked(cast.db, "2027-01-01") == 480


@pytest.mark.skipif(not PUBLISHED, reason="LEFT OUT: no published holiday files; set ONESTOP_TEST_DATA")
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_published_file_is_taken_or_said_to_be_empty(path: Path, cast: Cast) -> None:
    if not json.loads(path.read_text(encoding="utf-8"))["days"]:
        with pytest.raises(WrongInput, match="probably not out yet"):
            holiday_files.read(path.read_bytes(), path.name)
        return
    take(cast, path.read_bytes(), path.name)
    kept = holiday_files.all_files(cast.db)[int(path.stem)]
    assert kept.days == holiday_files.read(path.read_bytes()).days
    assert (kept.whole, kept.on_weekdays) == (True, [])
