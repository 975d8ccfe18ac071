"""People, places, catalogue, announcements, system: what they show, to whom, and what they write."""

from __future__ import annotations

import pytest

from lib.catalog import promises, services, upkeep
from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.notifications import announcements
from lib.people import audit, organisation
from lib.places import labels, locations
from lib.places import upkeep as places_upkeep
from lib.store import backup
from tests.conftest import MONDAY, Cast
from tests.pages.conftest import Opens, went_well

ADMIN_PAGES = ("people", "places", "catalog", "announcements", "system")


@pytest.mark.parametrize("page_name", ADMIN_PAGES)
def test_the_administrator_opens_every_page(open_page: Opens, page_name: str) -> None:
    assert open_page("admin", page_name).header


@pytest.mark.parametrize("tab", ["departments", "teams", "vendors", "contracts"])
def test_the_organisation_has_a_table_each(open_page: Opens, tab: str) -> None:
    assert open_page("admin", "people", people_tab=tab).button


def test_a_team_out_of_use_is_offered_to_nobody_new(open_page: Opens, cast: Cast) -> None:
    with cast.db.transaction() as tx:
        tx.insert("team", {"id": tx.next_id("team_id"), "code": "OLD", "name": "旧系统班", "active": False})
    at = open_page("admin", "people")
    assert "旧系统班" not in at.selectbox(key="new_team").options
    assert not [words for words in at.multiselect(key="new_grants").options if "旧系统班" in words]


@pytest.mark.parametrize("tab", ["promises", "materials", "days"])
def test_the_catalogue_has_a_table_each(open_page: Opens, tab: str) -> None:
    assert open_page("admin", "catalog", catalog_tab=tab).button


def test_a_dispatcher_sees_the_catalogue_but_saves_nothing(open_page: Opens) -> None:
    assert not [button for button in open_page("zhao", "catalog").button if button.key == "services_save"]


@pytest.mark.parametrize("page_name", ["system", "places", "catalog"])
def test_a_technician_has_no_such_page(open_page: Opens, page_name: str) -> None:
    with pytest.raises(ValueError, match=page_name):
        open_page("li", page_name)


def test_publishing_an_announcement_shows_it_and_empties_the_fields(open_page: Opens, cast: Cast) -> None:
    at = open_page("admin", "announcements")
    at.text_input(key="announcement_title").set_value("周六停水")
    at.text_area(key="announcement_body").set_value("6:00 到 9:00")
    next(button for button in at.button if button.label == "发布").click()
    went_well(at.run())
    assert [one.title for one in announcements.all_announcements(cast.db)] == ["周六停水"]
    assert at.text_input(key="announcement_title").value == ""


def test_an_announcement_without_a_title_keeps_the_text(open_page: Opens, cast: Cast) -> None:
    at = open_page("admin", "announcements")
    at.text_area(key="announcement_body").set_value("很长的正文")
    next(button for button in at.button if button.label == "发布").click()
    went_well(at.run())
    assert at.error[0].value == "请填写公告标题。"
    assert at.text_area(key="announcement_body").value == "很长的正文"


def test_reading_an_announcement_is_kept_once(cast: Cast) -> None:
    one = announcements.publish(
        cast.db, actor=cast.actor("admin"), title="通知", body="", kind="notice", expires_at=None, now=MONDAY
    )
    for _ in range(2):
        announcements.mark_read(cast.db, actor=cast.actor("li"), announcement_id=one, now=MONDAY)
    assert [row["name"] for row in announcements.readers(cast.db, one)] == ["李师傅"]
    assert announcements.unread(cast.db, cast.people["li"], MONDAY) == []


def test_an_announcement_ends_once(cast: Cast) -> None:
    admin = cast.actor("admin")
    one = announcements.publish(
        cast.db, actor=admin, title="通知", body="", kind="notice", expires_at=None, now=MONDAY
    )
    announcements.expire(cast.db, actor=admin, announcement_id=one, now=MONDAY)
    assert announcements.current(cast.db, MONDAY) == []
    with pytest.raises(Refusal):
        announcements.expire(cast.db, actor=admin, announcement_id=one, now=MONDAY)


def test_the_rules_are_saved_from_the_system_page(open_page: Opens, cast: Cast) -> None:
    at = open_page("admin", "system")
    at.number_input(key="rule_close_after_days").set_value(5)
    next(button for button in at.button if button.label == "保存规则").click()
    went_well(at.run())
    assert went_well(at.run()).number_input(key="rule_close_after_days").value == 5


def test_a_backup_is_made_from_the_system_page(open_page: Opens, cast: Cast) -> None:
    at = open_page("admin", "system")
    next(button for button in at.button if button.label == "立即备份").click()
    went_well(at.run())
    assert backup.last_backup() is not None


def test_only_an_administrator_changes_places_and_catalogue(cast: Cast) -> None:
    zhao = cast.actor("zhao")
    with pytest.raises(NotAllowed):
        places_upkeep.change_place(
            cast.db, actor=zhao, location_id=cast.room, changes={"name": "x"}, now=MONDAY
        )
    with pytest.raises(NotAllowed):
        upkeep.change_service(cast.db, actor=zhao, code="GD-01", changes={"weight": 2}, now=MONDAY)
    with pytest.raises(NotAllowed):
        organisation.save(cast.db, "team", {"code": "T99", "name": "x"}, actor=zhao, now=MONDAY)


def test_a_new_room_gets_a_wall_code(cast: Cast) -> None:
    floor = locations.by_number(cast.db, "BY-A-12")
    words = {"number": "BY-A-12-1299", "name": "储藏室", "kind": "room"}
    new = places_upkeep.add_place(cast.db, actor=cast.actor("admin"), parent_id=floor.id, now=MONDAY, **words)
    assert labels.current(cast.db, new)
    assert locations.all_locations(cast.db)[new].path == "住院A座 12层 储藏室"


def test_a_number_is_given_only_once(cast: Cast) -> None:
    floor = locations.by_number(cast.db, "BY-A-12")
    words = {"number": "BY-A-12-1203", "name": "又一间", "kind": "room"}
    with pytest.raises(Refusal, match="already in use"):
        places_upkeep.add_place(cast.db, actor=cast.actor("admin"), parent_id=floor.id, now=MONDAY, **words)


def test_a_floor_with_rooms_in_use_stays_in_use(cast: Cast) -> None:
    floor = locations.by_number(cast.db, "BY-A-12")
    with pytest.raises(Refusal, match="still in use"):
        places_upkeep.change_place(
            cast.db, actor=cast.actor("admin"), location_id=floor.id, changes={"active": False}, now=MONDAY
        )


def test_a_replaced_code_still_says_where_it_hung(cast: Cast) -> None:
    new = places_upkeep.replace_label(cast.db, actor=cast.actor("admin"), location_id=cast.room, now=MONDAY)
    assert labels.current(cast.db, cast.room) == new
    old = labels.read(cast.db, cast.code)
    assert old.replaced
    assert old.location_id == cast.room


def test_a_changed_promise_leaves_the_old_version_to_the_past(cast: Cast) -> None:
    old = promises.promise_for(
        cast.db, severity="normal", area_class="clinical", service_code="GD-01", at=MONDAY
    )
    assert old is not None
    minutes = {"respond": 10, "arrive": 60, "complete": 600}
    upkeep.change_promise(cast.db, actor=cast.actor("admin"), promise_id=old.id, minutes=minutes, now=MONDAY)
    now = promises.promise_for(
        cast.db, severity="normal", area_class="clinical", service_code="GD-01", at=MONDAY
    )
    assert now is not None
    assert (now.version, now.complete_minutes) == (old.version + 1, 600)
    with pytest.raises(Refusal, match="replaced meanwhile"):
        upkeep.change_promise(
            cast.db, actor=cast.actor("admin"), promise_id=old.id, minutes=minutes, now=MONDAY
        )


def test_promised_minutes_follow_each_other(cast: Cast) -> None:
    old = promises.promise_for(cast.db, severity="low", area_class="", service_code="", at=MONDAY)
    assert old is not None
    with pytest.raises(WrongInput):
        upkeep.change_promise(
            cast.db,
            actor=cast.actor("admin"),
            promise_id=old.id,
            minutes={"respond": 90, "arrive": 60, "complete": 600},
            now=MONDAY,
        )


def test_a_service_keeps_its_code_and_kind(cast: Cast) -> None:
    admin, changes = cast.actor("admin"), {"weight": 0.7, "kind": "request", "code": "ZZ"}
    upkeep.change_service(cast.db, actor=admin, code="GD-01", changes=changes, now=MONDAY)
    after = services.service(cast.db, "GD-01")
    assert after is not None
    assert (after.weight, after.kind) == (0.7, "repair")


def out_of_use(cast: Cast, rooms: int = 0) -> None:
    """A branch as an import leaves it, and so many more rooms in use."""
    with cast.db.transaction() as tx:
        made = locations.add(tx, number="IM-old", name="旧系统", kind="campus", parent=None)
        tx.execute("UPDATE location SET active = false WHERE id = $id", id=made)
        campus = locations.by_number(cast.db, "BY")
        for number in range(rooms):
            locations.add(tx, number=f"BY-X{number}", name=f"{number}室", kind="room", parent=campus)


def test_a_small_hospital_is_listed_whole_without_what_an_import_left(open_page: Opens, cast: Cast) -> None:
    out_of_use(cast)
    listed = set(open_page("admin", "places").dataframe[0].value["编号"])
    assert listed == {one.number for one in locations.all_locations(cast.db).values() if one.active}
    assert list(open_page("admin", "places", places_q="旧系统").dataframe[0].value["编号"]) == ["IM-old"]


def test_a_large_hospital_says_how_many_rooms_it_leaves_out(open_page: Opens, cast: Cast) -> None:
    out_of_use(cast, rooms=401)
    at = open_page("admin", "places")
    assert [one.value for one in at.caption if one.value.startswith("共 403 个房间和区域")]
    assert "IM-old" not in set(at.dataframe[0].value["编号"])


def test_teams_out_of_use_are_shown_when_asked_for(open_page: Opens, cast: Cast) -> None:
    with cast.db.transaction() as tx:
        tx.execute("UPDATE team SET active = false WHERE id = $id", id=cast.other_team)
    at = open_page("admin", "people", people_tab="teams")
    assert len(at.session_state["team_table_rows"]) == 1
    at.toggle(key="team_out_of_use").set_value(True)
    assert len(went_well(at.run()).session_state["team_table_rows"]) == 2


def test_the_log_is_in_words(open_page: Opens, cast: Cast) -> None:
    with cast.db.transaction() as tx:
        admin = cast.actor("admin")
        facts = {"new": 7, "changed": 0, "keys": [f"z{n}" for n in range(7)]}
        audit.write(tx, admin, "list_imported", "people", now=MONDAY, facts=facts)
        audit.write(tx, admin, "labels_printed", "1", now=MONDAY, facts={"codes": ["abcd2345"]})
        audit.write(tx, admin, "catalogue_changed", "GD-01", now=MONDAY, facts={"team_id": cast.team})
        audit.write(tx, admin, "roles_changed", str(cast.people["li"]), now=MONDAY)
    log = open_page("admin", "system").dataframe[-1].value
    told = list(zip(log["对象"], log["详情"], strict=True))[1:5]  # the newest: the admin signed in
    assert told == [
        ("李师傅", ""),
        ("GD-01", "班组：水电班"),
        ("1 张码", "墙码：abcd2345"),
        ("人员", "新增：7 · 其中：z0、z1、z2、z3、z4等 7 个"),
    ]
