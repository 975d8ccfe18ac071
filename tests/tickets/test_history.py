"""The history as people read it: one sentence an event, in both languages, and the words typed with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lib.core.clock import local
from lib.core.i18n import Language
from lib.tickets.history import author, time_of, told, typed
from lib.tickets.ticket import Event
from lib.tickets.words import Action, Status

NOW = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
UNTIL = "2026-11-17T02:00:00+00:00"

SAID: list[tuple[Action, dict[str, Any], str, str]] = [
    (Action.OPEN, {}, "申报", "reported"),
    (Action.ANSWER, {"note": "六点半"}, "当场答复并办结", "answered on the spot"),
    (Action.ASSIGN, {"whom": "李师傅"}, "派单给李师傅", "assigned to 李师傅"),
    (Action.REASSIGN, {"whom": "水电班"}, "改派给水电班", "reassigned to 水电班"),
    (Action.ACCEPT, {}, "接单", "accepted the job"),
    (Action.RETURN, {"reason": "不是我的"}, "退单", "returned the job"),
    (Action.ARRIVE, {"verified": False}, "到场", "arrived on site"),
    (Action.ARRIVE, {"verified": True}, "到场（扫码核实）", "arrived on site, verified by the wall code"),
    (
        Action.HOLD,
        {"reason": "access", "until": UNTIL},
        "挂单：科室不便进入，预计 明天 10:00 恢复",
        "put on hold: The room cannot be entered now, until tomorrow 10:00",
    ),
    (Action.RESUME, {}, "恢复处理", "work goes on"),
    (Action.COMPLETE, {"outcome": "fixed"}, "完工：已修复", "finished: Fixed"),
    (Action.CONFIRM, {"how": "link"}, "确认：申报人确认", "confirmed: Confirmed by the reporter"),
    (
        Action.RATE,
        {"speed": 5, "quality": 4, "attitude": 3},
        "评价：速度 5 分，质量 4 分，态度 3 分",
        "rated: speed 5, quality 4, attitude 3",
    ),
    (Action.CLOSE, {"how": "timed_out"}, "办结：超时关闭（未确认）", "closed: Closed by time, unconfirmed"),
    (Action.REOPEN, {"whom": "李师傅"}, "未解决，退回李师傅重办", "sent back as not fixed, to 李师傅"),
    (Action.REOPEN, {"whom": ""}, "未解决，退回重办", "sent back as not fixed"),
    (Action.CANCEL, {}, "撤单", "cancelled"),
    (
        Action.EDIT,
        {"changes": {"severity": "urgent", "location_id": 5, "promise_id": 3}},
        "更正：紧急程度、位置",
        "corrected: severity, place",
    ),
    (Action.URGE, {"note": ""}, "催单", "urged"),
    (Action.URGE, {"joined": "王医生"}, "也申报了同一问题", "reported it too"),
    (Action.COMMENT, {"note": "下午再来"}, "备注", "noted"),
    (
        Action.COMMENT,
        {"note": "", "call_back": "satisfied"},
        "回访：已满意",
        "phoned the department: Satisfied now",
    ),
    (Action.MERGE, {"into": "20261116-0009"}, "并入 20261116-0009", "merged into 20261116-0009"),
    (Action.SPLIT, {"children": ["A", "B"]}, "拆分为 A、B", "split into A, B"),
    (Action.FOLLOW_ON, {"next": "A"}, "开出后续单 A", "opened the follow-on job A"),
    (Action.HELP, {"names": ["王师傅", "陈师傅"]}, "协助人员：王师傅、陈师傅", "helpers: 王师傅, 陈师傅"),
    (
        Action.WATCH,
        {"on": True, "until": NOW},
        f"设为督办，限 {local(NOW):%H:%M} 前办妥",
        f"put under watch, to be settled by {local(NOW):%H:%M}",
    ),
    (Action.HELP, {"names": []}, "不再有人协助", "nobody helps any more"),
    (Action.OPEN, {"parent": "A"}, "从 A 拆出", "split off A"),
    (Action.OPEN, {"follows": "A"}, "开出，接续 A", "opened as the job after A"),
    (
        Action.COMMENT,
        {"note": "就是水电班的", "return_decided": "kept", "whom": "李师傅"},
        "对第二次退单做出决定：仍由李师傅处理",
        "decided on the second return: it stays with 李师傅",
    ),
    (Action.COMMENT, {"reminded": "李师傅"}, "就挂单提醒了李师傅", "reminded 李师傅 of the hold"),
    (Action.WATCH, {"on": False}, "解除督办", "released from watch"),
    (
        Action.ESCALATE,
        {"level": "late", "told": ["赵调度"]},
        "已升级，通知 赵调度",
        "escalated, told: 赵调度",
    ),
    (Action.CONFIRM_HOLD, {"confirmed": True}, "确认了挂单", "confirmed the hold"),
    (Action.CONFIRM_HOLD, {"confirmed": False}, "未认可挂单", "did not accept the hold"),
]


@pytest.mark.parametrize(
    ("action", "name", "facts", "said"),
    [
        (Action.OPEN, "", {"reporter_id": 7}, "申报人"),
        (Action.OPEN, "张护士", {}, "申报人 张**"),
        (Action.CONFIRM, "", {"how": "link", "reporter_id": 7}, "申报人"),
        (Action.RATE, "", {"reporter_id": 8}, "另一位申报人"),
        (Action.URGE, "", {"joined": True}, "另一位申报人"),
        (Action.URGE, "", {"joined": "王医生"}, "另一位申报人 王**"),
        (Action.RESUME, "", {}, "系统"),
        (Action.CLOSE, "", {"how": "timed_out"}, "系统"),
        (Action.OPEN, "旧报修系统", {"source": "old"}, "旧报修系统"),
        (Action.CONFIRM, "", {"how": "imported"}, "系统"),
    ],
)
def test_reporters_are_called_so_and_the_system_is_the_clock(
    action: Action, name: str, facts: dict[str, Any], said: str
) -> None:
    done = replace(event(action, facts), actor_id=None, actor_name=name)
    assert author(done, Language.ZH, first=7, whole=False) == said
    assert (
        author(replace(done, actor_id=3, actor_name="王客服"), Language.ZH, first=7, whole=False) == "王客服"
    )


def event(action: Action, facts: dict[str, Any]) -> Event:
    return Event(
        ticket_id=1,
        seq=2,
        action=action,
        actor_id=1,
        actor_name="某人",
        subject_id=None,
        happened_at=NOW,
        recorded_at=NOW,
        from_status=Status.NEW,
        to_status=Status.NEW,
        facts=facts,
    )


def test_every_action_has_its_sentence() -> None:
    assert {action for action, *_ in SAID} == set(Action)


@pytest.mark.parametrize(("action", "facts", "chinese", "english"), SAID)
def test_what_happened_is_said_in_both_languages(
    action: Action, facts: dict[str, Any], chinese: str, english: str
) -> None:
    assert told(event(action, facts), Language.ZH, NOW) == chinese
    assert told(event(action, facts), Language.EN, NOW) == english


@pytest.mark.parametrize(
    ("action", "facts", "words"),
    [
        (Action.RETURN, {"reason": " 不是我的 "}, "不是我的"),
        (Action.HOLD, {"reason": "access", "note": "病人在睡"}, "病人在睡"),
        (Action.RATE, {"words": "很快"}, "很快"),
        (Action.ACCEPT, {}, ""),
    ],
)
def test_what_somebody_typed_with_it(action: Action, facts: dict[str, Any], words: str) -> None:
    assert typed(event(action, facts)) == words


def test_what_the_old_system_did_not_time_has_no_time() -> None:
    untimed = event(Action.ACCEPT, {"time_unknown": True})
    assert time_of(untimed, Language.ZH, NOW) == "—"
    assert told(untimed, Language.ZH, NOW) == "接单（原系统没有记录时间）"


def test_what_lay_before_an_earlier_step_says_what_the_old_system_said() -> None:
    moved = event(Action.ACCEPT, {"out_of_order": True, "said": "2016-02-29 07:27"})
    assert time_of(moved, Language.ZH, NOW) == "—"
    assert told(moved, Language.ZH, NOW) == "接单（原系统记为 2016-02-29 07:27，早于前面的步骤）"
