"""Every code on the printed sheet is read back by another library, and the right name stands under it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.core.settings import settings
from lib.places import labels, locations
from lib.places.labels.walk import stops
from lib.web import label_sheets
from lib.web.label_paper import GRIDS, ROLLS, Paper, paper
from tests.conftest import MONDAY, Cast
from tests.web.test_report import signed_in

DOTS_PER_INCH = 150
MM = 72 / 25.4
"""Points of a millimetre."""
SHORT = "http://10.20.30.40:8501"
LONG = "http://" + "onestop-of-the-hospital." * 2 + "cn:80"
NAMES = ("护士站", "1211病房（1-6床）", "心脏大血管外科重症监护病房治疗准备室（东区）", "Linen room")


@pytest.fixture
def floor(cast: Cast) -> Cast:
    """A floor of 45 rooms with codes: more than the fullest sheet holds; long names among them."""
    above = locations.by_number(cast.db, "BY-A-12")
    with cast.db.transaction() as tx:
        for number in range(44):
            name = f"{number}{NAMES[number % len(NAMES)]}"
            new = locations.add(tx, number=f"BY-A-12-{300 + number}", name=name, kind="room", parent=above)
            labels.issue(tx, new, MONDAY)
    return cast


@pytest.fixture
def sheet(browser: Browser) -> Iterator[Page]:
    tab = browser.new_page()
    yield tab
    tab.close()


def html(cast: Cast, query: str) -> str:
    client = TestClient(Starlette(routes=label_sheets.routes), headers={"accept-language": "zh"})
    signed_in(client, cast, "admin")
    return client.get(f"/labels/sheet?{query}").text


def printed(tab: Page, page: str) -> pypdfium2.PdfDocument:
    """What the browser would send to the printer."""
    tab.set_content(page)
    return pypdfium2.PdfDocument(tab.pdf(prefer_css_page_size=True))


def read(page: pypdfium2.PdfPage, on: Paper) -> dict[str, str]:
    """The text of every code on the page, as printed at 150 dots an inch, with the words under it."""
    picture = page.render(scale=DOTS_PER_INCH / 72).to_pil()
    return {one.text: _under(page, one, on) for one in decoded(picture)}


def decoded(picture: Image.Image) -> list[zxingcpp.Barcode]:
    """The QR codes only: among so many bars and words it finds a code of lines now and then."""
    return list(zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode))


def _under(page: pypdfium2.PdfPage, code: zxingcpp.Barcode, on: Paper) -> str:
    per_dot, height = 72 / DOTS_PER_INCH, page.get_size()[1]
    left = code.position.top_left.x * per_dot - 4 * MM
    top = height - code.position.bottom_left.y * per_dot
    words = page.get_textpage().get_text_bounded(
        left=left, top=top, right=left + on.label[0] * MM, bottom=top - (on.words + 4) * MM
    )
    return "".join(words.split())


@pytest.mark.parametrize(
    ("address", "papers"),
    [
        (SHORT, [("A4", "4x10"), ("60x40", "1x1")]),
        (LONG, [*(("A4", grid) for grid in GRIDS), *((roll, "1x1") for roll in ROLLS)]),
    ],
    ids=["short address", "sixty characters"],
)
def test_every_code_on_the_sheets_leads_to_its_place(
    floor: Cast, sheet: Page, monkeypatch: pytest.MonkeyPatch, address: str, papers: list[tuple[str, str]]
) -> None:
    monkeypatch.setenv("ONESTOP_ADDRESS", address)
    settings.cache_clear()
    wanted = {labels.url(stop.label.code): stop.place.name for stop in stops(floor.db) if stop.label}
    assert len(wanted) == 45
    for name, grid in papers:
        on = paper(name, grid)
        file = printed(sheet, html(floor, f"paper={name}&grid={grid}"))
        assert len(file) == -(-45 // on.per_page)
        found: dict[str, str] = {}
        for page in file:
            assert tuple(round(points / MM) for points in page.get_size()) == on.page
            found |= read(page, on)
        assert found.keys() == wanted.keys(), (name, grid)
        for code, place in wanted.items():
            assert "".join(place.split()) in found[code], (name, grid)


def test_a_photo_of_the_sheet_is_read_too(floor: Cast, sheet: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grey, a little turned, blurred by a JPEG: what a phone sees."""
    monkeypatch.setenv("ONESTOP_ADDRESS", LONG)
    settings.cache_clear()
    page = printed(sheet, html(floor, "paper=A4&grid=4x10"))[0]
    picture = (
        page.render(scale=2 * DOTS_PER_INCH / 72).to_pil().convert("L").rotate(7, expand=True, fillcolor=255)
    )
    file = io.BytesIO()
    picture.resize((picture.width * 2 // 3, picture.height * 2 // 3)).save(file, "JPEG", quality=40)
    assert len(decoded(Image.open(file))) == 40
