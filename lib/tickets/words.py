"""The closed sets of words a ticket is described with, and how each is said to people."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from lib.core.i18n import mark


class Status(StrEnum):
    NEW = "new"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    DONE = "done"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


class Action(StrEnum):
    OPEN = "open"
    ANSWER = "answer"
    ASSIGN = "assign"
    REASSIGN = "reassign"
    ACCEPT = "accept"
    RETURN = "return"
    ARRIVE = "arrive"
    HOLD = "hold"
    RESUME = "resume"
    COMPLETE = "complete"
    CONFIRM = "confirm"
    RATE = "rate"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    EDIT = "edit"
    URGE = "urge"
    COMMENT = "comment"
    MERGE = "merge"
    SPLIT = "split"
    FOLLOW_ON = "follow_on"
    HELP = "help"
    WATCH = "watch"
    ESCALATE = "escalate"
    CONFIRM_HOLD = "confirm_hold"


class Kind(StrEnum):
    REPAIR = "repair"
    REQUEST = "request"
    CONSULTATION = "consultation"
    ASSISTANCE = "assistance"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    HAZARD = "hazard"


class Channel(StrEnum):
    HOTLINE = "hotline"
    WECHAT = "wechat"
    WEB = "web"
    QR = "qr"
    VISIT = "visit"
    LEADER = "leader"
    MAILBOX = "mailbox"
    INSPECTION = "inspection"
    API = "api"


class Severity(StrEnum):
    EMERGENCY = "emergency"
    URGENT = "urgent"
    NORMAL = "normal"
    LOW = "low"


class HoldReason(StrEnum):
    PARTS_STOCK = "parts_stock"
    PARTS_PURCHASE = "parts_purchase"
    PARTS_VENDOR = "parts_vendor"
    ACCESS = "access"
    VENDOR = "vendor"
    SHUTDOWN = "shutdown"
    APPOINTMENT = "appointment"
    APPROVAL = "approval"
    REPORTER = "reporter"


class Outcome(StrEnum):
    FIXED = "fixed"
    TEMPORARY = "temporary"
    REPLACED = "replaced"
    NOTHING_FOUND = "nothing_found"
    DELIVERED = "delivered"
    PASSED_ON = "passed_on"
    NOT_STATED = "not_stated"


OFFERED_OUTCOMES = tuple(outcome for outcome in Outcome if outcome is not Outcome.NOT_STATED)
"""What people choose from; only another system's ticket may have ended without anybody saying how."""


class ClosedHow(StrEnum):
    """How a ticket came to its end; each counted apart, silence never as a good word."""

    LINK = "link"
    CODE = "code"
    SIGNATURE = "signature"
    LIAISON = "liaison"
    RATED = "rated"
    CALL_BACK = "call_back"
    RECHECK = "recheck"
    ANSWERED = "answered"
    TIMED_OUT = "timed_out"
    IMPORTED = "imported"


STATUS_WORDS: Mapping[str, str] = {
    Status.NEW: mark("Waiting for dispatch"),
    Status.ASSIGNED: mark("Assigned"),
    Status.ACCEPTED: mark("Accepted"),
    Status.IN_PROGRESS: mark("In progress"),
    Status.ON_HOLD: mark("On hold"),
    Status.DONE: mark("Done, to be confirmed"),
    Status.CLOSED: mark("Closed"),
    Status.CANCELLED: mark("Cancelled"),
    Status.MERGED: mark("Merged"),
}
ACTION_WORDS: Mapping[str, str] = {
    Action.OPEN: mark("Open a ticket"),
    Action.ANSWER: mark("Answer and close"),
    Action.ASSIGN: mark("Assign"),
    Action.REASSIGN: mark("Reassign"),
    Action.ACCEPT: mark("Accept"),
    Action.RETURN: mark("Return"),
    Action.ARRIVE: mark("Arrived"),
    Action.HOLD: mark("Put on hold"),
    Action.RESUME: mark("Resume"),
    Action.COMPLETE: mark("Finish"),
    Action.CONFIRM: mark("Confirm"),
    Action.RATE: mark("Rate"),
    Action.CLOSE: mark("Close"),
    Action.REOPEN: mark("Reopen"),
    Action.CANCEL: mark("Cancel the ticket"),
    Action.EDIT: mark("Correct"),
    Action.URGE: mark("Urge"),
    Action.COMMENT: mark("Comment"),
    Action.MERGE: mark("Merge"),
    Action.SPLIT: mark("Split"),
    Action.FOLLOW_ON: mark("Follow-on job"),
    Action.HELP: mark("Helpers"),
    Action.WATCH: mark("Watch"),
    Action.ESCALATE: mark("Escalate"),
    Action.CONFIRM_HOLD: mark("Decide on the hold"),
}
# What somebody else did a moment ago, as said to the one who came too late.
DONE_WORDS: Mapping[str, str] = {
    Action.OPEN: mark("opened"),
    Action.ANSWER: mark("answered"),
    Action.ASSIGN: mark("assigned"),
    Action.REASSIGN: mark("reassigned"),
    Action.ACCEPT: mark("accepted"),
    Action.RETURN: mark("returned"),
    Action.ARRIVE: mark("started"),
    Action.HOLD: mark("put on hold"),
    Action.RESUME: mark("resumed"),
    Action.COMPLETE: mark("finished"),
    Action.CONFIRM: mark("confirmed"),
    Action.RATE: mark("rated"),
    Action.CLOSE: mark("closed"),
    Action.REOPEN: mark("reopened"),
    Action.CANCEL: mark("cancelled"),
    Action.EDIT: mark("corrected"),
    Action.URGE: mark("urged"),
    Action.COMMENT: mark("commented on"),
    Action.MERGE: mark("merged"),
    Action.SPLIT: mark("split"),
    Action.FOLLOW_ON: mark("given a follow-on job"),
    Action.HELP: mark("given helpers"),
    Action.WATCH: mark("put under watch or released"),
    Action.ESCALATE: mark("escalated"),
    Action.CONFIRM_HOLD: mark("decided on"),
}
KIND_WORDS: Mapping[str, str] = {
    Kind.REPAIR: mark("Repair"),
    Kind.REQUEST: mark("Service request"),
    Kind.CONSULTATION: mark("Consultation"),
    Kind.ASSISTANCE: mark("Assistance"),
    Kind.COMPLAINT: mark("Complaint"),
    Kind.SUGGESTION: mark("Suggestion"),
    Kind.HAZARD: mark("Hazard"),
}
CHANNEL_WORDS: Mapping[str, str] = {
    Channel.HOTLINE: mark("Hotline"),
    Channel.WECHAT: mark("WeChat group"),
    Channel.WEB: mark("Web"),
    Channel.QR: mark("Wall code"),
    Channel.VISIT: mark("On a visit"),
    Channel.LEADER: mark("From a leader"),
    Channel.MAILBOX: mark("Suggestion box"),
    Channel.INSPECTION: mark("Inspection"),
    Channel.API: mark("Other system"),
}
SEVERITY_WORDS: Mapping[str, str] = {
    Severity.EMERGENCY: mark("Emergency"),
    Severity.URGENT: mark("Urgent"),
    Severity.NORMAL: mark("Normal"),
    Severity.LOW: mark("Low"),
}
HOLD_WORDS: Mapping[str, str] = {
    HoldReason.PARTS_STOCK: mark("Waiting for parts from stock"),
    HoldReason.PARTS_PURCHASE: mark("Waiting for parts to be bought"),
    HoldReason.PARTS_VENDOR: mark("Waiting for the vendor's own parts"),
    HoldReason.ACCESS: mark("The room cannot be entered now"),
    HoldReason.VENDOR: mark("Waiting for the manufacturer"),
    HoldReason.SHUTDOWN: mark("Waiting for a shutdown window"),
    HoldReason.APPOINTMENT: mark("Waiting for the appointed time"),
    HoldReason.APPROVAL: mark("Waiting for approval"),
    HoldReason.REPORTER: mark("Waiting for the reporter"),
}
OUTCOME_WORDS: Mapping[str, str] = {
    Outcome.FIXED: mark("Fixed"),
    Outcome.TEMPORARY: mark("Made safe for now"),
    Outcome.REPLACED: mark("Replaced"),
    Outcome.NOTHING_FOUND: mark("No fault found"),
    Outcome.DELIVERED: mark("Delivered"),
    Outcome.PASSED_ON: mark("Passed on"),
    Outcome.NOT_STATED: mark("Not stated"),
}
CLOSED_WORDS: Mapping[str, str] = {
    ClosedHow.LINK: mark("Confirmed by the reporter"),
    ClosedHow.CODE: mark("Confirmed by wall code"),
    ClosedHow.SIGNATURE: mark("Confirmed by signature"),
    ClosedHow.LIAISON: mark("Confirmed by the department"),
    ClosedHow.RATED: mark("Rated"),
    ClosedHow.CALL_BACK: mark("Confirmed on call-back"),
    ClosedHow.RECHECK: mark("Passed on re-check"),
    ClosedHow.ANSWERED: mark("Answered"),
    ClosedHow.TIMED_OUT: mark("Closed by time, unconfirmed"),
    ClosedHow.IMPORTED: mark("Closed in the old system"),
}
EVENT_WORDS: Mapping[str, str] = {
    Action.OPEN: mark("reported"),
    Action.ANSWER: mark("answered on the spot"),
    Action.ASSIGN: mark("assigned to {whom}"),
    Action.REASSIGN: mark("reassigned to {whom}"),
    Action.ACCEPT: mark("accepted the job"),
    Action.RETURN: mark("returned the job"),
    Action.ARRIVE: mark("arrived on site"),
    Action.HOLD: mark("put on hold: {reason}, until {until}"),
    Action.RESUME: mark("work goes on"),
    Action.COMPLETE: mark("finished: {outcome}"),
    Action.CONFIRM: mark("confirmed: {how}"),
    Action.RATE: mark("rated: speed {speed}, quality {quality}, attitude {attitude}"),
    Action.CLOSE: mark("closed: {how}"),
    Action.REOPEN: mark("sent back as not fixed, to {whom}"),
    Action.CANCEL: mark("cancelled"),
    Action.EDIT: mark("corrected: {fields}"),
    Action.URGE: mark("urged"),
    Action.COMMENT: mark("noted"),
    Action.MERGE: mark("merged into {into}"),
    Action.SPLIT: mark("split into {children}"),
    Action.FOLLOW_ON: mark("opened the follow-on job {next}"),
    Action.HELP: mark("helpers: {helpers}"),
    Action.WATCH: mark("put under watch, to be settled by {until}"),
    Action.ESCALATE: mark("escalated, told: {told}"),
    Action.CONFIRM_HOLD: mark("confirmed the hold"),
}
