"""Columns that say what a ticket is, where, for whom, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analytics.dataset.column import Column, Comes
from lib.analytics.dataset.making import MINUTES, code, flag, money, named, number_of
from lib.core.i18n import mark

ABOUT: Sequence[Column] = (
    code("number", mark("Ticket number"), mark("The number people read out; unique.")),
    named("kind", mark("Kind"), mark("What sort of request it is."), "kind"),
    code("kind_code", mark("Kind (code)"), mark("The same as a code that never changes."), of="kind"),
    named("status", mark("Status"), mark("Where the ticket stood when the data were taken."), "status"),
    code("status_code", mark("Status (code)"), mark("The status as a code."), of="status"),
    named("severity", mark("Severity"), mark("How urgent it is."), "severity"),
    code("severity_code", mark("Severity (code)"), mark("The severity as a code."), of="severity"),
    named("channel", mark("Channel"), mark("The way on which it was reported."), "channel"),
    code("channel_code", mark("Channel (code)"), mark("The channel as a code."), of="channel"),
    named(
        "group", mark("Service group"), mark("The trade the service belongs to."), "group", of="service_group"
    ),
    named(
        "service",
        mark("Service"),
        mark("What was asked for, by the catalogue."),
        "service",
        of="service_code",
    ),
    code("service_code", mark("Service (code)"), mark("The code of the service in the catalogue.")),
    flag("watched", mark("Under watch"), mark("Whether a leader keeps an eye on it."), Comes.TICKET),
    flag("imported", mark("Imported"), mark("Whether it came from another system."), Comes.TICKET),
    code(
        "source", mark("Imported from"), mark("Which file or system it came from; empty for our own tickets.")
    ),
    named("campus", mark("Campus"), mark("The campus the place lies on."), "place", of="campus_id"),
    named("building", mark("Building"), mark("The building the place lies in."), "place", of="building_id"),
    named(
        "floor",
        mark("Floor"),
        mark("The floor the place lies on, with its building."),
        "place",
        of="floor_id",
    ),
    named(
        "place",
        mark("Place"),
        mark("The whole way to the place, from the building down."),
        "place",
        of="location_id",
    ),
    named(
        "place_number",
        mark("Number of the place"),
        mark("The number of the place, as on its door."),
        "place_number",
        of="location_id",
    ),
    named(
        "area",
        mark("Area"),
        mark("How critical the area is: critical, clinical, public or office."),
        "area",
        of="area_class",
    ),
    named(
        "department",
        mark("Department"),
        mark("The department it was opened for."),
        "department",
        of="department_id",
    ),
    named(
        "asset_number",
        mark("Asset number"),
        mark("The hospital's number of the asset concerned."),
        "asset_number",
        of="asset_id",
    ),
    named("asset", mark("Asset"), mark("The name of the asset concerned."), "asset", of="asset_id"),
    named(
        "vendor",
        mark("Vendor"),
        mark("The company that did it or has it in hand; empty for the hospital itself."),
        "vendor",
        of="vendor_id",
    ),
    named("team", mark("Team"), mark("The team that did it or has it in hand."), "team", of="team_id"),
    flag(
        "imported_promise",
        mark("Kept, says the other system"),
        mark("What the system it came from says of its own promise."),
        Comes.TICKET,
    ),
    named(
        "closed_how",
        mark("How it was closed"),
        mark("By whose word it was closed; silence is told apart."),
        "closed_how",
    ),
    code("closed_how_code", mark("How it was closed (code)"), mark("The same as a code."), of="closed_how"),
    named("outcome", mark("Outcome"), mark("What came out of the work."), "outcome"),
    named("cause", mark("Cause"), mark("Why it broke; empty where nobody recorded it."), "cause"),
    code("cause_code", mark("Cause (code)"), mark("The code of the cause."), of="cause"),
    named(
        "hold_reason",
        mark("Reason of the hold"),
        mark("Why it is on hold now; empty when it is not."),
        "hold",
    ),
    number_of(
        "urges", mark("Times urged"), mark("How often the department asked where it stays."), Comes.STEPS
    ),
    number_of("holds", mark("Times put on hold"), mark("How often it was put on hold."), Comes.STEPS),
    number_of(
        "returns",
        mark("Times given back"),
        mark("How often a technician gave the job back to the desk."),
        Comes.STEPS,
    ),
    number_of(
        "reopens", mark("Times sent back"), mark("How often it was sent back as not fixed."), Comes.STEPS
    ),
    number_of(
        "escalations",
        mark("Times escalated"),
        mark("How often it was raised to the next level."),
        Comes.STEPS,
    ),
    number_of(
        "completions", mark("Times completed"), mark("How often it was reported as finished."), Comes.STEPS
    ),
    flag(
        "first_time_fix",
        mark("Fixed the first time"),
        mark("Never sent back, and no same service at the same place for 30 days; empty until finished."),
        Comes.STEPS,
    ),
    number_of(
        "proxied",
        mark("Steps recorded for others"),
        mark("How many steps the desk recorded for somebody else."),
        Comes.STEPS,
    ),
    number_of(
        "late_recorded",
        mark("Steps recorded late"),
        mark("How many steps were written down well after they happened."),
        Comes.STEPS,
    ),
    flag(
        "verified_on_site",
        mark("Arrival scanned"),
        mark("Whether the arrival was proved by scanning the wall code."),
        Comes.TICKET,
    ),
    number_of(
        "labour_minutes",
        mark("Working time"),
        mark("Minutes of all people who worked on it."),
        Comes.WORK,
        unit=MINUTES,
    ),
    money(
        "material_yuan",
        mark("Cost of materials"),
        mark("Quantity times price on the day, all materials."),
        of="material_cents",
    ),
)
