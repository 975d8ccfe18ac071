"""The people a file names: found here, created without a way to sign in, kept as a name, or rejected."""

from __future__ import annotations

from dataclasses import replace

from lib.people import accounts
from lib.people.roles import SYSTEM, Role
from lib.tickets import checking
from lib.tickets.words import Status
from tests.conftest import MONDAY, Cast
from tests.tickets.importing.foreign_files import MAP, events, full, only, run, why

WHO = '[technician]\ncolumn = "extra"\nprefix = "工程师 "\nunknown = "{unknown}"\n'
CREATE, KEEP, REJECT = (MAP + WHO.format(unknown=one) for one in ("create", "keep", "reject"))
FINISHED_BY = '[resolver]\ncolumn = "extra (2)"\nprefix = "处理人 "\nunknown = "{unknown}"\n'


def named(technician: str, resolver: str = "", **other: str) -> str:
    """A full row with somebody in the columns "extra" and "extra (2)"."""
    return full(**other).removesuffix(",x,y") + f",{technician},{resolver}"


def test_a_new_one_is_created_under_the_team_and_cannot_sign_in(cast: Cast) -> None:
    done = run(cast, named("89", crew="水电班"), text=CREATE)
    assert done.created["account"] == 1
    ticket = only(cast)
    person = accounts.account(cast.db, ticket.assignee_id or 0)
    assert (person.name, person.active, person.team_id) == ("工程师 89", False, cast.team)
    assert {grant.role for grant in person.grants} == {Role.TECHNICIAN}
    assert cast.db.value("SELECT password_hash FROM account WHERE id = $id", id=person.id) == ""
    assert checking.problems(cast.db) == []


def test_it_was_that_person_who_accepted_came_and_finished(cast: Cast) -> None:
    run(cast, named("89"), text=CREATE)
    ticket, told = only(cast), events(cast)
    assert told["assign"].facts["whom"] == "工程师 89"
    assert {told[step].actor_id for step in ("accept", "arrive", "complete")} == {ticket.assignee_id}
    assert {told[step].actor_name for step in ("accept", "arrive", "complete")} == {"工程师 89"}
    assert {told[step].actor_id for step in ("open", "assign", "close")} == {None}
    assert (ticket.done_by, ticket.proxied) == (ticket.assignee_id, 0)


def test_the_team_is_the_one_named_most_often(cast: Cast) -> None:
    rows = [named("89", no=f"A{n}", crew=crew) for n, crew in enumerate(["电梯班", "水电班", "水电班"])]
    run(cast, *rows, text=CREATE)
    assert [one.team_id for one in accounts.all_accounts(cast.db).values() if not one.active] == [cast.team]


def test_one_never_named_with_a_team_belongs_to_the_branch(cast: Cast) -> None:
    run(cast, named("89", crew=""), text=CREATE)
    ticket = only(cast)
    person = accounts.account(cast.db, ticket.assignee_id or 0)
    assert person.team_id == ticket.team_id
    assert checking.problems(cast.db) == []


def test_again_finds_the_one_created_before(cast: Cast) -> None:
    run(cast, named("89"), text=CREATE)
    assert "account" not in run(cast, named("89", no="A2"), text=CREATE).created


def test_somebody_of_ours_is_found_by_name_or_user_name(cast: Cast) -> None:
    li = accounts.account(cast.db, cast.people["li"])
    done = run(cast, named(li.name), named(li.username.upper(), no="A2", crew=""), text=REJECT)
    assert done.count("imported") == 2
    rows = cast.db.rows("SELECT assignee_id, team_id FROM ticket")
    assert rows == [{"assignee_id": li.id, "team_id": cast.team}] * 2


def test_a_name_only_stands_in_the_history(cast: Cast) -> None:
    run(cast, named("89"), text=KEEP)
    ticket, told = only(cast), events(cast)
    assert (ticket.assignee_id, ticket.done_by, told["assign"].facts["whom"]) == (None, None, "工程师 89")
    assert (told["accept"].actor_id, told["accept"].actor_name) == (None, "工程师 89")


def test_a_stranger_is_rejected_where_the_mapping_says_so_and_leaves_nothing_behind(cast: Cast) -> None:
    done = run(cast, named("89", crew="新班组", where="新楼"), text=REJECT)
    assert why(done) == "There is nobody called “工程师 89” here."
    assert done.created == {}


def test_a_name_two_people_share_is_nobodys(cast: Cast) -> None:
    li = accounts.account(cast.db, cast.people["li"])
    accounts.create(cast.db, actor=SYSTEM, username="li2", name=li.name, password="", grants=[], now=MONDAY)
    assert "several people" in why(run(cast, named(li.name), text=REJECT))
    run(cast, named(li.name), text=CREATE)
    assert only(cast).assignee_id is None


class TestWhoFinishedIt:
    def test_where_the_file_says_it_apart_is_the_completions_person(self, cast: Cast) -> None:
        run(cast, named("89", "90"), text=CREATE + FINISHED_BY.format(unknown="create"))
        ticket, told = only(cast), events(cast)
        assert told["complete"].actor_name == "处理人 90"
        assert ticket.done_by == told["complete"].actor_id != ticket.assignee_id

    def test_kept_as_a_name_is_said_beside_the_technician(self, cast: Cast) -> None:
        run(cast, named("89", "90"), text=CREATE + FINISHED_BY.format(unknown="keep"))
        done = events(cast)["complete"]
        assert (done.actor_name, done.facts["resolved_by"]) == ("工程师 89", "处理人 90")
        assert only(cast).done_by == only(cast).assignee_id

    def test_alone_stands_for_whoever_did_it(self, cast: Cast) -> None:
        run(cast, named("", "90"), text=KEEP + FINISHED_BY.format(unknown="keep"))
        assert events(cast)["complete"].actor_name == "处理人 90"


def test_a_job_given_to_somebody_and_no_more_waits_for_that_person(cast: Cast) -> None:
    unfinished = dict.fromkeys(("sent", "came", "finished", "shut", "crew"), "")
    run(cast, named("89", **unfinished), text=CREATE)
    ticket = only(cast)
    assert ticket.status is Status.ASSIGNED
    assert ticket.assignee_id is not None
    assert replace(ticket) == ticket
