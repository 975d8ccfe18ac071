"""Phones: reporting (durable), and looking at the wall page."""

from __future__ import annotations

import time

import httpx2 as httpx

from bench.serving import Server, demonstration, median, percentile, serving
from lib.store.opening import close_all, opened

POSTS, GETS = 300, 2000


def main() -> None:
    with demonstration() as data:
        db = opened(data / "onestop.duckdb")
        codes = [
            row["code"]
            for row in db.rows("SELECT code FROM label WHERE replaced_at IS NULL ORDER BY code LIMIT 400")
        ]
        close_all()
        with serving(data) as server:
            print(f"start to healthy: {server.started_in:.1f} s")
            report(server, codes)
            look(server, codes[0])


def report(server: Server, codes: list[str]) -> None:
    """One connection, one ticket after the other, each at another wall code."""
    took = []
    with httpx.Client() as client:
        for turn in range(POSTS):
            form = {
                "service": "GD-01",
                "description": f"灯不亮 {turn}",
                "name": "测试",
                "phone": f"1380000{turn:04d}",
            }
            began = time.perf_counter()
            answer = client.post(f"{server.url}/r/{codes[turn % len(codes)]}", data=form)
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 303, answer.status_code
    print(
        f"phone POST /r (durable, seen by the client): p50 {median(took):.1f} ms, p95 {percentile(took, 95):.1f} ms"
    )


def look(server: Server, code: str) -> None:
    """The wall page as often as one connection can ask."""
    with httpx.Client() as client:
        size = len(client.get(f"{server.url}/r/{code}").content)
        began = time.perf_counter()
        for _ in range(GETS):
            client.get(f"{server.url}/r/{code}")
        rate = GETS / (time.perf_counter() - began)
    print(f"phone GET /r: {rate:.0f} per second over one connection, {size:,} bytes")


if __name__ == "__main__":
    main()
