"""What leaves the house about statements: to whom, in which words, by which link."""

from __future__ import annotations

import pytest

from lib.core.settings import settings
from lib.notifications import channels, outbox, sending
from tests.cost_sharing.hospital import Shared
from tests.notifications.receiving import receiving


def test_a_vendor_reads_until_when_and_is_led_to_its_share_the_office_to_everybodys(shared: Shared) -> None:
    with receiving() as gate:
        with shared.db.transaction() as tx:
            for name, phone in {"feng": "13811112222", "jin": "13833334444"}.items():
                tx.execute(
                    "UPDATE account SET phone = $p WHERE id = $id", p=phone, id=shared.cast.people[name]
                )
        channels.save(
            shared.db,
            actor=shared.actor("admin"),
            channel_id=None,
            name="短信",
            kind="sms",
            url=gate.url,
            topics=sorted(outbox.STATEMENT_TOPICS),
            team_id=None,
            active=True,
            now=shared.now,
        )
        it = shared.agree(shared.checking())
        for thread in sending.start_due(shared.db, shared.now):
            thread.join(20)
        came = {body["to"]: body for _, body in gate.came}
    assert came["13811112222"]["words"] == "结算单FT-2026-11请核对，截止2026-12-03"
    assert came["13811112222"]["link"] == f"{settings().address}/statements?statement={it.id}"
    assert came["13833334444"]["words"] == "结算单FT-2026-11可以复核了"
    assert came["13833334444"]["link"] == f"{settings().address}/cost-sharing?statement={it.id}"
    assert {body["number"] for body in came.values()} == {"FT-2026-11"}


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_groups_never_hear_of_it(kind: str) -> None:
    assert not outbox.STATEMENT_TOPICS & set(channels.topics_for(kind))
