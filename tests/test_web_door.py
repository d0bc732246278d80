"""Who is let in and under which name, how long the rest takes, and what a server that errs tells: the parts alone."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from redact.pipeline.settings import FROM_BUNDLE, MACHINE
from redact.web.door import Access, Door, only
from redact.web.guard import Guard
from redact.web.pace import FEWEST, Pace

HEADER = (b"x-remote-user", b"A. Jansen")


def proxied() -> Door:
    return Door(Access(8000, "login", "X-Remote-User", ("lakken.example",)))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ([], None),
        ([b""], None),
        ([b"   "], None),
        ([b"A. Jansen"], "A. Jansen"),
        (["Zoë".encode()], "Zoë"),
        ([b"\xff\xfe"], None),
        ([b"x" * 61], None),
        ([b"A", b"B"], None),
        ([MACHINE.encode()], None),
        ([FROM_BUNDLE.encode()], None),
        ([b"A\x1b[31m"], "A␛[31m"),
    ],
)
def test_the_name_that_a_proxy_says(said: list[bytes], name: str | None) -> None:
    assert proxied().name_of([(b"x-remote-user", value) for value in said]) == name


def test_a_proxy_is_not_believed_unless_asked_to() -> None:
    assert Door(Access(8000, "login")).name_of([HEADER]) == "login"


def test_a_token_lets_each_name_in_once() -> None:
    door = proxied()
    assert door.enter("wrong", [HEADER]) is None
    secret = door.enter(door.token, [HEADER])
    assert secret is not None
    assert door.enter(door.token, [HEADER]) is None
    assert door.enter(door.token, []) is None
    other = door.enter(door.token, [(b"x-remote-user", b"T. Bakker")])
    assert other not in (None, secret)
    cookie = (b"cookie", f"a=b; {door.cookie_name}={secret}; c".encode())
    assert door.inside([HEADER, cookie]) == "A. Jansen"
    assert door.inside([cookie]) is None
    assert door.inside([(b"x-remote-user", b"T. Bakker"), cookie]) is None
    assert door.inside([HEADER, (b"cookie", f"x{door.cookie_name}={secret}".encode())]) is None


def test_secrets_do_not_show() -> None:
    door = Door(Access(8000, "login"))
    secret = door.enter(door.token, [])
    assert door.token not in repr(door)
    assert str(secret) not in repr(door)
    assert secret != door.token


def test_hosts_and_origins() -> None:
    access = Access(8000, "login", "", ("lakken.example",))
    assert [host for host in ("127.0.0.1:8000", "LAKKEN.example") if access.knows_host(host)]
    assert not [host for host in ("127.0.0.1", "localhost:8000", "x.lakken.example", "") if access.knows_host(host)]
    assert access.knows_origin("http://127.0.0.1:8000")
    assert access.knows_origin("https://lakken.example")
    strange = ("http://lakken.example", "https://lakken.example:444", "null", "", "https://127.0.0.1:8000")
    assert not [origin for origin in strange if access.knows_origin(origin)]
    assert only([(b"a", b"1"), (b"a", b"2")], "a") is None


def test_the_time_left_follows_the_pace() -> None:
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    for _ in range(FEWEST):
        now[0] += 4
        pace.note(1)
    assert pace.seconds_left(100) is None, "one gap too few"
    now[0] += 3600
    pace.note(1)
    assert pace.seconds_left(100) is None, "a pause is no gap"
    for gap, hits in ((4, 1), (4, 1), (90, 1), (4, 13), (4, 1)):
        now[0] += gap
        pace.note(hits)
    assert pace.seconds_left(100) == round(4 * 100 / ((4 * 1 + 1 + 1 + 1 + 13 + 1) / 9))
    assert pace.seconds_left(0) == 0
    left = pace.seconds_left(10)
    now[0] += 5
    pace.note(0)
    assert pace.seconds_left(10) == left, "what decides nothing says nothing"


def answered(app: Any, path: str = "/api/case") -> tuple[int, dict[str, str], bytes]:
    """What comes back through the guard of an app that does as it likes."""
    door = Door(Access(8000, "login"))
    secret = door.enter(door.token, [])
    cookie = f"{door.cookie_name}={secret}".encode()
    headers = [(b"host", b"127.0.0.1:8000"), (b"cookie", cookie)]
    scope: Scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b""}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Guard(app, door)(scope, receive, send))
    head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], head, b"".join(message.get("body", b"") for message in sent[1:])


def test_an_unforeseen_error_tells_nothing_of_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    async def errs(scope: Scope, receive: Receive, send: Send) -> None:
        raise KeyError("Fatima el Amrani")

    status, head, body = answered(errs)
    assert status == 500
    assert set(json.loads(body)) == {"error"}
    shown = capsys.readouterr()
    assert "KeyError" in shown.err
    assert "test_web_door.py" in shown.err
    for text in (body.decode(), shown.err, shown.out, str(head)):
        assert "Fatima" not in text
        assert "Traceback" not in text


def test_no_view_can_loosen_a_header() -> None:
    async def loose(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"Content-Security-Policy", b"default-src *"), (b"cache-control", b"public"), (b"x-own", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"x"})

    status, head, body = answered(loose)
    assert (status, body, head["x-own"]) == (200, b"x", "1")
    assert head["cache-control"] == "no-store"
    assert "Content-Security-Policy" not in head
    assert head["content-security-policy"].startswith("default-src 'none'")


def test_websockets_are_not_spoken() -> None:
    reached = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope)

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    asyncio.run(Guard(app, Door(Access(8000, "login")))({"type": "websocket"}, nothing, nothing))
    assert not reached
