"""A receiver of messages on this machine: keeps what came, answers as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """`came`: (Idempotency-Key, body) in order; `answers`: codes to answer with, 200 when they are used up; `slow`:
    seconds before an answer; `says`: the body of each answer; nothing is answered before `opens` is set."""

    port: int = 0
    slow: float = 0
    says: str = "{}"
    answers: list[int] = field(default_factory=list)
    came: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    opens: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/gate?token=very-secret-token"

    @property
    def words(self) -> list[str]:
        return [body["words"] for _, body in self.came]

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.came]

    def wait_for(self, count: int, seconds: float = 10) -> None:
        """Until so many came."""
        wait_until(lambda: len(self.came) >= count, seconds)


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def senders_rest() -> None:
    """Until no thread sends any more: the database can be closed."""
    wait_until(lambda: not any(one.name.startswith("messages-") for one in threading.enumerate()))


@contextmanager
def receiving(**how: Any) -> Iterator[Receiver]:
    """A receiver that listens while the block runs."""
    receiver = Receiver(**how)
    receiver.opens.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            receiver.paths.append(self.path)
            receiver.came.append((self.headers.get("Idempotency-Key", ""), body))
            time.sleep(receiver.slow)
            receiver.opens.wait(30)
            code = receiver.answers.pop(0) if receiver.answers else 200
            try:
                self.send_response(code)
                self.end_headers()
                self.wfile.write(receiver.says.encode())
            except OSError:  # the sender did not wait for us
                pass

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.opens.set()
        server.shutdown()
        server.server_close()
