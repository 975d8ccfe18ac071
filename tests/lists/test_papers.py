"""The list of papers: out and back unchanged, a renewal beside the old one, wrong cells named."""

from __future__ import annotations

from datetime import date

import pytest

from lib.core.errors import NotAllowed
from lib.lists import exchange
from lib.lists.offered import named
from lib.people import paper_keeping, papers
from lib.people.paper_keeping import Said
from lib.people.roles import SYSTEM
from tests.conftest import MONDAY, Cast
from tests.lists.files import ZH, bring, faults, file, look

ROW = {
    "person": "李师傅",
    "kind": "作业资格证",
    "paper": "低压电工证",
    "number": "DG2024001",
    "issued_on": "2024-3-1",
    "valid_until": "2030-2-28",
}


def test_a_row_is_understood_as_people_write_it(cast: Cast) -> None:
    bring(cast.db, "papers", {**ROW, "paper": "电工操作证"}, {**ROW, "kind": "培训", "paper": "岗前安全培训"})
    training, licence = papers.of_person(cast.db, cast.people["li"])
    assert (licence.kind, licence.licence, licence.valid_until) == (
        "licence",
        "electrician",
        date(2030, 2, 28),
    )
    assert (training.kind, training.licence, training.title) == ("training", "", "岗前安全培训")


def test_a_licence_in_words_of_its_own_stays_as_written(cast: Cast) -> None:
    bring(cast.db, "papers", ROW)
    assert papers.of_person(cast.db, cast.people["li"])[0].licence == "低压电工证"


def test_out_and_back_changes_nothing(cast: Cast) -> None:
    for more in ({"issued_on": date(2024, 1, 1)}, {"valid_until": date(2027, 1, 1), "number": "7"}, {}):
        said = Said(account_id=cast.people["li"], kind="licence", licence=f"证{len(more)}", **more)
        paper_keeping.keep(cast.db, actor=SYSTEM, said=said, now=MONDAY)
    shape = named("papers")
    content = exchange.export(cast.db, shape, ZH, "csv")
    shown = exchange.preview(cast.db, shape, content, language=ZH, actor=SYSTEM, now=MONDAY)
    assert {row.outcome.value for row in shown.rows} == {"unchanged"} and len(shown.rows) == 3


def test_the_same_paper_with_another_end_is_corrected_a_new_day_of_issue_is_another(cast: Cast) -> None:
    bring(cast.db, "papers", ROW)
    bring(cast.db, "papers", {**ROW, "valid_until": "2031-2-28"})
    assert [one.valid_until for one in papers.all_papers(cast.db)] == [date(2031, 2, 28)]
    bring(cast.db, "papers", {**ROW, "issued_on": "2030-3-1", "valid_until": "2036-2-28"})
    assert len(papers.all_papers(cast.db)) == 2


@pytest.mark.parametrize(
    ("wrong", "cell"),
    [
        ({"person": "没有这人"}, "person"),
        ({"person": ""}, "person"),
        ({"kind": "护照"}, "kind"),
        ({"paper": ""}, "paper"),
        ({"number": "9" * 61}, "number"),
        ({"issued_on": "昨天"}, "issued_on"),
        ({"valid_until": "2023-1-1"}, "valid_until"),
        ({"valid_until": "9999-1-1"}, "valid_until"),
    ],
)
def test_wrong_cells_are_named_and_nothing_is_written(cast: Cast, wrong: dict[str, str], cell: str) -> None:
    assert cell in {where for _, where in faults(look(cast.db, "papers", {**ROW, **wrong}))}
    assert papers.all_papers(cast.db) == ()


@pytest.mark.parametrize(("who", "may"), [("admin", True), ("qian", True), ("zhao", False), ("feng", False)])
def test_who_keeps_papers_brings_lists(cast: Cast, who: str, may: bool) -> None:
    shape, content = named("papers"), file(cast.db, "papers", [ROW])
    asked = {"language": ZH, "actor": cast.actor(who), "now": MONDAY}
    if may:
        assert exchange.preview(cast.db, shape, content, **asked).rows
    else:
        with pytest.raises(NotAllowed):
            exchange.preview(cast.db, shape, content, **asked)
