"""A small file of another system, in which every stage of a ticket's life and every gap occurs."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

from lib.core.clock import local

COLUMNS = "no,what,opened,sent,taken,came,finished,shut,due,building,room,trade,ward,crew,who,tel,level,remark,made_sla"
MAPPING = """
source = "old"
name = "旧报修台"
timezone = "Asia/Shanghai"
out_of_order = "keep"
[number]
column = "no"
[description]
column = "what"
[note]
column = "remark"
[opened]
column = "opened"
[assigned]
column = "sent"
[accepted]
column = "taken"
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
unknown = "reject"
values = {"1" = "emergency", "2" = "normal"}
[place]
column = ["building", "room"]
unknown = "create"
[service]
column = "trade"
unknown = "create"
[department]
column = "ward"
unknown = "create"
[team]
column = "crew"
unknown = "create"
"""
WHOLE = {"opened": 0, "sent": 5, "taken": 10, "came": 30, "finished": 60, "shut": 90, "due": 240}
"""Minutes after the opening."""
FACTS = {
    "what": "灯不亮", "building": "老楼", "room": "301", "trade": "灯具", "ward": "内科一", "crew": "水电",
    "who": "张护士", "tel": "8101", "level": "2", "remark": "换灯管", "made_sla": "true",
}  # fmt: skip
Rows = dict[str, tuple[dict[str, int], dict[str, str]]]
HISTORIES: Rows = {
    "W-closed": (WHOLE, FACTS),
    "W-bare": ({"opened": 0}, {}),
    "W-untimed": ({"opened": 0, "shut": 60}, {"what": "只有开始和结束"}),
    "W-assigned": ({"opened": 0, "sent": 5}, FACTS | {"level": "1"}),
    "W-accepted": ({"opened": 0, "taken": 5, "due": 10}, FACTS | {"ward": "", "crew": ""}),
    "W-on-site": ({"opened": 0, "sent": 5, "came": 20}, FACTS | {"building": "", "room": ""}),
    "W-done": ({"opened": 0, "finished": 60}, FACTS | {"trade": "", "what": ""}),
    "W-disorder": (WHOLE | {"sent": -30}, FACTS),
}
REJECTED: Rows = {
    "W-odd": ({"opened": 0}, {"level": "7"}),
    "W-future": ({"opened": 60 * 24 * 365}, FACTS),
}


def file(now: datetime) -> bytes:
    """The tickets as CSV, all opened the day before `now`; the last two cannot be imported."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS.split(","), restval="")
    writer.writeheader()
    for number, (times, facts) in (HISTORIES | REJECTED).items():
        said = {stage: _wall(now, minutes) for stage, minutes in times.items()}
        writer.writerow({"no": number, **said, **facts})
    return text.getvalue().encode()


def _wall(now: datetime, minutes: int) -> str:
    return f"{local(now - timedelta(days=1)) + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
