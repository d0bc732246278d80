"""The real server in a process of its own, and a visitor that talks to it over HTTP as the page does."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

END_SECONDS = 30.0


@dataclass
class Served:
    """A running server. `link` lets one visitor in."""

    process: subprocess.Popen[str]
    link: str
    errors: Path
    visitors: list[httpx.Client] = field(default_factory=list)
    welcome: httpx.Response | None = None
    """What whoever came in by the link was answered."""

    @property
    def origin(self) -> str:
        return self.link.partition("/begin")[0]

    @property
    def token(self) -> str:
        return self.link.partition("token=")[2]

    def stranger(self, **headers: str) -> httpx.Client:
        """Somebody who was not let in."""
        client = httpx.Client(base_url=self.origin, headers=headers, timeout=60.0, trust_env=False)
        self.visitors.append(client)
        return client

    def visitor(self, **headers: str) -> httpx.Client:
        """Somebody who came in by the link, and sends what the page sends."""
        client = self.stranger(**{"Origin": self.origin, "X-Redact": "1"} | headers)
        self.welcome = client.get(self.link)
        assert self.welcome.status_code == 303
        return client

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ends it and waits; its exit code."""
        for client in self.visitors:
            client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(END_SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


@contextmanager
def serving(bundle: Path, *options: str) -> Iterator[Served]:
    """`redact review` on a bundle, ready for visitors."""
    errors = bundle.parent / f"{bundle.name}-stderr.txt"
    command = [sys.executable, "-m", "redact", "-q", "review", str(bundle), *options]
    with errors.open("a") as stream:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stream, text=True, env=dict(os.environ))
    served: Served | None = None
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://[^\s\"]+", line)
        assert found, errors.read_text()
        served = Served(process, found[0], errors)
        yield served
        served.end()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        for client in served.visitors if served else ():
            client.close()


def copied(prepared: Path, folder: Path) -> Path:
    """A bundle with its case, of its own, in a folder."""
    for path in (prepared, prepared.with_name(prepared.name + "-gelakt")):
        shutil.copytree(path, folder / path.name)
    return folder / prepared.name


def seen(client: httpx.Client) -> int:
    """The revision of the case now."""
    return int(client.get("/api/case").json()["revision"])


def wait_for(condition: Any, seconds: float = 20.0) -> None:
    """Waits until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not so in time"
        time.sleep(0.1)
