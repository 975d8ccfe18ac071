"""The place somebody's words name."""

from __future__ import annotations

import pytest

from lib.core.clock import local_date
from lib.people import organisation
from lib.places import locations
from lib.places.finding import mentioned, named
from lib.store.database import Database
from tests.conftest import MONDAY, Cast


def number(db: Database, words: str, department: str = "") -> str:
    ids = {one.name: one.id for one in organisation.departments(db).values()}
    found = mentioned(db, words, ids.get(department))
    return found.number if found else ""


@pytest.mark.parametrize(
    "words",
    [
        "1203灯不亮",
        "张护士：1203灯不亮",
        "A座-1203漏水",
        "住院A座 1203病房 漏水",
        "BY-A-12-1203 停电",
        "12层1203病房",
    ],
)
def test_a_room_is_found_by_number_or_name(cast: Cast, words: str) -> None:
    found = mentioned(cast.db, words)
    assert found is not None
    assert found.id == cast.room


@pytest.mark.parametrize("words", ["灯不亮", "12030 灯不亮", "电话 81011203", "12:03 灯不亮", ""])
def test_words_that_name_nothing_find_nothing(cast: Cast, words: str) -> None:
    assert mentioned(cast.db, words) is None


def test_a_name_that_exists_often_is_the_callers_own(cast: Cast) -> None:
    with cast.db.transaction() as tx:
        above = locations.by_number(cast.db, "BY-A")
        one = locations.add(tx, number="BY-A-02-T", name="治疗室", kind="room", parent=above)
        locations.add(tx, number="BY-A-03-T", name="治疗室", kind="room", parent=above)
        locations.occupy(tx, one, cast.other_ward, local_date(MONDAY))
    assert mentioned(cast.db, "治疗室灯不亮") is None
    found = mentioned(cast.db, "治疗室灯不亮", cast.other_ward)
    assert found is not None
    assert found.id == one


@pytest.mark.parametrize(
    "words",
    [
        "住院B座12楼护士站", "住院B座12层护士站", "B座12F护士站", "b座十二楼护士站", "Ｂ座１２楼护士站",
        "B栋 12 楼 护士站", "住院部B座12楼护办", "老年科护士站", "老年医学科 护士站", "老年护士站",
        "B座12楼护士占", "B12F护士站", "B1201", "BY-B-12-1201",
    ],
)  # fmt: skip
def test_one_room_in_the_words_of_many(reference: Database, words: str) -> None:
    assert number(reference, words) == "BY-B-12-1201"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("创伤骨科15床呼叫铃坏了", "BY-A-12-1213"),
        ("A座12楼15床卫生间漏水", "BY-A-12-1213"),
        ("A座1213-15床", "BY-A-12-1213"),
        ("创伤骨科13-18床那屋", "BY-A-12-1213"),
        ("ICU5床氧气表", "BY-A-03-305"),
        ("新院ICU五床氧气表", "XY-ZY-03-305"),
    ],
)
def test_a_bed_is_in_the_room_whose_range_holds_it(reference: Database, words: str, place: str) -> None:
    assert number(reference, words) == place


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("心内灯坏了", "BY-B-03"),
        ("肛肠科要两箱纸", "BY-A-15"),
        ("新院区心内科灯坏了", "XY-ZY-05"),
        ("手术室空调", "BY-A-02"),
        ("住院C座整栋停水", "BY-C"),
        ("行政楼3层灯坏了", "BY-XZ-03"),
        ("A座电梯有异响", "BY-A"),
    ],
)
def test_without_a_room_it_is_the_floor_or_the_building(reference: Database, words: str, place: str) -> None:
    assert number(reference, words) == place


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("门诊2号电梯门关不上", "BY-MZ-DT2"),
        ("门诊楼二号梯停在三楼", "BY-MZ-DT2"),
        ("行政楼电梯停在2楼不动了", "BY-XZ-DT1"),
        ("抢救2室负压", "BY-JZ-01-110"),
        ("急诊2号抢救室负压", "BY-JZ-01-110"),
        ("手术室第九间无影灯", "BY-A-02-209"),
        ("门诊一楼男厕所堵了", "BY-MZ-01-Z4"),
        ("病理科取材室排风", "BY-YJ-03-304"),
        ("老年科护士站旁边的厕所堵了", "BY-B-12-1210"),
        ("普外处置室", "XY-ZY-07-703"),
        ("地下室A座水泵房异响", "BY-A-B1"),
    ],
)
def test_numbers_nicknames_and_what_lies_beside(reference: Database, words: str, place: str) -> None:
    assert number(reference, words) == place


@pytest.mark.parametrize(
    "words",
    ["12床呼叫铃", "护士站灯坏了", "1203房灯坏", "骨科3床", "病人呼吸困难", "呼吸机坏了", "请送检验报告"],
)
def test_right_or_silent(reference: Database, words: str) -> None:
    found = named(reference, words)
    assert found.place is None
    assert len(found.candidates) <= 5


def test_where_several_fit_they_are_offered(reference: Database) -> None:
    found = named(reference, "骨科3床呼叫铃")
    assert [place.number for place in found.candidates] == ["BY-A-10-1011", "BY-A-11-1111", "BY-A-12-1211"]


@pytest.mark.parametrize(
    ("department", "place"),
    [("创伤骨科", "BY-A-12-1211"), ("脊柱外科", "BY-A-11-1111"), ("新院区骨科", "XY-ZY-08-811")],
)
def test_the_callers_department_decides_among_them(reference: Database, department: str, place: str) -> None:
    assert number(reference, "3床呼叫铃", department) == place


def test_what_was_recognised_is_known_by_its_stretches(reference: Database) -> None:
    words = "Ｂ座 １２楼的护士站 灯坏了"
    assert [words[a:b] for a, b in named(reference, words).spans] == ["Ｂ座", "１２楼", "护士站"]


@pytest.mark.parametrize("words", ["99楼灯不亮", "0楼灯不亮", "-0A1203 -0A"])
def test_a_storey_that_is_nowhere_names_no_building(reference: Database, words: str) -> None:
    found = named(reference, words)
    assert (found.place, list(found.candidates)) == (None, [])


def test_a_list_number_before_a_room_number_is_no_decimal(reference: Database) -> None:
    found = mentioned(reference, "儿科 2.613病房床头柜抽屉坏了")
    assert found is not None and found.name.startswith("613")
    assert mentioned(reference, "儿科 2.613米长的管子") != found
