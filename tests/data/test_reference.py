"""The reference tables agree with each other and with the published figures."""

import csv
import re
from collections import Counter
from datetime import date, time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"
Row = dict[str, str]

COLUMNS = {
    "announcements": "title,body,days_ago,days_valid,kind",
    "calendars": "code,name,week",
    "causes": "code,group_code,name",
    "checklists": "plan,frequency,asset_category,item,kind,unit,"
    "warn_low,warn_high,fail_low,fail_high,service_code",
    "contracts": "number,vendor_code,starts_on,ends_on,status,yearly_cents",
    "demo_asset_services": "services,categories",
    "demo_assets": "number,name,category,maker,model,serial,place,vendor_code,team_code,"
    "criticality,status,age_days,warranty_months,life_years,price,notes",
    "demo_certificates": "category,name,issuer,prefix,months",
    "demo_checklists": "plan,frequency,asset_category,item,kind,unit,warn_low,warn_high,"
    "fail_low,fail_high,service_code",
    "demo_costs": "category,words,day,yuan,spread,months,document",
    "demo_disputes": "period,vendor,services,words,decision,moved_to,reason",
    "demo_plans": "code,name,checklist,kind,rule,days_ago,season,holidays,slots,"
    "early_days,late_days,lead_days,minutes,account,team,post,vendor,"
    "campus,stops",
    "demo_remarks": "item,words",
    "demo_materials": "service_code,materials",
    "demo_papers": "kind,title,months,teams",
    "demo_phrases": "topic,weight,words",
    "demo_places": "services,names",
    "demo_words": "service_code,description,followed",
    "department_nicknames": "nickname,department",
    "departments": "code,name,kind,campus,extension,cost_centre",
    "licences": "code,name,name_en,statutory,words",
    "locations": "number,parent,kind,name,area_class,department,notes",
    "materials": "code,name,unit,unit_cents,group_code",
    "other_trades": "topic,words,source",
    "escalations": "severity,stage,minutes,tell,raises,note",
    "people_names": "surname,given",
    "phrases": "service_code,words,source",
    "plan_words": "preset,word",
    "unit_words": "unit,words",
    "posts": "team_code,name,kind,starts,ends,phone,role",
    "promises": "severity,area_class,service_code,respond_minutes,respond_calendar,"
    "arrive_minutes,arrive_calendar,complete_minutes,complete_calendar,note",
    "remedies": "code,name",
    "role_words": "role,word",
    "service_groups": "code,name,icon,sort",
    "service_mix": "service_code,per_1000,median_work_minutes,night_percent,season",
    "services": "code,group_code,name,name_en,kind,severity,weight,vendor_code,"
    "team_code,licence,people,visit,words",
    "synonyms": "word,same",
    "teams": "code,name,vendor_code,campus,leader_title",
    "travel": "relation,minutes,words",
    "unclassified": "code,group_code,group,name,name_en",
    "variants": "written,means",
    "vendors": "code,name,vendor_type,internal,tax_rate",
    "yes_no_words": "meaning,word",
}
KEYS = {
    "announcements": ["title"],
    "calendars": ["code"],
    "causes": ["code"],
    "checklists": ["plan", "asset_category", "item"],
    "contracts": ["number"],
    "demo_asset_services": ["services"],
    "demo_assets": ["number"],
    "demo_certificates": ["category", "name"],
    "demo_checklists": ["plan", "item"],
    "demo_costs": ["category", "words"],
    "demo_disputes": ["period", "vendor", "services"],
    "demo_plans": ["code"],
    "demo_remarks": ["item", "words"],
    "demo_materials": ["service_code"],
    "demo_papers": ["kind", "title"],
    "demo_phrases": ["topic", "words"],
    "demo_places": ["services"],
    "demo_words": ["service_code", "description"],
    "department_nicknames": ["nickname", "department"],
    "departments": ["code"],
    "licences": ["code"],
    "locations": ["number"],
    "materials": ["code"],
    "other_trades": ["words"],
    "escalations": ["severity", "stage", "minutes"],
    "people_names": ["surname", "given"],
    "phrases": ["service_code", "words"],
    "plan_words": ["word"],
    "unit_words": ["unit"],
    "posts": ["team_code", "name"],
    "promises": ["severity", "area_class", "service_code"],
    "remedies": ["code"],
    "role_words": ["word"],
    "service_groups": ["code"],
    "service_mix": ["service_code"],
    "services": ["code"],
    "synonyms": ["word"],
    "teams": ["code"],
    "travel": ["relation"],
    "unclassified": ["code"],
    "variants": ["written"],
    "vendors": ["code"],
}
REFERENCES = [
    ("services", "group_code", "service_groups"),
    ("services", "vendor_code", "vendors"),
    ("services", "team_code", "teams"),
    ("service_mix", "service_code", "services"),
    ("demo_materials", "service_code", "services"),
    ("demo_words", "service_code", "services"),
    ("phrases", "service_code", "services"),
    ("checklists", "service_code", "services"),
    ("demo_checklists", "service_code", "services"),
    ("demo_assets", "place", "locations"),
    ("demo_assets", "vendor_code", "vendors"),
    ("demo_assets", "team_code", "teams"),
    ("demo_plans", "team", "teams"),
    ("demo_plans", "vendor", "vendors"),
    ("demo_plans", "campus", "locations"),
    ("promises", "service_code", "services"),
    ("promises", "respond_calendar", "calendars"),
    ("promises", "arrive_calendar", "calendars"),
    ("promises", "complete_calendar", "calendars"),
    ("contracts", "vendor_code", "vendors"),
    ("posts", "team_code", "teams"),
    ("teams", "vendor_code", "vendors"),
    ("materials", "group_code", "service_groups"),
    ("causes", "group_code", "service_groups"),
    ("locations", "department", "departments"),
    ("locations", "parent", "locations"),
]
CLOSED = [
    ("escalations", "severity", {"emergency", "urgent", "normal", "low"}),
    ("escalations", "stage", {"respond", "arrive", "complete"}),
    ("escalations", "raises", {"true", "false"}),
    ("posts", "kind", {"day", "middle", "night", "standby"}),
    ("posts", "role", {"", "operator", "dispatcher"}),
    ("departments", "kind", {"clinical", "technical", "administrative", "logistics"}),
    ("departments", "campus", {"BY", "XY"}),
    ("teams", "campus", {"", "BY", "XY"}),
    ("locations", "kind", {"campus", "building", "floor", "room", "zone"}),
    ("locations", "area_class", {"", "critical", "clinical", "public", "office"}),
    (
        "services",
        "kind",
        {"repair", "request", "consultation", "assistance", "complaint", "suggestion", "hazard"},
    ),
    ("services", "severity", {"emergency", "urgent", "normal", "low"}),
    ("services", "licence", {"", "electrician", "lift", "boiler", "welder", "pressure_vessel"}),
    ("services", "people", {"1", "2"}),
    ("licences", "statutory", {"true", "false"}),
    ("services", "visit", {"true", "false"}),
    ("vendors", "internal", {"true", "false"}),
    ("contracts", "status", {"active", "ended"}),
    ("promises", "severity", {"emergency", "urgent", "normal", "low"}),
    ("demo_assets", "criticality", {"critical", "important", "ordinary"}),
    ("demo_assets", "status", {"in_use", "standby", "stopped", "retired"}),
    ("demo_plans", "kind", {"inspection", "maintenance", "statutory", "drill"}),
    ("demo_plans", "holidays", {"anyway", "skip", "next_workday"}),
    ("demo_checklists", "kind", {"yes_no", "number", "meter", "photo", "text"}),
    ("checklists", "kind", {"yes_no", "number", "meter", "photo", "text"}),
    ("announcements", "kind", {"outage", "notice", "safety"}),
]


def rows(table: str) -> list[Row]:
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(table: str) -> list[str]:
    return [row[KEYS[table][0]] for row in rows(table)]


def test_there_is_no_table_without_a_declared_shape() -> None:
    assert {path.stem for path in REFERENCE.glob("*.csv")} == set(COLUMNS)


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_has_its_columns_and_plain_text(table: str) -> None:
    raw = (REFERENCE / f"{table}.csv").read_bytes()
    assert raw.splitlines()[0].decode() == COLUMNS[table]
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and raw.endswith(b"\n")
    for row in rows(table):
        assert None not in row and None not in row.values(), row
        for value in row.values():
            parts = value.split(";")
            assert value == value.strip() and all(part == part.strip() for part in parts), row
            assert not re.search(r"[\u200b\u3000\t]| {2}", value), row


@pytest.mark.parametrize("table", KEYS)
def test_a_key_is_never_used_twice_nor_empty(table: str) -> None:
    found = Counter(tuple(row[column] for column in KEYS[table]) for row in rows(table))
    assert [key for key, n in found.items() if n > 1] == []
    assert all(any(key) for key in found)


@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_a_reference_points_to_a_row(table: str, column: str, target: str) -> None:
    known = set(keys(target))
    assert {row[column] for row in rows(table) if row[column]} <= known


@pytest.mark.parametrize(("table", "column", "allowed"), CLOSED)
def test_a_closed_set_stays_closed(table: str, column: str, allowed: set[str]) -> None:
    assert {row[column] for row in rows(table)} <= allowed


def test_there_are_as_many_departments_as_published() -> None:
    departments = rows("departments")
    count = Counter(row["kind"] for row in departments)
    assert count == {"clinical": 62, "technical": 8, "administrative": 12, "logistics": 6}
    for column in ("name", "extension", "cost_centre"):
        assert len({row[column] for row in departments}) == len(departments)
    assert all(re.fullmatch(r"\d{4,5}", row["extension"]) for row in departments)


def test_every_department_has_a_place() -> None:
    owners = {row["department"] for row in rows("locations") if row["kind"] in ("room", "zone")}
    assert set(keys("departments")) <= owners


def test_locations_form_one_tree_per_campus() -> None:
    kind = {row["number"]: row["kind"] for row in rows("locations")}
    above = {
        "campus": {""},
        "building": {"campus"},
        "floor": {"building"},
        "room": {"floor"},
        "zone": {"floor", "building", "campus"},
    }
    seen: set[str] = set()
    for row in rows("locations"):
        assert kind.get(row["parent"], "") in above[row["kind"]], row
        assert not row["parent"] or row["parent"] in seen, "a parent stands before its children"
        assert not row["parent"] or row["number"].startswith(row["parent"] + "-"), row
        seen.add(row["number"])
    assert 1_450 <= len(kind) <= 1_550


def test_siblings_have_different_names() -> None:
    found = Counter((row["parent"], row["name"]) for row in rows("locations"))
    assert [pair for pair, n in found.items() if n > 1] == []


def test_rooms_and_zones_have_an_area_class_and_critical_ones_entry_notes() -> None:
    for row in rows("locations"):
        is_place = row["kind"] in ("room", "zone")
        assert bool(row["area_class"]) == is_place, row
        assert bool(row["notes"]) == (row["area_class"] == "critical"), row
        assert row["department"], row


def test_notes_name_the_extension_of_the_department() -> None:
    extension = {row["code"]: row["extension"] for row in rows("departments")}
    for row in rows("locations"):
        assert not row["notes"] or f"电话{extension[row['department']]}" in row["notes"], row


def test_the_mix_is_the_published_split() -> None:
    kind = {row["code"]: row["kind"] for row in rows("services")}
    mix = rows("service_mix")
    assert {row["service_code"] for row in mix} == set(kind)
    parts: Counter[str] = Counter()
    for row in mix:
        k = kind[row["service_code"]]
        parts[k if k in ("consultation", "assistance") else "work"] += int(Decimal(row["per_1000"]) * 1000)
    assert sum(parts.values()) == 1_000_000
    tickets = {k: round(Decimal(n) * 26_126 / 1_000_000) for k, n in parts.items()}
    assert tickets == {"work": 24_264, "consultation": 1_028, "assistance": 834}


def test_seasons_are_twelve_weights_with_a_mean_of_one() -> None:
    seasons = [row["season"].split(";") for row in rows("service_mix") if row["season"]]
    assert len(seasons) >= 10
    for season in seasons:
        assert len(season) == 12 and sum(map(Decimal, season)) == 12
        assert min(map(Decimal, season)) >= 0


def test_the_catalogue_has_eighteen_groups_and_no_gap_in_its_codes() -> None:
    services = rows("services")
    assert len(services) == 137 and len(rows("service_groups")) == 18
    per_group = Counter(row["group_code"] for row in services)
    expected = [f"{group}-{i:02d}" for group, n in per_group.items() for i in range(1, n + 1)]
    assert [row["code"] for row in services] == expected
    for column in ("name", "name_en"):
        assert len({row[column] for row in services}) == len(services)
    assert all(Decimal(row["weight"]) > 0 for row in services)


def test_a_phrase_belongs_to_one_service_only() -> None:
    words = [word for row in rows("services") for word in row["words"].split(";")]
    assert [word for word, n in Counter(words).items() if n > 1] == []
    assert all(len(row["words"].split(";")) >= 6 for row in rows("services"))


def test_the_default_team_belongs_to_the_default_vendor() -> None:
    vendor = {row["code"]: row["vendor_code"] for row in rows("teams")}
    assert 18 <= len(vendor) <= 30
    for row in rows("services"):
        assert not row["team_code"] or vendor[row["team_code"]] == row["vendor_code"], row


def test_twenty_contractors_each_with_one_running_contract() -> None:
    internal = {row["code"]: row["internal"] == "true" for row in rows("vendors")}
    assert Counter(internal.values()) == {False: 20, True: 3}
    contracts = rows("contracts")
    running = Counter(row["vendor_code"] for row in contracts if row["status"] == "active")
    assert running == {code: 1 for code, own in internal.items() if not own}
    for row in contracts:
        assert date.fromisoformat(row["starts_on"]) < date.fromisoformat(row["ends_on"])
        assert int(row["yearly_cents"]) > 0
    assert all(0 <= Decimal(row["tax_rate"]) < 1 for row in rows("vendors"))


def test_office_hours_are_eight_hours_on_five_days() -> None:
    week = next(row["week"] for row in rows("calendars") if row["code"] == "office")
    days = dict(day.split("=") for day in week.split("|"))
    assert list(days) == list("01234")
    for spans in days.values():
        minutes = 0
        for span in spans.split(" "):
            start, end = (time.fromisoformat(edge) for edge in span.split("-"))
            minutes += (end.hour - start.hour) * 60 + end.minute - start.minute
        assert minutes == 480


def test_the_default_promises_are_the_products() -> None:
    found = {
        (row["severity"], row["area_class"]): tuple(
            int(row[f"{step}_minutes"]) for step in ("respond", "arrive", "complete")
        )
        for row in rows("promises")
        if not row["service_code"]
    }
    assert found == {
        ("emergency", ""): (5, 15, 240),
        ("emergency", "critical"): (3, 10, 120),
        ("urgent", ""): (15, 120, 480),
        ("normal", ""): (15, 240, 1440),
        ("low", ""): (480, 480, 1440),
    }


def test_an_override_is_written_for_the_severity_its_service_has() -> None:
    severity = {row["code"]: row["severity"] for row in rows("services")}
    for row in rows("promises"):
        assert not row["service_code"] or severity[row["service_code"]] == row["severity"], row
        minutes = [int(row[f"{step}_minutes"]) for step in ("respond", "arrive", "complete")]
        assert minutes == sorted(minutes), row


def test_every_failed_check_knows_the_service_it_opens() -> None:
    def number(text: str) -> Decimal | None:
        return Decimal(text) if text else None

    for row in rows("checklists"):
        assert bool(row["service_code"]) == (row["kind"] in ("yes_no", "number")), row
        limits = [number(row[column]) for column in ("fail_low", "warn_low", "warn_high", "fail_high")]
        given = [limit for limit in limits if limit is not None]
        assert all(a < b for a, b in pairwise(given)), row
        assert bool(given) == (row["kind"] == "number"), row


def test_every_service_has_words_for_the_demonstration() -> None:
    count = Counter(row["service_code"] for row in rows("demo_words"))
    assert set(count) == set(keys("services")) and min(count.values()) >= 4
    assert all(row["followed"] for row in rows("demo_words"))


def test_the_small_lists_are_as_long_as_they_must_be() -> None:
    assert len(rows("people_names")) == 120
    assert len(rows("remedies")) == 12
    assert len(rows("announcements")) == 5
    assert len(rows("causes")) >= 50 and any(not row["group_code"] for row in rows("causes"))
    assert len(rows("materials")) >= 120
    assert all(int(row["unit_cents"]) > 0 for row in rows("materials"))


def test_assets_are_of_the_categories_checklists_are_about() -> None:
    assets = rows("demo_assets")
    assert len(assets) == 400 == len({row["name"] for row in assets})
    # A route of places and a ledger are no machines.
    about = {row["asset_category"] for row in rows("checklists")} - {"防火巡查路线", "特种设备台账"}
    assert about <= {row["category"] for row in assets}
    for row in assets:
        assert int(row["age_days"]) > 0 and int(row["life_years"]) > 0 and int(row["price"]) >= 0, row


def test_plans_go_by_checklists_that_are_there() -> None:
    known = {row["plan"] for table in ("checklists", "demo_checklists") for row in rows(table)}
    used = {row["checklist"] for row in rows("demo_plans")}
    assert used <= known and {row["plan"] for row in rows("checklists")} <= used
    assert {row["item"] for row in rows("demo_remarks")} == {
        row["item"]
        for table in ("checklists", "demo_checklists")
        for row in rows(table)
        if row["kind"] == "text"
    }
