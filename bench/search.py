"""Searching 26,126 tickets, as the search page asks."""

from __future__ import annotations

import time

from bench.serving import demonstration, median, percentile
from lib.people.roles import SYSTEM
from lib.store.opening import close_all, opened
from lib.tickets import search
from lib.tickets.search import Query

QUESTIONS = ("灯不亮", "漏水", "住院A座", "zyaz", "李", "1380", "20260", "心内科 空调")


def main() -> None:
    with demonstration() as data:
        db = opened(data / "onestop.duckdb")
        for words in QUESTIONS:
            took = []
            for _ in range(15):
                began = time.perf_counter()
                found = search.search(db, actor=SYSTEM, query=Query(words=words))
                took.append((time.perf_counter() - began) * 1000)
            print(
                f"search {words}: {found.count} found, p50 {median(took):.1f} ms, p95 {percentile(took, 95):.1f} ms"
            )
        close_all()


if __name__ == "__main__":
    main()
