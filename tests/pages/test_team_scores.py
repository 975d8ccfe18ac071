"""The page on which a ward scores the teams of last month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from lib.core import clock
from lib.core.clock import midnight
from lib.tickets import team_scores
from lib.tickets.ticket import Ticket
from tests.conftest import Cast
from tests.pages.conftest import Opens, went_well

Report = Callable[..., Ticket]


def finished_last_month(cast: Cast, report: Report) -> None:
    """A ticket of the ward, its work ended in the middle of last month, whatever month it is now."""
    ticket = report()
    month = team_scores.month_to_score(clock.now())
    with cast.db.transaction() as tx:
        tx.update(
            "ticket",
            {"id": ticket.id, "team_id": cast.team, "done_at": midnight(month) + timedelta(days=14)},
        )


def test_stars_are_given_and_kept(cast: Cast, open_page: Opens, report: Report) -> None:
    finished_last_month(cast, report)
    month = team_scores.month_to_score(clock.now())
    at = open_page("liu", "team_scores")
    key = f"score_{month:%Y%m}_{cast.ward}_{cast.team}_"
    for name, stars in (("speed", 4), ("quality", 3), ("attitude", 4)):
        at.session_state[key + name] = stars
    at.text_input(key=key + "words").set_value("夜班响应慢")
    went_well(at.button[-1].click().run())
    (only,) = team_scores.teams_to_score(cast.db, cast.ward, month)
    assert (only.speed, only.quality, only.attitude, only.words) == (5, 4, 5, "夜班响应慢")


def test_two_marks_are_not_three_and_nothing_typed_is_lost(
    cast: Cast, open_page: Opens, report: Report
) -> None:
    finished_last_month(cast, report)
    month = team_scores.month_to_score(clock.now())
    at = open_page("liu", "team_scores")
    key = f"score_{month:%Y%m}_{cast.ward}_{cast.team}_"
    at.session_state[key + "speed"] = 4
    at.text_input(key=key + "words").set_value("还行")
    went_well(at.button[-1].click().run())
    assert any("三项" in error.value for error in at.error)
    assert at.text_input(key=key + "words").value == "还行"
    (only,) = team_scores.teams_to_score(cast.db, cast.ward, month)
    assert only.scored_at is None


def test_a_ward_for_which_nobody_worked_is_told_so(cast: Cast, open_page: Opens) -> None:
    assert any("没有班组" in said.value for said in open_page("liu", "team_scores").info)
