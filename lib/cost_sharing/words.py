"""The closed sets of cost sharing, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from lib.core.i18n import mark
from lib.cost_sharing.quality import Indicator


class Measure(StrEnum):
    """By what business is measured."""

    TICKETS = "tickets"
    HOURS = "hours"
    POINTS = "points"
    VALUE = "value"
    CONTRACT = "contract"
    AGREED = "agreed"


class Status(StrEnum):
    DRAFT = "draft"
    CHECKING = "checking"
    APPROVAL = "approval"
    ISSUED = "issued"
    SETTLED = "settled"


class Action(StrEnum):
    MAKE = "make"
    CHANGE = "change"
    SEND = "send"
    TAKE_BACK = "take_back"
    ANSWER = "answer"
    DECIDE = "decide"
    CHECK = "check"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    RECORD = "record"
    SETTLE = "settle"


class Answer(StrEnum):
    """What a vendor said to its share; who said nothing by the last day raised no objection, and is marked so."""

    NONE = ""
    AGREED = "agreed"
    OBJECTED = "objected"


class Decision(StrEnum):
    """What became of a disputed ticket; undecided ones are held out."""

    NONE = ""
    IN = "in"
    OUT = "out"
    MOVED = "moved"


class Aside(StrEnum):
    """Why a ticket does not count for the vendor that closed it."""

    KIND = "kind"
    MISDISPATCHED = "misdispatched"
    MERGED = "merged"
    DESK_MADE = "desk_made"
    OWN_COMPANY = "own_company"
    INTERNAL = "internal"
    NO_VENDOR = "no_vendor"
    NO_CONTRACT = "no_contract"
    GRACE = "grace"
    HELD = "held"
    OUT = "out"


class Closing(StrEnum):
    """How tickets came to their first closing, as far as it is told apart."""

    CONFIRMED = "confirmed"
    RATED = "rated"
    CALL_BACK = "call_back"
    ANSWERED = "answered"
    TIMED_OUT = "timed_out"
    IMPORTED = "imported"


class CostCategory(StrEnum):
    WAGES = "wages"
    TELEPHONE = "telephone"
    SOFTWARE = "software"
    EQUIPMENT = "equipment"
    OFFICE = "office"
    TRAINING = "training"
    OTHER = "other"


class SettledHow(StrEnum):
    DEDUCTION = "deduction"
    PAYMENT = "payment"


MEASURE_WORDS: Mapping[str, str] = {
    Measure.TICKETS: mark("Number of tickets"),
    Measure.HOURS: mark("Labour hours"),
    Measure.POINTS: mark("Weighted points"),
    Measure.VALUE: mark("Value of work and materials"),
    Measure.CONTRACT: mark("Contract value"),
    Measure.AGREED: mark("Agreed shares"),
}
STATUS_WORDS: Mapping[str, str] = {
    Status.DRAFT: mark("Draft"),
    Status.CHECKING: mark("With the vendors for checking"),
    Status.APPROVAL: mark("Awaiting approval"),
    Status.ISSUED: mark("Issued"),
    Status.SETTLED: mark("Settled"),
}
ACTION_WORDS: Mapping[str, str] = {
    Action.MAKE: mark("Begin a statement"),
    Action.CHANGE: mark("Change the statement"),
    Action.SEND: mark("Send to the vendors"),
    Action.TAKE_BACK: mark("Take back"),
    Action.ANSWER: mark("Answer of a vendor"),
    Action.DECIDE: mark("Decide on a disputed ticket"),
    Action.CHECK: mark("Checked, on to approval"),
    Action.SEND_BACK: mark("Send back to be made again"),
    Action.APPROVE: mark("Approve and issue"),
    Action.RECORD: mark("Enter how it is settled"),
    Action.SETTLE: mark("Settle"),
}
DONE_WORDS: Mapping[str, str] = {
    Action.MAKE: mark("begun"),
    Action.CHANGE: mark("changed"),
    Action.SEND: mark("sent to the vendors"),
    Action.TAKE_BACK: mark("taken back"),
    Action.ANSWER: mark("answered"),
    Action.DECIDE: mark("ruled on"),
    Action.CHECK: mark("checked"),
    Action.SEND_BACK: mark("sent back"),
    Action.APPROVE: mark("approved and issued"),
    Action.RECORD: mark("given settlement details"),
    Action.SETTLE: mark("settled"),
}
"""What somebody else did a moment ago, as said to the one who came too late."""
ANSWER_WORDS: Mapping[str, str] = {
    Answer.NONE: mark("Not answered yet"),
    Answer.AGREED: mark("Agreed"),
    Answer.OBJECTED: mark("Objected"),
}
DECISION_WORDS: Mapping[str, str] = {
    Decision.NONE: mark("Held out, not decided"),
    Decision.IN: mark("Counts"),
    Decision.OUT: mark("Does not count"),
    Decision.MOVED: mark("Counts for another vendor"),
}
ASIDE_WORDS: Mapping[str, str] = {
    Aside.KIND: mark("Kind that does not count"),
    Aside.MISDISPATCHED: mark("Misdispatched"),
    Aside.MERGED: mark("Merged into another ticket"),
    Aside.DESK_MADE: mark("Made by the desk itself"),
    Aside.OWN_COMPANY: mark("Of the company that runs the desk"),
    Aside.INTERNAL: mark("Of the hospital's own units"),
    Aside.NO_VENDOR: mark("Without a vendor"),
    Aside.NO_CONTRACT: mark("Vendor without a contract in this period"),
    Aside.GRACE: mark("Vendor in its grace months"),
    Aside.HELD: mark("Disputed, held out"),
    Aside.OUT: mark("Disputed, does not count"),
}
CLOSING_WORDS: Mapping[str, str] = {
    Closing.CONFIRMED: mark("Confirmed by those who reported it"),
    Closing.RATED: mark("Rated"),
    Closing.CALL_BACK: mark("After a call-back"),
    Closing.ANSWERED: mark("Answered on the phone"),
    Closing.TIMED_OUT: mark("Timed out, not confirmed"),
    Closing.IMPORTED: mark("Taken over from another system"),
}
COST_WORDS: Mapping[str, str] = {
    CostCategory.WAGES: mark("Wages"),
    CostCategory.TELEPHONE: mark("Telephone and network"),
    CostCategory.SOFTWARE: mark("Software"),
    CostCategory.EQUIPMENT: mark("Equipment"),
    CostCategory.OFFICE: mark("Office costs"),
    CostCategory.TRAINING: mark("Training"),
    CostCategory.OTHER: mark("Other costs"),
}
SETTLED_WORDS: Mapping[str, str] = {
    SettledHow.DEDUCTION: mark("Deducted from the service fee"),
    SettledHow.PAYMENT: mark("Paid to the company that runs the desk"),
}
INDICATOR_WORDS: Mapping[str, str] = {
    Indicator.PROMISES: mark("Share done within the promised time"),
    Indicator.REOPENED: mark("Share reopened"),
    Indicator.SATISFACTION: mark("Share rated 4 or 5"),
    Indicator.SPOT_CHECKS: mark("Share confirmed by sampled call-backs"),
}
