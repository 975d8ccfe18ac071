"""Holidays on the System page: which years are known, a file previewed and used, a missing year said aloud."""

from __future__ import annotations

import json
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from lib.catalog import holiday_files, promises, upkeep
from lib.core import clock
from lib.core.clock import local_date
from lib.tickets.ticket import Ticket
from tests.conftest import MONDAY, Cast
from tests.pages.conftest import Opens, went_well

NEXT = local_date(clock.now()).year + 1


def content(*, off: str = f"{NEXT}-10-01", on: str = f"{NEXT}-01-04") -> bytes:
    days = [
        {"name": "国庆节", "date": off, "isOffDay": True},
        {"name": "元旦", "date": on, "isOffDay": False},
    ]
    return json.dumps({"year": NEXT, "days": days}).encode()


def upload(at: AppTest, file: bytes, name: str = f"{NEXT}.json") -> AppTest:
    at.file_uploader(key="holiday_file_0").set_value((name, file, "application/json"))
    return went_well(at.run())


def words(at: AppTest) -> str:
    return " ".join(str(one.value) for one in (*at.warning, *at.error, *at.caption, *at.markdown))


def test_a_year_nobody_knows_is_said_until_its_file_is_used_and_again_when_it_is_removed(
    open_page: Opens, cast: Cast
) -> None:
    at = open_page("admin", "system")
    assert f"{NEXT} 年的法定节假日尚不清楚" in words(at)
    at = upload(at, content())
    assert f"{NEXT} 年：放假 1 天，调休上班 1 天" in words(at)
    assert NEXT not in holiday_files.all_files(cast.db)
    went_well(at.button(key="holiday_take").click().run())
    assert holiday_files.source(cast.db, NEXT) == "file"
    assert "法定节假日尚不清楚" not in words(at)
    went_well(at.button(key=f"holiday_remove_{NEXT}").click().run())
    assert f"{NEXT} 年的法定节假日尚不清楚" in words(at)


def test_a_file_that_is_wrong_says_why_and_offers_nothing(open_page: Opens) -> None:
    at = upload(open_page("admin", "system"), content(off=f"{NEXT + 1}-10-01"))
    assert f"不在 {NEXT} 年" in at.error[0].value
    assert "holiday_take" not in {button.key for button in at.button}


def test_a_file_called_after_another_year_is_refused(open_page: Opens) -> None:
    at = upload(open_page("admin", "system"), content(), "2020.json")
    assert "文件名是 2020" in at.error[0].value


def test_what_looks_odd_is_asked_about(open_page: Opens) -> None:
    at = upload(open_page("admin", "system"), content(off=f"{NEXT}-01-01"))
    assert "放假日里没有国庆节" in words(at)


def test_a_ticket_due_in_a_year_nobody_knows_says_so(open_page: Opens, cast: Cast, report: object) -> None:
    ticket: Ticket = report(severity="low")  # type: ignore[operator]
    new_year = clock.midnight(local_date(clock.now()).replace(month=1, day=1, year=NEXT)) + timedelta(
        hours=10
    )
    with cast.db.transaction() as tx:
        tx.execute("UPDATE ticket SET complete_due = $due WHERE id = $id", due=new_year, id=ticket.id)
    assert f"{NEXT} 年的节假日尚未公布" in words(open_page("zhao", "ticket", number=ticket.number))
    normal: Ticket = report()  # type: ignore[operator]
    assert "节假日尚未公布" not in words(open_page("zhao", "ticket", number=normal.number))


def test_a_ticket_reported_late_in_the_evening_says_from_when_it_counts(
    open_page: Opens, cast: Cast, report: object
) -> None:
    old = promises.promise_for(cast.db, severity="normal", area_class="", service_code="", at=MONDAY)
    assert old is not None
    evening = {"late_from": "20:00", "late_start": "08:00"}
    minutes = {stage: getattr(old, f"{stage}_minutes") for stage in promises.STAGES}
    admin = cast.actor("admin")
    upkeep.change_promise(
        cast.db,
        actor=admin,
        promise_id=old.id,
        minutes=minutes,
        others=evening,
        now=MONDAY - timedelta(days=9),
    )
    late = MONDAY.replace(hour=13)  # 21:00 in the hospital
    ticket: Ticket = report(late)  # type: ignore[operator]
    assert ticket.arrive_due == late + timedelta(hours=11 + 4)
    assert "晚间报修：时限从11-17 08:00起算" in words(open_page("zhao", "ticket", number=ticket.number))
