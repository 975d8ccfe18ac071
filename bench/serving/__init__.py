"""A real server on the demonstration hospital, in a folder of its own, for benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Server:
    """Where it answers, what it stores, its process, and how long it took from start to the first good answer."""

    url: str
    data: Path
    pid: int
    started_in: float


@contextmanager
def demonstration() -> Iterator[Path]:
    """A data folder with a freshly made demonstration hospital."""
    with tempfile.TemporaryDirectory(prefix="onestop-bench-") as folder:
        environment = os.environ | {"ONESTOP_DATA": folder}
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "lib.admin", "demo"],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        print(f"demonstration hospital made in {time.perf_counter() - began:.1f} s")
        yield Path(folder)


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    """The app on that folder and a free port."""
    port = _free_port()
    environment = os.environ | {"ONESTOP_DATA": str(data), "ONESTOP_PORT": str(port)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    began = time.perf_counter()
    with (data / "bench.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process)
        yield Server(f"http://127.0.0.1:{port}", data, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(20)


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return percentile(values, 50)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of hundred lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        if process.poll() is not None:
            raise RuntimeError("the server did not start; see bench.log")
    raise RuntimeError("the server did not answer within 30 s")
