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


def test_blank_text_makes_nothing(reference: Database) -> None:
    assert cut(reference, " \n\t ") == []


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
        "和",
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
    if not drafts:
        return  # nothing to report: the message stays where it was pasted
    taken = [0] * len(text)
    shared: set[tuple[tuple[int, int], Part]] = set()
    for draft in drafts:
        assert draft.message == text
        for (start, end), part in draft.parts:
            for i in range(start, end) if ((start, end), part) not in shared else ():
                taken[i] += 1
            shared.add(((start, end), part))
            stretch = "".join(text[start:end].split())
            if part is Part.WORDS:
                assert stretch in "".join(draft.words.split())
    assert [c for c, n in zip(text, taken, strict=True) if not n and not c.isspace()] == []
    assert all(n <= 1 for n in taken)


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_list_number_that_touches_a_room_number_is_no_decimal(reference: Database, between: str) -> None:
    items = ["1.抢救室日光灯闪", "2.613病房床头柜抽屉坏了", "3.614病房水龙头漏水"]
    drafts = cut(reference, "麻烦了，住院C座儿科病区" + between.join(items))
    assert [d.place.name.partition("（")[0] for d in drafts if d.place] == ["抢救室", "613病房", "614病房"]
    assert [d.words for d in drafts][1:] == ["613病房床头柜抽屉坏了", "614病房水龙头漏水"]


def test_list_numbers_before_beds_and_a_list_that_goes_on(reference: Database) -> None:
    drafts = cut(reference, "神外\n1.3床呼叫铃坏了\n2.12床床头灯不亮")
    assert [draft.words for draft in drafts] == ["神外 3床呼叫铃坏了", "12床床头灯不亮"]
    (draft,) = cut(reference, "儿科 3.614病房水龙头漏水")
    assert draft.place is not None and draft.place.name.startswith("614")


@pytest.mark.parametrize(
    "text",
    [
        "好的，谢谢师傅[抱拳]辛苦了",
        "收到",
        "好的",
        "收到 谢谢",
        "师傅好，在吗",
        "[图片]",
        "张护士 14:05\n好的",
    ],
)
def test_where_nothing_is_reported_there_is_no_draft(reference: Database, text: str) -> None:
    assert cut(reference, text) == []


@pytest.mark.parametrize("text", ["1203", "快来人", "神外护士站", "水漏", "누수", "急急急"])
def test_what_may_be_a_report_is_a_draft(reference: Database, text: str) -> None:
    assert [draft.words for draft in cut(reference, text)] == [text]


def test_thanks_after_a_report_are_kept_with_it(reference: Database) -> None:
    text = "李护士 14:10\n神外护士站灯不亮\n李护士 14:12\n好的谢谢师傅"
    (draft,) = cut(reference, text)
    assert draft.words == "神外护士站灯不亮"


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("呼吸科412病房和肾内科713病房的电视都没信号", ["412病房", "713病房"]),
        ("胃肠外科811病房和815病房马桶堵了", ["811病房", "815病房"]),
        ("胃肠外科811、815病房马桶堵了", ["811病房", "815病房"]),
        ("胃肠外科811病房和815病房之间的墙掉皮", ["811病房"]),
    ],
)
def test_two_rooms_in_one_sentence_are_two_drafts(reference: Database, text: str, rooms: list[str]) -> None:
    drafts = cut(reference, text)
    assert [d.place.name.partition("（")[0] for d in drafts if d.place] == rooms
    assert {draft.words for draft in drafts} == {text}


@pytest.mark.parametrize(
    ("text", "appointment"),
    [
        ("明天下午2点半帮忙搬桌子，神外护士站", "明天下午2点半"),
        ("神外护士站11月25日上午9点消杀", "11月25日上午9点"),
        ("神外护士站明天下午两点半搬桌子", "明天下午2点半"),
        ("神外护士站后天十点搬桌子", "后天10点"),
        ("神外护士站昨晚8点灯就坏了", ""),
        ("神外护士站早上8点就停水了", ""),
        ("神外护士站空调一点都不冷", ""),
        ("神外护士站今天一点热水都没有", ""),
        ("神外护士站天花板3点漏水", ""),
        ("神外护士站从8点到现在没水", ""),
    ],
)
def test_the_time_somebody_is_wanted_at(reference: Database, text: str, appointment: str) -> None:
    (draft,) = cut(reference, text)
    assert draft.appointment == appointment


def test_no_commas_and_joining_words_are_left_over(reference: Database) -> None:
    drafts = cut(reference, "麻烦了，神内护士站空调不冷，还有医生办公室灯坏了，另外，走廊有积水。")
    assert [d.words for d in drafts] == ["神内护士站空调不冷", "医生办公室灯坏了", "走廊有积水。"]


def test_an_announcement_to_all_presumes_no_service(reference: Database) -> None:
    (draft,) = cut(reference, "@所有人 明天全院停水检修，请各科室提前储水")
    assert draft.service == ""
    (draft,) = cut(reference, "@所有人 神外护士站灯坏了")
    assert draft.service == "GD-01"
