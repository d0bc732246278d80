"""Runs the page on this machine only, until somebody ends it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from redact.errors import UsageProblem
from redact.web.door import LOCAL
from redact.web.guard import LARGEST_HEAD

_MOST_CONNECTIONS = 64
_KEEP_ALIVE_SECONDS = 15
_HEAD_SECONDS = 5.0
_LAST_SECONDS = 5
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def bound_socket(port: int) -> socket.socket:
    """A socket on 127.0.0.1; port 0 takes a free one.

    Only with its protocol named does asyncio switch off Nagle's algorithm, which costs 40 ms an answer.

    Raises:
        UsageProblem: the port is taken, or not for us.
    """
    own = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        own.bind((LOCAL, port))
    except OSError as error:
        own.close()
        raise UsageProblem(f"--port: {port} cannot be used ({error.strerror}). Leave it out for a free one.") from None
    return own


def serve(app: ASGIApp, own: socket.socket, ready: Callable[[], None]) -> None:
    """Serves until Ctrl-C, SIGTERM or the end of the terminal; requests under way are finished first.

    Args:
        app: what answers.
        own: from `bound_socket`.
        ready: called once requests are answered.
    """
    config = uvicorn.Config(
        app,
        http=_PromptProtocol,
        ws="none",
        loop="asyncio",
        lifespan="on",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_LAST_SECONDS,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )
    _silence()
    asyncio.run(_Server(config, ready).serve(sockets=[own]))


def _silence() -> None:
    """The server's own messages quote requests and errors, so nothing of them is shown."""
    for name in ("uvicorn.error", "uvicorn.access", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False


class _Server(uvicorn.Server):
    """Ends quietly at a signal, so that whoever called can put things in order."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals end the loop; a second one ends it without waiting."""
        loop = asyncio.get_running_loop()
        for number in _ENDING:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in _ENDING:
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen, then says so."""
        await super().startup(sockets)
        self._ready()


class _PromptProtocol(H11Protocol):
    """Closes connections on which no whole request comes: uvicorn waits for the rest of a begun one for ever."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to watch."""
        super().connection_made(transport)
        self._watch(None)

    def _watch(self, before: object) -> None:
        if self.transport.is_closing():
            return
        if self._waiting and before is (self.cycle or self):
            self.transport.close()
            return
        seen: Any = (self.cycle or self) if self._waiting else None
        self.loop.call_later(_HEAD_SECONDS, self._watch, seen)

    @property
    def _waiting(self) -> bool:
        return self.conn.their_state is h11.IDLE
