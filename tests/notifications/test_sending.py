"""Messages leave the house: to whom, once, again when it failed, and never in the way of anybody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from lib.background import tickets
from lib.catalog import services
from lib.core.errors import NotAllowed, WrongInput
from lib.core.i18n import Language
from lib.core.settings import settings
from lib.notifications import channels, deliveries, outbox, outcomes, posting, sending, wording
from lib.notifications.posting import NotDelivered
from lib.people import audit
from lib.tickets.actions import dispatching, talking, working
from lib.tickets.actions.dispatching import Whom
from lib.tickets.actions.working import Work
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from lib.tickets.words import HoldReason, Outcome
from tests.conftest import MONDAY, Cast
from tests.notifications.receiving import Receiver, receiving, senders_rest, wait_until

Report = Callable[..., Ticket]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def gate() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def channel(cast: Cast, kind: str, url: str, *topics: str, **more: Any) -> int:
    shape = {"name": f"{kind} 1", "team_id": None, "active": True} | more
    return channels.save(
        cast.db,
        actor=cast.actor("admin"),
        channel_id=None,
        kind=kind,
        url=url,
        topics=topics or channels.topics_for(kind),
        now=MONDAY,
        **shape,
    )


def phones(cast: Cast, **numbers: str) -> None:
    with cast.db.transaction() as tx:
        for name, phone in numbers.items():
            tx.execute("UPDATE account SET phone = $p WHERE id = $id", p=phone, id=cast.people[name])


def assigned(cast: Cast, ticket: Ticket, to: str = "li") -> None:
    whom = Whom(assignee_id=cast.people[to])
    dispatching.assign(cast.db, ticket_id=ticket.id, version=None, whom=whom, by=cast.by("zhao"))


def send(cast: Cast, now: Any = MONDAY) -> None:
    for thread in sending.start_due(cast.db, now):
        thread.join(20)
        assert not thread.is_alive()


def states(cast: Cast) -> list[tuple[str, int]]:
    rows = cast.db.rows("SELECT state, attempts FROM delivery ORDER BY id")
    return [(row["state"], row["attempts"]) for row in rows]


def test_a_message_arrives_with_its_key_words_and_link(cast: Cast, report: Report, gate: Receiver) -> None:
    channel(cast, "webhook", gate.url)
    ticket = report()
    assigned(cast, ticket)
    send(cast)
    [(key, body)] = gate.came
    assert len(key) == 32 and body == {
        "key": key,
        "topic": "assigned",
        "number": ticket.number,
        "words": f"新任务 {ticket.number}（住院A座 12层 1203病房）：治疗室灯不亮",
        "link": f"{settings().address}/ticket?number={ticket.number}",
        "to": "",
    }
    assert states(cast) == [("sent", 1)]
    send(cast)
    assert len(gate.came) == 1


def test_a_group_hears_of_an_event_once_and_each_person_once(
    cast: Cast, report: Report, gate: Receiver
) -> None:
    phones(cast, li="13811112222", sun="138 3333-4444", zhao="8101")
    channel(cast, "webhook", gate.url, "urged")
    ticket = report()
    assigned(cast, ticket)
    talking.urge(cast.db, ticket_id=ticket.id, by=cast.by("wang"))
    send(cast)
    assert len(gate.came) == 1
    channel(cast, "sms", gate.url, "urged")
    # The second urge is written for the dispatchers too, in a second notice of the same event.
    talking.urge(cast.db, ticket_id=ticket.id, by=cast.by("wang", MONDAY + MINUTE))
    send(cast, MONDAY + MINUTE)
    # An extension gets no short messages.
    assert sorted(body["to"] for _, body in gate.came[1:]) == ["", "13811112222", "13833334444"]


def test_a_team_s_group_hears_of_its_own_tickets_only(cast: Cast, report: Report, gate: Receiver) -> None:
    channel(cast, "webhook", gate.url, "assigned", team_id=cast.other_team)
    assigned(cast, report())
    assigned(cast, mine := report(), to="zhou")
    send(cast)
    assert [body["number"] for _, body in gate.came] == [mine.number]


def test_the_account_s_language_decides_the_words(cast: Cast, report: Report, gate: Receiver) -> None:
    phones(cast, li="13811112222")
    with cast.db.transaction() as tx:
        tx.execute("UPDATE account SET language = 'en' WHERE id = $id", id=cast.people["li"])
    channel(cast, "sms", gate.url, "assigned")
    ticket = report()
    assigned(cast, ticket)
    send(cast)
    [(_, body)] = gate.came
    assert body["words"].startswith(f"New job {ticket.number} at 住院A座")
    assert body["link"].endswith(f"/jobs/{ticket.number}")


def test_who_reported_it_is_told_of_acceptance_hold_and_end(
    cast: Cast, report: Report, gate: Receiver
) -> None:
    channel(cast, "sms", gate.url)
    ticket = report(caller=Caller(name="张护士", phone="13912345678"))
    assigned(cast, ticket)
    it: dict[str, Any] = {"ticket_id": ticket.id, "version": None}
    later = [cast.by("li", MONDAY + minutes * MINUTE) for minutes in range(4)]
    working.accept(cast.db, **it, by=later[0])
    until = MONDAY + 60 * MINUTE
    working.hold(cast.db, **it, reason=HoldReason.PARTS_STOCK, until=until, by=later[1])
    working.resume(cast.db, **it, by=later[2])
    working.complete(cast.db, **it, work=Work(outcome=Outcome.FIXED, no_visit=True), by=later[3])
    send(cast, MONDAY + 4 * MINUTE)
    assert [body["topic"] for _, body in gate.came] == ["reporter_accepted", "reporter_held", "reporter_done"]
    assert {body["to"] for _, body in gate.came} == {"13912345678"}
    accepted, held, _ = gate.words
    assert "李师傅" in accepted and "11:00" in held and "{" not in "".join(gate.words)
    token = cast.db.value("SELECT token FROM reporter WHERE ticket_id = $id", id=ticket.id)
    assert {body["link"] for _, body in gate.came} == {f"{settings().address}/t/{token}"}


def test_a_receiver_that_fails_five_times_gets_it_on_the_sixth(
    cast: Cast, report: Report, gate: Receiver
) -> None:
    gate.answers = [503, 500, 404, 302, 429]
    channel(cast, "webhook", gate.url)
    assigned(cast, report())
    now = MONDAY
    send(cast, now)
    for attempt, pause in enumerate(deliveries.PAUSES[:5], start=1):
        assert states(cast) == [("waiting", attempt)]
        send(cast, now + pause / 2)
        assert len(gate.came) == attempt
        now += pause + timedelta(seconds=1)
        send(cast, now)
    assert states(cast) == [("sent", 6)]
    assert len(gate.came) == 6 and len(set(gate.keys)) == 1


def test_after_the_last_attempt_it_lies_dead_until_somebody_sends_it_again(
    cast: Cast, report: Report, gate: Receiver
) -> None:
    gate.answers = [500] * 8
    channel(cast, "webhook", gate.url)
    assigned(cast, report())
    now = MONDAY
    for _ in range(9):
        send(cast, now)
        now += timedelta(hours=3)
    assert (states(cast), len(gate.came)) == ([("dead", 8)], 8)
    [lost] = outcomes.dead(cast.db)
    assert lost["last_error"]["code"] == 500 and lost["topic"] == "assigned"
    with pytest.raises(NotAllowed):
        outcomes.send_again(cast.db, actor=cast.actor("zhao"), ids=[lost["id"]], now=now)
    assert outcomes.send_again(cast.db, actor=cast.actor("admin"), ids=[lost["id"]], now=now) == 1
    send(cast, now)
    assert states(cast) == [("sent", 1)]
    assert len(set(gate.keys)) == 1
    assert audit.latest(cast.db)[0]["act"] == "messages_sent_again"


def test_a_slow_channel_delays_no_other(cast: Cast, report: Report, gate: Receiver) -> None:
    with receiving() as slow:
        slow.opens.clear()
        channel(cast, "webhook", slow.url, "assigned")
        channel(cast, "webhook", gate.url, "assigned")
        for _ in range(3):
            assigned(cast, report())
        threads = sending.start_due(cast.db, MONDAY)
        gate.wait_for(3)
        assert len(slow.came) <= 1
        # Nor does it hold the write lock.
        report()
        slow.opens.set()
        for thread in threads:
            thread.join(20)
        assert len(slow.came) == 3


def test_the_timetable_and_the_wake_up_together_send_each_message_once(
    cast: Cast, report: Report, gate: Receiver
) -> None:
    gate.slow = 0.02
    channel(cast, "webhook", gate.url, "assigned")
    for _ in range(10):
        assigned(cast, report())
    go = threading.Barrier(6)

    def sender() -> None:
        go.wait()
        for thread in sending.start_due(cast.db, MONDAY):
            thread.join(20)

    senders = [threading.Thread(target=sender) for _ in range(6)]
    for one in senders:
        one.start()
    for one in senders:
        one.join(20)
    wait_until(lambda: set(states(cast)) == {("sent", 1)})
    senders_rest()
    assert len(gate.came) == 10 == len(set(gate.keys))


def test_without_a_channel_nothing_piles_up(cast: Cast, report: Report) -> None:
    ticket = report(caller=Caller(name="张护士", phone="13912345678"))
    assigned(cast, ticket)
    working.accept(cast.db, ticket_id=ticket.id, version=None, by=cast.by("li"))
    assert sending.start_due(cast.db, MONDAY) == []
    assert states(cast) == []
    # The notice inside the product is there all the same.
    assert len(outbox.unseen(cast.db, cast.people["li"])) == 1
    assert cast.db.value("SELECT count(*) FROM outbox WHERE outgoing OR account_id IS NULL") == 0


def test_what_is_old_is_forgotten(cast: Cast, report: Report, gate: Receiver) -> None:
    channel(cast, "webhook", gate.url)
    assigned(cast, report(caller=Caller(phone="13912345678")))
    send(cast)
    outcomes.forget(cast.db, MONDAY + timedelta(days=29))
    assert len(states(cast)) == 1
    outcomes.forget(cast.db, MONDAY + timedelta(days=31))
    assert states(cast) == [] and len(outbox.unseen(cast.db, cast.people["li"])) == 1
    outcomes.forget(cast.db, MONDAY + timedelta(days=91))
    assert cast.db.value("SELECT count(*) FROM outbox") == 0


def test_a_channel_set_up_later_gets_nothing_of_before(cast: Cast, report: Report, gate: Receiver) -> None:
    assigned(cast, report())
    channel(cast, "webhook", gate.url)
    send(cast)
    assert gate.came == []


def test_an_installation_may_send_nothing_at_all(
    cast: Cast, report: Report, gate: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONESTOP_MESSAGES", "0")
    settings.cache_clear()
    through = channel(cast, "webhook", gate.url)
    assigned(cast, report())
    send(cast)
    with pytest.raises(Exception, match="sends nothing"):
        sending.send_test(cast.db, actor=cast.actor("admin"), channel_id=through, to="", now=MONDAY)
    assert gate.came == [] == states(cast)
    assert cast.db.value("SELECT count(*) FROM outbox WHERE outgoing") == 0


def test_what_waits_for_a_channel_that_is_switched_off_is_put_aside(
    cast: Cast, report: Report, gate: Receiver
) -> None:
    gate.answers = [500]
    one = channel(cast, "webhook", gate.url)
    assigned(cast, report())
    send(cast)
    channels.save(
        cast.db,
        actor=cast.actor("admin"),
        channel_id=one,
        name="x",
        kind="webhook",
        url="",
        topics=["assigned"],
        team_id=None,
        active=False,
        now=MONDAY,
    )
    assert states(cast) == [("dead", 1)]
    assert channels.channel(cast.db, one).url == gate.url
    channels.remove(cast.db, actor=cast.actor("admin"), channel_id=one, now=MONDAY)
    assert (states(cast), dict(channels.all_channels(cast.db))) == ([], {})


def test_the_secret_of_an_address_is_nowhere_to_be_seen(
    cast: Cast, report: Report, gate: Receiver, capfd: pytest.CaptureFixture[str]
) -> None:
    gate.answers = [500]
    one = channel(cast, "webhook", gate.url)
    two = channel(cast, "webhook", "http://user-name:pass-word@127.0.0.1:9/very-secret-token")
    assigned(cast, report())
    send(cast)
    for through in (one, two):
        with pytest.raises(NotDelivered) as refused:
            gate.answers = [500]
            sending.send_test(cast.db, actor=cast.actor("admin"), channel_id=through, to="", now=MONDAY)
        assert "secret" not in str(refused.value)
    said, log = capfd.readouterr()
    kept = str([cast.db.rows("SELECT * FROM audit"), cast.db.rows("SELECT last_error FROM delivery")])
    shown = str([repr(channels.channel(cast.db, through)) for through in (one, two)])
    assert "secret" not in said + log + kept + shown and "pass-word" not in said + log + kept + shown
    assert channels.channel(cast.db, one).address == f"http://127.0.0.1:{gate.port}/…"


def test_a_test_message_goes_out_at_once(cast: Cast, gate: Receiver) -> None:
    group, sms = channel(cast, "webhook", gate.url), channel(cast, "sms", gate.url)
    admin = cast.actor("admin")
    sending.send_test(cast.db, actor=admin, channel_id=group, to="", now=MONDAY)
    sending.send_test(cast.db, actor=admin, channel_id=sms, to="13812345678", now=MONDAY)
    assert [body["to"] for _, body in gate.came] == ["", "13812345678"]
    with pytest.raises(WrongInput):
        sending.send_test(cast.db, actor=admin, channel_id=sms, to="8101", now=MONDAY)
    with pytest.raises(NotAllowed):
        sending.send_test(cast.db, actor=cast.actor("zhao"), channel_id=group, to="", now=MONDAY)


def test_the_hospital_s_own_words_take_the_place_of_ours(cast: Cast, report: Report, gate: Receiver) -> None:
    def say(words: str) -> None:
        wording.set_words(
            cast.db,
            actor=cast.actor("admin"),
            topic="assigned",
            language=Language.ZH,
            words=words,
            now=MONDAY,
        )

    for wrong in ("{reason}", "{number", "}", "{}", "{number.real}", "{number!r}", "{number:>9}", "x" * 501):
        with pytest.raises(WrongInput):
            say(wrong)
    say("【后勤】{place} {service}，单号{number}")
    channel(cast, "webhook", gate.url)
    ticket = report()
    assigned(cast, ticket)
    send(cast)
    assert gate.words == [
        f"【后勤】住院A座 12层 1203病房 {services.all_services(cast.db)['GD-01'].name}，单号{ticket.number}"
    ]
    say("")
    assert wording.own_words(cast.db) == {}


def test_a_fault_of_ours_holds_up_nothing_and_tells_no_secret(
    cast: Cast,
    report: Report,
    gate: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    channel(cast, "webhook", gate.url, "assigned")
    assigned(cast, report())
    assigned(cast, report())
    real, broken = posting.post, iter([True])

    def post(url: str, body: Any, *, key: str) -> None:
        if next(broken, False):
            raise RuntimeError(url)
        real(url, body, key=key)

    monkeypatch.setattr(posting, "post", post)
    send(cast)
    assert states(cast) == [("waiting", 1), ("sent", 1)]
    assert "secret" not in "".join(capfd.readouterr())
    assert "secret" not in cast.db.value("SELECT string_agg(last_error) FROM delivery")


def test_an_emergency_nobody_accepts_goes_to_the_voice_gateway(
    cast: Cast, report: Report, gate: Receiver
) -> None:
    phones(cast, li="13811112222")
    channel(cast, "voice", gate.url, *channels.usual_topics("voice"))
    ticket = report(severity="emergency")
    assigned(cast, ticket)
    for minute in range(1, 6):
        tickets.escalate(cast.db, MONDAY + minute * MINUTE)
        send(cast, MONDAY + minute * MINUTE)
    assert [(body["topic"], body["number"], body["to"]) for _, body in gate.came] == [
        ("emergency_unaccepted", ticket.number, "13811112222")
    ]


def test_two_notices_that_tell_of_no_ticket_both_leave(cast: Cast, gate: Receiver) -> None:
    channel(cast, "webhook", gate.url, "certificate_ended")
    with cast.db.transaction() as tx:
        for asset in ("1号客梯 DT-01", "2号客梯 DT-02"):
            facts = {"asset": asset, "certificate": "年检", "day": "2026-11-15"}
            to = [cast.people["zhao"], cast.people["zheng"]]
            outbox.tell(tx, to, "certificate_ended", ticket_id=None, now=MONDAY, facts=facts)
    send(cast)
    assert sorted(body["words"] for _, body in gate.came) == [
        "1号客梯 DT-01 的“年检”已于 2026-11-15 到期，尚未换新",
        "2号客梯 DT-02 的“年检”已于 2026-11-15 到期，尚未换新",
    ]
    assert {body["link"] for _, body in gate.came} == {settings().address}
