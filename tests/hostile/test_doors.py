"""Signing in, cookies, headers, methods and addresses: what strangers try at the door."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from lib.core import clock
from lib.core.settings import settings
from lib.people import cookies, sessions
from lib.web.page import LANGUAGE_COOKIE
from lib.web.sign_in import onward
from tests.conftest import PASSWORD
from tests.hostile.conftest import SCRIPT, Clinic, browser, told

NOT_RIGHT = "用户名或密码不正确"
NOT_WHOLE = "表单没有完整收到，请再发送一次。"
TOO_LONG = "内容太长了，请缩短后再提交。"

# what is typed · user name · password · status · what is read
SIGN_INS: list[tuple[str, str, str, int, str]] = [
    ("nothing", "", "", 403, NOT_RIGHT),
    ("a wrong password", "wang", "wrong", 403, NOT_RIGHT),
    ("nobody", "nobody", PASSWORD, 403, NOT_RIGHT),
    ("SQL", "' OR '1'='1' --", "' OR '1'='1", 403, NOT_RIGHT),
    ("script", SCRIPT, SCRIPT, 403, NOT_RIGHT),
    ("a template", "{{config}}", "${7*7}", 403, NOT_RIGHT),
    ("a format string", "{0.__class__}", "%s%n", 403, NOT_RIGHT),
    ("a NUL in the name", "wang\0admin", PASSWORD, 403, NOT_RIGHT),
    ("a NUL in the password", "wang", "a\0b", 403, NOT_RIGHT),
    ("the right password and a NUL", "wang", PASSWORD + "\0", 403, NOT_RIGHT),
    ("a password of 10,000 letters", "wang", "x" * 10_000, 403, NOT_RIGHT),
    ("a password of emoji", "wang", "🔑" * 40, 403, NOT_RIGHT),
    ("a name of 10,000 letters", "x" * 10_000, "y", 403, NOT_RIGHT),
    ("a name of 3 MB", "x" * 3_000_000, "y", 422, TOO_LONG),
    ("a name turned round", "\u202egnaw", "y", 403, NOT_RIGHT),
    ("somebody without a password", "li\u200b", "", 403, NOT_RIGHT),
]


@pytest.mark.parametrize(
    ("done", "name", "password", "status", "words"), SIGN_INS, ids=[row[0] for row in SIGN_INS]
)
def test_signing_in_wrongly(
    clinic: Clinic, done: str, name: str, password: str, status: int, words: str
) -> None:
    answer = clinic.phone.post("/sign-in", data={"username": name, "password": password})
    read = told(answer, status, words)
    assert cookies.NAME not in answer.cookies
    if status == 403:
        assert name.replace("\0", "\ufffd")[:9] in read.replace("\0", "\ufffd")
    assert clinic.db.value("SELECT max(length(key)) FROM attempt") in (None, *range(300))


def test_a_name_in_capitals_and_spaces_is_the_same_name(clinic: Clinic) -> None:
    answer = clinic.phone.post("/sign-in", data={"username": "  WANG ", "password": PASSWORD})
    assert answer.status_code == 303 and cookies.NAME in answer.cookies


def test_guessing_is_slowed_down_in_words(clinic: Clinic) -> None:
    for _ in range(sessions.PER_ACCOUNT):
        clinic.phone.post("/sign-in", data={"username": "wang", "password": "guess"})
    told(clinic.phone.post("/sign-in", data={"username": "wang", "password": PASSWORD}), 429, "十分钟")


PARTS = {"content-type": "multipart/form-data; boundary=x"}

# what is sent instead of the form · the request · what is read
NO_FORMS: list[tuple[str, dict[str, Any], int, str]] = [
    ("JSON", {"json": {"username": "wang", "password": PASSWORD}}, 403, NOT_RIGHT),
    ("half a form in parts", {"content": b"--x\r\nContent-", "headers": PARTS}, 422, NOT_WHOLE),
    ("a file as the name", {"files": {"username": ("wang", b"x")}, "data": {"password": "x"}}, 403, NOT_RIGHT),
    ("every field twice", {"data": {"username": ["wang", "admin"], "password": ["x", "y"]}}, 403, NOT_RIGHT),
]  # fmt: skip


@pytest.mark.parametrize(("done", "request_", "status", "words"), NO_FORMS, ids=[row[0] for row in NO_FORMS])
@pytest.mark.parametrize("door", ["/sign-in", "/bind"])
def test_what_is_no_form(
    clinic: Clinic, door: str, done: str, request_: dict[str, Any], status: int, words: str
) -> None:
    answer = clinic.phone.post(door, **request_)
    told(answer, status, words if door == "/sign-in" or words == NOT_WHOLE else "绑定码")


# what is typed as a binding code
CODES = [
    "",
    "0",
    "12345678",
    "１２３４５６７８",
    "1234 5678",
    "' OR 1=1",
    SCRIPT,
    "9" * 5000,
    "\0",
    "一二三四五六七八",
]


@pytest.mark.parametrize("code", CODES)
def test_a_binding_code_of_nobody(clinic: Clinic, code: str) -> None:
    told(clinic.phone.post("/bind", data={"code": code}), 403, "绑定码")
    told(clinic.phone.get("/bind", params={"code": code}), 200, "绑定码")


# where the next page would be · where it is
ELSEWHERE = [
    "//evil.example", "https://evil.example/", "javascript:alert(1)", "\\\\evil.example", "/\\evil.example",
    "///evil.example", "//[", "http:evil.example", "data:text/html,x", "/\t/evil.example", "\x00//evil.example",
    "evil.example", "%2f%2fevil.example", "@evil.example", "//ex\u2100mple", "?next=//evil.example",
]  # fmt: skip


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_on_to_another_host(clinic: Clinic, wanted: str) -> None:
    desk = clinic.once("desk", lambda: clinic.desk("wang"))
    for address in ("/sign-in", "/language"):
        assert desk.get(address, params={"to": "zh", "next": wanted}).headers["location"] == "/"
    read = told(clinic.phone.get("/sign-in", params={"next": wanted}), 200, "登录")
    assert 'name="next" value="/"' in read


def test_signing_in_sends_nobody_to_another_host(clinic: Clinic) -> None:
    form = {"username": "wang", "password": PASSWORD, "next": "//evil.example"}
    assert clinic.phone.post("/sign-in", data=form).headers["location"] == "/"


@given(wanted=st.text(alphabet="/\\:.@?#[]%\t\r\n evilhttps2fF\u2100", max_size=14))
@tries(max_examples=150)
def test_wherever_somebody_wants_to_go_it_is_here(wanted: str) -> None:
    there = onward(wanted)
    assert there.startswith("/") and not there.startswith(("//", "/\\")) and "\\" not in there


def forged(**claims: Any) -> dict[str, Any]:
    return {"username": "admin", "exp_date": 9e9, "sid": "x" * 32} | claims


def unsigned(header: dict[str, str], claims: dict[str, Any], key: str = "") -> str:
    """A token made by hand."""
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims)
    ]
    mac = hmac.new(key.encode(), ".".join(parts).encode(), hashlib.sha256).digest() if key else b""
    return ".".join([*parts, base64.urlsafe_b64encode(mac).decode().rstrip("=")])


def ours(**claims: Any) -> str:
    """Signed with our own key, as only a leak could."""
    return jwt.encode(forged(**claims), settings().secret, algorithm="HS256")


ANOTHER = "another key, long enough to be taken for one"

# what the browser says it is · the cookie
COOKIES: list[tuple[str, Any]] = [
    ("nothing", lambda: ""),
    ("a word", lambda: "admin"),
    ("dots", lambda: "a.b.c"),
    ("only dots", lambda: ".."),
    ("a token that says it needs no signature", lambda: unsigned({"alg": "none", "typ": "JWT"}, forged())),
    ("a token that says None", lambda: unsigned({"alg": "None"}, forged())),
    ("a token of a kind we do not use", lambda: unsigned({"alg": "RS256"}, forged(), "x")),
    ("a token with a key address", lambda: unsigned({"alg": "HS256", "jku": "http://evil.example"}, forged(), "x")),
    ("signed with another key", lambda: jwt.encode(forged(), ANOTHER, algorithm="HS256")),
    ("signed with an empty key", lambda: unsigned({"alg": "HS256"}, forged(), "")),
    ("ours, for a sign-in there never was", ours),
    ("ours, with a number for a secret", lambda: ours(sid=1)),
    ("ours, with a list for a secret", lambda: ours(sid=["x"])),
    ("ours, without a secret", lambda: jwt.encode({"username": "admin"}, settings().secret, algorithm="HS256")),
    ("ours, expired", lambda: ours(exp=1)),
    ("ours, not yet valid", lambda: ours(nbf=9e9)),
    ("ours, with a date that is none", lambda: ours(exp="soon")),
    ("30,000 letters", lambda: "x" * 30_000),
    ("bytes", lambda: "\xff\xfe\x01"),
    ("script", lambda: SCRIPT),
    ("a quote and a semicolon", lambda: '"; onestop=y'),
    ("braces", lambda: "{}"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "make"), COOKIES, ids=[row[0] for row in COOKIES])
def test_a_cookie_that_is_not_ours_is_a_strangers(clinic: Clinic, done: str, make: Any) -> None:
    cookie = {b"cookie": f"{cookies.NAME}={make()}".encode("latin-1")}
    answer = clinic.phone.get("/search", headers=cookie)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/search")
    assert clinic.phone.get("/jobs", headers=cookie).headers["location"] == "/sign-in?next=/jobs"
    told(clinic.phone.get(f"/r/{clinic.cast.code}", headers=cookie), 200, "1203病房")
    assert clinic.phone.get("/signed-in", headers=cookie).status_code == 401


def test_the_cookie_of_a_sign_in_that_ended_is_a_strangers(clinic: Clinic) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=2)
    with clinic.db.transaction() as tx:
        old = sessions.start(
            tx, clinic.db, clinic.cast.people["wang"], "browser", address="", device="", now=long_ago
        )
    token = cookies.baked(settings().secret, username="wang", secret=old.secret, expires_at=clock.now())
    assert browser(token).get("/search").status_code == 303


# what the browser sends with a good form · the header · status · what is read
HEADERS: list[tuple[str, dict[str, str], int, str]] = [
    ("a form of another site", {"origin": "https://evil.example"}, 403, "请重新打开本系统的页面"),
    ("an origin that hides", {"origin": "null"}, 403, "请重新打开本系统的页面"),
    ("an origin that is no address", {"origin": "http://["}, 403, "请重新打开本系统的页面"),
    ("an empty origin", {"origin": ""}, 403, "请重新打开本系统的页面"),
    (
        "an origin that begins like ours",
        {"origin": "http://onestop.hospital.evil.example"},
        403,
        "请重新打开",
    ),
    (
        "another site, by the browser's own word",
        {"sec-fetch-site": "cross-site"},
        403,
        "请重新打开本系统的页面",
    ),
    (
        "a neighbour, by the browser's own word",
        {"sec-fetch-site": "same-site"},
        403,
        "请重新打开本系统的页面",
    ),
    ("a word the browser does not know", {"sec-fetch-site": "?"}, 403, "请重新打开本系统的页面"),
]


@pytest.mark.parametrize(("done", "headers", "status", "words"), HEADERS, ids=[row[0] for row in HEADERS])
def test_forms_of_other_sites(
    clinic: Clinic, done: str, headers: dict[str, str], status: int, words: str
) -> None:
    answer = clinic.phone.post("/sign-in", data={"username": "wang", "password": PASSWORD}, headers=headers)
    told(answer, status, words)
    assert cookies.NAME not in answer.cookies


# what stands in a header nobody reads twice · the header
ODD_HEADERS: list[tuple[str, dict[str, str]]] = [
    ("another host", {"host": "evil.example"}),
    ("a host that is none", {"host": "["}),
    ("a host with a path", {"host": "onestop/../../x"}),
    ("no host", {"host": ""}),
    ("a forwarded host", {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}),
    ("a forwarded way", {"x-forwarded-for": "' OR 1=1 --", "x-forwarded-proto": "gopher"}),
    ("a rewritten address", {"x-original-url": "/system", "x-rewrite-url": "/system"}),
    ("another method inside", {"x-http-method-override": "DELETE"}),
    ("a header of 20,000 letters", {"x-long": "x" * 20_000}),
    ("a browser called script", {"user-agent": SCRIPT * 50}),
    ("ranges without end", {"range": "bytes=" + "0-," * 1000}),
    ("a page that was never ours", {"referer": "javascript:alert(1)"}),
    ("a date before all dates", {"if-modified-since": "Thu, 01 Jan 0000 00:00:00 GMT"}),
    ("cookies without sense", {"cookie": ';;;=;a;=b;"' + "c=d;" * 500}),
    ("a language nobody speaks", {"accept-language": "tlh"}),
    ("languages without sense", {"accept-language": ";;q=,*;q=9,\x7f" + "x," * 5000}),
    ("no language", {"accept-language": ""}),
    ("a language cookie without sense", {"cookie": f"{LANGUAGE_COOKIE}=../../zh"}),
    ("a language cookie of script", {"cookie": f"{LANGUAGE_COOKIE}={SCRIPT}"}),
]


@pytest.mark.parametrize(("done", "headers"), ODD_HEADERS, ids=[row[0] for row in ODD_HEADERS])
def test_headers_without_sense_change_nothing(clinic: Clinic, done: str, headers: dict[str, str]) -> None:
    read = told(clinic.phone.get(f"/r/{clinic.cast.code}", headers=headers), 200, "1203病房")
    assert "evil.example" not in read
    assert clinic.phone.get("/search", headers=headers).headers["location"] == "/sign-in?next=/search"


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PROPFIND", "BREW", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "path", ["/r/{code}", "/t/x", "/sign-in", "/bind", "/files/x", "/healthz", "/nowhere"]
)
def test_methods_nobody_offers(clinic: Clinic, method: str, path: str) -> None:
    answer = clinic.phone.request(method, path.format(code=clinic.cast.code))
    if path == "/nowhere":
        assert answer.headers["location"].startswith("/sign-in")
    else:
        told(answer, answer.status_code, "这个地址没有内容。请重新扫码，或致电后勤服务台。")
        assert answer.status_code in (404, 405)


# an address nobody has
ADDRESSES = [
    "/r", "/r/", "/t", "/t//", "/files/", "/files/..%2f..%2fsecret", "/files/%00", "/files/" + "a" * 64,
    "/files/x.y.z", "/t/x/files/y", "/bind/x", "/setup/x", "/sign-in/x", "/healthz/x", "/loopback/x",
    "/r/x/y/z", "/r/" + "x/" * 500, "/t/" + "%2e%2e%2f" * 100, "/r/%", "/r/%zz", "/t/%C0%AF",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_nobody_has(clinic: Clinic, address: str) -> None:
    answer = clinic.phone.get(address)
    assert answer.status_code == 404
    told(answer, 404, "请" if "/files/" not in address or ".." in address else "")


def test_setting_up_a_hospital_that_is_there_leads_to_its_door(clinic: Clinic) -> None:
    form = {"username": "evil", "name": "evil", "password": "x" * 12, "again": "x" * 12}
    assert clinic.phone.post("/setup", data=form).headers["location"] == "/sign-in"
    assert clinic.db.value("SELECT count(*) FROM account WHERE username = 'evil'") == 0


# what is typed on the page for one's own password · old, new, again · what is read
PASSWORDS: list[tuple[str, str, str, str, str]] = [
    ("nothing", "", "", "", "原密码"),
    ("two that differ", PASSWORD, "abcdefghij1", "abcdefghij2", "两次输入的密码不一致。"),
    ("a wrong old one", "x", "abcdefghij1", "abcdefghij1", "原密码"),
    ("one too short", PASSWORD, "abc", "abc", "至少"),
    ("all alike", PASSWORD, "a" * 12, "a" * 12, "至少"),
    ("73 letters", PASSWORD, "abcd" * 18 + "x", "abcd" * 18 + "x", "太长"),
    ("25 characters of three bytes", PASSWORD, "一二三四五" * 5, "一二三四五" * 5, "太长"),
    ("a NUL in the old one", PASSWORD + "\0", "abcdefghij1", "abcdefghij1", "原密码"),
    ("the old one again", PASSWORD, PASSWORD, PASSWORD, "密码"),
    ("5,000 letters", "x" * 5000, "abcdefghij1", "abcdefghij1", "原密码"),
]


@pytest.mark.parametrize(
    ("done", "old", "new", "again", "words"), PASSWORDS, ids=[row[0] for row in PASSWORDS]
)
def test_a_new_password_that_will_not_do(
    clinic: Clinic, done: str, old: str, new: str, again: str, words: str
) -> None:
    desk = clinic.desk("he")
    told(desk.post("/password", data={"old": old, "password": new, "again": again}), 422, words)
    assert desk.get("/signed-in").status_code == 204
