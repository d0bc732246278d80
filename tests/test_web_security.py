"""Everything of the review page's safety, against the real server, over HTTP."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.webserver import Served, copied, serving

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def served(prepared_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    bundle = copied(prepared_bundle, tmp_path_factory.mktemp("web"))
    with serving(bundle, "--reviewer", "A. Jansen") as running:
        yield running


@pytest.fixture(scope="module")
def visitor(served: Served) -> httpx.Client:
    assert served.stranger().head(served.link).status_code == 405, "what previews links must not use it up"
    return served.visitor()


def document_of(visitor: httpx.Client) -> str:
    documents = visitor.get("/api/case").json()["documents"]
    return next(str(each["id"]) for each in documents if "script" in each["name"])


READS = ("/", "/api/case", "/api/hits", "/api/changes?since=0", "/api/hits/h0001", "/pages/x/1.png", "/preview/x/1.png")
WRITES = (
    "/api/decide",
    "/api/undo",
    "/api/redo",
    "/api/terms",
    "/api/places",
    "/api/search",
    "/api/persons/join",
    "/api/persons/split",
    "/api/documents/x",
    "/api/confirm",
    "/api/return",
    "/api/repair",
    "/api/documents/x/confirm",
    "/api/documents/x/return",
)


def test_the_link_works_once(served: Served, visitor: httpx.Client) -> None:
    stranger = served.stranger()
    assert stranger.get(served.link).status_code == 403
    assert "set-cookie" not in stranger.get(served.link).headers
    assert stranger.get("/api/case").status_code == 403


@pytest.mark.parametrize("token", ["", "x", "?", "%00", "a" * 5000, "é"])
def test_another_token_lets_nobody_in(served: Served, visitor: httpx.Client, token: str) -> None:
    answer = served.stranger().get("/begin", params={"token": token})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_cookie_is_for_this_server_alone_and_no_script_sees_it(served: Served, visitor: httpx.Client) -> None:
    assert served.welcome is not None
    assert served.welcome.headers["location"] == "/"
    (cookie,) = served.welcome.headers.get_list("set-cookie")
    port = served.origin.rpartition(":")[2]
    name, _, rest = cookie.partition("=")
    value, *attributes = rest.split("; ")
    assert name == f"redact-{port}"
    assert {attribute.lower() for attribute in attributes} == {"httponly", "path=/", "samesite=strict"}
    assert value != served.token
    assert len(value) >= 43


@pytest.mark.parametrize("path", READS)
def test_nothing_is_read_without_the_cookie(served: Served, visitor: httpx.Client, path: str) -> None:
    for cookie in ("", "redact-1=x", f"redact-{served.origin.rpartition(':')[2]}={served.token}"):
        assert served.stranger(Cookie=cookie).get(path).status_code == 403


@pytest.mark.parametrize("path", WRITES)
def test_nothing_is_written_without_the_cookie(served: Served, visitor: httpx.Client, path: str) -> None:
    stranger = served.stranger(**{"Origin": served.origin, "X-Redact": "1"})
    assert stranger.post(path, json={"seen": 0}).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "[::1]", "", "evil.example:80"]
)
def test_another_host_name_is_refused(served: Served, visitor: httpx.Client, host: str) -> None:
    for path in ("/", "/api/case", "/static/review.css", f"/begin?token={served.token}"):
        assert visitor.get(path, headers={"Host": host}).status_code == 400


def test_two_host_names_are_refused(served: Served) -> None:
    own = served.origin.removeprefix("http://")
    for second in (own, "evil.example"):
        answer = _raw(served, f"GET / HTTP/1.1\r\nHost: {own}\r\nHost: {second}\r\nConnection: close\r\n\r\n")
        assert b" 400 " in answer.split(b"\r\n")[0]


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "", "http://localhost:1", "https://127.0.0.1"])
def test_a_write_from_elsewhere_is_refused(visitor: httpx.Client, path: str, origin: str | None) -> None:
    request = visitor.build_request("POST", path, json={"seen": 0})
    del request.headers["origin"]
    if origin is not None:
        request.headers["origin"] = origin
    assert visitor.send(request).status_code == 403


@pytest.mark.parametrize("path", WRITES)
def test_a_write_needs_our_own_header_and_json(visitor: httpx.Client, path: str) -> None:
    request = visitor.build_request("POST", path, json={"seen": 0})
    del request.headers["x-redact"]
    assert visitor.send(request).status_code == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert visitor.post(path, content=b'{"seen":0}', headers={"Content-Type": kind}).status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none, cross-site"])
def test_another_site_is_refused_by_what_the_browser_says(visitor: httpx.Client, site: str) -> None:
    for path in ("/api/case", "/api/hits", "/static/review.css"):
        assert visitor.get(path, headers={"Sec-Fetch-Site": site}).status_code == 403
    answer = visitor.post("/api/undo", json={"seen": 0}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert visitor.get("/", headers={"Sec-Fetch-Site": site}).status_code == 200, "somebody may follow a link to it"


@pytest.mark.parametrize("path", [*WRITES, *READS, "/nergens"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO"])
def test_other_methods_are_refused(visitor: httpx.Client, path: str, method: str) -> None:
    assert visitor.request(method, path).status_code == 405


def test_reads_cannot_be_written_and_writes_cannot_be_read(visitor: httpx.Client) -> None:
    for path in WRITES:
        assert visitor.get(path).status_code in (404, 405)
    for path in READS:
        assert visitor.post(path, json={"seen": 0}).status_code in (404, 405)


EXPECTED = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}


@pytest.mark.parametrize("path", [*READS, "/static/review.css", "/nergens", "/begin?token=x"])
def test_every_answer_says_what_a_browser_may_not_do(visitor: httpx.Client, path: str) -> None:
    for answer in (visitor.get(path), visitor.get(path, headers={"Host": "evil.example"}), visitor.put(path)):
        for name, value in EXPECTED.items():
            assert answer.headers.get_list(name) == [value]
        policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["img-src"] == policy["connect-src"] == "'self'"
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers
        assert "server" not in answer.headers


PATHS = (
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e/app.py",
    "/static/%2e%2e%2f%2e%2e%2fcli.py",
    "/static//etc/passwd",
    "/static/%00",
    "/static/",
    "/static",
    "/pages/../1.png",
    "/pages/..%2f..%2fwork/1.png",
    "/pages/%2fetc%2fpasswd/1.png",
    "/preview/..%2f/1.png",
    "/api/documents/..%2f..%2fx/pages/1",
    "/api/hits/..%2fh0001",
    "/hits.json",
    "/..%2f..%2fhits.json",
    "/d0001/normal.pdf",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_reaches_the_disk(served: Served, visitor: httpx.Client, path: str) -> None:
    own, cookie = served.origin.removeprefix("http://"), "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())
    head = f"GET {path} HTTP/1.1\r\nHost: {own}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    answer = _raw(served, head)
    assert b" 404 " in answer.split(b"\r\n")[0]
    assert b"root:" not in answer
    assert b"import" not in answer


def test_an_answer_repeats_nothing_of_what_was_asked(visitor: httpx.Client) -> None:
    for path in (f"/{HOSTILE}", f"/api/hits/{HOSTILE}", f"/static/{HOSTILE}", "/api/documents/geheimenis/pages/1"):
        for accept in ("application/json", "text/html"):
            answer = visitor.get(path, headers={"Accept": accept})
            assert answer.status_code == 404
            assert "alert" not in answer.text
            assert "geheimenis" not in answer.text
    answer = visitor.post("/api/decide", json={"hits": [HOSTILE], "verdict": "lakken", "seen": 0})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/json"


def test_document_text_is_json_and_never_markup(visitor: httpx.Client) -> None:
    document = document_of(visitor)
    for path in ("/api/case", "/api/hits", f"/api/documents/{document}/pages/1"):
        answer = visitor.get(path)
        assert answer.headers["content-type"] == "application/json"
        json.loads(answer.text)
    words = [word["text"] for word in visitor.get(f"/api/documents/{document}/pages/1").json()["words"]]
    assert "onerror=alert(1)>." in words
    page = visitor.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "alert(" not in page.text
    assert " onclick" not in page.text
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'"x"',
        b"\xff\xfe",
        b"{}",
        b'{"seen": "x"}',
        b'{"hits": [], "verdict": "lakken", "seen": 0}',
        b'{"hits": "h0001", "verdict": "lakken", "seen": 0}',
        b'{"hits": ["h0001"], "verdict": "lakken"}',
        b'{"hits": ["h0001"], "seen": 0}',
        b'{"hits": [1], "verdict": "lakken", "seen": 0}',
        b'{"hits": ["h0001"], "verdict": {"a": 1}, "seen": 0}',
        b"[" * 60_000,
        b'{"a":' * 10_000,
    ],
)
def test_a_broken_request_is_refused(visitor: httpx.Client, body: bytes) -> None:
    answer = visitor.post("/api/decide", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/decide", {"hits": ["h9999"], "verdict": "lakken", "seen": 0}),
        ("/api/decide", {"hits": ["h0001"], "verdict": "weg ermee", "seen": 0}),
        ("/api/decide", {"hits": ["h0001"], "verdict": "lakken", "grounds": ["99.9"], "seen": 0}),
        ("/api/decide", {"hits": ["h0001"], "verdict": "lakken", "grounds": [], "seen": 0}),
        ("/api/decide", {"hits": ["h0001"], "remark": "x" * 2001, "seen": 0}),
        ("/api/terms", {"text": "x", "grounds": ["5.1.2e"], "seen": 0}),
        ("/api/terms", {"text": "komt nergens voor", "grounds": ["5.1.2e"], "seen": 0}),
        ("/api/terms", {"text": "x" * 501, "grounds": ["5.1.2e"], "seen": 0}),
        ("/api/search", {"text": ""}),
        ("/api/persons/split", {"hit": "h9999", "seen": 0}),
        ("/api/undo", {"seen": 0}),
    ],
)
def test_what_cannot_be_is_refused_in_dutch(visitor: httpx.Client, path: str, body: dict[str, object]) -> None:
    before = visitor.get("/api/hits").json()
    answer = visitor.post(path, json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert "redact" not in answer.json()["error"]
    assert visitor.get("/api/hits").json() == before


def test_a_large_body_is_refused(served: Served, visitor: httpx.Client) -> None:
    assert visitor.post("/api/search", json={"text": "x" * 70_000}).status_code == 413

    def without_length() -> Iterator[bytes]:
        yield b'{"text":"'
        for _ in range(100):
            yield b"x" * 1000
        yield b'"}'

    answer = visitor.post("/api/search", content=without_length(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_a_large_head_is_refused(served: Served) -> None:
    own = served.origin.removeprefix("http://")
    answer = _raw(served, f"GET / HTTP/1.1\r\nHost: {own}\r\nX: {'x' * 40_000}\r\n\r\n")
    assert answer.split(b"\r\n")[0].split()[1] in (b"400", b"431")


def test_a_read_with_a_body_is_refused(visitor: httpx.Client) -> None:
    assert visitor.request("GET", "/api/case", content=b"x").status_code == 400


def test_whoever_sends_slowly_is_cut_off(served: Served, visitor: httpx.Client) -> None:
    with socket.create_connection(("127.0.0.1", int(served.origin.rpartition(":")[2])), timeout=40) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert visitor.get("/api/case").status_code == 200
        assert slow.recv(100) == b""


def test_it_listens_on_this_machine_alone(served: Served) -> None:
    port = served.origin.rpartition(":")[2]
    listening = subprocess.run(["ss", "-Hltn", f"sport = :{port}"], capture_output=True, text=True, check=True).stdout
    assert [line.split()[3] for line in listening.splitlines()] == [f"127.0.0.1:{port}"]


def test_a_name_in_a_header_is_not_believed(served: Served, visitor: httpx.Client) -> None:
    for name in ("X-Remote-User", "Remote-User", "X-Forwarded-User"):
        assert visitor.get("/api/case", headers={name: "iemand anders"}).json()["reviewer"] == "A. Jansen"


def test_nothing_is_said_on_the_terminal(served: Served, visitor: httpx.Client) -> None:
    visitor.get(f"/{HOSTILE}")
    _raw(served, "onzin\r\n\r\n")
    assert served.errors.read_text() == ""


def _raw(served: Served, head: str) -> bytes:
    port = int(served.origin.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head.encode())
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
        return received
