"""The first reason against a ticket decides, and each can be let in by its setting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from lib.cost_sharing.measuring import Measured, measured
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.setting_aside import apart, judged
from lib.cost_sharing.words import Aside
from tests.cost_sharing.month import ENDS, STARTS, Month

ALL = ("repair", "consultation", "complaint")


@pytest.fixture(scope="module")
def period(month: Month) -> Measured:
    return measured(month.db, STARTS, ENDS)


def asides(month: Month, period: Measured, scheme: Scheme, **disputed: Any) -> dict[str, str]:
    names = {ticket_id: name for name, ticket_id in month.ids.items()}
    found = judged(period, scheme, **disputed)
    return {names[row["ticket_id"]]: row["aside"] for row in found.iter_rows(named=True) if row["aside"]}


def test_what_does_not_count_as_a_rule_is_told_with_its_reason(month: Month, period: Measured) -> None:
    assert asides(month, period, Scheme()) == {
        "complaint": "kind",
        "answered": "kind",
        "passed_on": "misdispatched",
        "merged": "merged",
        "merged_new": "merged",
        "internal": "internal",
        "person_alone": "no_vendor",
        "suspended": "no_contract",
        "no_contract": "no_contract",
    }


@pytest.mark.parametrize(
    ("setting", "without"),
    [
        ({"kinds": ALL}, {"complaint"}),
        ({"misdispatched": True}, {"passed_on"}),
        ({"merged": True}, {"merged"}),
    ],
)
def test_a_setting_lets_them_in(
    month: Month, period: Measured, setting: dict[str, Any], without: set[str]
) -> None:
    before, after = asides(month, period, Scheme()), asides(month, period, Scheme(**setting))
    assert before.keys() - after.keys() == without


@pytest.mark.parametrize(
    ("setting", "more"),
    [
        ({"desk_made": False}, {"visit": "desk_made"}),
        ({"payee": "VF"}, {}),
        ({"payee": "VF", "own_company": False}, {"own_company": "own_company"}),
        ({"payee": "VF", "payee_shares": False}, {"own_company": "own_company"}),
        ({"grace_months": 1}, {"late": "grace", "by_team": "grace", "sent_back": "grace"}),
    ],
)
def test_a_setting_leaves_them_out(
    month: Month, period: Measured, setting: dict[str, Any], more: dict[str, str]
) -> None:
    assert asides(month, period, Scheme(**setting)) == asides(month, period, Scheme()) | more


def test_merged_tickets_let_in_still_need_a_vendor(month: Month, period: Measured) -> None:
    assert asides(month, period, Scheme(merged=True))["merged_new"] == "no_vendor"


REASONS: tuple[tuple[Aside, dict[str, Any]], ...] = (
    (Aside.KIND, {"kind": "complaint"}),
    (Aside.MISDISPATCHED, {"misdispatched": True}),
    (Aside.MERGED, {"merged": True}),
    (Aside.DESK_MADE, {"desk_made": True}),
    (Aside.OWN_COMPANY, {"vendor": "VF"}),
)


@pytest.mark.parametrize("first", range(len(REASONS)))
def test_the_first_reason_that_fits_is_the_one_told(period: Measured, first: int) -> None:
    columns = {name: value for _, more in REASONS[first:] for name, value in more.items()}
    one = replace(period, tickets=period.tickets[:1].with_columns(**_literals(columns)))
    scheme = Scheme(payee="VF", own_company=False, desk_made=False)
    assert judged(one, scheme)["aside"].to_list() == [REASONS[first][0].value]
    number = one.tickets["ticket_id"][0]
    assert judged(one, scheme, held={number})["aside"].to_list() == ["held"]
    assert judged(one, scheme, held={number}, out={number})["aside"].to_list() == ["out"]


def _literals(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: pl.lit(value) for name, value in columns.items()}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, {"VE": "internal"}),
        ({"payee": "VA"}, {"VE": "internal"}),
        ({"payee": "VA", "payee_shares": False}, {"VA": "own_company", "VE": "internal"}),
        ({"payee": "VE", "payee_shares": False}, {"VE": "own_company"}),
        ({"grace_months": 11}, {"VB": "grace", "VE": "internal", "VF": "grace"}),
    ],
)
def test_who_takes_no_part(period: Measured, changes: dict[str, Any], why: dict[str, str]) -> None:
    without = dict.fromkeys(("V02", "VC", "VD"), "no_contract")
    assert apart(period, Scheme(**changes)) == without | why


def test_in_an_old_period_a_later_vendor_takes_no_part(month: Month) -> None:
    earlier = measured(month.db, date(2026, 9, 26), date(2026, 10, 25))
    assert set(apart(earlier, Scheme())) == {"V02", "VB", "VC", "VD", "VE"}
