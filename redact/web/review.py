"""From an open desk to a page in a browser, and back to an orderly end."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, replace

from redact.executors import ProcessExecutor
from redact.pipeline.desk import Desk
from redact.pipeline.settings import Silence
from redact.web.app import build_app
from redact.web.door import Access, Door
from redact.web.server import serve
from redact.web.sitting import Sitting


@dataclass(frozen=True, slots=True)
class Visit:
    """How people come to the page: as second readers or not, and behind which proxy (see `Access`)."""

    second: bool = False
    reviewer_header: str = ""
    trusted_hosts: tuple[str, ...] = ()


def serve_desk(
    desk: Desk, drawing: ProcessExecutor, own: socket.socket, visit: Visit, say: Callable[[str], None]
) -> None:
    """Lets people review in a browser until the program is ended by a signal.

    Args:
        desk: an open case; it is the caller's to close.
        drawing: the workers that draw pages.
        own: the socket to listen on.
        visit: how people come in.
        say: hears the link that lets the first visitor in, once it can be used.
    """
    desk.context = replace(desk.context, progress=Silence())
    hosts = tuple(host.lower() for host in visit.trusted_hosts)
    port = int(own.getsockname()[1])
    door = Door(Access(port, desk.context.settings.reviewer, visit.reviewer_header, hosts))
    serve(build_app(Sitting(desk, visit.second), door, drawing), own, lambda: say(door.link))
