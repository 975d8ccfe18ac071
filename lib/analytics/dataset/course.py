"""Columns that say when things happened, how long they took, and whether promises were kept."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analytics.dataset.column import Column, Comes
from lib.analytics.dataset.making import HOUR, day, flag, instant, minutes, number_of
from lib.core.i18n import mark

COURSE: Sequence[Column] = (
    instant(
        "opened_at",
        mark("Time of the report"),
        mark("When it was reported; when it was phoned through first, the time of the call."),
    ),
    instant(
        "appointment_at",
        mark("Appointed for"),
        mark("The time agreed for the visit; such tickets have no durations."),
    ),
    instant("accepted_at", mark("Accepted at"), mark("When somebody first said: I am coming.")),
    instant("arrived_at", mark("Arrived at"), mark("When somebody was first on site.")),
    instant(
        "done_at", mark("Completed at"), mark("When the work was finished; after a return, the last time.")
    ),
    instant("first_closed_at", mark("First closed at"), mark("When it was closed for the first time.")),
    instant("closed_at", mark("Closed at"), mark("When it was closed last.")),
    instant(
        "respond_due",
        mark("To be accepted by"),
        mark("Until when somebody should have accepted it."),
        comes=Comes.PROMISE,
    ),
    instant(
        "arrive_due",
        mark("To be on site by"),
        mark("Until when somebody should have been on site."),
        comes=Comes.PROMISE,
    ),
    instant(
        "complete_due",
        mark("To be completed by"),
        mark("Until when it should have been finished; moved on by holds that count."),
        comes=Comes.PROMISE,
    ),
    day("opened_on", mark("Reported on"), mark("The hospital's day of the report.")),
    day("opened_month", mark("Month reported"), mark("The first day of the month of the report.")),
    number_of("opened_weekday", mark("Weekday reported"), mark("1 is Monday, 7 is Sunday."), Comes.CALENDAR),
    number_of(
        "opened_hour",
        mark("Hour reported"),
        mark("The hour of the report, 0 to 23."),
        Comes.CALENDAR,
        unit=HOUR,
    ),
    day("done_on", mark("Completed on"), mark("The hospital's day of the completion.")),
    minutes(
        "response_minutes",
        mark("Time to acceptance"),
        mark("Wall time from the report to the first acceptance."),
    ),
    minutes(
        "arrival_minutes", mark("Time to arrival"), mark("Wall time from the report to the first arrival.")
    ),
    minutes(
        "completion_minutes",
        mark("Time to completion"),
        mark("Wall time from the report to the latest completion."),
    ),
    flag(
        "respond_kept",
        mark("Accepted within the promise"),
        mark("Whether the promise was kept; empty where it is not judged."),
        Comes.PROMISE,
    ),
    flag("arrive_kept", mark("On site within the promise"), mark("The same for the arrival."), Comes.PROMISE),
    flag(
        "complete_kept",
        mark("Completed within the promise"),
        mark("The same for the completion."),
        Comes.PROMISE,
    ),
    minutes("in_dispatch", mark("Waiting for dispatch (time)"), mark("How long nobody had it.")),
    minutes(
        "in_acceptance",
        mark("Waiting for acceptance (time)"),
        mark("How long it was assigned and not yet accepted."),
    ),
    minutes("in_travel", mark("On the way (time)"), mark("From acceptance to arrival.")),
    minutes("in_work", mark("At work (time)"), mark("How long somebody worked on it on site.")),
    minutes("in_hold", mark("On hold (time)"), mark("How long it was stopped, for whatever reason.")),
    minutes(
        "in_outside",
        mark("Outside service hours (time)"),
        mark("Waiting time outside the hours of its promise."),
    ),
    minutes(
        "in_between",
        mark("Between completion and return (time)"),
        mark("From a completion to the moment it was sent back."),
    ),
    minutes("in_unknown", mark("Time of unknown use"), mark("Time another system did not explain.")),
    minutes("lasted", mark("Time in all"), mark("All these times together.")),
)
