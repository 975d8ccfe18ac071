"""Nobody is given, takes or helps with work their papers do not cover; what a dispatcher may decide otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lib.core.errors import NotQualified, WrongInput
from lib.core.i18n import Language, explain
from lib.people import accounts, paper_keeping
from lib.people.paper_keeping import Said
from lib.people.roles import SYSTEM, Grant, Role, Scope
from lib.tickets import history, qualification, telling
from lib.tickets.actions import at_the_desk, dispatching, helping, working
from lib.tickets.actions.at_the_desk import Phoned
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.working import Work
from lib.tickets.crew import needs_more_people, warnings
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel, Status

SOCKETS, TAPS, LIFT = "GD-02", "GS-01", "DT-02"
LAPSED = date(2026, 10, 31)


def give(loop: Any, *names: str, kind: str = "licence", licence: str = "electrician", **more: Any) -> None:
    for name in names:
        said = Said(account_id=loop.cast.people[name], kind=kind, licence=licence, **more)
        paper_keeping.keep(loop.db, actor=SYSTEM, said=said, now=loop.now)


def untrained(loop: Any, *names: str) -> None:
    give(loop, *names, kind="training", title="岗前安全培训", valid_until=LAPSED)


def assign(loop: Any, ticket: Any, whom: str, who: str = "zhao", **more: Any) -> Any:
    use = dispatching.assign if ticket.status is Status.NEW else dispatching.reassign
    return use(
        loop.db, ticket_id=ticket.id, version=ticket.version, whom=loop.whom(whom), by=loop.by(who), **more
    )


def refusal(loop: Any, ticket: Any, whom: str, who: str = "zhao", **more: Any) -> NotQualified:
    with pytest.raises(NotQualified) as refused:
        assign(loop, ticket, whom, who, **more)
    return refused.value


def zh(refused: NotQualified) -> str:
    return explain(Language.ZH, refused)


def test_a_lapsed_licence_is_refused_and_the_licensed_on_duty_are_named(loop: Any) -> None:
    give(loop, "li", valid_until=LAPSED)
    give(loop, "chen", "zhou", "sun")
    refused = refusal(loop, loop.new(service_code=SOCKETS), "li")
    assert zh(refused) == "李师傅的电工证 2026-10-31 已过期；现在有证在岗：孙班长、陈师傅、周师傅"
    assert explain(Language.EN, refused).startswith(
        "李师傅's Electrician's licence lapsed on 2026-10-31; licensed"
    )
    assert (refused.field, refused.overridable) == ("assignee_id", False)


def test_a_hospital_without_any_such_paper_is_told_where_to_enter_it(loop: Any) -> None:
    words = zh(refusal(loop, loop.new(service_code=SOCKETS), "li"))
    assert words == "李师傅没有电工证记录；全院还没有电工证记录，请先在“人员 · 证照”里录入"


def test_nobody_licensed_on_duty_is_said(loop: Any) -> None:
    give(loop, "chen", valid_until=LAPSED)
    assert zh(refusal(loop, loop.new(service_code=SOCKETS), "li")).endswith("现在没有有证人员在岗")


@pytest.mark.parametrize("reason", ["", "班长陪同"])
@pytest.mark.parametrize("who", ["zhao", "wang"])
def test_a_statutory_licence_knows_no_exception(loop: Any, who: str, reason: str) -> None:
    ticket = loop.new(service_code=SOCKETS)
    assert not refusal(loop, ticket, "li", who, override=reason).overridable
    assert loop.ticket(ticket).status is Status.NEW


def test_with_the_licence_it_goes_as_ever(loop: Any) -> None:
    give(loop, "li")
    ticket = assign(loop, loop.new(service_code=SOCKETS), "li")
    assert "override" not in loop.events(ticket)[-1].facts
    assert working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("li"))


def test_passing_on_is_refused_alike(loop: Any) -> None:
    give(loop, "li")
    ticket = assign(loop, loop.new(service_code=SOCKETS), "li")
    assert not refusal(loop, ticket, "chen").overridable
    assert not refusal(loop, ticket, "chen", "sun").overridable
    assert loop.ticket(ticket).assignee_id == loop.cast.people["li"]


def test_a_team_may_have_it_but_only_the_licensed_take_it(loop: Any) -> None:
    give(loop, "li")
    ticket = assign(loop, loop.new(service_code=SOCKETS), "team")
    with pytest.raises(NotQualified) as refused:
        working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("chen"))
    assert "现在有证在岗：李师傅" in zh(refused.value) and not refused.value.overridable
    with pytest.raises(NotQualified):
        working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.for_("chen"))
    taken = working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("li"))
    assert taken.assignee_id == loop.cast.people["li"]


def test_a_licence_that_lapses_before_acceptance_stops_it(loop: Any) -> None:
    give(loop, "li", valid_until=loop.now.date())
    ticket = assign(loop, loop.new(service_code=SOCKETS), "li")
    loop.later(days=1)
    with pytest.raises(NotQualified):
        working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("li"))


def test_what_is_written_down_later_is_judged_by_the_day_it_happened(loop: Any) -> None:
    ticket = loop.new(service_code=SOCKETS)
    give(loop, "li", valid_until=loop.now.date())
    then = loop.later(minutes=1)
    loop.later(days=1)
    by = loop.by("wang", happened_at=then, late_reason="补录")
    whom = Whom(assignee_id=loop.cast.people["li"])
    assert dispatching.assign(loop.db, ticket_id=ticket.id, version=ticket.version, whom=whom, by=by)


def test_a_dispatcher_gives_it_all_the_same_and_the_history_says_why(loop: Any) -> None:
    untrained(loop, "li")
    ticket = loop.new(service_code=TAPS)
    refused = refusal(loop, ticket, "li")
    assert refused.overridable
    assert zh(refused) == "李师傅的岗前安全培训 2026-10-31 已过期；如仍要派给该人，请写明理由"
    ticket = assign(loop, ticket, "li", override="复训已报名")
    event = loop.events(ticket)[-1]
    said = history.told(event, Language.ZH, loop.now)
    assert said == "派单给李师傅，例外派工（岗前安全培训 2026-10-31 已过期）"
    assert history.typed(event) == "复训已报名"
    told = telling.tell(event, Language.ZH, names={}, now=loop.now)
    assert ("例外" in told.what, told.words) == (False, "")


def test_whoever_was_given_it_by_exception_takes_it(loop: Any) -> None:
    untrained(loop, "li", "chen")
    ticket = assign(loop, loop.new(service_code=TAPS), "li", override="班长陪同")
    ticket = working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("li"))
    assert ticket.status is Status.ACCEPTED and warnings(loop.db, ticket, loop.now) == []
    assert refusal(loop, ticket, "chen").overridable


def test_an_exception_for_one_is_none_for_another(loop: Any) -> None:
    untrained(loop, "li", "chen")
    ticket = assign(loop, loop.new(service_code=TAPS), "li", override="班长陪同")
    ticket = assign(loop, ticket, "team")
    with pytest.raises(NotQualified) as refused:
        working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("chen"))
    assert zh(refused.value).endswith("请由调度写明理由后派单") and not refused.value.overridable


@pytest.mark.parametrize("who", ["wang", "sun"])
def test_operators_and_leaders_make_no_exceptions(loop: Any, who: str) -> None:
    untrained(loop, "li")
    ticket = loop.new(service_code=TAPS) if who == "wang" else loop.assigned("team")
    refused = refusal(loop, ticket, "li", who, override="我说可以")
    assert not refused.overridable and zh(refused).endswith("请由调度写明理由后派单")


def test_what_was_phoned_through_is_written_down_with_its_exception(loop: Any) -> None:
    untrained(loop, "li")
    asked = {
        "channel": Channel.HOTLINE,
        "caller": Caller(name="张护士", phone="8101"),
        "location_id": loop.cast.room,
    }
    wish = Wish(**asked, service_code=TAPS, description="水龙头漏水")
    phoned = Phoned(technician_id=loop.cast.people["li"], phoned_at=loop.now, accepted_at=loop.now)
    with pytest.raises(NotQualified):
        at_the_desk.write_down_after(loop.db, wish, phoned, by=loop.by("zhao", happened_at=loop.now))
    phoned = replace(phoned, override="班长陪同")
    by = loop.by("zhao", happened_at=phoned.phoned_at)
    ticket = at_the_desk.write_down_after(loop.db, wish, phoned, by=by).ticket
    assert ticket.status is Status.ACCEPTED


def test_a_reason_of_nothing_visible_is_none(loop: Any) -> None:
    untrained(loop, "li")
    assert refusal(loop, loop.new(service_code=TAPS), "li", override=" \u200b ").overridable


def test_a_helper_needs_the_papers_too(loop: Any) -> None:
    give(loop, "li")
    ticket = assign(loop, loop.new(service_code=SOCKETS), "li")
    with pytest.raises(NotQualified) as refused:
        helping.helpers(
            loop.db, ticket_id=ticket.id, version=None, by=loop.by("zhao"), add=[loop.cast.people["chen"]]
        )
    assert refused.value.field == "helpers"


def test_correcting_the_service_of_a_given_job_warns(loop: Any) -> None:
    ticket = assign(loop, loop.new(service_code=TAPS), "li")
    changes = {"service_code": SOCKETS}
    ticket = dispatching.edit(
        loop.db, ticket_id=ticket.id, version=ticket.version, changes=changes, by=loop.by("wang")
    )
    assert "现接单人证照不足（没有电工证记录）" in history.told(
        loop.events(ticket)[-1], Language.ZH, loop.now
    )
    (warned,) = warnings(loop.db, ticket, loop.now)
    assert warned.zh == "李师傅没有电工证记录：不能做这项工作，请改派他人"
    with pytest.raises(NotQualified):
        working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("li"))


def test_those_on_standby_are_named_last(loop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    give(loop, "li", "chen")
    lent = qualification.licensed_on_duty(loop.db, SOCKETS, loop.now)
    assert [one.name for one in lent] == ["李师傅", "陈师傅"]


def test_a_job_for_two_says_that_somebody_is_missing(loop: Any) -> None:
    give(loop, "li", "zhou", licence="lift")
    ticket = assign(loop, loop.new(service_code=LIFT), "zhou")
    assert needs_more_people(loop.db, ticket, ticket.helpers) == 1
    (warned,) = warnings(loop.db, ticket, loop.now)
    assert warned.zh == "这项工作需要 2 人，还差 1 人，请选择协助人员"
    li, zhou = loop.cast.people["li"], loop.cast.people["zhou"]
    assert needs_more_people(loop.db, ticket, [li]) == 0
    assert needs_more_people(loop.db, ticket, [zhou]) == 1
    assert warnings(loop.db, replace(ticket, helpers=(li,)), loop.now) == []


def test_a_team_has_people_enough(loop: Any) -> None:
    ticket = assign(loop, loop.new(service_code=LIFT), "team")
    assert warnings(loop.db, ticket, loop.now) == []


def test_a_dispatcher_of_another_campus_makes_no_exception_here(loop: Any) -> None:
    untrained(loop, "li")
    ticket = loop.new(service_code=TAPS)
    grants = [Grant(Role.OPERATOR, Scope.EVERYWHERE), Grant(Role.DISPATCHER, Scope.CAMPUS, 987)]
    accounts.set_grants(
        loop.db, actor=SYSTEM, account_id=loop.cast.people["zhao"], grants=grants, now=loop.now
    )
    assert not refusal(loop, ticket, "li", override="急").overridable


def test_long_reasons_are_refused_at_their_field(loop: Any) -> None:
    untrained(loop, "li")
    with pytest.raises(WrongInput) as refused:
        assign(loop, loop.new(service_code=TAPS), "li", override="长" * 201)
    assert refused.value.field == "override"


def test_a_day_passes_and_the_training_lapses_on_the_job(loop: Any) -> None:
    give(loop, "li", kind="training", title="岗前安全培训", valid_until=loop.now.date())
    ticket = assign(loop, loop.new(service_code=TAPS), "li")
    (warned,) = warnings(loop.db, ticket, loop.now + timedelta(days=1))
    assert warned.zh.endswith("请决定是否仍由其处理")


def finish(loop: Any, ticket: Any, **more: Any) -> Any:
    work = Work(outcome="fixed", no_visit=True, **more)
    return working.complete(
        loop.db, ticket_id=ticket.id, version=ticket.version, work=work, by=loop.by("zhou")
    )


@pytest.fixture
def lift(loop: Any) -> Any:
    """A lift repair, work for two, that 周师傅 has accepted."""
    give(loop, "zhou", "li", licence="lift")
    ticket = assign(loop, loop.new(service_code=LIFT), "zhou")
    return working.accept(loop.db, ticket_id=ticket.id, version=ticket.version, by=loop.by("zhou"))


def test_who_finishes_work_for_two_is_asked_who_came_along(loop: Any, lift: Any) -> None:
    with pytest.raises(WrongInput) as refused:
        finish(loop, lift)
    assert refused.value.field == "alone"
    done = finish(loop, lift, alone=True)
    assert history.told(loop.events(done)[-1], Language.ZH, loop.now) == "完工：已修复；多人作业由一人完成"


def test_minutes_of_a_second_person_answer_the_question(loop: Any, lift: Any) -> None:
    minutes = {loop.cast.people["zhou"]: 20, loop.cast.people["li"]: 20}
    done = finish(loop, lift, labour=minutes, alone=True)
    assert "alone" not in loop.events(done)[-1].facts


def test_a_helper_answers_it_too(loop: Any, lift: Any) -> None:
    lift = helping.helpers(
        loop.db, ticket_id=lift.id, version=lift.version, by=loop.by("zhao"), add=[loop.cast.people["li"]]
    )
    assert "alone" not in loop.events(finish(loop, lift))[-1].facts
