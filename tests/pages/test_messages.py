"""The system page's part about messages: channels, what could not be delivered, the words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from lib.core.i18n import Language
from lib.notifications import channels, deliveries, outbox, sending, wording
from tests.conftest import MONDAY, Cast
from tests.notifications.receiving import Receiver, receiving
from tests.pages.conftest import Opens, went_well


@pytest.fixture
def gate() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def channel(cast: Cast, url: str, kind: str = "webhook") -> int:
    return channels.save(
        cast.db,
        actor=cast.actor("admin"),
        channel_id=None,
        name="维修群",
        kind=kind,
        url=url,
        topics=["assigned"],
        team_id=None,
        active=True,
        now=MONDAY,
    )


def click(at: AppTest, key: str) -> AppTest:
    return went_well(at.button(key=key).click().run())


def said(at: AppTest) -> str:
    shown = [*at.markdown, *at.caption, *at.info, *at.warning, *at.error, *at.success]
    return " ".join([*(str(one.value) for one in shown), *(one.label for one in at.expander)])


def test_without_a_channel_the_page_says_that_messages_stay_inside(open_page: Opens) -> None:
    assert "只在系统内显示" in said(open_page("admin", "system"))


def test_a_channel_is_added_and_its_secret_never_shown_again(
    open_page: Opens, cast: Cast, gate: Receiver
) -> None:
    at = open_page("admin", "system")
    at = went_well(at.selectbox(key="channel_new_0_kind").set_value("webhook").run())
    new = "channel_new_0_webhook"
    at.text_input(key=f"{new}_name").set_value("集成平台")
    at.text_input(key=f"{new}_url").set_value("ftp://wrong")
    at = click(at, f"{new}_save")
    assert "不能用于这种渠道" in said(at) and at.text_input(key=f"{new}_name").value == "集成平台"
    at.text_input(key=f"{new}_url").set_value(gate.url)
    at = click(at, f"{new}_save")
    [one] = channels.all_channels(cast.db).values()
    assert (one.name, one.url, one.active) == ("集成平台", gate.url, True)
    assert "very-secret" not in said(at) and f"{gate.port}/…" in said(at)
    assert all("secret" not in (field.value or "") for field in at.text_input)
    at = click(at, f"channel_{one.id}_test")
    assert len(gate.came) == 1 and "已收到测试消息" in said(at)


def test_switching_off_keeps_the_address(open_page: Opens, cast: Cast, gate: Receiver) -> None:
    one = channel(cast, gate.url)
    at = open_page("admin", "system")
    at.toggle(key=f"channel_{one}_active").set_value(False)
    at = click(at, f"channel_{one}_save")
    kept = channels.channel(cast.db, one)
    assert (kept.active, kept.url) == (False, gate.url)
    assert "已停用" in said(at)


def test_a_dead_message_is_seen_and_sent_again(open_page: Opens, cast: Cast, gate: Receiver) -> None:
    one = channel(cast, gate.url)
    with cast.db.transaction() as tx:
        outbox.tell(tx, [cast.people["li"]], "assigned", ticket_id=1, now=MONDAY, facts={"number": "1"})
    deliveries.deal_out(cast.db, MONDAY)
    with cast.db.transaction() as tx:
        why = '{"message":"The other side answered with code {code}.","code":503}'
        tx.execute("UPDATE delivery SET state = 'dead', last_error = $why", why=why)
    at = open_page("admin", "system")
    assert "未送达 1" in said(at)
    [table] = [frame.value for frame in at.dataframe if "原因" in frame.value]
    assert "503" in str(table["原因"].iloc[0])
    click(at, "undelivered_again")
    assert sending.send_next(cast.db, one, MONDAY.replace(year=2100)) and len(gate.came) == 1


def test_the_words_can_be_changed_and_wrong_ones_stay_in_the_field(open_page: Opens, cast: Cast) -> None:
    at = open_page("admin", "system")
    field = "message_words_assigned_zh"
    at.text_area(key=field).set_value("{stranger}，有新任务")
    save = next(button for button in at.button if button.label == "保存内容")
    at = went_well(save.click().run())
    assert "stranger" in said(at) and at.text_area(key=field).value == "{stranger}，有新任务"
    at.text_area(key=field).set_value("有新任务：{number}")
    went_well(next(button for button in at.button if button.label == "保存内容").click().run())
    assert wording.own_words(cast.db) == {("assigned", Language.ZH): "有新任务：{number}"}


def test_how_messages_reach_an_account_is_set_on_the_people_page(cast: Cast) -> None:
    from lib.people import accounts

    accounts.set_reach(
        cast.db,
        actor=cast.actor("admin"),
        account_id=cast.people["li"],
        phone="13800000000",
        mail="li@example.org",
        language=Language.EN,
        now=MONDAY,
    )
    li = accounts.account(cast.db, cast.people["li"])
    assert (li.phone, li.mail, li.language) == ("13800000000", "li@example.org", Language.EN)
