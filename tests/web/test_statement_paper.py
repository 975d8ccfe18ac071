"""A statement on paper: what it says, and who may see whose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from lib.core.money import yuan
from lib.cost_sharing import receipts, records
from lib.cost_sharing import scheme as schemes
from lib.cost_sharing.actions import answering, costs
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.statement import Statement
from lib.people import organisation
from lib.people.roles import SYSTEM
from lib.tickets import records as tickets
from lib.tickets.ticket import Ticket
from lib.web import files, statement_paper, statement_sheets
from tests.browser.photos import jpeg
from tests.conftest import MONDAY
from tests.cost_sharing.hospital import POOL, Shared
from tests.web.browsers import browser

OFFICE = ("qian", "jin", "zheng", "tao")
OTHERS = ("liu", "wang", "zhao", "sun", "li", "wu", "he", "admin", "bo")
STATUSES = ("draft", "checking", "approval", "issued", "settled")


def client(shared: Shared, who: str | None) -> TestClient:
    with shared.db.transaction() as tx:
        tx.execute("UPDATE account SET must_change = FALSE")
    return browser(shared.cast, who, [*statement_paper.routes, *statement_sheets.routes, *files.routes])


def addresses(shared: Shared, statement: Statement) -> dict[str, str]:
    """Vendor A's, vendor B's, everybody's; and what is not there."""
    one = f"/print/statements/{statement.id}"
    return {
        "a": f"{one}/{shared.vendors['A']}",
        "b": f"{one}/{shared.vendors['B']}",
        "all": one,
        "no vendor": f"{one}/999",
        "nothing": f"/print/statements/999/{shared.vendors['A']}",
        "nothing, all": "/print/statements/999",
    }


# Who gets what: of A, of B, of all; a vendor that is none, a statement that is none, and all of that.
SEEN = {
    "office": (200, 200, 200, 404, 404, 404),
    "A": (200, 404, 403, 404, 404, 403),
    "B": (404, 200, 403, 404, 404, 403),
    "nobody": (404, 404, 403, 404, 404, 403),
    "stranger": (303, 303, 303, 303, 303, 303),
}
MATRIX: dict[str | None, str] = {
    **dict.fromkeys(OFFICE, "office"),
    **dict.fromkeys(OTHERS, "nobody"),
    "feng": "A",
    "geng": "B",
    "hao": "nobody",
    None: "stranger",
}


def as_workbooks(there: dict[str, str]) -> dict[str, str]:
    """The same of the workbooks."""
    return {name: f"{one.removeprefix('/print')}.xlsx" for name, one in there.items()}


@pytest.mark.parametrize("status", STATUSES)
def test_who_may_see_whose(shared: Shared, status: str) -> None:
    made: Callable[[], Statement] = getattr(shared, status)
    statement = made()
    for who, kind in MATRIX.items():
        if status == "draft" and kind in ("A", "B"):
            kind = "nobody"
        wanted = SEEN[kind]
        asked = client(shared, who)
        got = tuple(asked.get(there).status_code for there in addresses(shared, statement).values())
        assert got == wanted, who


@pytest.mark.parametrize("status", ["draft", "checking", "settled"])
def test_who_may_have_whose_workbook(shared: Shared, status: str) -> None:
    made: Callable[[], Statement] = getattr(shared, status)
    there = as_workbooks(addresses(shared, made()))
    for who in ("qian", "feng", "geng", "hao", "wang", "admin", None):
        kind = MATRIX[who]
        if status == "draft" and kind in ("A", "B"):
            kind = "nobody"
        asked = client(shared, who)
        assert tuple(asked.get(one).status_code for one in there.values()) == SEEN[kind], who


def test_receipts_are_the_offices(shared: Shared) -> None:
    statement, asked = shared.draft(), {who: client(shared, who) for who in MATRIX}
    receipt = receipts.keep(shared.db, jpeg("发票"), actor=shared.actor("qian"), now=shared.now)
    cost = Cost(category="wages", words="工资", amount_cents=100, file_hash=receipt)
    costs.add_cost(
        shared.db, actor=shared.actor("qian"), statement_id=statement.id, cost=cost, now=shared.now
    )
    got = {who: one.get(f"/files/{receipt}").status_code for who, one in asked.items()}
    assert got == {who: 200 if kind == "office" else 404 for who, kind in MATRIX.items()}


def test_what_is_not_there_and_what_is_not_ones_own_look_the_same(shared: Shared) -> None:
    there = addresses(shared, shared.checking())
    feng = client(shared, "feng")
    other, nobody, nothing = (feng.get(there[one]).text for one in ("b", "no vendor", "nothing"))
    assert other == nobody == nothing


def test_a_vendor_that_is_nobodys_any_more_sees_nothing(shared: Shared) -> None:
    statement = shared.checking()
    taken = client(shared, "feng")
    with shared.db.transaction() as tx:
        tx.execute("UPDATE account SET active = FALSE WHERE id = $id", id=shared.cast.people["feng"])
    assert taken.get(addresses(shared, statement)["a"]).status_code in (303, 404)


def test_it_names_no_other_vendor_and_none_of_their_figures(shared: Shared) -> None:
    statement = shared.settled()
    there = addresses(shared, statement)
    page = client(shared, "feng").get(f"{there['a']}?annex=1").text
    for others in ("B", "C"):
        vendor = organisation.vendors(shared.db)[shared.vendors[others]]
        share = records.shares(shared.db, statement.id)[vendor.id]
        numbers = [ticket(shared, one).number for one in shared.tickets[others]]
        for words in (vendor.name, vendor.code, yuan(share.cents), yuan(share.net_cents), *numbers):
            assert words not in page, words
    for number in (ticket(shared, one).number for one in shared.tickets["A"]):
        assert number in page


def test_the_tickets_are_printed_only_when_asked_for(shared: Shared) -> None:
    there = addresses(shared, shared.settled())["a"]
    asked, number = client(shared, "feng"), ticket(shared, shared.tickets["A"][0]).number
    alone, whole = asked.get(there).text, asked.get(f"{there}?annex=1").text
    assert number not in alone
    assert "工单明细 7 张可另行打印" in alone
    assert 'href="?annex=1"' in alone
    assert number in whole
    assert "工单明细 7 张见附件" in whole
    other = client(shared, "geng").get(f"{there}?annex=1")
    assert other.status_code == 404


def test_it_says_the_amount_in_figures_and_capitals_with_its_tax(shared: Shared) -> None:
    # A has (120/210 + 3.8/8) / 2 of 50,000.00: 26,160.714… yuan; with 6 % of tax in it, 1,480.794…, whose remainder
    # is the largest of the three.
    page = client(shared, "feng").get(addresses(shared, shared.settled())["a"]).text
    for words in (
        "服务台运行费用分摊结算单", "FT-2026-11", "2026-10-26至2026-11-25", "¥ 26,160.71",
        "人民币贰万陆仟壹佰陆拾元零柒角壹分", "不含税 24,679.91 元，税额（6%）1,480.80 元",
        "钱合同", "金合同", "郑主任", "维保单位（盖章）", "从服务费中扣除", "50,000.00",
    ):  # fmt: skip
        assert words in page, words


def test_the_foot_of_each_page_holds_the_number_and_the_hash(shared: Shared) -> None:
    statement = shared.now_is(shared.settled())
    there = addresses(shared, statement)
    for page in (client(shared, "feng").get(there["a"]).text, client(shared, "qian").get(there["all"]).text):
        assert f'"FT-2026-11 · 校验码 {statement.hash[:12]}"' in page
        assert statement.hash not in page
        assert 'content:"第 " counter(page) " 页，共 " counter(pages) " 页"' in page


@pytest.mark.parametrize("status", STATUSES)
def test_it_is_a_draft_until_it_is_issued(shared: Shared, status: str) -> None:
    statement: Statement = getattr(shared, status)()
    page = client(shared, "qian").get(addresses(shared, statement)["a"]).text
    assert ('class="mark"' in page) is (status in ("draft", "checking", "approval"))


def test_a_signature_stands_there_once_its_step_was_taken(shared: Shared) -> None:
    statement = shared.approval()
    page = client(shared, "feng").get(addresses(shared, statement)["a"]).text
    assert "金合同" in page
    assert "郑主任" not in page


def test_disputed_tickets_stand_there_with_what_was_said(shared: Shared) -> None:
    statement, objected = shared.checking(), shared.tickets["A"][0]
    answering.object(
        shared.db,
        actor=shared.actor("feng"),
        statement_id=statement.id,
        vendor_id=shared.vendors["A"],
        words="",
        tickets={objected: "<b>不是</b>我们修的"},
        now=shared.now,
    )
    there = addresses(shared, statement)
    for page in (client(shared, "feng").get(there["a"]).text, client(shared, "qian").get(there["all"]).text):
        for words in (
            ticket(shared, objected).number,
            "&lt;b&gt;不是&lt;/b&gt;我们修的",
            "暂不计入，待裁定",
            "有异议",
        ):
            assert words in page, words
    assert "不是" not in client(shared, "geng").get(there["b"]).text


def test_the_sheet_of_the_office_adds_up(shared: Shared) -> None:
    statement = shared.settled()
    page = client(shared, "zheng").get(addresses(shared, statement)["all"]).text
    shares = records.shares(shared.db, statement.id)
    assert sum(one.cents for one in shares.values()) == POOL
    for share in shares.values():
        assert yuan(share.total_cents) in page
    for words in ("安工匠", "华电机电", "清源水务", "100.0000%", "人民币伍万元整"):
        assert words in page, words


def test_what_is_typed_cannot_leave_the_foot(shared: Shared) -> None:
    with shared.db.transaction() as tx:
        hostile = '</style><script>alert(1)</script>"\\'
        tx.execute("UPDATE account SET name = $name WHERE username = 'qian'", name=hostile)
    page = client(shared, "qian").get(addresses(shared, shared.draft())["all"]).text
    assert "<script>alert" not in page
    assert page.count("</style>") == 1


def test_later_changes_do_not_reach_it(shared: Shared) -> None:
    statement = shared.settled()
    there = addresses(shared, statement)["a"]
    before = client(shared, "feng").get(there).text
    vendor = organisation.vendors(shared.db)[shared.vendors["A"]]
    renamed = {"id": vendor.id, "code": vendor.code, "name": "改名公司", "vendor_type": vendor.vendor_type}
    organisation.save(shared.db, "vendor", renamed, actor=SYSTEM, now=MONDAY)
    with shared.db.transaction() as tx:
        tx.execute("UPDATE service SET weight = 9, name = '改名'")
        tx.execute("UPDATE ticket SET service_code = 'GS-02', vendor_id = $b", b=shared.vendors["B"])
    after = client(shared, "feng").get(there).text
    assert body(after) == body(before)


def test_a_draft_that_cannot_be_shared_says_why(shared: Shared) -> None:
    statement = shared.draft()
    capped = replace(statement.scheme, caps={"V02": 100, "V03": 100, "V07": 100})
    with shared.db.transaction() as tx:
        tx.execute("UPDATE statement SET scheme = $scheme", scheme=schemes.written(capped))
    answer = client(shared, "qian").get(addresses(shared, statement)["a"])
    assert answer.status_code == 422
    assert "3.00" in answer.text
    assert "50,000.00" in answer.text


def test_a_correction_names_its_statement_and_only_ones_own_tickets(shared: Shared) -> None:
    statement = shared.draft()
    with shared.db.transaction() as tx:
        for number, (letter, cents, words) in enumerate((("A", 123, "20260901-0001"), ("B", -123, "")), 1):
            row = {"id": number, "statement_id": statement.id, "corrects_id": statement.id, "cents": cents}
            who = {"vendor_id": shared.vendors[letter], "made_by": None, "made_at": shared.now}
            tx.insert("adjustment", {**row, **who, "words": words})
    there = addresses(shared, statement)
    mine, other = (client(shared, "qian").get(there[one]).text for one in ("a", "b"))
    assert "结算单 FT-2026-11：20260901-0001" in mine
    assert "+1.23" in mine
    assert yuan(2_616_071 + 123) in mine
    assert "结算单 FT-2026-11：其他单位有更正，各家占比随之变化" in other
    assert "20260901-0001" not in other


def ticket(shared: Shared, ticket_id: int) -> Ticket:
    found = tickets.by_id(shared.db, ticket_id)
    assert found is not None
    return found


def body(page: str) -> str:
    return page.partition("<main>")[2]
