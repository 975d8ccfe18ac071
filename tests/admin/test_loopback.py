"""While the app holds the database, the command line asks it: from this machine, with the secret, or not at all."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.core.settings import ROOT, settings
from lib.store.opening import close_all
from lib.web import loopback
from lib.web.loopback_key import HEADER, key
from tests.conftest import Cast

pytestmark = pytest.mark.long

BODY = json.dumps({"options": {}, "content": "", "language": "zh"}).encode()


def client(address: str = "127.0.0.1") -> TestClient:
    return TestClient(Starlette(routes=loopback.routes), client=(address, 50000))


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


class TestTheDoor:
    def test_opens_for_this_machine_with_the_proof(self, cast: Cast) -> None:
        answer = client().post("/loopback/check", content=BODY, headers={HEADER: key("check", BODY)})
        assert answer.status_code == 200
        assert lines(answer.text)[-1] == {"end": 0}

    @pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.5", "::ffff:10.0.0.7", "testclient"])
    def test_stays_shut_for_other_machines(self, cast: Cast, address: str) -> None:
        headers = {HEADER: key("check", BODY)}
        assert client(address).post("/loopback/check", content=BODY, headers=headers).status_code == 404

    @pytest.mark.parametrize("address", ["::1", "::ffff:127.0.0.1", "127.0.0.2"])
    def test_knows_this_machine_by_its_other_names(self, cast: Cast, address: str) -> None:
        headers = {HEADER: key("check", BODY)}
        assert client(address).post("/loopback/check", content=BODY, headers=headers).status_code == 200

    @pytest.mark.parametrize("proxied", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"])
    def test_stays_shut_for_whoever_comes_through_a_proxy(self, cast: Cast, proxied: str) -> None:
        headers = {HEADER: key("check", BODY), proxied: "127.0.0.1"}
        assert client().post("/loopback/check", content=BODY, headers=headers).status_code == 404

    @pytest.mark.parametrize(
        "proof", ["", "0" * 64, "wrong", key.__name__, "for another command", "for another body"]
    )
    def test_stays_shut_without_the_right_proof(self, cast: Cast, proof: str) -> None:
        other = {"for another command": key("backup", BODY), "for another body": key("check", b"{}")}
        headers = {HEADER: other.get(proof, proof)}
        assert client().post("/loopback/check", content=BODY, headers=headers).status_code == 403

    def test_leads_to_nothing_but_the_commands(self, cast: Cast) -> None:
        headers = {HEADER: key("demo", BODY)}
        assert client().post("/loopback/demo", content=BODY, headers=headers).status_code == 404
        assert client().get("/loopback/check").status_code == 405

    @pytest.mark.parametrize(
        "body", [b"", b"[]", b"{}", b'{"options": {}, "content": "?", "language": "zh"}']
    )
    def test_says_what_it_cannot_read(self, cast: Cast, body: bytes) -> None:
        headers = {HEADER: key("check", body)}
        assert client().post("/loopback/check", content=body, headers=headers).status_code == 400


def test_a_fault_ends_with_a_line_and_a_code(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> int:
        raise ZeroDivisionError("nothing left")

    monkeypatch.setitem(loopback.errands.COMMANDS, "check", fails)  # type: ignore[arg-type]
    answer = client().post("/loopback/check", content=BODY, headers={HEADER: key("check", BODY)})
    assert lines(answer.text) == [{"line": "ZeroDivisionError: nothing left"}, {"end": 3}]


def test_an_import_gives_its_report_back(cast: Cast) -> None:
    mapping = 'source = "o"\ntimezone = "UTC"\n[number]\ncolumn = "no"\n[opened]\ncolumn = "at"\n'
    content = base64.b64encode(b"no,at\n1,2026-01-01\n").decode()
    body = json.dumps({"options": {"mapping": mapping}, "content": content, "language": "en"}).encode()
    headers = {HEADER: key("import-tickets", body)}
    said = lines(client().post("/loopback/import-tickets", content=body, headers=headers).text)
    progress = [line["progress"] for line in said if "progress" in line]
    assert progress == ["1 1 Reading", "0 1 Writing", "1 1 Writing"]
    assert said[3] == {"line": "1 rows: 1 imported, 0 already there, 0 rejected"}
    assert list(said[4]) == ["report"]
    assert said[5] == {"end": 0}


@pytest.fixture
def running(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app's loopback door on a port of its own; this process holds the database."""
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=loopback.routes), host="127.0.0.1", port=0, log_level="error")
    )
    serving = threading.Thread(target=server.run)
    serving.start()
    while not server.started:
        pass
    monkeypatch.setenv("ONESTOP_PORT", str(server.servers[0].sockets[0].getsockname()[1]))
    settings.cache_clear()
    yield
    server.should_exit = True
    serving.join()


def elsewhere(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "lib.admin", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.usefixtures("running")
class TestWhileTheAppRuns:
    def test_the_commands_ask_it(self, cast: Cast) -> None:
        said = elsewhere("locations")
        assert (said.returncode, said.stderr) == (0, "")
        assert said.stdout.startswith(f"{cast.code}\t")
        said = elsewhere("create-user", "wang", "王", "operator")
        assert (said.returncode, said.stdout) == (1, "用户名“wang”已被使用。\n")

    def test_a_long_report_comes_back_whole(self, cast: Cast, tmp_path: Path) -> None:
        rows = "".join(f"{n},2026-01-01,x\n" for n in range(3000))
        (tmp_path / "old.csv").write_text(f"no,at,what\n{rows}")
        mapping = 'source = "o"\ntimezone = "UTC"\n[number]\ncolumn = "no"\n[opened]\ncolumn = "at"\n'
        (tmp_path / "map.toml").write_text(mapping)
        said = elsewhere("import-tickets", str(tmp_path / "old.csv"), "--mapping", str(tmp_path / "map.toml"))
        assert (said.returncode, said.stderr) == (0, ""), "no bar where nobody watches"
        assert "\r" not in said.stdout
        report = settings().data / "imports" / "old.report.csv"
        assert len(report.read_text().splitlines()) == 3001
        assert cast.db.value("SELECT count(*) FROM ticket") == 3000

    @pytest.mark.parametrize(
        "command",
        [("init",), ("init", "--if-missing"), ("demo",), ("demo", "--if-missing"), ("demo", "--fresh")],
    )
    def test_init_and_demo_refuse_in_one_sentence(self, command: tuple[str, ...]) -> None:
        said = elsewhere(*command)
        assert (said.returncode, said.stdout) == (1, "")
        assert said.stderr == f"后勤一站通正在运行并占用 {settings().database}，请先停止。\n"


def test_held_by_something_that_does_not_answer_is_one_sentence(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    monkeypatch.setenv("ONESTOP_PORT", str(unused_port))
    settings.cache_clear()
    said = elsewhere("check")
    assert (said.returncode, said.stdout) == (1, "")
    assert f"端口 {unused_port} 上没有后勤一站通应答" in said.stderr
    assert len(said.stderr.splitlines()) == 1


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_reader_who_has_seen_enough_is_no_fault(cast: Cast) -> None:
    close_all()
    code = f"{sys.executable} -m lib.admin locations | true"
    said = subprocess.run(code, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in said.stderr
