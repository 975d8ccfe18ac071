"""Addresses of channels: what each kind takes, and what of it is shown."""

from __future__ import annotations

import pytest

from lib.core.errors import WrongInput
from lib.notifications import addresses
from lib.notifications.addresses import Kind

SECRET = "693a91f67xxx4bc497a00ec2"
TAKEN = [
    (Kind.WECOM, f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}", f"wecombot://{SECRET}/"),
    (Kind.DINGTALK, f"https://oapi.dingtalk.com/robot/send?access_token={SECRET}", f"dingtalk://{SECRET}/"),
    (Kind.DINGTALK, f"dingtalk://SEC0@{SECRET}/", f"dingtalk://SEC0@{SECRET}/"),
    (Kind.FEISHU, f" https://open.feishu.cn/open-apis/bot/v2/hook/{SECRET} ", f"feishu://{SECRET}/"),
    (Kind.MAIL, "mailtos://n:p@example.org/?to=desk@example.org", None),
    (Kind.MAIL, "mailtos://n:p@example.org/?to={to}", None),
    (Kind.SMS, f"https://sms.example.org:8443/send?token={SECRET}", None),
    (Kind.SMS, f"twilio://AC{'a' * 32}:{'b' * 32}@15551230000/{{to}}", None),
    (Kind.VOICE, f"http://10.0.0.9/call/{SECRET}", None),
    (Kind.WEBHOOK, f"json://user:{SECRET}@10.0.0.9/in", None),
]
REFUSED = [
    (Kind.WECOM, "https://evil.example/cgi-bin/webhook/send?key=1"),
    (Kind.WECOM, "dingtalk://token/"),
    (Kind.FEISHU, ""),
    (Kind.MAIL, "https://example.org"),
    (Kind.MAIL, "mailtos://"),
    (Kind.SMS, "ftp://example.org"),
    (Kind.SMS, f"twilio://AC{'a' * 32}:{'b' * 32}@15551230000/15557654321"),
    (Kind.VOICE, "twilio://x"),
    (Kind.WEBHOOK, "syslog://localhost"),
    (Kind.WEBHOOK, "dbus://"),
    (Kind.WEBHOOK, "file:///etc/passwd"),
    (Kind.WEBHOOK, "https://"),
    (Kind.WEBHOOK, "https://host:99999/"),
    (Kind.WEBHOOK, "https://[::1/"),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), TAKEN)
def test_each_kind_takes_its_addresses_and_shows_no_secret(kind: str, typed: str, kept: str | None) -> None:
    url = addresses.taken(kind, typed)
    assert url == (kept or typed)
    shown = addresses.shown(kind, url)
    assert SECRET not in shown and "n:p" not in shown and "aaaa" not in shown
    assert SECRET not in addresses.without_secrets(f"cannot reach {url}", url)


@pytest.mark.parametrize(("kind", "typed"), REFUSED)
def test_no_kind_takes_what_it_cannot_use(kind: str, typed: str) -> None:
    with pytest.raises(WrongInput):
        addresses.taken(kind, typed)


def test_a_group_is_told_once_and_people_one_by_one() -> None:
    assert addresses.personal(Kind.SMS, "https://sms.example.org/")
    assert addresses.personal(Kind.MAIL, "mailtos://n:p@example.org/?to={to}")
    assert not addresses.personal(Kind.MAIL, "mailtos://n:p@example.org/?to=desk@example.org")
    assert not addresses.personal(Kind.WECOM, "wecombot://key/")
