"""Sheets of codes: who may see them, what stands on them, how large it is, and "printed"."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.core.clock import now
from lib.core.errors import WrongInput
from lib.core.settings import settings
from lib.places import labels, locations
from lib.places.labels.pictures import picture
from lib.places.labels.walk import stops
from lib.tickets.rules import set_rule
from lib.web import label_sheets
from lib.web.faults import HANDLERS
from lib.web.label_paper import GRIDS, LEAST_MODULE, PAPERS, ROLLS, fits, paper, sheets, size
from tests.conftest import Cast
from tests.web.test_report import signed_in

LONG = "http://" + "x" * 53
EVERY = [*(("A4", grid) for grid in GRIDS), *((roll, "") for roll in ROLLS)]


@pytest.fixture
def office(cast: Cast) -> TestClient:
    app = Starlette(routes=label_sheets.routes, exception_handlers=dict(HANDLERS))
    client = TestClient(app, follow_redirects=False, headers={"accept-language": "zh"})
    signed_in(client, cast, "admin")
    return client


class TestPaper:
    @pytest.mark.parametrize(("name", "grid"), EVERY)
    def test_an_address_of_sixty_characters_has_modules_of_half_a_millimetre(
        self, name: str, grid: str
    ) -> None:
        assert len(LONG) == 60
        on, drawn = paper(name, grid), picture(f"{LONG}/r/abcd2345")
        assert on.code / drawn.side >= LEAST_MODULE
        fits(on, drawn)

    @pytest.mark.parametrize(("name", "grid"), EVERY)
    def test_code_and_words_fit_on_the_label_and_the_labels_on_the_page(self, name: str, grid: str) -> None:
        on = paper(name, grid)
        assert on.code + on.words <= on.label[1] + 1e-9
        assert on.columns * on.label[0] <= on.page[0]
        assert on.rows * on.label[1] <= on.page[1]

    def test_a_longer_address_is_refused_on_the_smallest_labels_only(self) -> None:
        drawn = picture(f"{LONG}{'x' * 20}/r/abcd2345")
        with pytest.raises(WrongInput, match="too long"):
            fits(paper("A4", "4x10"), drawn)
        fits(paper("A4", "3x8"), drawn)

    @pytest.mark.parametrize(("name", "grid"), [("A4", "5x5"), ("A3", "3x8"), ("A4", ""), ("60x40x2", "3x8")])
    def test_unknown_paper_is_refused(self, name: str, grid: str) -> None:
        with pytest.raises(WrongInput, match="no such paper"):
            paper(name, grid)

    def test_words_too_wide_become_smaller(self) -> None:
        assert size("护士站", 48, 3.2) == 3.2
        assert size("心脏大血管外科重症监护病房治疗准备室", 48, 3.2) < 3.2

    def test_every_building_begins_on_a_page_of_its_own(self, cast: Cast) -> None:
        with cast.db.transaction() as tx:
            campus = locations.by_number(cast.db, "BY")
            new = locations.add(tx, number="BY-B", name="住院B座", kind="building", parent=campus)
            values = {"parent_id": new, "campus_id": campus.id, "kind": "room", "area_class": "", "notes": ""}
            for number in range(9):
                row = {"id": 700 + number, "number": f"BY-B-{number}", "name": f"{number}室"}
                tx.insert("location", row | values | {"active": True})
        made = list(sheets(stops(cast.db), paper("A4", "2x4")))
        told = [(sheet.building, sheet.number, sheet.of, len(sheet.stops)) for sheet in made]
        assert told == [("住院A座", 1, 1, 2), ("住院B座", 1, 2, 8), ("住院B座", 2, 2, 1)]


class TestSheet:
    @pytest.mark.parametrize("who", ["zhao", "zheng", "li", None])
    def test_only_an_administrator_sees_it(self, cast: Cast, office: TestClient, who: str | None) -> None:
        office.cookies.clear()
        if who:
            signed_in(office, cast, who)
        assert office.get("/labels/sheet").status_code == 403
        assert office.post("/labels/printed", data={"codes": cast.code}).status_code == 403

    def test_a_label_names_its_place_the_desk_and_the_code(self, cast: Cast, office: TestClient) -> None:
        with cast.db.transaction() as tx:
            set_rule(tx, "desk_phone", "8401")
        page = office.get("/labels/sheet?under=BY-A").text
        (label,) = re.findall(r'<div class="l">.*', page)
        for words in ("扫码报修", "8401", "BY-A-12-1203", "本部院区 住院A座 12层", "1203病房"):
            assert words in label
        assert f"{cast.code[:4]} {cast.code[4:]}" in label
        assert picture(labels.url(cast.code)).path in label
        assert "第 1 页，共 1 页" in page

    def test_a_label_is_light(self, cast: Cast, office: TestClient) -> None:
        (label,) = re.findall(r'<div class="l">.*', office.get("/labels/sheet").text)
        assert len(label.encode()) < 3_000

    @pytest.mark.parametrize("query", ["under=NOPE", "grid=9x9", "paper=A0"])
    def test_nonsense_is_explained(self, cast: Cast, office: TestClient, query: str) -> None:
        answer = office.get(f"/labels/sheet?{query}")
        assert answer.status_code in (404, 422)
        assert 'role="alert"' in answer.text

    @pytest.mark.parametrize("query", ["only=nonsense", "places=a,-1,²,99999999999999999999", "printed=x"])
    def test_and_what_can_be_ignored_is(self, cast: Cast, office: TestClient, query: str) -> None:
        answer = office.get(f"/labels/sheet?{query}")
        assert answer.status_code == 200
        assert answer.text.count('<div class="l">') == 1

    def test_a_long_address_is_refused_on_small_labels(
        self, cast: Cast, office: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ONESTOP_ADDRESS", LONG + "x" * 20)
        settings.cache_clear()
        assert office.get("/labels/sheet?grid=4x10").status_code == 422
        assert office.get("/labels/sheet?grid=3x8").status_code == 200

    def test_it_warns_of_an_address_no_phone_can_reach(self, cast: Cast, office: TestClient) -> None:
        assert "ONESTOP_ADDRESS" in office.get("/labels/sheet").text

    @pytest.mark.parametrize("name", PAPERS)
    def test_the_page_has_the_size_of_the_paper(self, cast: Cast, office: TestClient, name: str) -> None:
        width, height = paper(name, "3x8").page
        assert f"@page{{size:{width}mm {height}mm" in office.get(f"/labels/sheet?paper={name}").text


def test_printed_is_said_by_a_person_and_leads_back(cast: Cast, office: TestClient) -> None:
    office.get("/labels/sheet?only=unprinted")
    assert labels.read(cast.db, cast.code).printed_at is None  # looking at it prints nothing
    form = {
        "codes": cast.code,
        "under": "BY-A",
        "only": "unprinted",
        "grid": "2x4",
        "paper": "A4",
        "places": "",
    }
    answer = office.post("/labels/printed", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/labels/sheet?under=BY-A&only=unprinted&grid=2x4&paper=A4&printed=1"
    printed = labels.read(cast.db, cast.code).printed_at
    assert printed
    assert abs((now() - printed).total_seconds()) < 60
    after = office.get(answer.headers["location"]).text
    assert "已标记 1 张码为已打印" in after
    assert "打印后 10 分钟内的扫码不计" in after
    assert '<div class="l">' not in after


def test_one_slip_marks_nothing_the_button_lies_behind_a_question(cast: Cast, office: TestClient) -> None:
    shown = office.get("/labels/sheet").text
    question = shown.index("<details")
    assert question < shown.index("不能撤销") < shown.index("<button>确认") < shown.index("</details>")
    assert "<details open" not in shown


def test_sheets_without_codes_are_refused_in_words(cast: Cast, office: TestClient) -> None:
    for codes in ("", "22222222", "' OR 1=1 --"):
        answer = office.post("/labels/printed", data={"codes": codes})
        assert answer.status_code in (404, 422)
        assert 'role="alert"' in answer.text
    assert labels.read(cast.db, cast.code).printed_at is None
