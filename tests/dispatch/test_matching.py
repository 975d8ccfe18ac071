"""Who should do what: small cases with their numbers, and rules that hold whatever the hospital looks like."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.dispatch.cost import Fit, Match, Person, forecast
from lib.dispatch.matching import BETWEEN, DEEPEST, IMPOSSIBLE, assigned, costs, ranked
from lib.dispatch.route import Job, chance_of_being_late, next_of, route
from lib.dispatch.travel import NOWHERE, Near, Spot, Travel, near, travel_table

WARD = Spot(campus=1, building=2, floor=3, place=4)
NEXT_ROOM = replace(WARD, place=5)
UPSTAIRS = replace(WARD, floor=6, place=7)
ACROSS = Spot(campus=1, building=8, floor=9, place=10)
NEW_CAMPUS = Spot(campus=11, building=12, floor=13, place=14)
TRAVEL = Travel(
    {"place": 1, "floor": 3, "building": 6, "campus": 10, "away": 40, "unknown": 10, "standby": 30}
)


def anybody(job: Job, person: Person) -> Match:
    return Match()


def cost(job: Job, person: Person, match: Match | None = None) -> float:
    return forecast(job, person, match or Match(), TRAVEL, person.stops(TRAVEL)).cost


def test_the_way_is_what_two_places_have_in_common() -> None:
    others = (WARD, NEXT_ROOM, UPSTAIRS, ACROSS, NEW_CAMPUS, NOWHERE)
    assert [near(WARD, other) for other in others] == [
        Near.PLACE, Near.FLOOR, Near.BUILDING, Near.CAMPUS, Near.AWAY, Near.UNKNOWN,
    ]  # fmt: skip
    assert near(Spot(campus=1), WARD) is Near.CAMPUS
    assert set(travel_table()) == set(Near)


def test_a_chance_is_even_on_the_minute_and_certain_once_it_is_over() -> None:
    assert chance_of_being_late(60, 60) == pytest.approx(0.5)
    assert chance_of_being_late(60, 20) < 0.05 < 0.95 < chance_of_being_late(60, 120)
    assert chance_of_being_late(-1, 0) == 1.0


def test_the_nearest_of_two_idle_people_goes() -> None:
    job = Job(id=1, spot=WARD, arrive=240, complete=1440)
    there, far = Person(id=1, spot=ACROSS), Person(id=2, spot=NEXT_ROOM)
    assert [person.id for person, _ in ranked(job, [there, far], anybody, TRAVEL)] == [2, 1]


def test_what_somebody_has_to_do_first_counts_more_than_the_way() -> None:
    job = Job(id=1, spot=WARD, arrive=60, complete=480, weight=3)
    busy, idle = Person(id=1, spot=NEXT_ROOM, free=90), Person(id=2, spot=ACROSS)
    assert ranked(job, [busy, idle], anybody, TRAVEL)[0][0].id == 2


def test_an_emergency_goes_before_what_somebody_has_and_what_it_delays_costs() -> None:
    waiting = Job(id=1, spot=WARD, arrive=200, complete=1400)
    pressing = Job(id=2, spot=WARD, arrive=15, complete=240, weight=8)
    person = Person(id=1, spot=WARD, queue=(waiting,))
    found = forecast(pressing, person, Match(), TRAVEL, person.stops(TRAVEL))
    assert (found.before, found.stop.arrives) == (0, 1)
    soon = replace(person, queue=(replace(waiting, arrive=35),))
    assert cost(pressing, soon) > cost(pressing, person)


def test_trade_familiarity_and_papers_weigh_as_written_down() -> None:
    job, person = Job(id=1, spot=WARD), Person(id=1, spot=WARD)
    plain = cost(job, person)
    assert cost(job, person, Match(familiar=True)) == pytest.approx(plain - 4)
    assert cost(job, person, Match(leads=True)) == pytest.approx(plain + 10)
    assert cost(job, person, Match(fit=Fit.COMPANY)) == pytest.approx(plain + 30)
    assert cost(job, person, Match(fit=Fit.LICENSED)) == pytest.approx(plain + 90)
    assert cost(job, person, Match(fit=Fit.OTHER)) == pytest.approx(plain + 900)
    assert cost(job, person, Match(overridden=True)) == pytest.approx(plain + 1000)
    assert cost(job, replace(person, today=6)) == pytest.approx(plain + 3)
    assert cost(job, replace(person, way=30)) > plain + 30


def test_whoever_goes_home_before_it_is_done_is_asked_last() -> None:
    job = Job(id=1, spot=WARD, minutes=30)
    leaving, staying = Person(id=1, spot=WARD, until=5), Person(id=2, spot=ACROSS, until=200)
    assert ranked(job, [leaving, staying], anybody, TRAVEL)[0][0].id == 2


def test_next_is_what_presses_for_each_minute_it_takes() -> None:
    late = Job(id=1, spot=WARD, arrive=-60, complete=1000)
    soon = Job(id=2, spot=WARD, arrive=90, complete=1200)
    long = Job(id=3, spot=WARD, arrive=90, complete=1200, minutes=120)
    emergency = Job(id=4, spot=ACROSS, arrive=12, complete=200, weight=8)
    jobs = [late, soon, long, emergency]
    assert [stop.job.id for stop in route(jobs, 0, WARD, TRAVEL)][:2] == [4, 2]
    assert next_of([late, replace(soon, arrive=1000)], 0, WARD, TRAVEL) is late


def test_two_jobs_for_one_person_get_different_places() -> None:
    jobs = [Job(id=1, spot=WARD, minutes=30), Job(id=2, spot=NEXT_ROOM, minutes=30, weight=8, arrive=15)]
    found = assigned(jobs, [Person(id=1, spot=WARD)], anybody, TRAVEL)
    assert [(one.job.id, one.place) for one in found] == [(1, 1), (2, 0)]


def test_nobody_gets_more_than_can_be_looked_through() -> None:
    jobs = [Job(id=number, spot=WARD) for number in range(20)]
    assert len(assigned(jobs, [Person(id=1)], anybody, TRAVEL)) == DEEPEST


def test_without_people_or_jobs_there_is_no_plan() -> None:
    assert assigned([], [Person(id=1)], anybody, TRAVEL) == assigned([Job(id=1)], [], anybody, TRAVEL) == []
    assert assigned([Job(id=1)], [Person(id=1)], lambda job, person: None, TRAVEL) == []


SPOTS = st.sampled_from([WARD, NEXT_ROOM, UPSTAIRS, ACROSS, NEW_CAMPUS, NOWHERE, Spot(campus=1)])
DUES = st.one_of(st.none(), st.integers(-200, 1500).map(float))
WORK = st.builds(
    Job,
    id=st.integers(1, 10**6),
    spot=SPOTS,
    minutes=st.integers(5, 120).map(float),
    weight=st.sampled_from([0.5, 1.0, 3.0, 8.0]),
    arrive=DUES,
    complete=DUES,
)
PEOPLE = st.builds(
    Person,
    id=st.integers(1, 10**6),
    spot=SPOTS,
    free=st.integers(0, 90).map(float),
    queue=st.lists(WORK, max_size=3, unique_by=lambda job: job.id).map(
        lambda jobs: tuple(replace(job, id=job.id + 10**7) for job in jobs)
    ),
    until=st.one_of(st.none(), st.integers(-10, 600).map(float)),
    today=st.integers(0, 9),
)


def different(things: st.SearchStrategy, most: int, least: int = 0) -> st.SearchStrategy:
    return st.lists(things, min_size=least, max_size=most, unique_by=lambda one: one.id)


def fitting(job: Job, person: Person) -> Match | None:
    """Some people must not do some jobs, some are not of the usual team; by their ids, so that it stays the same."""
    kind = (job.id * 7 + person.id * 13) % 5
    return None if kind == 0 else Match(fit=Fit(kind % 2), familiar=kind == 3)


def total(found: list) -> float:
    return sum(one.cost for one in found)


@settings(max_examples=60, deadline=None)
@given(jobs=different(WORK, 8), people=different(PEOPLE, 6))
def test_the_plan_costs_no_more_than_giving_one_after_the_other(
    jobs: list[Job], people: list[Person]
) -> None:
    found = assigned(jobs, people, fitting, TRAVEL)
    matrix = costs(sorted(jobs, key=lambda job: job.id), sorted(people, key=lambda p: p.id), fitting, TRAVEL)
    taken: set[int] = set()
    greedy, given_away = 0.0, 0
    for row in matrix.rows:
        free = [column for column, one in enumerate(row) if one < IMPOSSIBLE and column not in taken]
        if free:
            best = min(free, key=lambda column: row[column])
            taken.add(best)
            greedy, given_away = greedy + row[best], given_away + 1
    assert len(found) >= given_away
    if len(found) == given_away:
        assert total(found) <= greedy + 1e-6


@settings(max_examples=40, deadline=None)
@given(jobs=different(WORK, 6), people=different(PEOPLE, 5), data_=st.data())
def test_the_order_of_the_lists_does_not_matter(
    jobs: list[Job], people: list[Person], data_: st.DataObject
) -> None:
    mixed_jobs, mixed_people = data_.draw(st.permutations(jobs)), data_.draw(st.permutations(people))
    assert assigned(jobs, people, fitting, TRAVEL) == assigned(mixed_jobs, mixed_people, fitting, TRAVEL)


@settings(max_examples=40, deadline=None)
@given(jobs=different(WORK, 6), people=different(PEOPLE, 5))
def test_nobody_gets_what_must_not_be_theirs_and_no_job_goes_twice(
    jobs: list[Job], people: list[Person]
) -> None:
    found = assigned(jobs, people, fitting, TRAVEL)
    assert all(fitting(one.job, one.person) is not None for one in found)
    assert len({one.job.id for one in found}) == len(found)
    assert len({(one.person.id, one.place) for one in found}) == len(found)


@settings(max_examples=40, deadline=None)
@given(jobs=different(WORK, 6), people=different(PEOPLE, 4, least=1), spot=SPOTS)
def test_one_more_idle_person_never_makes_it_dearer(
    jobs: list[Job], people: list[Person], spot: Spot
) -> None:
    before = assigned(jobs, people, anybody, TRAVEL)
    after = assigned(jobs, [*people, Person(id=10**8, spot=spot)], anybody, TRAVEL)
    assert len(after) == len(before) == len(jobs)
    assert total(after) <= total(before) + 1e-6


@settings(max_examples=25, deadline=None)
@given(jobs=different(WORK, 4, least=1), people=different(PEOPLE, 3, least=1))
def test_no_other_assignment_is_cheaper(jobs: list[Job], people: list[Person]) -> None:
    """Every one is tried."""
    ordered_jobs, ordered = sorted(jobs, key=lambda job: job.id), sorted(people, key=lambda p: p.id)
    matrix = costs(ordered_jobs, ordered, anybody, TRAVEL)
    tried = min(
        sum(row[column] for row, column in zip(matrix.rows, columns, strict=True))
        for columns in permutations(range(len(matrix.places)), len(jobs))
    )
    assert total(assigned(jobs, people, anybody, TRAVEL)) == pytest.approx(tried)


@settings(max_examples=40, deadline=None)
@given(jobs=different(WORK, 6), spot=SPOTS)
def test_a_route_does_everything_once_and_never_goes_back_in_time(jobs: list[Job], spot: Spot) -> None:
    stops = route(jobs, 5.0, spot, TRAVEL)
    assert sorted(stop.job.id for stop in stops) == sorted(job.id for job in jobs)
    times = [5.0, *(moment for stop in stops for moment in (stop.arrives, stop.done))]
    assert times == sorted(times)
    assert BETWEEN > 0
