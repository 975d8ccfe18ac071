"""Robots and mail through the library: taken only when the other side really took it."""

from __future__ import annotations

import email
import logging
from collections.abc import Iterator
from email.header import decode_header, make_header
from typing import Any

import pytest

from lib.notifications import addresses, through_apprise
from lib.notifications.posting import NotDelivered
from tests.notifications.receiving import Receiver, receiving

KEY = "secret-robot-key"


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The three robots' servers, on this machine."""
    from apprise.plugins import dingtalk, feishu, wecombot

    with receiving(says='{"errcode":0,"errmsg":"ok"}') as receiver:
        here = f"http://127.0.0.1:{receiver.port}"
        monkeypatch.setattr(wecombot.NotifyWeComBot, "notify_url", here + "/send?key={key}")
        monkeypatch.setattr(dingtalk.NotifyDingTalk, "notify_url", here + "/robot?access_token={token}")
        monkeypatch.setattr(feishu.NotifyFeishu, "notify_url", here + "/hook/{token}/")
        yield receiver


def test_each_robot_gets_the_words(robot: Receiver) -> None:
    for url in (f"wecombot://{KEY}/", "dingtalk://SECabc@secretrobotkey/", f"feishu://{KEY}/"):
        through_apprise.send(url, title="", words="新任务\nhttp://x/ticket#key", key="k")
    wecom, dingtalk, feishu = (body for _, body in robot.came)
    assert wecom == {"msgtype": "text", "text": {"content": "新任务\nhttp://x/ticket#key"}}
    assert dingtalk["text"]["content"] == feishu["content"]["text"] == "新任务\nhttp://x/ticket#key"
    assert "sign=" in robot.paths[1]


@pytest.mark.parametrize(
    "answer",
    ['{"errcode":93000,"errmsg":"invalid webhook url"}', '{"code":9499,"msg":"Bad Request"}'],
)
def test_a_no_with_code_200_is_a_no(answer: str, robot: Receiver, capfd: pytest.CaptureFixture[str]) -> None:
    robot.says = answer
    with pytest.raises(NotDelivered) as refused:
        through_apprise.send(f"wecombot://{KEY}/", title="", words="新任务", key="k")
    assert "invalid webhook url" in str(refused.value) or "Bad Request" in str(refused.value)
    assert KEY not in "".join(capfd.readouterr())


def test_the_library_s_own_log_goes_nowhere() -> None:
    through_apprise.understood(f"wecombot://{KEY}/")
    assert not logging.getLogger("apprise").propagate


def test_mail_has_its_subject_and_waits_only_a_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    import smtplib

    sent: list[tuple[Any, ...]] = []

    class Server:
        def __init__(self, host: str, port: int, *_: Any, timeout: Any = None, **__: Any) -> None:
            sent.append((host, port, timeout))

        def sendmail(self, *args: Any, **_: Any) -> None:
            sent.append(args)

        def __getattr__(self, name: str) -> Any:
            return lambda *args, **more: None

    monkeypatch.setattr(smtplib, "SMTP", Server)
    url = addresses.addressed(
        "mailto://mail.example.org:2525/?from=desk@example.org&to={to}", "li@example.org"
    )
    through_apprise.send(url, title="后勤服务台 1", words="新任务 <b>\nhttp://x/ticket#key", key="the-key")
    (host, port, timeout), (sender, to, text) = sent
    assert (host, port, sender, to) == ("mail.example.org", 2525, "desk@example.org", ["li@example.org"])
    assert timeout is not None and max(timeout if isinstance(timeout, tuple) else (timeout,)) <= 5
    told = email.message_from_string(text)
    assert str(make_header(decode_header(told["Subject"]))) == "后勤服务台 1"
    assert told["Idempotency-Key"] == "the-key"
    # Plain text: what somebody typed cannot become HTML.
    assert {part.get_content_type() for part in told.walk() if not part.is_multipart()} == {"text/plain"}


def test_a_robot_that_is_not_there_is_said_without_its_key(robot: Receiver) -> None:
    robot.answers = [500]
    url = f"wecombot://{KEY}/"
    with pytest.raises(NotDelivered) as refused:
        through_apprise.send(url, title="", words="新任务", key="k")
    assert KEY not in addresses.without_secrets(str(refused.value), url)


def test_the_library_points_to_nobody_s_host() -> None:
    _, asset, _ = through_apprise._library()
    assert (asset.image_url_mask, asset.image_url_logo) == ("", "")
    assert "apprise" not in asset.app_url
