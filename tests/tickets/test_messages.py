"""A message cut into drafts: items, places, callers, urgency, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.store.database import Database
from lib.tickets.messages.cutting import cut
from lib.tickets.messages.drafts import Part
from lib.tickets.words import Severity


def places(db: Database, text: str) -> list[str]:
    return [draft.place.number if draft.place else "" for draft in cut(db, text)]


@pytest.mark.parametrize(
    "text",
    [
        "1.神内护士站空调不冷\n2.神内医生办公室灯坏了\n3.神内走廊有积水",
        "神内:1、护士站空调不冷2、医生办公室灯坏了3、走廊有积水",
        "神内 ①护士站空调不冷②医生办公室灯坏了③走廊有积水",
        "（1）神内护士站空调不冷（2）医生办公室灯坏了（3）走廊有积水",
        "神内\n护士站空调不冷\n医生办公室灯坏了\n走廊有积水",
        "神内护士站空调不冷；医生办公室灯坏了；走廊有积水",
        "神内护士站空调不冷，另外医生办公室灯坏了，还有走廊有积水",
        "神内护士站空调不冷，医生办公室灯坏了，走廊有积水，谢谢师傅",
    ],
)
def test_items_are_told_apart_and_the_place_said_once_holds_for_all(reference: Database, text: str) -> None:
    assert places(reference, text) == ["BY-B-06-601", "BY-B-06-605", "BY-B-06-Z1"]


@pytest.mark.parametrize(
    "text",
    [
        "心内护士站打印机插座没电，请送到医生办公室，麻烦了",
        "心内护士站灯不亮，重启也不行，喊人也没来",
        "心内护士站灯不亮\n谢谢师傅\n辛苦了",
        "心内护士站 灯 不亮 了",
        "心内护士站的灯不亮了，还有20分钟查房，快点",
    ],
)
def test_one_fault_is_one_item(reference: Database, text: str) -> None:
    assert places(reference, text) == ["BY-B-03-301"]


def test_another_fault_in_the_same_room_is_another_item(reference: Database) -> None:
    assert places(reference, "C座眼科库房顶上掉墙皮 窗户也关不上") == ["BY-C-08-807"] * 2


def test_a_place_said_at_the_end_holds_for_what_came_before(reference: Database) -> None:
    assert places(reference, "护士站空调坏了，治疗室也不制冷——血管外科") == ["BY-A-13-1301", "BY-A-13-1302"]


def test_several_senders_each_have_their_own_drafts_and_answers_make_none(reference: Database) -> None:
    text = "张护士长 11月23日 14:05:33\n呼吸科抢救室氧气压力低\n\n王调度 14:06\n收到，马上安排\n\n"
    text += "李护士 14:10\n消化1床呼叫铃坏了"
    first, second = cut(reference, text)
    assert (first.caller, second.caller) == ("张护士长", "李护士")
    assert [d.place.number for d in (first, second) if d.place] == ["BY-B-04-404", "BY-B-05-511"]
    assert "收到" not in first.words + second.words
    answers = [text[a:b] for d in (first, second) for (a, b), part in d.parts if part is Part.ANSWER]
    assert "".join(answers).strip() == "收到，马上安排"


@pytest.mark.parametrize(
    ("text", "caller", "phone"),
    [
        ("张晓燕 09:42\n神外护士站电话没声音", "张晓燕", ""),
        ("[2026-03-11 07:58] 张晓燕\n神外护士站电话没声音", "张晓燕", ""),
        ("神外护士站电话没声音 小赵", "小赵", ""),
        ("神外护士站电话没声音\n—吴倩", "吴倩", ""),
        ("神外李护士：护士站电话没声音", "李护士", ""),
        ("我是神外李护士，护士站电话没声音，电话8117", "李护士", "8117"),
        ("神外护士站电话没声音，联系人：王丽 13800001122", "王丽", "13800001122"),
        ("神外护士站电话没声音，打8117", "", "8117"),
        ("神外护士站电话没声音 谢谢", "", ""),
        ("神外护士站灯管 常亮", "", ""),
        ("神外12床高压氧 马上", "", ""),
    ],
)
def test_who_wrote_it(reference: Database, text: str, caller: str, phone: str) -> None:
    (draft,) = cut(reference, text)
    assert (draft.caller, draft.phone) == (caller, phone)


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("十万火急", Severity.EMERGENCY),
        ("紧急！", Severity.EMERGENCY),
        ("尽快", Severity.URGENT),
        ("有点急", Severity.URGENT),
        ("按正常安排就行", Severity.NORMAL),
        ("不急，有空来修", Severity.LOW),
        ("不着急", Severity.LOW),
        ("应急灯坏了", None),
        ("", None),
    ],
)
def test_urgency_is_said_in_words(reference: Database, words: str, severity: Severity | None) -> None:
    (draft,) = cut(reference, f"急诊护士站灯不亮 {words}")
    assert draft.severity == severity


def test_urgency_belongs_to_its_item_or_to_all(reference: Database) -> None:
    own = cut(reference, "抢救二室氧气漏气，立马来！另外预检台自动门关不上，这个不急")
    assert [d.severity for d in own] == [Severity.EMERGENCY, Severity.LOW]
    common = cut(reference, "神内护士站灯坏了\n治疗室门锁坏了\n以上都请尽快处理")
    assert [d.severity for d in common] == [Severity.URGENT, Severity.URGENT]


def test_what_stands_in_the_words_is_the_item_without_its_mark_and_the_signature(reference: Database) -> None:
    drafts = cut(reference, "@后勤调度 神内：1、护士站空调不冷 2、走廊有积水  小赵")
    assert [draft.words for draft in drafts] == ["神内： 护士站空调不冷", "走廊有积水"]
    assert {draft.message for draft in drafts} == {"@后勤调度 神内：1、护士站空调不冷 2、走廊有积水  小赵"}


def test_blank_text_makes_nothing_and_an_answer_alone_is_kept(reference: Database) -> None:
    assert cut(reference, " \n\t ") == []
    assert [draft.words for draft in cut(reference, "收到 谢谢")] == ["收到 谢谢"]


PIECES = [
    *(
        "神内护士站",
        "3床",
        "1203",
        "B座12F",
        "灯不亮",
        "空调坏了",
        "，",
        "。",
        "；",
        "\n",
        " ",
        "1、",
        "2、",
        "①",
        "②",
    ),
    *(
        "另外",
        "还有",
        "也",
        "@总务 ",
        "张护士 14:05\n",
        "收到",
        "谢谢",
        "[抱拳]",
        "😱",
        "小赵",
        "电话8201",
        "尽快",
        "(1)",
    ),
]
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


@settings(max_examples=150, deadline=None)
@given(text=texts)
def test_nothing_of_any_message_is_lost(reference: Database, text: str) -> None:
    drafts = cut(reference, text)
    taken = [0] * len(text)
    for draft in drafts:
        assert draft.message == text
        for (start, end), part in draft.parts:
            for i in range(start, end):
                taken[i] += 1
            stretch = "".join(text[start:end].split())
            if part is Part.WORDS:
                assert stretch in "".join(draft.words.split())
    assert [c for c, n in zip(text, taken, strict=True) if not n and not c.isspace()] == []
    assert all(n <= 1 for n in taken)
