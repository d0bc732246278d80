"""Who may come in: a link that works once, and a cookie for whoever came in by it."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from redact.pipeline.settings import NOBODY
from redact.tables import one_line

Headers = Sequence[tuple[bytes, bytes]]
LOCAL = "127.0.0.1"
LONGEST_NAME = 60
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Access:
    """Under which names the server is reached, and where it learns who is there.

    Without `reviewer_header` everybody is `reviewer`. With it, that header of a proxy which signs people on names them,
    and the link works once for each name.
    """

    port: int
    reviewer: str
    reviewer_header: str = ""
    trusted_hosts: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """The server's own origin."""
        return f"http://{LOCAL}:{self.port}"

    def knows_host(self, host: str) -> bool:
        """Whether a Host header names this server: a web page elsewhere cannot pass for it by a name of its own."""
        return host == f"{LOCAL}:{self.port}" or host.lower() in self.trusted_hosts

    def knows_origin(self, origin: str) -> bool:
        """Whether an Origin header names this server's own page."""
        return origin == self.origin or origin.lower() in {f"https://{host}" for host in self.trusted_hosts}


def values_of(headers: Headers, name: str) -> list[str]:
    """Every value of a header."""
    return [value.decode("latin-1") for key, value in headers if key == name.encode()]


def only(headers: Headers, name: str) -> str | None:
    """The value of a header that stands there exactly once; else None."""
    values = values_of(headers, name)
    return values[0] if len(values) == 1 else None


@dataclass(slots=True)
class Door:
    """Lets people in."""

    access: Access
    token: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET_BYTES), repr=False)
    _used: set[str] = field(default_factory=set, repr=False)
    _inside: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def link(self) -> str:
        """What the first visit goes to."""
        return f"{self.access.origin}/begin?token={self.token}"

    @property
    def cookie_name(self) -> str:
        """Cookies know no ports: two servers on one machine must not take each other's."""
        return f"redact-{self.access.port}"

    def name_of(self, headers: Headers) -> str | None:
        """Who sends this, by the proxy's word where that is believed; None where it should say and does not."""
        if not self.access.reviewer_header:
            return self.access.reviewer
        said = only(headers, self.access.reviewer_header.lower())
        if said is None:
            return None
        try:
            name = one_line(said.encode("latin-1").decode())
        except UnicodeDecodeError:
            return None
        return name if 0 < len(name) <= LONGEST_NAME and name not in NOBODY else None

    def enter(self, token: str, headers: Headers) -> str | None:
        """The cookie for whoever shows the token for the first time; else None."""
        name = self.name_of(headers)
        if name is None or name in self._used or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self._used.add(name)
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        self._inside[secret] = name
        return secret

    def inside(self, headers: Headers) -> str | None:
        """The name of whoever was let in before; else None."""
        for cookie in self._cookies(headers):
            for secret, name in self._inside.items():
                if hmac.compare_digest(cookie.encode(), secret.encode()) and self.name_of(headers) == name:
                    return name
        return None

    def _cookies(self, headers: Headers) -> list[str]:
        pairs = [pair.strip().partition("=") for line in values_of(headers, "cookie") for pair in line.split(";")]
        return [value for name, _, value in pairs if name == self.cookie_name]
