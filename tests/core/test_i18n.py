"""Messages in the reader's language, with their places filled."""

from __future__ import annotations

import pytest

from lib.core.errors import NotAllowed, Refusal
from lib.core.i18n import Language, catalogue, explain, mark, preferred, say, speaker

ZH, EN = Language.ZH, Language.EN


def test_chinese_is_looked_up_and_english_is_the_message_itself() -> None:
    assert say(ZH, "Waiting for dispatch") == "待派单"
    assert say(EN, "Waiting for dispatch") == "Waiting for dispatch"
    assert catalogue(EN) == {}


def test_what_nobody_translated_stays_english() -> None:
    assert say(ZH, "never said before") == "never said before"


def test_places_are_filled() -> None:
    assert say(ZH, "{name} cannot be given jobs.", name="李师傅") == "不能派单给李师傅。"
    assert say(EN, "{name} cannot be given jobs.", name="李师傅") == "李师傅 cannot be given jobs."


@pytest.mark.parametrize("language", [ZH, EN])
def test_a_missing_fact_leaves_its_place_and_never_raises(language: Language) -> None:
    said = say(language, "{number} was urged ({urges})", number="20261116-0001")
    assert "20261116-0001" in said
    assert "{urges}" in said


def test_a_fact_too_many_does_no_harm() -> None:
    assert say(EN, "{minutes} min", minutes=5, hours=3) == "5 min"


def test_braces_that_people_type_are_only_text() -> None:
    assert say(EN, "{typed} is odd", typed="{x} {0} {y.z}") == "{x} {0} {y.z} is odd"


def test_a_speaker_speaks_one_language() -> None:
    _ = speaker(ZH)
    assert _("{minutes} min", minutes=5) == "5 分钟"


def test_a_refusal_is_explained_with_its_marked_facts_translated() -> None:
    refusal = Refusal(
        mark("“{action}” is not possible: the ticket is “{status}”."),
        action=mark("Accept"),
        status=mark("Closed"),
    )
    assert explain(ZH, refusal) == "工单当前为“已办结”，不能“接单”。"
    assert explain(EN, refusal) == "“Accept” is not possible: the ticket is “Closed”."
    assert str(refusal) == explain(EN, refusal)


def test_what_somebody_typed_stays_as_typed_though_we_say_the_same() -> None:
    refusal = Refusal(mark("The file has no column “{column}”."), column="no")
    assert explain(ZH, refusal) == "文件没有“no”这一列。"


def test_numbers_among_the_facts_stay_numbers() -> None:
    refusal = Refusal(mark("More than {days} days have passed; please report it anew."), days=7)
    assert explain(ZH, refusal) == "已超过 7 天，请重新申报。"


def test_a_refusal_knows_its_field_and_misses_nothing_when_printed() -> None:
    refusal = NotAllowed("{who} may not", field="who")
    assert (refusal.field, refusal.facts, str(refusal)) == ("who", {}, "{who} may not")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", ZH),
        ("zh-CN,zh;q=0.9,en;q=0.8", ZH),
        ("en-US,en;q=0.9,zh;q=0.8", EN),
        ("fr-FR,fr;q=0.9,en;q=0.8", EN),
        ("de,zh-TW;q=0.9", ZH),
        ("ja", ZH),
        ("EN-GB", EN),
        ("*", ZH),
        (";;,,", ZH),
    ],
)
def test_the_browser_says_which_language(header: str, language: Language) -> None:
    assert preferred(header) is language
