"""What a round's page tells: its history in words, its pictures to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lib.core.i18n import Language, speaker
from lib.inspections import pictures, records, story
from lib.inspections.actions.beginning import begin
from lib.inspections.actions.ending import Left, end
from lib.inspections.actions.exempting import exempt
from lib.inspections.actions.giving import Whose, give
from lib.inspections.actions.moving import move
from tests.inspections.touring import DAY, Tour

SAY = speaker(Language.ZH)


def history(tour: Tour) -> list[str]:
    return [
        f"{story.who(one, SAY)} {story.told(one, SAY)} {story.reason(one)}".strip()
        for one in records.events(tour.db, tour.round_id)
    ]


def test_given_moved_and_exempted(tour: Tour) -> None:
    key, by = {"round_id": tour.round_id, "version": None}, tour.cast.by("zhao")
    give(tour.db, **key, to=Whose(account_id=tour.cast.people["li"]), by=by)
    give(tour.db, **key, to=Whose(), by=by, reason="缺人")
    move(tour.db, **key, day=DAY + timedelta(days=1), reason="停水", by=by)
    exempt(tour.db, **key, reason="设备停用", by=by)
    assert history(tour) == [
        "赵调度 由水电班转交给李师傅",
        "赵调度 由李师傅转交给巡检员 缺人",
        "赵调度 由 11-16 改到 11-17（超出允许时段） 停水",
        "赵调度 设为免检 设备停用",
    ]


def test_begun_and_ended_with_something_left(tour: Tour) -> None:
    by = tour.cast.by("li")
    begin(tour.db, round_id=tour.round_id, by=by)
    end(tour.db, round_id=tour.round_id, version=None, by=by, choice=Left.MISS, reason="泵房上锁")
    assert history(tour) == ["李师傅 开始巡检", "李师傅 结束巡检；剩余 3 个点位按漏检计 泵房上锁"]


@pytest.mark.parametrize(("who", "sees"), [("li", True), ("zhao", True), ("zhou", False), ("liu", False)])
def test_a_picture_is_shown_to_who_may_see_the_round(tour: Tour, who: str, sees: bool) -> None:
    with tour.db.transaction() as tx:
        key = {"round_id": tour.round_id, "position": 1, "seq": 1, "item_id": tour.items["photo"]}
        tx.insert("answer", key | {"verdict": "passed", "photos": ["ab" * 32]})
    assert pictures.shown_to(tour.db, tour.cast.actor(who), "ab" * 32) is sees
    assert not pictures.shown_to(tour.db, tour.cast.actor(who), "cd" * 32)
