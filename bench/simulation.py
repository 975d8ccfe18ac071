"""Who keeps more promises: first in first out to the least loaded, to the nearest, or the product's own suggestions.

A discrete-event simulation of the demonstration hospital under paired seeds: every policy gets the same jobs, work
times, ways and answers, and knows only what is expected of them. People, posts, roster, papers, services, places and
promises are the product's own; "ours" is the code behind the board's plan and the list of jobs, not a copy.
Technicians work without interruption, in the order the policy names, and hand back at the end of the shift what they
have not begun. Left out: interruptions for emergencies, a second person where two are needed, holds, returned jobs.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import fmean

from bench.simulating.arrivals import MEASURED, by_file, by_load, opened_times
from bench.simulating.hospital import Hospital, Job
from bench.simulating.measuring import UNITS, difference, measured
from bench.simulating.policies import policies
from bench.simulating.running import Run
from lib.core.settings import settings
from lib.dispatch.travel import Travel, travel_table
from lib.store.database import Database
from lib.store.migrate import migrate

LOADS = (0.5, 0.85)
Key = tuple[str, str]
OURS: Key = ("ours", "our order")
BASELINES: Sequence[Key] = (("least loaded", "as given"), ("nearest", "as given"))
WIDTH = 18


def main() -> None:
    asked = _asked()
    os.environ.pop("ONESTOP_DATA", None)
    with tempfile.TemporaryDirectory(prefix="onestop-simulation-") as folder:
        os.environ["ONESTOP_DATA"] = folder
        settings.cache_clear()
        database = Database(Path(folder) / "onestop.duckdb")
        migrate(database)
        hospital = Hospital(database)
        opened = opened_times(Path(asked.data))
        for load in LOADS:
            title = f"{load:.0%} load of the busy hours"
            _scenario(title, hospital, asked.seeds, partial(by_load, hospital, load))
        if opened:
            title = f"arrivals of a real service desk ({len(opened):,} opened times)"
            _scenario(title, hospital, asked.seeds, lambda seed: by_file(hospital, opened, seed))
        else:
            print("\nLEFT OUT: the arrivals of the UCI file; name its folder in ONESTOP_TEST_DATA or --data")
        database.close()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="three seeds: to see that it runs")
    parser.add_argument(
        "--data", default=os.environ.get("ONESTOP_TEST_DATA", ""), help="folder of the UCI file"
    )
    found = parser.parse_args()
    found.seeds = 3 if found.quick else found.seeds
    return found


def _scenario(title: str, hospital: Hospital, seeds: int, jobs_of: Callable[[int], list[Job]]) -> None:
    began = time.perf_counter()
    travel, rows, count = Travel(travel_table()), dict[Key, list[Mapping[str, float]]](), 0
    for seed in range(seeds):
        jobs = jobs_of(seed)
        count += len(jobs)
        for key, (choose, turn) in policies(travel).items():
            run = Run(hospital, jobs, travel, choose, turn)
            run.play()
            rows.setdefault(key, []).append(measured(run, jobs))
    print(f"\n== {title}: {seeds} seeds, {len(MEASURED)} measured days each, {count / seeds:.0f} jobs a seed")
    _means(rows, [*BASELINES, OURS])
    for baseline in BASELINES:
        _differences(rows, baseline)
    print("where it comes from: promises kept (%), by who is sent (down) and the order they work in (across)")
    _grid(rows)
    print(f"({time.perf_counter() - began:.0f} s)")


def _means(rows: Mapping[Key, Sequence[Mapping[str, float]]], keys: Sequence[Key]) -> None:
    print(f"{'':{WIDTH}}  " + "".join(f"{', '.join(key):>26}" for key in keys))
    for name, unit in UNITS.items():
        values = (fmean(row[name] for row in rows[key]) for key in keys)
        print(f"{name:{WIDTH}}  " + "".join(f"{_number(name, value)} {unit:3}".rjust(26) for value in values))


def _differences(rows: Mapping[Key, Sequence[Mapping[str, float]]], baseline: Key) -> None:
    print(f"ours less {', '.join(baseline)}: mean difference and its 95 % interval")
    for name in ("kept", "respond", "arrive", "complete", "emergency", "median arrival", "way", "gini"):
        mean, half = difference([row[name] for row in rows[OURS]], [row[name] for row in rows[baseline]])
        digits = 3 if name == "gini" else 1
        points = "points" if UNITS[name] == "%" else UNITS[name]
        print(
            f"  {name:{WIDTH}}{mean:+8.{digits}f}  [{mean - half:+.{digits}f}, {mean + half:+.{digits}f}] {points}"
        )


def _grid(rows: Mapping[Key, Sequence[Mapping[str, float]]]) -> None:
    who, order = (list(dict.fromkeys(names)) for names in zip(*rows, strict=True))
    print(f"  {'':{WIDTH}}" + "".join(f"{name:>12}" for name in order))
    for one in who:
        shares = (fmean(row["kept"] for row in rows[one, other]) for other in order)
        print(f"  {one:{WIDTH}}" + "".join(f"{share:12.1f}" for share in shares))


def _number(name: str, value: float) -> str:
    return f"{value:.3f}" if name == "gini" else f"{value:.2f}" if name == "ms a dispatch" else f"{value:.1f}"


if __name__ == "__main__":
    main()
