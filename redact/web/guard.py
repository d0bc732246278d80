"""Stands before every request. What comes from elsewhere, is too large or is not let in goes no further.

    Host -> size -> method -> same site -> (writes: Origin, own header, JSON, size) -> cookie -> the views

Every answer gets the headers that keep a browser from doing anything but showing our own page.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from redact.web.answers import LARGEST_BODY, refusal
from redact.web.door import Door, Headers, only, values_of

LARGEST_HEAD = 16 * 1024
BEGIN = "/begin"
STATIC = "/static/"
OWN_HEADER = "x-redact"
_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "content-security-policy": _CSP,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_RAW_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]


@dataclass(frozen=True, slots=True)
class Guard:
    """The outermost layer of the server."""

    app: ASGIApp
    door: Door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        started = False

        async def safe_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                own = [pair for pair in message.get("headers", ()) if pair[0].decode().lower() not in HEADERS]
                message = {**message, "headers": [*own, *_RAW_HEADERS]}
            await send(message)

        status = self._status(scope)
        if status is not None:
            await refusal(scope, status)(scope, receive, safe_send)
            return
        try:
            await self.app(scope, receive, safe_send)
        except Exception as error:
            _report(error)
            if not started:
                await refusal(scope, 500)(scope, receive, safe_send)

    def _status(self, scope: Scope) -> int | None:
        """The status with which a request is refused; None for one that may pass."""
        headers, method, path = scope["headers"], scope["method"], scope["path"]
        host = only(headers, "host")
        if host is None or not self.door.access.knows_host(host):
            return 400
        if sum(len(name) + len(value) for name, value in headers) + len(scope["query_string"]) > LARGEST_HEAD:
            return 431
        if method not in ("GET", "HEAD", "POST"):
            return 405
        if path not in ("/", BEGIN) and not _same_site(headers):
            return 403
        wrong = self._wrong_write(headers) if method == "POST" else _wrong_read(headers)
        if wrong is not None:
            return wrong
        if path == BEGIN or path.startswith(STATIC):
            return None
        name = self.door.inside(headers)
        if name is None:
            return 403
        scope.setdefault("state", {})["reviewer"] = name
        return None

    def _wrong_write(self, headers: Headers) -> int | None:
        origin = only(headers, "origin")
        if origin is None or not self.door.access.knows_origin(origin) or only(headers, OWN_HEADER) != "1":
            return 403
        kind = (only(headers, "content-type") or "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return 400
        length = only(headers, "content-length")
        return 413 if length is not None and int(length) > LARGEST_BODY else None


def _wrong_read(headers: Headers) -> int | None:
    length = values_of(headers, "content-length")
    return 400 if values_of(headers, "transfer-encoding") or any(each != "0" for each in length) else None


def _same_site(headers: Headers) -> bool:
    """Whether a browser says that our own page, or the user, asked; other programs than browsers say nothing."""
    return all(value in ("same-origin", "none") for value in values_of(headers, "sec-fetch-site"))


def _report(error: BaseException) -> None:
    """Says on stderr what kind of error stood where; its own message is left out, since that may quote a document."""
    frames: Iterable[traceback.FrameSummary] = traceback.extract_tb(error.__traceback__)[-1:]
    places = " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    print(f"redact: an unforeseen error, {type(error).__name__}, at {places}", file=sys.stderr, flush=True)
