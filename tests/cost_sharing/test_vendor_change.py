"""What a vendor reads about its amount: against the period before, and what its objections would change."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lib.core.i18n import Language, speaker
from lib.cost_sharing import vendor_change, vendor_part
from lib.cost_sharing.vendor_part import VendorPart
from tests.cost_sharing.hospital import Shared

ZH = speaker(Language.ZH)


@pytest.fixture
def part(shared: Shared) -> VendorPart:
    """What vendor A reads of a statement sent to it."""
    sent = shared.checking()
    return vendor_part.seen(shared.db, shared.actor("feng"), sent.id, shared.vendors["A"])


def test_the_same_again_is_said_so(part: VendorPart) -> None:
    number = part.statement.number
    assert vendor_change.change(part, part, ZH) == f"比上期（{number}）0.00 元：各项数字与上期相同。"


def test_what_moved_is_named_and_nothing_else(part: VendorPart) -> None:
    assert part.line is not None
    last = replace(
        part,
        line=replace(part.line, blended=Fraction(1, 4), bound="cap"),
        sharing=replace(part.sharing, pool=4_000_000),
        share=replace(part.share, total_cents=part.share.total_cents - 12_345, adjustment_cents=-50),
    )
    here = replace(part, line=replace(part.line, blended=Fraction(1, 3)))
    assert vendor_change.change(here, last, ZH) == (
        f"比上期（{part.statement.number}）+123.45 元：业务量占比 25.00% → 33.33%；"
        "分摊总额 40,000.00 → 50,000.00 元；上期按封顶计；更正 -0.50 → 0.00 元。"
    )


def test_tickets_that_do_not_count_make_it_less(shared: Shared, part: VendorPart) -> None:
    whole = vendor_change.without(shared.db, part, ())
    less = vendor_change.without(shared.db, part, shared.tickets["A"][:1])
    assert whole == part.share.total_cents
    assert less is not None and less < whole
