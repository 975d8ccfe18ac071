"""The closed sets of inspection and maintenance, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from lib.core.i18n import mark


class PlanKind(StrEnum):
    INSPECTION = "inspection"
    MAINTENANCE = "maintenance"
    STATUTORY = "statutory"
    DRILL = "drill"


class Basis(StrEnum):
    """From where the next round is counted."""

    CALENDAR = "calendar"
    COMPLETION = "completion"


class HolidayRule(StrEnum):
    ANYWAY = "anyway"
    SKIP = "skip"
    NEXT_WORKDAY = "next_workday"
    WORKDAYS = "workdays"


class ItemKind(StrEnum):
    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    METER = "meter"
    TEXT = "text"
    PHOTO = "photo"


class Verdict(StrEnum):
    """What an answer amounts to. Unchecked: with a reason, never passed."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    UNCHECKED = "unchecked"


class Status(StrEnum):
    """What was done to a round. That its window is over is never stored: see `State`."""

    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"
    MISSED = "missed"
    EXEMPT = "exempt"


class State(StrEnum):
    """How a round stands at an instant. Made up: done, but after its window or as what another round had left."""

    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"
    MISSED = "missed"
    EXEMPT = "exempt"
    MADE_UP = "made_up"


class Action(StrEnum):
    """What happens to a round; each writes one event."""

    BEGIN = "begin"
    END = "end"
    EXEMPT = "exempt"
    UNEXEMPT = "unexempt"
    MOVE = "move"
    GIVE = "give"
    EXPLAIN = "explain"


PLAN_KIND_WORDS: Mapping[str, str] = {
    PlanKind.INSPECTION: mark("Inspection round"),
    PlanKind.MAINTENANCE: mark("Maintenance"),
    PlanKind.STATUTORY: mark("Statutory inspection"),
    PlanKind.DRILL: mark("Drill"),
}
BASIS_WORDS: Mapping[str, str] = {
    Basis.CALENDAR: mark("By the calendar"),
    Basis.COMPLETION: mark("From the last time it was done"),
}
HOLIDAY_WORDS: Mapping[str, str] = {
    HolidayRule.ANYWAY: mark("Also on holidays"),
    HolidayRule.SKIP: mark("Not on holidays"),
    HolidayRule.NEXT_WORKDAY: mark("On the next workday instead"),
    HolidayRule.WORKDAYS: mark("On workdays only, make-up workdays too"),
}
ITEM_KIND_WORDS: Mapping[str, str] = {
    ItemKind.YES_NO: mark("In order or not"),
    ItemKind.CHOICE: mark("Choice"),
    ItemKind.NUMBER: mark("Measured value"),
    ItemKind.METER: mark("Meter reading"),
    ItemKind.TEXT: mark("Written words"),
    ItemKind.PHOTO: mark("Photo"),
}
VERDICT_WORDS: Mapping[str, str] = {
    Verdict.PASSED: mark("In order"),
    Verdict.WARNED: mark("Near the limit"),
    Verdict.FAILED: mark("Not in order"),
    Verdict.UNCHECKED: mark("Not checked"),
}
STATE_WORDS: Mapping[str, str] = {
    State.DUE: mark("To be done"),
    State.RUNNING: mark("Under way"),
    State.DONE: mark("Inspected"),
    State.PARTIAL: mark("Partly done"),
    State.MISSED: mark("Missed"),
    State.EXEMPT: mark("Exempted"),
    State.MADE_UP: mark("Made up"),
}
ACTION_WORDS: Mapping[str, str] = {
    Action.BEGIN: mark("begun"),
    Action.END: mark("ended"),
    Action.EXEMPT: mark("exempted"),
    Action.UNEXEMPT: mark("no longer exempted"),
    Action.MOVE: mark("moved"),
    Action.GIVE: mark("given to somebody else"),
    Action.EXPLAIN: mark("explained"),
}
