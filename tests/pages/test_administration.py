"""People, places, catalogue, announcements, system: what they show, to whom, and what they write."""

from __future__ import annotations

import pytest

from lib.catalog import promises, services, upkeep
from lib.core.errors import NotAllowed, Refusal, WrongInput
from lib.notifications import announcements
from lib.people import organisation
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
