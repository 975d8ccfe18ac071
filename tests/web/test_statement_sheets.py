"""The workbook of a statement and the receipts behind it, as they leave the house (for whom: test_statement_paper)."""

from __future__ import annotations

from urllib.parse import unquote

from lib.core.i18n import Language
from lib.cost_sharing import frozen, receipts
from lib.cost_sharing.actions import costs
from lib.cost_sharing.actions.costs import Cost
from lib.cost_sharing.workbook.making import workbook
from tests.cost_sharing.hospital import Shared
from tests.store.test_documents import pdf
from tests.web.test_statement_paper import client


def test_it_is_taken_away_under_the_name_of_the_statement(shared: Shared) -> None:
    sent = shared.checking()
    vendor = shared.vendors["A"]
    for who, address, vendor_id in (("qian", "", None), ("feng", f"/{vendor}", vendor)):
        got = client(shared, who).get(f"/statements/{sent.id}{address}.xlsx")
        assert got.content == workbook(frozen.of(shared.db, sent), sent, Language.ZH, vendor_id)
        assert got.headers["content-type"].endswith("spreadsheetml.sheet")
        assert got.headers["cache-control"] == "no-store"
        name = unquote(got.headers["content-disposition"])
        assert name.startswith("attachment; filename*=UTF-8''费用分摊结算单 FT-2026-11")
        assert name.endswith("安工匠.xlsx" if vendor_id else "11.xlsx")


def test_a_draft_that_cannot_be_shared_says_why(shared: Shared) -> None:
    draft = shared.draft(pool=None)
    costs.add_cost(
        shared.db,
        actor=shared.actor("qian"),
        statement_id=draft.id,
        cost=Cost(category="wages", amount_cents=-5),
        now=shared.now,
    )
    got = client(shared, "qian").get(f"/statements/{draft.id}.xlsx")
    assert got.status_code == 422
    assert "-0.05" in got.text


def test_a_pdf_is_taken_away_and_never_shown_among_our_pages(shared: Shared) -> None:
    draft, data = shared.draft(), pdf()
    by = {"actor": shared.actor("qian"), "now": shared.now}
    receipt = receipts.keep(shared.db, data, **by)  # type: ignore[arg-type]
    unused = receipts.keep(shared.db, data + b"\n", **by)  # type: ignore[arg-type]
    cost = Cost(category="wages", amount_cents=100, file_hash=receipt)
    costs.add_cost(shared.db, statement_id=draft.id, cost=cost, **by)  # type: ignore[arg-type]
    asked = client(shared, "zheng")
    got = asked.get(f"/files/{receipt}")
    assert (got.content, got.headers["content-type"]) == (data, "application/pdf")
    assert got.headers["content-disposition"] == f'attachment; filename="{receipt[:12]}.pdf"'
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert asked.get(f"/files/{unused}").status_code == 404
    assert client(shared, "feng").get(f"/files/{receipt}").status_code == 404
