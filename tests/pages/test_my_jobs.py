"""My jobs at a PC: the next step of each, and what a leader passes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.tickets import records
from lib.tickets.actions import dispatching
from lib.tickets.actions.dispatching import Whom
from lib.tickets.ticket import Ticket
from lib.tickets.words import Status
from tests.conftest import MONDAY, Cast
from tests.pages.conftest import Opens, went_well

Report = Callable[..., Ticket]


def given(cast: Cast, ticket: Ticket, whom: Whom) -> Ticket:
    by = cast.by("zhao", MONDAY)
    return dispatching.assign(cast.db, ticket_id=ticket.id, version=ticket.version, whom=whom, by=by)


def now_of(cast: Cast, ticket: Ticket) -> Ticket:
    found = records.by_id(cast.db, ticket.id)
    assert found is not None
    return found


def test_the_next_step_is_one_button(cast: Cast, report: Report, open_page: Opens) -> None:
    job = given(cast, report(), Whom(assignee_id=cast.people["li"]))
    at = open_page("li", "my_jobs")
    assert job.number.replace("-", "") in " ".join(m.value for m in at.markdown).replace("-", "")
    went_well(at.button(key=f"step-{job.id}-{job.version}").click().run())
    assert now_of(cast, job).status is Status.ACCEPTED


def test_somebody_faster_is_named_and_nothing_breaks(cast: Cast, report: Report, open_page: Opens) -> None:
    job = given(cast, report(), Whom(team_id=cast.team))
    at = open_page("li", "my_jobs")
    chens = open_page("chen", "my_jobs")
    went_well(chens.button(key=f"step-{job.id}-{job.version}").click().run())
    went_well(at.button(key=f"step-{job.id}-{job.version}").click().run())
    assert "陈师傅" in at.error[0].value


def test_a_leader_passes_on_in_one_move(cast: Cast, report: Report, open_page: Opens) -> None:
    job = given(cast, report(), Whom(team_id=cast.team))
    at = open_page("sun", "my_jobs")
    went_well(at.selectbox(key=f"pass-{job.id}-{job.version}").select("李师傅").run())
    assert now_of(cast, job).assignee_id == cast.people["li"]


def test_nothing_to_do_says_so(cast: Cast, open_page: Opens) -> None:
    assert open_page("li", "my_jobs").info


def test_the_desk_has_no_jobs(cast: Cast, open_page: Opens) -> None:
    with pytest.raises(ValueError):
        open_page("wang", "my_jobs")
