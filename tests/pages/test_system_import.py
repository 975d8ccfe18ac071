"""The administrator imports another system's tickets: file, preview, import, report; nothing done by half or twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lib.core import clock
from lib.core.clock import zone
from lib.core.errors import NotAllowed
from lib.core.i18n import Language
from lib.tickets.importing import keeping, mapping
from lib.tickets.importing.verdicts import IMPORTED
from lib.ui.system import import_work
from lib.ui.system.import_fields import FILE, MAPPING
from lib.ui.system.import_work import Asked, Stage, Work
from tests.conftest import Cast
from tests.pages import imported
from tests.pages.conftest import Opens, went_well

TICKETS = len(imported.HISTORIES)


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """An import belongs to an account, not to a test."""
    yield
    for work in import_work._works.values():
        work.stop()
        work.wait(10)
        work.close()
    import_work._works.clear()


def chosen(at: AppTest, content: bytes, toml: str = imported.MAPPING) -> AppTest:
    """The page with the file and a mapping of one's own."""
    at.selectbox(key="import_choice").set_value("")
    went_well(at.run())
    at.file_uploader(key=f"{FILE}_0").set_value(("旧系统.csv", content, "text/csv"))
    at.file_uploader(key=f"{MAPPING}_0").set_value(("旧系统.toml", toml.encode(), ""))
    return went_well(at.run())


def pressed(at: AppTest, label: str) -> AppTest:
    """The page after that button, and after whatever it began has ended."""
    (button,) = [one for one in at.button if label in one.label]
    went_well(button.click().run())
    for _ in range(200):
        if not any("停止导入" in one.label for one in at.button):
            break
        time.sleep(0.02)
        went_well(at.run())
    return at


def labels(at: AppTest) -> list[str]:
    return [one.label for one in at.button]


def metrics(at: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in at.metric}


def tickets(cast: Cast) -> int:
    return int(cast.db.value("SELECT count(*) FROM ticket"))


def test_from_the_file_to_the_report(open_page: Opens, cast: Cast) -> None:
    at = pressed(chosen(open_page("admin", "system"), imported.file(clock.now())), "预览")
    said = metrics(at)
    assert (said["将导入"], said["已存在"], said["拒绝"]) == (str(TICKETS), "0", "2")
    assert any("将在单独分支下新建" in one.value for one in at.markdown)
    reasons = " ".join(" ".join(map(str, one.value.iloc[:, -1])) for one in at.dataframe)
    assert "时间不能晚于现在" in reasons
    assert tickets(cast) == 0

    at = pressed(at, f"导入 {TICKETS} 张工单")
    assert [one.value for one in at.success] == [f"已从“旧报修台”导入 {TICKETS} 张工单。"]
    assert tickets(cast) == TICKETS
    (past,) = keeping.past(cast.db)
    assert (past.by, past.counts[IMPORTED], past.counts["rejected"]) == ("管理员", TICKETS, 2)
    assert past.report is not None and len(past.report.read_text().splitlines()) == TICKETS + 3
    assert any("历次导入：1 次" in one.label for one in at.expander)

    at = pressed(at, "再导入一个文件")
    assert at.file_uploader(key=f"{FILE}_1").value is None


def test_the_same_file_again_changes_nothing(open_page: Opens, cast: Cast) -> None:
    content = imported.file(clock.now())
    at = pressed(pressed(chosen(open_page("admin", "system"), content), "预览"), f"导入 {TICKETS}")
    at = pressed(at, "再导入")
    at.file_uploader(key=f"{FILE}_1").set_value(("旧系统.csv", content, "text/csv"))
    at.file_uploader(key=f"{MAPPING}_1").set_value(("旧系统.toml", imported.MAPPING.encode(), ""))
    at = pressed(went_well(at.run()), "预览")
    assert metrics(at)["已存在"] == str(TICKETS)
    assert not any("张工单" in label for label in labels(at))
    assert tickets(cast) == TICKETS


def test_what_is_missing_is_said_and_what_was_chosen_stays(open_page: Opens) -> None:
    at = pressed(open_page("admin", "system"), "预览")
    assert [one.value for one in at.error] == ["请先选择文件。"]
    at = chosen(at, b"no,what\n1,2\n", "source = 1")
    assert any("number" in one.value or "source" in one.value for one in at.error)
    at = pressed(at, "预览")
    assert len(at.error) == 1
    assert at.file_uploader(key=f"{FILE}_0").value.name == "旧系统.csv"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no,what\n1,2\n", "building"),
        (b"", "标题行"),
        (b"PK\x03\x04 no workbook", "Excel"),
        (b"\x89PNG\r\n\x1a\n\x00\x81\xff", "文本"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_words(open_page: Opens, content: bytes, said: str) -> None:
    at = pressed(chosen(open_page("admin", "system"), content), "预览")
    (error,) = at.error
    assert said in error.value
    assert at.file_uploader(key=f"{FILE}_0").value is not None


def test_another_choice_takes_the_preview_away(open_page: Opens, cast: Cast) -> None:
    at = pressed(chosen(open_page("admin", "system"), imported.file(clock.now())), "预览")
    assert "将导入" in metrics(at)
    at.selectbox(key="import_choice").set_value("boston311.toml")
    assert "将导入" not in metrics(went_well(at.run()))


def test_a_reload_finds_the_preview_again_and_it_can_be_discarded(open_page: Opens, cast: Cast) -> None:
    pressed(chosen(open_page("admin", "system"), imported.file(clock.now())), "预览")
    at = open_page("admin", "system")
    assert "将导入" in metrics(at)
    assert "将导入" not in metrics(pressed(at, "放弃"))
    assert tickets(cast) == 0


def test_a_mapping_that_ships_brings_its_clock_along(open_page: Opens) -> None:
    at = open_page("admin", "system")
    at.selectbox(key="import_choice").set_value("boston311.toml")
    went_well(at.run())
    assert at.selectbox(key="import_zone_boston311").value == "America/New_York"


def asked(cast: Cast) -> Asked:
    return Asked(
        file_name="旧系统.csv",
        content=imported.file(clock.now()),
        mapping=mapping.parse(imported.MAPPING),
        zone=zone(),
        actor=cast.actor("admin"),
        language=Language.ZH,
    )


def test_a_second_click_does_not_import_twice(cast: Cast) -> None:
    work = import_work.begin(cast.db, cast.people["admin"], asked(cast), clock.now())
    work.wait(10)
    work.write(clock.now())
    work.write(clock.now())
    work.wait(10)
    work.write(clock.now())
    assert (work.stage, tickets(cast), len(keeping.past(cast.db))) == (Stage.DONE, TICKETS, 1)


def test_one_that_runs_is_not_begun_again(cast: Cast) -> None:
    first = import_work.begin(cast.db, cast.people["admin"], asked(cast), clock.now())
    again = import_work.begin(cast.db, cast.people["admin"], asked(cast), clock.now())
    first.wait(10)
    again.wait(10)
    assert again is first or first.stage is Stage.READY


def test_stopped_while_writing_it_leaves_nothing(cast: Cast) -> None:
    work = Work(cast.db, asked(cast))
    work.read(clock.now())
    work.wait(10)
    work.stop()
    work.write(clock.now())
    work.wait(10)
    assert (work.stage, tickets(cast)) == (Stage.STOPPED, 0)
    assert not cast.db.value("SELECT count(*) FROM location WHERE number LIKE 'IM-%'")


def test_who_is_no_administrator_gets_nowhere(cast: Cast) -> None:
    work = Work(cast.db, replace(asked(cast), actor=cast.actor("wang")))
    work.read(clock.now())
    work.wait(10)
    assert work.stage is Stage.REFUSED
    assert isinstance(work.refusal, NotAllowed)
