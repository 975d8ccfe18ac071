"""Handing over: what stands open is kept as it was, two people sign, and jobs move one by one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from lib.core.clock import local
from lib.core.errors import NotAllowed, NotFound, Refusal, TooLate, TooMany
from lib.dispatch.handing_over import moving, records, signing, snapshot
from lib.notifications import announcements
from lib.people import accounts, posts, roster
from lib.people.roles import SYSTEM
from lib.tickets import records as tickets
from lib.tickets.actions import dispatching, opening, talking, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.opening import Wish
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import Channel
from tests.conftest import MONDAY, PASSWORD, Cast
from tests.people import test_duty

LATER = MONDAY + timedelta(minutes=20)


def report(cast: Cast, description: str = "灯不亮") -> Ticket:
    wish = Wish(
        channel=Channel.HOTLINE,
        caller=Caller(name="张护士", phone="8101"),
        location_id=cast.room,
        service_code="GD-01",
        description=description,
    )
    return opening.open_ticket(cast.db, wish, by=cast.by("wang")).ticket


def assigned(cast: Cast, to: str = "li", description: str = "漏水") -> Ticket:
    ticket = report(cast, description=description)
    whom = Whom(assignee_id=cast.people[to])
    return dispatching.assign(
        cast.db, ticket_id=ticket.id, version=ticket.version, whom=whom, by=cast.by("zhao")
    )


def numbers(found: snapshot.Snapshot, section: str) -> list[str]:
    return [line.number for line in found.sections[section]]


def taken(
    cast: Cast, *, team: int | None = None, now: datetime = LATER, hours: float = 8
) -> snapshot.Snapshot:
    return snapshot.take(cast.db, team, now=now, until=now + timedelta(hours=hours))


# What is handed over


def test_whoever_hands_over_off_duty_may_and_the_sheet_says_so(cast: Cast) -> None:
    early = test_duty.post(cast, "day", team_id=None, starts=time(6), ends=time(9))
    test_duty.hold(cast, early, date(2026, 11, 16), "wang")
    held = {
        who: snapshot.take(cast.db, None, now=LATER, until=LATER, signer=cast.people[who])
        for who in ("wang", "zhao")
    }
    assert (held["wang"].off_duty, held["zhao"].off_duty) == ("王客服", "赵调度")
    shift = held["wang"].shift
    assert shift is not None
    assert [f"{local(at):%H:%M}" for at in shift] == ["06:00", "09:00"]
    assert held["zhao"].shift is None
    assert snapshot.read(snapshot.text(held["wang"])) == held["wang"]
    on_duty = snapshot.take(
        cast.db, None, now=LATER - timedelta(hours=3), until=LATER, signer=cast.people["wang"]
    )
    assert on_duty.off_duty == ""
    unrostered = snapshot.take(cast.db, cast.team, now=LATER, until=LATER, signer=cast.people["sun"])
    assert unrostered.off_duty == ""


def test_the_snapshot_sorts_open_tickets_by_why_they_matter(cast: Cast) -> None:
    waiting, held, urged = report(cast), assigned(cast), assigned(cast)
    working.accept(cast.db, ticket_id=held.id, version=None, by=cast.by("li"))
    working.hold(
        cast.db, ticket_id=held.id, version=None, reason="parts_stock", until=MONDAY + timedelta(days=2),
        by=cast.by("li"),
    )  # fmt: skip
    for minute in (1, 2):
        talking.urge(cast.db, ticket_id=urged.id, by=cast.by("wang", MONDAY + timedelta(minutes=minute)))
    with cast.db.transaction() as tx:
        row = {"id": 1, "ticket_id": urged.id, "reason": "low_rating", "due_at": LATER, "opened_at": MONDAY}
        tx.insert("call_back", row)
    announcements.publish(
        cast.db, actor=SYSTEM, title="3 号楼停水", body="", kind="outage", expires_at=None, now=MONDAY
    )
    found = taken(cast, hours=1)
    assert set(numbers(found, "open")) == {waiting.number, held.number, urged.number}
    assert numbers(found, "held") == [held.number]
    assert numbers(found, "urged") == [urged.number]
    assert numbers(found, "call_backs") == [urged.number]
    assert set(numbers(found, "promised")) == {waiting.number, urged.number}
    assert [line.words for line in found.sections["outages"]] == ["3 号楼停水"]
    assert found.sections["held"][0].reason == "parts_stock"
    assert found.sections["held"][0].until == MONDAY + timedelta(days=2)
    assert found.sections["urged"][0].who == "李师傅"


def test_a_team_hands_over_its_own_tickets_only(cast: Cast) -> None:
    report(cast)
    mine, theirs = assigned(cast, "li"), assigned(cast, "zhou")
    assert numbers(taken(cast, team=cast.team), "open") == [mine.number]
    assert numbers(taken(cast, team=cast.other_team), "open") == [theirs.number]


def test_what_was_handed_over_stays_as_it_was(cast: Cast) -> None:
    ticket = assigned(cast, description="水龙头漏水")
    new = sign(cast, "wang")
    before = records.snapshot_of(cast.db, new)
    dispatching.edit(
        cast.db, ticket_id=ticket.id, version=None, changes={"description": "换水龙头"}, by=cast.by("zhao")
    )
    with cast.db.transaction() as tx:
        tx.execute("UPDATE location SET name = '别的'")
    assert records.snapshot_of(cast.db, new) == before
    assert before.sections["open"][0].words == "水龙头漏水"
    assert "1203病房" in before.sections["open"][0].place


def test_a_kept_snapshot_of_another_version_is_still_read() -> None:
    kept = (
        '{"taken_at":"2026-11-16T02:00:00+00:00","until":"2026-11-16T12:00:00+00:00","people":[["王","白班"]],'
        '"sections":{"open":[{"number":"1","more":3}],"new_one":[]}}'
    )
    found = snapshot.read(kept)
    assert found.sections["open"][0] == snapshot.Line(number="1")
    assert found.people == (("王", "白班"),)
    assert snapshot.read(snapshot.text(found)) == found


# Two signatures


def sign(cast: Cast, who: str, team: int | None = None, now: datetime = MONDAY, notes: str = "") -> int:
    return signing.hand_over(cast.db, actor=cast.actor(who), team_id=team, notes=notes, now=now)


def take(cast: Cast, who: str, handover: int, version: int = 1, answer: str = "") -> records.Handover:
    return signing.take_over(
        cast.db, actor=cast.actor(who), handover_id=handover, version=version, now=LATER, answer=answer
    )


def test_both_sign_and_it_is_over(cast: Cast) -> None:
    new = sign(cast, "wang", notes=" 钥匙在抽屉\u200b ")
    standing = records.waiting_of(cast.db, None)
    assert standing is not None
    assert (standing.id, standing.notes, standing.signed_at) == (new, "钥匙在抽屉", MONDAY)
    done = take(cast, "zhao", new, answer="收到")
    assert (done.incoming_id, done.countersigned_at, done.answer) == (cast.people["zhao"], LATER, "收到")
    assert records.waiting(cast.db) == []
    assert [one.id for one in records.past(cast.db, None)] == [new]
    assert records.past(cast.db, cast.team) == []


def test_posts_and_the_next_handover_come_from_the_roster(cast: Cast) -> None:
    values = {
        "team_id": cast.team,
        "name": "白班",
        "kind": "day",
        "starts": time(7, 30),
        "ends": time(17, 30),
    }
    day = posts.save(cast.db, values, actor=SYSTEM, now=MONDAY)
    posts.save(
        cast.db, {**values, "name": "夜班", "kind": "night", "starts": time(17, 30), "ends": time(7, 30)},
        actor=SYSTEM, now=MONDAY,
    )  # fmt: skip
    roster.hold(
        cast.db, actor=SYSTEM, post_id=day, day=date(2026, 11, 16), account_ids=[cast.people["li"]],
        before=None, now=MONDAY,
    )  # fmt: skip
    made = records.by_id(cast.db, sign(cast, "li", cast.team))
    assert (made.outgoing_post, made.until) == ("白班", MONDAY.replace(hour=9, minute=30))
    assert records.snapshot_of(cast.db, made.id).people == (("李师傅", "白班"),)


def test_nobody_signs_twice(cast: Cast) -> None:
    new = sign(cast, "wang")
    with pytest.raises(Refusal, match="Somebody else"):
        take(cast, "wang", new)
    with pytest.raises(Refusal, match="王客服"):
        sign(cast, "zhao", now=LATER)
    sign(cast, "li", cast.team)  # of a team it is another
    take(cast, "zhao", new)
    with pytest.raises(TooLate, match="赵调度"):
        take(cast, "zhao", new)
    assert sign(cast, "zhao", now=LATER)


def test_the_outgoing_person_takes_it_back_until_somebody_has_taken_over(cast: Cast) -> None:
    new = sign(cast, "wang", notes="写错了")
    with pytest.raises(NotAllowed):
        signing.withdraw(cast.db, actor=cast.actor("zhao"), handover_id=new, now=LATER)
    assert signing.withdraw(cast.db, actor=cast.actor("wang"), handover_id=new, now=LATER).notes == "写错了"
    with pytest.raises(NotFound):
        take(cast, "zhao", new)
    again = sign(cast, "wang")
    take(cast, "zhao", again)
    with pytest.raises(TooLate):
        signing.withdraw(cast.db, actor=cast.actor("wang"), handover_id=again, now=LATER)


@pytest.mark.parametrize(
    ("who", "team", "desk"),
    [
        ("wang", True, True),
        ("zhao", True, True),
        ("sun", True, False),
        ("li", True, False),
        ("zhou", False, False),
        ("zheng", False, False),
        ("feng", False, False),
        ("admin", False, False),
        ("liu", False, False),
    ],
)
def test_who_signs_where(cast: Cast, who: str, team: bool, desk: bool) -> None:
    for of, may in ((cast.team, team), (None, desk)):
        if may:
            assert sign(cast, who, of)
        else:
            with pytest.raises(NotAllowed):
                sign(cast, who, of)


def test_who_may_not_sign_there_cannot_take_over_there(cast: Cast) -> None:
    new = sign(cast, "wang")
    with pytest.raises(NotAllowed):
        take(cast, "li", new)
    accounts.set_active(cast.db, actor=SYSTEM, account_id=cast.people["zhao"], active=False, now=MONDAY)
    with pytest.raises(NotAllowed):
        take(cast, "zhao", new)


# At another person's screen


def with_password(cast: Cast, handover: int, username: str, password: str = PASSWORD) -> records.Handover:
    return signing.take_over_with_password(
        cast.db, username=username, password=password, address="10.0.0.9", handover_id=handover, version=1,
        now=LATER,
    )  # fmt: skip


def test_the_incoming_person_signs_with_name_and_password_and_nobody_is_signed_in(cast: Cast) -> None:
    new = sign(cast, "wang")
    with pytest.raises(NotAllowed):
        with_password(cast, new, "zhao", "wrong")
    assert with_password(cast, new, "Zhao ").incoming_id == cast.people["zhao"]
    assert cast.db.value("SELECT count(*) FROM sign_in") == 0
    assert cast.db.value("SELECT count(*) FROM audit WHERE act = 'sign_in_failed'") == 1
    assert cast.db.value("SELECT actor_id FROM audit WHERE act = 'taken_over'") == cast.people["zhao"]


def test_guessing_is_slowed_down_as_at_the_sign_in(cast: Cast) -> None:
    new = sign(cast, "wang")
    for _ in range(8):
        with pytest.raises(NotAllowed):
            with_password(cast, new, "zhao", "wrong")
    with pytest.raises(TooMany):
        with_password(cast, new, "zhao")
    assert records.waiting_of(cast.db, None) is not None


# Jobs move


def move(cast: Cast, who: str, to: str, *jobs: Ticket) -> moving.Moved:
    return moving.move(
        cast.db, actor=cast.actor(who), jobs_seen=[(job.id, job.version) for job in jobs],
        whom=Whom(assignee_id=cast.people[to]), now=LATER, note="交接班移交",
    )  # fmt: skip


def owner(cast: Cast, job: Ticket) -> int | None:
    found = tickets.by_id(cast.db, job.id)
    assert found is not None
    return found.assignee_id


def test_each_refusal_is_told_by_number_and_holds_nobody_back(cast: Cast) -> None:
    first, changed, third = assigned(cast), assigned(cast), assigned(cast)
    working.accept(cast.db, ticket_id=changed.id, version=None, by=cast.by("li"))
    done = move(cast, "sun", "chen", first, changed, third)
    assert list(done.done) == [first.number, third.number]
    assert [number for number, _ in done.refused] == [changed.number]
    assert [owner(cast, job) for job in (first, changed, third)] == [
        cast.people["chen"], cast.people["li"], cast.people["chen"],
    ]  # fmt: skip


def test_a_technician_passes_on_the_own_jobs_inside_the_team_and_nothing_else(cast: Cast) -> None:
    own, others = assigned(cast, "li"), assigned(cast, "sun")
    assert [job.id for job in moving.to_move(cast.db, cast.actor("li"), cast.team, LATER)] == [own.id]
    assert [number for number, _ in move(cast, "li", "chen", others).refused] == [others.number]
    assert [number for number, _ in move(cast, "li", "zhou", own).refused] == [own.number]
    assert list(move(cast, "li", "chen", own).done) == [own.number]
    assert owner(cast, own) == cast.people["chen"]
    last = tickets.last_event(cast.db, own.id)
    assert last is not None
    assert (last.action, last.actor_id, last.facts["note"]) == ("reassign", cast.people["li"], "交接班移交")


def test_an_operator_moves_nobodys_jobs(cast: Cast) -> None:
    job = assigned(cast)
    assert moving.to_move(cast.db, cast.actor("wang"), None, LATER) == []
    assert [number for number, _ in move(cast, "wang", "chen", job).refused] == [job.number]
