"""What the phone's script says on the pages of rounds."""

from __future__ import annotations

from collections.abc import Mapping

from lib.core.i18n import Say, mark

WORDS: Mapping[str, str] = {
    "all_sent": mark("Everything is sent"),
    "waiting": mark("{n} stops wait to be sent"),
    "half": mark("{n} stops are filled in by half, on this phone only"),
    "sending": mark("Sending …"),
    "no_line": mark("No connection: kept on this phone, sent by itself later"),
    "signed_out": mark("Sign in again: everything is kept on this phone"),
    "refused_some": mark("{n} stops were not taken: please look"),
    "full": mark(
        "This phone's store is full: what you write now is on this screen only. Go where there is a network until"
        " everything is sent, then go on."
    ),
    "no_store": mark(
        "This browser keeps nothing (private window?): do not close it before everything is sent."
    ),
    "others": mark("On this phone {name} still has {n} stops to send. They go when {name} signs in here."),
    "todo": mark("To do"),
    "begun": mark("Not finished yet"),
    "to_send": mark("Waits to be sent"),
    "not_taken": mark("Not taken"),
    "done": mark("In order"),
    "warned": mark("Near the limit"),
    "failed": mark("Not in order"),
    "left": mark("Something not checked"),
    "skipped": mark("Skipped"),
    "yes": mark("In order"),
    "no": mark("Not in order"),
    "ok": mark("Within the limits"),
    "near": mark("Near the limit"),
    "over": mark("Over the limit: not in order"),
    "not_a_number": mark("Please enter a number, such as 36.5."),
    "backwards": mark("Less than last time. Write below why (replaced?)."),
    "limits": mark("In order: {limits}"),
    "near_limits": mark("best within {limits}"),
    "also": mark("Also in it: {names}"),
    "last": mark("Last time {number} ({time})"),
    "never_read": mark("Never read before"),
    "remark": mark("Remark"),
    "what_is_wrong": mark("What is wrong?"),
    "photo": mark("Photo"),
    "photo_needed": mark("Photo (needed)"),
    "remove": mark("Remove"),
    "not_checked": mark("Could not be checked"),
    "check_after_all": mark("Check it after all"),
    "why": mark("Why?"),
    "optional": mark("if there is anything"),
    "all_in_order": mark("The {n} questions left: all in order"),
    "words": mark("Anything else at this stop"),
    "skip": mark("This stop cannot be done"),
    "skip_now": mark("Skip this stop"),
    "skipped_because": mark("Skipped because: {reason}"),
    "do_it_after_all": mark("Do it after all"),
    "finish": mark("Finish this stop"),
    "finish_next": mark("Finish, next stop"),
    "put_right": mark("Put something right"),
    "throw_away": mark("Throw away what is written here"),
    "open_items": mark("{n} items are not answered yet"),
    "by": mark("{who} {time}"),
    "who_before": mark("{who} was here at {time}; both are kept, yours counts."),
    "was_here": mark("{who} was here at {time}: {found}"),
    "earlier": mark("Before: {who} {time}: {found}"),
    "on_site": mark("Scanned here"),
    "scan_hint": mark("Scan the code here with the camera: then it is verified that you were here."),
    "tickets": mark("Opened for it: {numbers}"),
    "added": mark("Added to: {numbers}"),
    "known": mark("Not in order last time, ticket {number} is open"),
    "sure": mark("Is it really {number}?"),
    "n_unchecked": mark("{n} items not checked: {reasons}"),
    "n_missed": mark("{n} stops count as missed"),
    "back": mark("All stops"),
    "stop_n": mark("Stop {n} of {all}"),
    "end": mark("End the round"),
    "moved_on": mark("Write it into the follow-up round"),
    "looked_again": mark("The checklist was changed. What was the same is kept: please look through it."),
    "bad_photo": mark("This picture cannot be read. Please take it again."),
    "some_near": mark("{n} near the limit"),
    "some_failed": mark("{n} not in order"),
    "sum": mark("{done} of {all} stops done"),
}
REASONS = (
    mark("Stopped for repair"),
    mark("Door locked, no key"),
    mark("Cannot be reached"),
    mark("Instrument broken"),
)


def words(_: Say) -> Mapping[str, str]:
    """All of it in one language; places such as {n} stay for the script to fill."""
    return {name: _(message) for name, message in WORDS.items()}
