"""How quickly somebody is suggested for one ticket, and everything that waits is planned at once."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from bench.serving import demonstration, median, percentile
from lib.catalog.services import offered
from lib.core import clock
from lib.dispatch import planning
from lib.dispatch.at_work import at_work
from lib.dispatch.cost import Match, Person
from lib.dispatch.matching import assigned
from lib.dispatch.route import Job
from lib.dispatch.suggesting import suggest
from lib.dispatch.travel import Spot, Travel, travel_table
from lib.people.roles import SYSTEM
from lib.places.locations import LocationKind, all_locations
from lib.store.database import Database
from lib.store.opening import close_all, opened
from lib.tickets.actions import opening
from lib.tickets.actions.opening import Wish
from lib.tickets.actions.step import By
from lib.tickets.records import COLUMNS, from_row
from lib.tickets.reporters import Caller
from lib.tickets.words import Channel

WAITING, PEOPLE = 60, 80
TIMES = 30


def main() -> None:
    with demonstration() as data:
        db = opened(data / "onestop.duckdb")
        now = clock.wall(clock.local_date(clock.now()), datetime(2026, 1, 1, 10).time())  # noqa: DTZ001
        fill(db, now)
        waiting = [
            from_row(row)
            for row in db.rows(f"SELECT {', '.join(COLUMNS)} FROM ticket WHERE status = 'new' ORDER BY id")
        ]
        people = len(at_work(db, now))
        print(f"{len(waiting)} tickets wait, {people} people are on duty")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        first = timed(lambda: planning.plan(db, actor=SYSTEM, now=now), 1)[0]
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"the first plan, which reads scipy and a year's history: {first:.0f} ms, {grown:.0f} MB more")
        took = timed(lambda: planning.plan(db, actor=SYSTEM, now=now), TIMES)
        print(f"plan: p50 {median(took):.1f} ms, p95 {percentile(took, 95):.1f} ms")
        made = planning.plan(db, actor=SYSTEM, now=now)
        late = sum(line.kept is False for line in made.lines)
        print(f"  {len(made.lines)} proposed ({late} likely late), {len(made.left)} left with a reason")
        took = [timed(lambda t=ticket: suggest(db, t, now=now), 1)[0] for ticket in waiting]  # type: ignore[misc]
        print(f"suggest for one: p50 {median(took):.1f} ms, p95 {percentile(took, 95):.1f} ms")
        close_all()
    for everybody in (False, True):
        many(everybody)


def timed(do: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        took.append((time.perf_counter() - began) * 1000)
    return took


def many(everybody: bool) -> None:
    """The matching alone, 60 jobs and 80 people who have two jobs each: all may do everything, or an eighth of it."""
    random = Random(0)

    def job(number: int) -> Job:
        spot = Spot(random.choice((1, 2)), random.randrange(8), random.randrange(40), number)
        return Job(id=number, spot=spot, minutes=random.uniform(10, 60), arrive=random.uniform(-30, 240))

    jobs = [job(number) for number in range(WAITING)]
    people = [
        Person(id=number, spot=job(0).spot, queue=(job(1000 + number), job(2000 + number)))
        for number in range(PEOPLE)
    ]

    def match(one: Job, who: Person) -> Match | None:
        return Match() if everybody or (one.id + who.id) % 8 == 0 else None

    took = timed(lambda: assigned(jobs, people, match, Travel(travel_table())), 5)
    print(
        f"matching {WAITING} × {PEOPLE}, {'everybody' if everybody else 'an eighth'} fit: {median(took):.0f} ms"
    )


def fill(db: Database, now: datetime) -> None:
    """So many tickets of any service anywhere that nobody has yet."""
    random = Random(0)
    places = [p for p in all_locations(db).values() if p.kind == LocationKind.ROOM and p.active]
    services = [service for service in offered(db) if service.visit]
    there = int(db.value("SELECT count(*) FROM ticket WHERE status = 'new'"))
    for number in range(WAITING - there):
        service = random.choice(services)
        wish = Wish(
            channel=Channel.HOTLINE,
            caller=Caller(name="张护士", phone="8101"),
            location_id=random.choice(places).id,
            service_code=service.code,
            description=f"{service.name} {number}",
        )
        opening.open_ticket(db, wish, by=By(actor=SYSTEM, now=now - timedelta(minutes=number % 20)))


if __name__ == "__main__":
    main()
