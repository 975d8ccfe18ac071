"""Why a round was missed, said afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.core.i18n import Language, speaker
from lib.inspections import story
from lib.inspections.actions.beginning import begin
from lib.inspections.actions.ending import Left, end
from lib.inspections.actions.explaining import explain, reasons
from lib.inspections.actions.giving import Whose, give
from lib.inspections.round import state
from lib.inspections.words import State
from tests.conftest import MONDAY
from tests.inspections.touring import CLOSES, Tour

AFTER = CLOSES + timedelta(hours=3)
SAY = speaker(Language.ZH)


def explained(tour: Tour, who: str = "zhao", words: str = "当班两人请假", now: datetime = AFTER) -> None:
    explain(tour.db, round_id=tour.round_id, version=None, reason=words, by=tour.cast.by(who, now))


def test_a_missed_round_says_that_nobody_came_and_a_round_that_is_due_does_not(tour: Tour) -> None:
    assert story.lapsed(tour.round, MONDAY, SAY) == ""
    assert story.lapsed(tour.round, AFTER, SAY) == "窗口 11-16 18:00 截止，无人到检，记为漏检"


@pytest.mark.parametrize("who", ["zhao", "sun", "li"])
def test_who_keeps_rounds_and_the_team_say_why_and_the_last_word_counts(tour: Tour, who: str) -> None:
    explained(tour, who)
    explained(tour, who, "泵房钥匙未交接")
    assert reasons(tour.db, [tour.round_id, 99]) == {tour.round_id: "泵房钥匙未交接"}
    assert state(tour.round, AFTER) is State.MISSED


@pytest.mark.parametrize("who", ["zhou", "feng", "he"])
def test_others_do_not(tour: Tour, who: str) -> None:
    with pytest.raises(NotAllowed):
        explained(tour, who)


def test_not_without_words_and_not_while_it_can_be_done(tour: Tour) -> None:
    for words in ("", " ", "长" * 201):
        with pytest.raises(WrongInput):
            explained(tour, words=words)
    with pytest.raises(Refusal, match="missed"):
        explained(tour, now=MONDAY)


def test_what_was_said_when_it_was_given_up_is_the_reason_too(tour: Tour) -> None:
    by = tour.cast.by("li", MONDAY)
    begin(tour.db, round_id=tour.round_id, by=by)
    end(tour.db, round_id=tour.round_id, version=None, by=by, choice=Left.MISS, reason="泵房上锁")
    assert reasons(tour.db, [tour.round_id]) == {tour.round_id: "泵房上锁"}
    assert story.lapsed(tour.round, AFTER, SAY) == "", "its history says that somebody came"


def test_a_round_whose_window_is_over_is_given_to_nobody(tour: Tour) -> None:
    to, by = Whose(account_id=tour.cast.people["li"]), tour.cast.by("zhao", CLOSES)
    with pytest.raises(Refusal, match="over"):
        give(tour.db, round_id=tour.round_id, version=None, to=to, by=by)
