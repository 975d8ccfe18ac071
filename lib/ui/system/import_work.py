"""An import that goes on by itself: a reload, a click elsewhere or a closed browser neither stop nor repeat it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from lib.core.errors import Refusal
from lib.core.i18n import Language
from lib.people.roles import Actor
from lib.store.database import Database
from lib.tickets.importing import keeping, preparing, writing
from lib.tickets.importing.mapping import MapFile
from lib.tickets.importing.preparing import Prepared
from lib.tickets.importing.reporting import Accounted
from lib.tickets.importing.summary import summary
from lib.tickets.importing.verdicts import Verdicts
from lib.tickets.importing.writing import Imported

log = structlog.get_logger()


class Stage(StrEnum):
    """How far it is; nothing is written before WRITING, and nothing is left of a stopped one."""

    READING = "reading"
    READY = "ready"
    WRITING = "writing"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    STOPPED = "stopped"


RUNNING = frozenset({Stage.READING, Stage.WRITING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was chosen: the file, the mapping that was read, on whose clock its times stand, and who asked in which
    language."""

    file_name: str
    content: bytes
    mapping: MapFile
    zone: ZoneInfo
    actor: Actor
    language: Language


class _Stopped(Exception):
    """Somebody pressed Stop."""


class Work:
    """One import, read and later written in a thread of its own."""

    def __init__(self, db: Database, asked: Asked) -> None:
        self.asked, self._db = asked, db
        self.stage = Stage.READING
        self.done_rows, self.rows = 0, 0
        self.refusal: Refusal | None = None
        self.prepared: Prepared | None = None
        self.verdicts = Verdicts()
        self.created: Mapping[str, int] = {}
        self.summary = summary(self.verdicts)
        self._stop, self._changing = threading.Event(), threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def runs(self) -> bool:
        """Whether it is being read or written right now."""
        return self.stage in RUNNING

    def read(self, now: datetime) -> None:
        """Begins to read the file; `stage` says when it is READY."""
        self._begin(Stage.READING, lambda: self._read(now))

    def write(self, now: datetime) -> None:
        """Begins to write what was prepared, once: a second click finds it begun."""
        with self._changing:
            if self.stage is not Stage.READY:
                return
            self.stage = Stage.WRITING
        self._begin(Stage.WRITING, lambda: self._write(now))

    def wait(self, seconds: float) -> None:
        """Until it has ended, at most so long: a small file is read before the page is drawn."""
        if self._thread is not None:
            self._thread.join(seconds)

    def stop(self) -> None:
        """Ends it at the next report of progress; what was begun to be written is undone."""
        self._stop.set()

    def close(self) -> None:
        """Lets go of what was prepared."""
        if self.prepared is not None:
            self.prepared.close()

    def _begin(self, stage: Stage, do: Callable[[], None]) -> None:
        self.stage, self.done_rows = stage, 0
        self._thread = threading.Thread(target=self._guarded, args=(do,), name="ticket import", daemon=True)
        self._thread.start()

    def _guarded(self, do: Callable[[], None]) -> None:
        try:
            do()
        except Refusal as refusal:
            self.refusal, self.stage = refusal, Stage.REFUSED
        except _Stopped:
            self.stage = Stage.STOPPED
        except Exception:
            self.stage = Stage.FAILED
            log.exception("ticket import failed", file=self.asked.file_name)
        finally:
            if self.stage is not Stage.READY:
                self.close()

    def _read(self, now: datetime) -> None:
        asked = self.asked
        self.prepared = preparing.prepare(
            self._db,
            content=asked.content,
            mapping=asked.mapping,
            zone=asked.zone,
            actor=asked.actor,
            now=now,
            progress=self._progress,
        )
        self._account(self.prepared)
        self.stage = Stage.READY

    def _write(self, now: datetime) -> None:
        assert self.prepared is not None
        done = writing.write(
            self._db, self.prepared, actor=self.asked.actor, now=now, progress=self._progress
        )
        self._keep_report(done, now)
        self._account(done)
        # The file has served; its report stays to be looked at.
        self.asked, self.prepared = replace(self.asked, content=b""), None
        self.stage = Stage.DONE

    def _account(self, of: Accounted) -> None:
        self.verdicts, self.created, self.summary = of.verdicts, of.created, summary(of.verdicts)

    def _keep_report(self, done: Imported, now: datetime) -> None:
        """The tickets are written: a full disk must not make that look like a failure. The page has the report too."""
        try:
            keeping.keep(done, self.asked.mapping.source, self.asked.language, now)
        except Refusal:
            log.exception("the report of an import cannot be kept", file=self.asked.file_name)

    def _progress(self, done: int, rows: int) -> None:
        self.done_rows, self.rows = done, rows
        if self._stop.is_set():
            raise _Stopped


_works: dict[tuple[Path, int], Work] = {}


def of(db: Database, account_id: int) -> Work | None:
    """The import this person has begun, in whatever browser."""
    return _works.get((db.path, account_id))


def begin(db: Database, account_id: int, asked: Asked, now: datetime) -> Work:
    """Starts reading; one that is being read or written goes on instead."""
    running = of(db, account_id)
    if running is not None and running.runs:
        return running
    work = _works[(db.path, account_id)] = Work(db, asked)
    work.read(now)
    return work


def forget(db: Database, account_id: int) -> None:
    """Lets go of one that does not run, and of the file it holds."""
    work = of(db, account_id)
    if work is not None and not work.runs:
        work.close()
        _works.pop((db.path, account_id), None)
