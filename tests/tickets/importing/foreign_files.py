"""Small foreign files and the mapping that reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lib.core.i18n import Language
from lib.people.roles import SYSTEM
from lib.tickets import records
from lib.tickets.importing import mapping, reporting, running
from lib.tickets.importing.verdicts import Verdict
from lib.tickets.importing.writing import Imported
from lib.tickets.ticket import Event, Ticket
from tests.conftest import MONDAY, Cast

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
HEADING = (
    "no,what,opened,sent,came,finished,shut,due,where,room,trade,ward,crew,who,tel,level,remark,extra,extra"
)
MAP = """
source = "old"
name = "旧系统"
timezone = "Asia/Shanghai"
times = ["%Y/%m/%d %H:%M"]

[number]
column = "no"
[description]
column = ["what", "trade"]
[note]
column = "remark"
[opened]
column = "opened"
[assigned]
column = "sent"
[arrived]
column = "came"
[completed]
column = "finished"
[closed]
column = "shut"
[due]
column = "due"
[reporter]
column = "who"
[phone]
column = "tel"
[severity]
column = "level"
values = {"1" = "urgent", "2" = "normal"}
[place]
column = ["where", "room"]
unknown = "create"
[service]
column = "trade"
values = {"电灯" = "GD-01"}
unknown = "create"
active = true
[department]
column = "ward"
[team]
column = "crew"
unknown = "create"
"""
FULL = {
    "no": "A1", "what": "灯不亮", "opened": "2026-11-02 09:00", "sent": "2026-11-02 09:05",
    "came": "2026-11-02 09:30", "finished": "2026-11-02 10:00", "shut": "2026-11-03 08:00",
    "due": "2026-11-03 09:00", "where": "老楼", "room": "301", "trade": "电灯", "ward": "心血管内科",
    "crew": "水电班", "who": "张护士", "tel": "8101", "level": "1", "remark": "换灯管",
}  # fmt: skip


def line(**cells: str) -> str:
    """A CSV line from cells by column; the repeated column gets "x" and "y"."""
    names = HEADING.split(",")[:-2]
    quoted = ('"' + cells.get(name, "").replace('"', '""') + '"' for name in names)
    return ",".join([*quoted, "x", "y"])


def full(**other: str) -> str:
    return line(**{**FULL, **other})


def run(
    cast: Cast,
    *lines: str,
    text: str = MAP,
    zone: ZoneInfo = SHANGHAI,
    encoding: str = "utf-8",
    **more: object,
) -> Imported:
    content = "\n".join([HEADING, *lines]).encode(encoding)
    asked: dict[str, object] = {"actor": SYSTEM, "now": MONDAY, **more}
    return running.run(cast.db, content=content, mapping=mapping.parse(text), zone=zone, **asked)  # type: ignore[arg-type]


def only(cast: Cast) -> Ticket:
    rows = cast.db.rows("SELECT id FROM ticket")
    assert len(rows) == 1
    ticket = records.by_id(cast.db, rows[0]["id"])
    assert ticket is not None
    return ticket


def events(cast: Cast) -> dict[str, Event]:
    """The history of the only ticket by action."""
    return {event.action.value: event for event in records.events(cast.db, only(cast).id)}


def all_of(done: Imported) -> list[Verdict]:
    return list(done.verdicts)


def why(done: Imported) -> str:
    """What is said about the only row."""
    assert len(done.verdicts) == 1
    return reporting.remark(next(iter(done.verdicts)), Language.EN)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type, misc]
