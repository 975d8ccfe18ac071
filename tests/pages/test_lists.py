"""Lists as files beside their tables: nothing is written before it was looked through."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.people import organisation
from tests.conftest import MONDAY, Cast
from tests.pages.conftest import Opens, went_well

HEADING = "编码,名称,类别,院区,分机"
RIGHT = ("EK,儿科,临床,BY,8201", "GK,骨科,临床,BY,8199")
WRONG = ("FK,妇科,门诊,BY,8202", "PFK,<img src=x onerror=alert(1)>皮肤科,临床,西院区,8203")
TABS = [
    *(("people", "people_tab", tab) for tab in ("accounts", "departments", "teams", "vendors", "contracts")),
    *(("catalog", "catalog_tab", tab) for tab in ("services", "promises", "materials")),
    ("places", "places_q", ""),
]


def chosen(at: AppTest, *lines: str, name: str = "departments") -> AppTest:
    """The page after a file of these lines was chosen."""
    file = ("科室.csv", "\n".join(lines).encode("gb18030"), "text/csv")
    at.file_uploader(key=f"list_{name}_file_0").set_value(file)
    return went_well(at.run())


def shown(at: AppTest) -> str:
    return "".join(element.proto.body for element in at.get("html"))


def codes(cast: Cast) -> set[str]:
    return {one.code for one in organisation.departments(cast.db).values()}


@pytest.mark.parametrize(("page_name", "key", "tab"), TABS)
def test_who_may_edit_takes_a_list_away_and_brings_it_back(
    open_page: Opens, page_name: str, key: str, tab: str
) -> None:
    at = open_page("admin", page_name, **({key: tab} if tab else {}))
    labels = [one.label for one in at.download_button]
    assert labels == ["导出（Excel）", "导出（CSV）", "下载模板（Excel）", "下载模板（CSV）"]
    assert len(at.get("file_uploader")) == 1


def test_who_may_not_edit_only_takes_it_away(open_page: Opens) -> None:
    at = open_page("zhao", "catalog")
    assert [one.label for one in at.download_button] == ["导出（Excel）", "导出（CSV）"]
    assert not at.get("file_uploader")


def test_accounts_are_taken_away_by_nobody_else(open_page: Opens) -> None:
    assert not open_page("zhao", "people").get("download_button")


def test_wrong_cells_say_why_and_nothing_is_written(open_page: Opens, cast: Cast) -> None:
    at = chosen(open_page("admin", "people", people_tab="departments"), HEADING, *RIGHT, *WRONG)
    assert "有误 2 行" in at.markdown[0].value
    assert "临床 / 医技 / 行政 / 后勤" in shown(at)
    assert "⚠ 西院区" in shown(at)
    assert "<img" not in shown(at)
    assert "<del>8102</del> → <ins>8199</ins>" in shown(at)
    assert at.button(key="list_departments_write").disabled
    assert "EK" not in codes(cast)


def test_wrong_rows_are_left_out_once_somebody_says_so(open_page: Opens, cast: Cast) -> None:
    at = chosen(open_page("admin", "people", people_tab="departments"), HEADING, *RIGHT, *WRONG)
    at.checkbox[0].check().run()
    at.button(key="list_departments_write").click()
    went_well(at.run())
    assert at.success[0].value == "科室.csv：新增 1 行，修改 1 行，不变 0 行，未导入 2 行。"
    assert "EK" in codes(cast)
    assert "FK" not in codes(cast)
    assert at.file_uploader[0].value is None


def test_a_right_file_is_written_at_once(open_page: Opens, cast: Cast) -> None:
    at = chosen(open_page("admin", "people", people_tab="departments"), HEADING, *RIGHT)
    assert at.button(key="list_departments_write").label == "写入 2 行"
    at.button(key="list_departments_write").click()
    went_well(at.run())
    assert "EK" in codes(cast)


def test_a_file_that_changes_nothing_offers_nothing_to_write(open_page: Opens) -> None:
    at = chosen(open_page("admin", "people", people_tab="departments"), HEADING, "GK,骨科,临床,BY,8102")
    assert "完全一致" in at.info[0].value
    assert not [one for one in at.button if one.key == "list_departments_write"]


@pytest.mark.parametrize("lines", [("名称,类别", "儿科,临床"), ("",), ("\x00\x01",), ("PK\x03\x04 broken",)])
def test_what_is_no_such_list_is_said_at_the_file_which_stays(
    open_page: Opens, lines: tuple[str, ...]
) -> None:
    at = chosen(open_page("admin", "people", people_tab="departments"), *lines)
    assert at.error[0].value
    assert at.file_uploader[0].value is not None


def test_columns_without_meaning_are_named(open_page: Opens) -> None:
    at = chosen(open_page("admin", "people", people_tab="departments"), f"{HEADING},负责人", f"{RIGHT[0]},周")
    assert any("负责人" in one.value for one in at.caption)


def test_what_has_changed_meanwhile_is_shown_again(open_page: Opens, cast: Cast) -> None:
    at = chosen(open_page("admin", "people", people_tab="departments"), HEADING, *RIGHT)
    row = {"code": "EK", "name": "儿科", "kind": "clinical"}
    organisation.save(cast.db, "department", row, actor=cast.actor("admin"), now=MONDAY)
    at.button(key="list_departments_write").click()
    went_well(at.run())
    assert "现在" in at.error[0].value or "不同" in at.error[0].value
    assert "修改 2 行" in at.markdown[0].value
    assert at.button(key="list_departments_write").label == "写入 2 行"


def test_initial_passwords_are_told_until_put_away(open_page: Opens, cast: Cast) -> None:
    at = open_page("admin", "people")
    at = chosen(at, "用户名,姓名,电话", "cuihua,翠花,13800000001", name="people")
    at.button(key="list_people_write").click()
    went_well(at.run())
    assert "下载初始密码（Excel）" in [one.label for one in at.download_button]
    next(one for one in at.button if one.label == "已下载，不再显示").click()
    went_well(at.run())
    assert "下载初始密码（Excel）" not in [one.label for one in at.download_button]


def test_what_is_new_is_shown_as_it_will_be_written(open_page: Opens) -> None:
    at = open_page("admin", "people", people_tab="departments")
    at = chosen(at, "编码,名称,类别,院区,在用", "EK,儿科,临床,by,√")
    assert "BY " in shown(at)
    assert "√" not in shown(at)
    at = open_page("admin", "people", people_tab="vendors")
    at = chosen(at, "编码,名称,税率", "V77,新公司,0.06", name="vendors")
    assert "6%" in shown(at)
    assert "0.06" not in shown(at)


def test_initial_passwords_warn_before_the_page_is_left(open_page: Opens) -> None:
    at = chosen(open_page("admin", "people"), "用户名,姓名", "cuihua,翠花", name="people")
    at.button(key="list_people_write").click()
    went_well(at.run())
    assert any("离开或刷新本页后将无法再次查看" in one.value for one in at.warning)


def test_more_reasons_than_fit_beside_each_other_stand_below_each_other(open_page: Opens) -> None:
    at = open_page("admin", "people", people_tab="departments")
    wrong = f"F K,,门诊,西院区,{'8' * 30},也许"
    at = chosen(at, "编码,名称,类别,院区,分机,在用", wrong)
    assert "list-preview cards" in shown(at)
    at = chosen(open_page("admin", "people", people_tab="departments"), HEADING, *RIGHT, *WRONG)
    assert "list-preview cards" not in shown(at)
