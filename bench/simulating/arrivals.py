"""When what is asked for: by load, from the reference mix; and by the opened times of a real service desk."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bench.simulating.hospital import DAY, EVENING, MORNING, SPREAD, START, Hospital, Job
from lib.catalog.services import Service
from lib.places.locations import Location

DAYS = 4
MEASURED = range(1, DAYS)
"""The first day only fills the hospital; after the last one the jobs that are left are finished."""
WAY = 16.0
"""Minutes on the way that the loads reckon with; what came out is measured."""
WEEKS = 12
_FIRST_MONDAY = datetime(2016, 2, 29)  # noqa: DTZ001 - wall times of a file without a zone


def by_load(hospital: Hospital, load: float, seed: int) -> list[Job]:
    """So many jobs for every team that its work fills that share of its people's busy hours; within a team services,
    places and hours as the reference mix has them."""
    random, jobs = Random(f"load:{load}:{seed}"), list[Job]()
    for team in sorted({shift.team for shift in hospital.shifts if not shift.standby}):
        offers = _offers(hospital, team)
        if not offers:
            continue
        rate = _rate(hospital, team, [service for service, _ in offers], load)
        weights = [share for _, share in offers]
        for day in range(DAYS):
            for _ in range(_poisson(random, rate)):
                (service, _share) = random.choices(offers, weights)[0]
                opened = _minute(hospital, random, service, day)
                place = _place(hospital, random, service, team)
                jobs.append(hospital.job(random, len(jobs) + 1, service, place, opened))
    return jobs


def _offers(hospital: Hospital, team: int) -> list[tuple[Service, float]]:
    """What that team is asked for: its own services, and on its campus those of its company's other teams."""
    mix, ours = hospital.mix(), hospital.teams[team]
    places = [place for place in hospital.world.places.values() if place.campus_id == ours.campus_id][:1]
    return [
        (service, mix[service.code])
        for service in hospital.services
        if service.team_id == team or any(hospital.serving(service, place) == team for place in places)
    ]


def _rate(hospital: Hospital, team: int, services: Sequence[Service], load: float) -> float:
    """Jobs a day."""
    mix = hospital.mix()
    total = sum(mix[service.code] for service in services)
    work = sum(
        mix[service.code]
        * by_day(hospital, service)
        * (WAY + hospital.minutes[service.code] * math.exp(SPREAD**2 / 2))
        for service in services
    )
    return load * hospital.capacity(team, MEASURED) * total / work


def by_day(hospital: Hospital, service: Service) -> float:
    """The share of a service's jobs that come in the busy part of the day."""
    random = Random(service.code)
    hits = sum(MORNING <= _minute(hospital, random, service, 0) < EVENING for _ in range(400))
    return hits / 400


def _minute(hospital: Hospital, random: Random, service: Service, day: int) -> float:
    midnight = START + timedelta(days=day)
    return (hospital.world.mix._time(random, service.code, midnight) - START).total_seconds() / 60


def _place(hospital: Hospital, random: Random, service: Service, team: int) -> Location:
    for _ in range(200):
        place = hospital.world.where.draw(random, service.code)
        if hospital.serving(service, place) == team:
            return place
    return next(p for p in hospital.world.places.values() if hospital.serving(service, p) == team)


def _poisson(random: Random, mean: float) -> int:
    """Normal where the mean is large; exact below."""
    if mean > 30:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    count, product, limit = 0, random.random(), math.exp(-mean)
    while product > limit:
        count, product = count + 1, product * random.random()
    return count


def by_file(hospital: Hospital, opened: Sequence[datetime], seed: int) -> list[Job]:
    """A week's beginning of the file, Monday to Thursday, another one for each seed; services and places by the mix."""
    random, jobs = Random(f"file:{seed}"), list[Job]()
    monday = _FIRST_MONDAY + timedelta(weeks=seed % WEEKS)
    mix = hospital.mix()
    day_weights = [mix[one.code] * (1 - hospital.night[one.code]) for one in hospital.services]
    night_weights = [mix[one.code] * hospital.night[one.code] for one in hospital.services]
    for at in opened:
        minute = (at - monday).total_seconds() / 60
        if 0 <= minute < DAYS * DAY:
            weights = day_weights if 7 <= at.hour < 22 else night_weights
            service = random.choices(hospital.services, weights)[0]
            place = hospital.world.where.draw(random, service.code)
            jobs.append(hospital.job(random, len(jobs) + 1, service, place, minute + random.random()))
    return sorted(jobs, key=lambda job: job.opened)


def opened_times(folder: Path) -> list[datetime]:
    """The file's opened times, oldest first; [] where the file is not there."""
    path = folder / "uci_incident_tickets.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return sorted(datetime.fromisoformat(row["created"]) for row in csv.DictReader(file))
