"""Who calls: what a phone or extension remembers."""

from __future__ import annotations

from collections.abc import Callable

from lib.tickets.calls import extension_of, recall
from lib.tickets.reporters import Caller
from lib.tickets.ticket import Ticket
from tests.conftest import Cast

Report = Callable[..., Ticket]


def test_an_extension_nobody_called_from_knows_its_department(cast: Cast) -> None:
    known = recall(cast.db, " 8102 ")
    assert (known.name, known.department_id, known.location_id) == ("", cast.other_ward, None)
    assert known.last == []


def test_a_phone_remembers_the_last_caller_and_place(cast: Cast, report: Report) -> None:
    mobile = "13800001234"
    report(caller=Caller(name="张护士", phone=mobile, department_id=cast.ward))
    report(caller=Caller(name="", phone=mobile, department_id=cast.ward), location_id=cast.icu)
    known = recall(cast.db, mobile)
    assert (known.name, known.department_id, known.location_id) == ("张护士", cast.ward, cast.icu)
    assert len(known.last) == 2


def test_a_name_is_sure_where_it_was_always_the_same_and_the_phone_is_nobody_elses(
    report: Report, cast: Cast
) -> None:
    for phone, names, sure in (
        ("13800001234", ("张护士", "张护士"), "张护士"),
        ("13800005678", ("李护士", "张护士"), ""),
        ("8101", ("张护士",), ""),
    ):
        for name in names:
            report(caller=Caller(name=name, phone=phone))
        known = recall(cast.db, phone)
        assert (known.name, known.last_name) == (sure, "张护士")


def test_only_the_last_five_are_told(cast: Cast, report: Report) -> None:
    numbers = [report().number for _ in range(6)]
    assert [row["number"] for row in recall(cast.db, "8101").last] == numbers[:0:-1]


def test_no_phone_recalls_nobody(cast: Cast, report: Report) -> None:
    report(caller=Caller(name="某人", phone=""))
    assert recall(cast.db, "  ").last == []
    assert extension_of(cast.db, "") is None
