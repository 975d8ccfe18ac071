"""What the scripts of the inspection calendar say; places in braces are filled by them."""

from __future__ import annotations

from lib.core.i18n import Say, mark
from lib.inspections.words import PLAN_KIND_WORDS, STATE_WORDS

WORDS = {
    "title": mark("Inspection calendar"),
    "connecting": mark("Connecting…"),
    "live": mark("Live"),
    "lost": mark("Connection lost"),
    "lostLong": mark("The connection is lost and is being restored. What you see may be out of date."),
    "ended": mark("Your sign-in has ended. Please sign in again."),
    "signIn": mark("Sign in"),
    "unloaded": mark("The calendar could not be loaded. Please try again."),
    "filters": mark("Filters"),
    "text": mark("Plan, asset, place, person"),
    "mine": mark("Only mine"),
    "any_campus": mark("All campuses"),
    "any_team": mark("All teams"),
    "any_vendor": mark("All vendors"),
    "any_category": mark("All categories"),
    "any_kind": mark("All kinds"),
    "clear": mark("Clear filters"),
    "all": mark("All"),
    "state_failed": mark("Failed items"),
    "today": mark("Today"),
    "before": mark("Earlier"),
    "after": mark("Later"),
    "view_month": mark("Month"),
    "view_week": mark("Week"),
    "view_people": mark("By people"),
    "view_list": mark("List"),
    "month": mark("{month}/{year}"),
    "again": mark("(carried on)"),
    "stops": mark("{done} of {n} stops"),
    "nobody": mark("Inspectors of the campus"),
    "minutes": mark("{minutes} min"),
    "hours": mark("{hours} h"),
    "load": mark("Planned work: {hours}"),
    "peak": mark("Peak"),
    "off": mark("Off"),
    "on": mark("Works"),
    "more": mark("{n} more"),
    "roundsThere": mark("{n} rounds"),
    "nothing": mark("Nothing here"),
    "noneFit": mark("No round fits"),
    "earlier": mark("Earlier days of this month"),
    "openDay": mark("Open this day"),
    "close": mark("Close window"),
    "daySum": mark("{n} rounds, {hours} of planned work"),
    "move": mark("Move"),
    "moveTo": mark("Move to"),
    "window": mark("Window: {from} to {until}"),
    "cancel": mark("Cancel"),
    "moved": mark("{name} moved to {day}"),
    "undo": mark("Undo"),
    "movedOutside": mark("{name} moved to {day}, outside its window"),
    "outside": mark(
        "Outside the window ({from} to {until}). The window moves along to around {day}; it counts as “moved outside”."
    ),
    "reason": mark("Why is it moved?"),
    "reasonWanted": mark("Please say why it is moved."),
    "subscribe": mark("Subscribe to the calendar"),
    "subscribeHow": mark(
        "Outlook and phones show the rounds of a calendar and keep them up to date once they know its address."
    ),
    "whose": mark("Whose rounds"),
    "myOwn": mark("My own ({name})"),
    "address": mark("Address"),
    "copy": mark("Copy"),
    "copied": mark("Copied"),
    "unreachable": mark(
        "Other devices cannot reach this address, {address}. First have the address of this server set as {name}."
    ),
    "inCalendar": mark("Open in this device's calendar"),
    "qr": mark("Code to scan with a phone"),
    "whoHasIt": mark("Whoever has the address can read the calendar. Renewed, the old one ends at once."),
    "renew": mark("Renew the address"),
    "renewSure": mark("Renew: the old address ends"),
    "renewed": mark("The address was renewed; the old one has ended."),
    "flatterShort": mark("Flatten peaks"),
    "flatter": mark("A flatter schedule"),
    "searching": mark("Looking for a flatter schedule…"),
    "flatAlready": mark(
        "Nothing can be gained: inside the windows neither a team's heaviest day nor that of all can be lighter."
    ),
    "wouldMove": mark("{n} rounds would move, all inside their windows:"),
    "groupPeak": mark("{name}: heaviest day {before} → {after}"),
    "groupSame": mark("{name}: heaviest day {before}, unchanged"),
    "allRounds": mark("All rounds on show"),
    "inHours": mark("Hours of work on each day"),
    "allInside": mark("Inside the windows it cannot be lower."),
    "notProved": mark("The best found in the time there is; there may be a better one."),
    "moveAll": mark("Move these {n} rounds"),
    "moving": mark("Moving…"),
    "movedMany": mark("{n} rounds were moved."),
    "leftMany": mark("{n} were not moved; they have changed since:"),
    "beforeIt": mark("Now"),
    "afterIt": mark("Afterwards"),
    "barsSay": mark("Work by day: the heaviest has {before} now and {after} afterwards"),
    "drop_inside": mark("To {day}: inside the window"),
    "drop_outside": mark("To {day}: outside the window, needs a reason"),
    "drop_past": mark("A round cannot be moved into the past."),
    "drop_here": mark("It stays on {day}"),
}
WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))


def said(_: Say) -> dict[str, object]:
    """All of it in one language, with the words of states and kinds and the days of the week from Monday."""
    states = {f"state_{state}": _(words) for state, words in STATE_WORDS.items()}
    kinds = {f"kind_{kind}": _(words) for kind, words in PLAN_KIND_WORDS.items()}
    own = {name: _(words) for name, words in WORDS.items()}
    return {**states, **kinds, **own, "weekdays": [_(day) for day in WEEKDAYS]}
