"""Papers: what hinders whom from which work, who keeps them, and what cannot be entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from lib.core.errors import NotAllowed, NotFound, Refusal, WrongInput
from lib.core.i18n import Language, say
from lib.people import accounts, audit, lapsing, licences, paper_keeping, papers
from lib.people.paper_keeping import Said
from lib.people.papers import Hindrance, PaperKind, hindrance_of
from lib.people.roles import SYSTEM
from lib.store import files
from lib.store.tables import table
from tests.conftest import Cast

TODAY = date(2026, 11, 16)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
SOCKETS, TAPS = "GD-02", "GS-01"  # the first asks for an electrician, the second for nobody special


def give(cast: Cast, now: datetime, name: str, kind: str = "licence", **more: Any) -> int:
    named = {"licence": "electrician"} if kind == "licence" and "licence" not in more else {}
    said = Said(account_id=cast.people[name], kind=kind, **{**named, **more})
    return paper_keeping.keep(cast.db, actor=SYSTEM, said=said, now=now)


def hindered(cast: Cast, now: datetime, name: str, service: str = SOCKETS) -> Hindrance | None:
    return papers.hindrance(cast.db, cast.people[name], service, now)


def test_the_five_statutory_licences_are_known_as_such() -> None:
    statutory = {code for code, one in licences.known().items() if one.statutory}
    assert statutory == {"electrician", "welder", "boiler", "lift", "pressure_vessel"}
    assert statutory < licences.known().keys()


def test_services_of_dangerous_trades_ask_for_their_licence() -> None:
    """Lifts, boilers, welding, pressure vessels and electricity; what work rules want two for is for two."""
    asked = {row["code"]: row["licence"] for row in table("services")}
    two = {row["code"] for row in table("services") if row["people"] == "2"}
    for code, licence in (
        ("DT-01", "lift"), ("DT-07", "lift"), ("GN-04", "boiler"), ("GN-05", "welder"),
        ("GQ-02", "pressure_vessel"), ("GD-05", "electrician"), ("WS-06", "electrician"),
    ):  # fmt: skip
        assert asked[code] == licence, code
        assert code in two, code


def test_a_service_without_a_licence_asks_for_nothing(cast: Cast, now: datetime) -> None:
    assert hindered(cast, now, "li", TAPS) is None


def test_without_the_licence_there_is_no_way_around(cast: Cast, now: datetime) -> None:
    found = hindered(cast, now, "li")
    assert found is not None and (found.why, found.overridable) == (papers.MISSING, False)
    assert say(Language.ZH, found.message, **found.facts) == "没有电工证记录"
    assert say(Language.EN, found.message, **found.facts) == "no Electrician's licence on record"


@pytest.mark.parametrize(
    ("issued", "until", "why"),
    [
        (None, None, None),
        (None, TODAY, None),
        (TODAY, TOMORROW, None),
        (None, YESTERDAY, papers.LAPSED),
        (TOMORROW, None, papers.EARLY),
        (TOMORROW, TOMORROW, papers.EARLY),
    ],
)
def test_a_licence_counts_from_its_first_to_its_last_day(
    cast: Cast, now: datetime, issued: date | None, until: date | None, why: str | None
) -> None:
    give(cast, now, "li", issued_on=issued, valid_until=until)
    found = hindered(cast, now, "li")
    assert (found.why if found else None) == why


def test_the_day_is_the_hospitals(cast: Cast) -> None:
    last_minute = datetime.fromisoformat("2026-11-16T23:59:00+08:00")
    give(cast, last_minute, "li", valid_until=TODAY)
    assert hindered(cast, last_minute, "li") is None
    found = hindered(cast, last_minute + timedelta(minutes=1), "li")
    assert found is not None
    assert say(Language.ZH, found.message, **found.facts) == "电工证 2026-11-16 已过期"


def test_a_renewed_licence_counts_beside_the_lapsed_one(cast: Cast, now: datetime) -> None:
    give(cast, now, "li", number="1", valid_until=YESTERDAY)
    give(cast, now, "li", number="2", issued_on=TODAY, valid_until=TODAY + timedelta(days=2000))
    assert hindered(cast, now, "li") is None


def test_another_licence_does_not_do(cast: Cast, now: datetime) -> None:
    give(cast, now, "li", licence="lift")
    assert hindered(cast, now, "li") is not None


def test_a_licence_the_hospital_named_itself_allows_exceptions(cast: Cast, now: datetime) -> None:
    with cast.db.transaction() as tx:
        tx.update("service", {"code": TAPS, "licence": "登高证"}, key="code")
    found = hindered(cast, now, "li", TAPS)
    assert found is not None and found.overridable


def test_emptying_the_licence_of_a_service_asks_for_none(cast: Cast, now: datetime) -> None:
    with cast.db.transaction() as tx:
        tx.update("service", {"code": SOCKETS, "licence": ""}, key="code")
    assert hindered(cast, now, "li") is None


def test_a_lapsed_training_hinders_all_work_and_allows_exceptions(cast: Cast, now: datetime) -> None:
    give(cast, now, "li", "training", title="岗前安全培训", valid_until=YESTERDAY)
    found = hindered(cast, now, "li", TAPS)
    assert found is not None and (found.why, found.overridable) == (papers.LAPSED, True)
    assert say(Language.ZH, found.message, **found.facts) == "岗前安全培训 2026-11-15 已过期"
    give(cast, now, "li", "training", title="岗前安全培训", issued_on=TODAY, valid_until=TOMORROW)
    assert hindered(cast, now, "li", TAPS) is None


def test_the_licence_is_told_before_the_training(cast: Cast, now: datetime) -> None:
    give(cast, now, "li", "training", valid_until=YESTERDAY)
    found = hindered(cast, now, "li")
    assert found is not None and (found.licence, found.overridable) == ("electrician", False)


def test_a_hospital_that_requires_nothing_starts_without_papers(cast: Cast, now: datetime) -> None:
    assert papers.required(cast.db) == ()
    assert papers.hindrances(cast.db, TAPS, now) == {}


def test_what_is_required_of_everybody_hinders_whoever_lacks_it(cast: Cast, now: datetime) -> None:
    paper_keeping.require_kinds(cast.db, actor=SYSTEM, kinds=["training"], now=now)
    give(cast, now, "li", "training", title="岗前安全培训")
    found = papers.hindrances(cast.db, TAPS, now)
    assert set(found) == {cast.people[name] for name in ("sun", "chen", "zhou")}
    assert all(one.overridable and one.why == papers.MISSING for one in found.values())


def test_a_licence_cannot_be_required_of_everybody(cast: Cast, now: datetime) -> None:
    with pytest.raises(WrongInput):
        paper_keeping.require_kinds(cast.db, actor=SYSTEM, kinds=["licence"], now=now)


@pytest.mark.parametrize(
    "hindrance",
    [
        Hindrance(
            why="lapsed", kind="licence", licence="lift", paper=licences.licence("lift").name, day=TODAY
        ),
        Hindrance(why="missing", kind="training", paper=papers.both("Training")),
    ],
)
def test_a_hindrance_outlives_the_history(hindrance: Hindrance) -> None:
    again = hindrance_of(dict(hindrance.as_fact()))
    assert again == replace(hindrance, overridable=again.overridable)


def test_licences_nobody_holds_are_named(cast: Cast, now: datetime) -> None:
    assert set(papers.nobody_holds(cast.db)) == {"electrician", "welder", "boiler", "lift", "pressure_vessel"}
    give(cast, now, "li", valid_until=YESTERDAY)
    assert "electrician" not in papers.nobody_holds(cast.db)


@pytest.mark.parametrize("who", ["wang", "zhao", "sun", "li", "feng", "zheng", "liu", "he"])
def test_only_administrators_and_contract_officers_keep_papers(cast: Cast, now: datetime, who: str) -> None:
    said, mine = Said(account_id=cast.people["li"], kind="licence", licence="lift"), give(cast, now, "li")
    with pytest.raises(NotAllowed):
        paper_keeping.keep(cast.db, actor=cast.actor(who), said=said, now=now)
    with pytest.raises(NotAllowed):
        paper_keeping.change(cast.db, actor=cast.actor(who), paper_id=mine, said=said, now=now)
    with pytest.raises(NotAllowed):
        paper_keeping.remove(cast.db, actor=cast.actor(who), paper_id=mine, now=now)


@pytest.mark.parametrize("who", ["admin", "qian"])
def test_every_act_stands_in_the_log(cast: Cast, now: datetime, who: str) -> None:
    actor = cast.actor(who)
    said = Said(account_id=cast.people["li"], kind="licence", licence="lift", number="DT 1")
    new = paper_keeping.keep(cast.db, actor=actor, said=said, now=now)
    paper_keeping.change(cast.db, actor=actor, paper_id=new, said=replace(said, number="DT 2"), now=now)
    paper_keeping.remove(cast.db, actor=actor, paper_id=new, now=now)
    removed, changed, kept = audit.latest(cast.db, 3)
    assert [row["act"] for row in (kept, changed, removed)] == [
        "paper_kept",
        "paper_changed",
        "paper_removed",
    ]
    assert "DT 1" in kept["facts"] and "DT 1" in changed["facts"] and "DT 2" in removed["facts"]
    assert {row["object"] for row in (kept, changed, removed)} == {"li"}


def test_a_paper_taken_out_counts_no_more_and_is_gone_for_the_next(cast: Cast, now: datetime) -> None:
    new = give(cast, now, "li")
    paper_keeping.remove(cast.db, actor=SYSTEM, paper_id=new, now=now)
    assert hindered(cast, now, "li") is not None
    with pytest.raises(NotFound):
        paper_keeping.remove(cast.db, actor=SYSTEM, paper_id=new, now=now)
    assert cast.db.value("SELECT count(*) FROM paper") == 1


def test_vendors_and_leaders_see_the_papers_of_their_own_people(cast: Cast, now: datetime) -> None:
    for name in ("li", "zhou"):
        give(cast, now, name)
    give(cast, now, "liu", "health")

    def seen(who: str) -> set[int]:
        return {one.account_id for one in paper_keeping.papers_seen(cast.db, cast.actor(who))}

    everybody = {cast.people[name] for name in ("li", "zhou", "liu")}
    assert [seen(who) for who in ("zhao", "zheng", "qian", "admin")] == [everybody] * 4
    assert seen("sun") == {cast.people["li"]}
    assert seen("feng") == {cast.people["li"], cast.people["zhou"]}
    assert seen("li") == seen("he") == set()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "passport"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"licence": ""}, "licence"),
        ({"licence": "\u200b"}, "licence"),
        ({"licence": "证" * 41}, "licence"),
        ({"number": "9" * 61}, "number"),
        ({"note": "x" * 201}, "note"),
        ({"issued_on": TOMORROW, "valid_until": TODAY}, "valid_until"),
        ({"valid_until": date(2999, 1, 1)}, "valid_until"),
        ({"issued_on": date(1, 1, 1)}, "issued_on"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    cast: Cast, now: datetime, wrong: dict[str, Any], field: str
) -> None:
    said = Said(**{"account_id": cast.people["li"], "kind": "licence", "licence": "lift", **wrong})
    with pytest.raises(WrongInput) as refused:
        paper_keeping.keep(cast.db, actor=SYSTEM, said=said, now=now)
    assert refused.value.field == field
    assert papers.all_papers(cast.db) == ()


def test_what_is_not_there_is_named(cast: Cast, now: datetime) -> None:
    said = Said(account_id=cast.people["li"], kind="licence", licence="lift")
    for wrong in (replace(said, account_id=999_999), replace(said, file_hash="0" * 64)):
        with pytest.raises(NotFound):
            paper_keeping.keep(cast.db, actor=SYSTEM, said=wrong, now=now)


def test_words_are_kept_as_people_see_them(cast: Cast, now: datetime) -> None:
    give(cast, now, "li", "training", title=" \u202e<b>培训</b>'; DROP TABLE paper; --\x00 ")
    assert papers.of_person(cast.db, cast.people["li"])[0].title == "<b>培训</b>'; DROP TABLE paper; --"


def test_the_same_paper_twice_is_refused(cast: Cast, now: datetime) -> None:
    give(cast, now, "li", number="7")
    with pytest.raises(Refusal):
        give(cast, now, "li", number="7")
    give(cast, now, "li", number="8")
    give(cast, now, "chen", number="7")


def test_a_photo_is_kept_and_nothing_else(cast: Cast, now: datetime, tmp_path: Any) -> None:
    path = tmp_path / "paper.png"
    Image.new("RGB", (40, 30), "white").save(path)
    kept = files.keep(cast.db, path.read_bytes(), now=now).hash
    give(cast, now, "li", file_hash=kept)
    assert papers.of_person(cast.db, cast.people["li"])[0].file_hash == kept
    film = {"hash": "f" * 64, "media_type": "video/mp4", "bytes": 1, "kept_at": now}
    with cast.db.transaction() as tx:
        tx.insert("file", film)
    with pytest.raises(WrongInput):
        give(cast, now, "chen", file_hash="f" * 64)


def test_what_ends_soon_comes_first_and_what_was_renewed_not_at_all(cast: Cast, now: datetime) -> None:
    days = timedelta(days=1)
    give(cast, now, "li", number="old", valid_until=TODAY - 9 * days)
    give(cast, now, "li", number="new", valid_until=TODAY + 400 * days)
    give(cast, now, "chen", valid_until=TODAY + 59 * days)
    give(cast, now, "sun", "training", valid_until=YESTERDAY)
    give(cast, now, "zhou", "training", valid_until=TODAY + 61 * days)
    give(cast, now, "zhou", "exam")
    found = lapsing.ending(cast.db, actor=cast.actor("zhao"), now=now, within=60 * days)
    assert [accounts.account(cast.db, one.account_id).username for one in found] == ["sun", "chen"]


def test_every_kind_has_a_word() -> None:
    assert set(papers.KIND_WORDS) == set(PaperKind)
