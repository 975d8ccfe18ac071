"""Rules and paths in words: right, complete, and to be followed with a pocket calculator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from lib.core.i18n import Language, speaker
from lib.cost_sharing import frozen, path, vendor_part
from lib.cost_sharing.actions import changing
from lib.cost_sharing.quality import Indicator
from lib.cost_sharing.scheme import Scheme
from lib.cost_sharing.spoken import amount, fixed_number, method, number, paragraph, percent
from lib.cost_sharing.statement import Statement
from lib.cost_sharing.ticket_list import by_closing, by_service, listed, volume_columns
from lib.cost_sharing.words import Measure
from tests.cost_sharing.hospital import Shared

ZH, EN = speaker(Language.ZH), speaker(Language.EN)
PERIOD: Mapping[str, Any] = {"starts_on": date(2026, 10, 26), "ends_on": date(2026, 11, 25)}


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(-1, 200), 2, "-0.01"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(3_744_900, 1000), 2, "3,744.90"),
        (10**13, 2, "10,000,000,000,000.00"),
        (Decimal("0.125"), 2, "0.13"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(999_999, 1_000_000), 2, "1.00"),
    ],
)
def test_numbers_are_rounded_half_up(value: Fraction, places: int, text: str) -> None:
    assert fixed_number(value, places) == text


def test_noughts_at_the_end_are_left_out_where_they_say_nothing() -> None:
    assert [number(one, 3) for one in (Fraction(3744, 2), Fraction(1, 2), 1000, 0)] == [
        "1,872",
        "0.5",
        "1,000",
        "0",
    ]
    assert percent(Fraction(1, 3)) == "33.33%"


def test_each_measure_has_its_unit() -> None:
    shown = {one: amount(one, Fraction(123_456), ZH) for one in Measure}
    assert shown == {
        "tickets": "123,456 张",
        "hours": "123,456 小时",
        "points": "123,456 分",
        "value": "1,234.56 元",
        "contract": "1,234.56 元",
        "agreed": "123,456",
    }


def test_the_suggested_rules_read_like_this() -> None:
    said = paragraph(Scheme(payee="V01"), ZH, **PERIOD, payee="净和物业")
    assert said == (
        "服务台运行费用由 2026-10-26 至 2026-11-25 期间有合同的维保单位按业务量分摊。"
        "业务量由合同额（占 50%）、加权工分（占 50%）合成：各项先算本家占各家合计的比例，再按此权重相加。"
        "合同额：年合同额按本期内有效的天数折算。加权工分：每张工单按所属服务项目的权重计分。"
        "工单按首次办结的日期计入本期，不论返修几次只计一次。计入的工单类别：维修、服务申请、隐患。"
        "一并计入：服务台自建、服务台运营单位自身。不计入：误派、已并入其他工单。"
        "各家单价相同；分摊额取整到分，各家合计恰等于总额。金额含税，税率 6%。"
        "收款方为服务台运行单位净和物业，其自身业务与其他各家一样参加分摊。"
    )


def test_english_sentences_stand_apart() -> None:
    said = paragraph(Scheme(), EN, **PERIOD)
    assert "business. Business is a blend" in said
    assert "  " not in said


@pytest.mark.parametrize(
    ("scheme", "sentence"),
    [
        (Scheme(weights={Measure.TICKETS: Decimal(100)}), "业务量按工单数计算。"),
        (Scheme(weights={Measure.VALUE: Decimal(100)}, labour_hour_cents=8050), "人工按每小时 80.50 元计"),
        (Scheme(weights={Measure.HOURS: Decimal("33.5"), Measure.AGREED: Decimal("66.5")}), "工时（占 33.5%）、协议"),
        (Scheme(rounds=True, round_points=Decimal("0.25")), "每次按一张工单、0.25 分计入"),
        (Scheme(grace_months=3), "新进维保单位前 3 个月不分摊。"),
        (Scheme(misdispatched=True, merged=True), "一并计入：误派、已并入其他工单、服务台自建"),
        (Scheme(quality={Indicator.REOPENED: Decimal("0.5")}), "差于平均的多分摊（返修率；满 10 例起计）"),
        (Scheme(floors={"V02": 100}), "以保底为下限、封顶为上限"),
        (Scheme(tax_rate=Decimal("0.13"), tax_included=False), "金额不含税，另加税率 13% 的税额。"),
        (Scheme(tax_rate=Decimal(0)), "不另计税额。"),
    ],
)  # fmt: skip
def test_every_setting_is_said(scheme: Scheme, sentence: str) -> None:
    assert sentence in paragraph(scheme, ZH, **PERIOD)


def test_bounds_of_single_vendors_are_not_told_to_the_others() -> None:
    scheme = Scheme(floors={"V03": 1_234_500}, caps={"V07": 6_543_200}, agreed={"V09": Decimal(77)})
    said = " ".join(method(scheme, ZH, **PERIOD))
    for words in ("V03", "V07", "V09", "12,345", "65,432", "77"):
        assert words not in said


def lines(shared: Shared, statement: Statement, letter: str = "A") -> list[tuple[str, str, str]]:
    said = frozen.of(shared.db, shared.now_is(statement))
    line = said.line(shared.vendors[letter])
    assert line is not None
    return [(one.what, one.working, one.result) for one in path.steps(line, said.sharing, ZH)]


def test_a_path_can_be_followed(shared: Shared) -> None:
    # 1,200,000 yuan a year, 31 of 365 days; 3.8 points of 8.
    assert lines(shared, shared.checking()) == [
        ("计入工单", "申报人确认 7", "7 张"),
        ("合同额", "本家 101,917.81 元 ÷ 各家合计 178,356.16 元 = 57.142857%，再乘权重 50%", "28.571429%"),
        ("加权工分", "本家 3.8 分 ÷ 各家合计 8 分 = 47.500000%，再乘权重 50%", "23.750000%"),
        ("业务量占比", "28.571429% + 23.750000%", "52.321429%"),
        ("按业务量计价", "52.321429% × 每 1% 业务量 500.000000 元", "26,160.7143"),
        ("本期分摊额", "26,160.714286，尾数舍去", "26,160.71"),
    ]


def test_fixed_parts_bounds_and_quality_are_steps_of_their_own(shared: Shared) -> None:
    draft = shared.draft()
    scheme = Scheme(
        weights={Measure.TICKETS: Decimal(100)},
        fixed={"V03": 100_000},
        floors={"V07": 900_000},
        caps={"V02": 2_500_000},
        quality={Indicator.REOPENED: Decimal(1)},
        least_n=1,
    )
    changed = changing.change(
        shared.db,
        actor=shared.actor("qian"),
        statement_id=draft.id,
        version=None,
        now=shared.now,
        scheme=scheme,
    )
    # 50,000.00 less C's floor of 9,000.00 and A's cap of 25,000.00: B carries the rest, 1,000.00 of it fixed.
    of = {
        letter: {what: (working, result) for what, working, result in lines(shared, changed, letter)}
        for letter in "ABC"
    }
    assert of["A"]["保底与封顶"] == ("封顶 25,000.00：按封顶计", "25,000.0000")
    assert of["C"]["保底与封顶"] == ("保底 9,000.00：按保底计", "9,000.0000")
    assert of["B"]["固定部分"] == ("15,000.0000 + 1,000.00", "16,000.0000")
    assert of["B"]["本期分摊额"] == ("恰为 16,000.00", "16,000.00")
    assert of["B"]["质量系数"] == ("与平均无差异；限于 0.9 至 1.1", "1.0000")
    assert "业务量占比" not in of["B"]


def test_the_list_behind_it_adds_up(shared: Shared) -> None:
    statement = shared.checking()
    part = vendor_part.seen(shared.db, shared.actor("feng"), statement.id, shared.vendors["A"])
    assert volume_columns(part.sharing.scheme) == [Measure.POINTS]
    rows = listed(part.tickets, part, ZH)
    assert [one.volumes for one in rows] == [("0.5",)] * 6 + [("0.8",)]
    assert by_closing(part.tickets, ZH) == [("申报人确认", 7)]
    lights, taps, together = by_service(part, ZH)
    assert (lights.tickets, lights.volumes) == (6, ("3",))
    assert (taps.tickets, taps.volumes) == (1, ("0.8",))
    assert (together.name, together.tickets, together.volumes) == ("合计", 7, ("3.8",))
