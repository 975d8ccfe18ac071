"""How fast: what counts, what is left out, what nobody knows."""

from __future__ import annotations

import pytest

from lib.analytics.questions.speed import speed
from tests.analytics.questions.small import NONE, facts, ticket


def test_merged_and_cancelled_tickets_were_not_worked_on() -> None:
    left_out = [ticket(status=status, response_minutes=500.0) for status in ("merged", "cancelled")]
    (row,) = speed(facts(ticket(response_minutes=5.0), *left_out)).to_dicts()
    assert (row["n"], row["response_n"], row["response_median"]) == (1, 1, 5.0)


def test_what_has_no_duration_counts_as_a_ticket_and_is_not_slow() -> None:
    appointed, plain = ticket(completion_minutes=None), ticket(completion_minutes=30.0)
    (row,) = speed(facts(appointed, plain)).to_dicts()
    assert (row["n"], row["completion_n"], row["completion_mean"]) == (2, 1, 30.0)


def test_the_ninetieth_lies_between_its_two_neighbours() -> None:
    (row,) = speed(facts(*[ticket(arrival_minutes=float(n)) for n in range(1, 11)])).to_dicts()
    assert (row["arrival_median"], row["arrival_p90"]) == (5.5, pytest.approx(9.1))


def test_a_promise_that_cannot_be_judged_is_neither_kept_nor_broken() -> None:
    (row,) = speed(facts(*[ticket(respond_kept=kept) for kept in (True, True, False, None)])).to_dicts()
    assert (row["respond_kept_hits"], row["respond_kept_n"]) == (2, 3)
    assert row["respond_kept"] == pytest.approx(2 / 3)
    assert (row["arrive_kept_n"], row["arrive_kept"], row["arrive_kept_low"]) == (0, None, None)


def test_tickets_of_nobody_are_a_group_of_their_own() -> None:
    found = speed(facts(ticket(vendor_id=7), ticket(vendor_id=3), ticket(), ticket()), "vendor_id")
    assert found.select("vendor_id", "n").rows() == [(None, 2), (3, 1), (7, 1)]


def test_many_proxied_steps_of_one_ticket_are_one_ticket() -> None:
    (row,) = speed(facts(ticket(proxied=4), ticket(), ticket(), ticket(late_recorded=1))).to_dicts()
    assert (row["proxied"], row["late_recorded"]) == (0.25, 0.25)


@pytest.mark.parametrize("column", ["vendor_id", "service_code"])
def test_nothing_has_no_speed(column: str) -> None:
    (row,) = speed(NONE).to_dicts()
    assert (row["n"], row["response_median"], row["respond_kept"], row["proxied"]) == (0, None, None, None)
    assert speed(NONE, column).columns == speed(facts(ticket()), column).columns
    assert speed(NONE, column).height == 0
