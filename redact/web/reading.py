"""What a page asks, read from a request; anything that is not as agreed is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.requests import Request

from redact.errors import InputError, ReviewError
from redact.pipeline.desk import Desk
from redact.records import load
from redact.review import words
from redact.tables import legible
from redact.web.answers import Refused, body_of

T = TypeVar("T")
MOST_HITS = 10_000
LONGEST_REMARK = 2_000
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on hits; what is None stays as it is."""

    hits: tuple[str, ...]
    seen: int
    verdict: str | None = None
    grounds: tuple[str, ...] | None = None
    remark: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Hits:
    """Hits to do something with."""

    hits: tuple[str, ...]
    seen: int
    remark: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a window has seen, and nothing else."""

    seen: int


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A text to redact wherever it stands, or in one document, or on one page of it."""

    text: str = field(repr=False)
    grounds: tuple[str, ...]
    seen: int
    document: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place to redact: a box in points as displayed, words by their offsets, or the whole page."""

    document: str
    page: int
    grounds: tuple[str, ...]
    seen: int
    box: tuple[float, float, float, float] | None = None
    words: tuple[int, int] | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """A text to look for."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OneHit:
    """A hit."""

    hit: str
    seen: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark, on whatever the address names."""

    seen: int
    remark: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A contradiction, and the side that is to hold everywhere."""

    id: str
    side: int
    seen: int


@dataclass(frozen=True, slots=True)
class DocumentValues:
    """Fields of a document with their new values."""

    values: dict[str, str | list[str] | None] = field(repr=False)
    seen: int


async def read(request: Request, kind: type[T]) -> T:
    """The body of a request.

    Raises:
        Refused: it is not as agreed.
    """
    try:
        asked = load(await body_of(request), kind, "request")
    except InputError:
        raise Refused(400) from None
    names = getattr(asked, "hits", ("",))
    if not 0 < len(names) <= MOST_HITS:
        raise Refused(400)
    return asked


def number_of(request: Request, name: str, least: int = 0) -> int:
    """A whole number from the query.

    Raises:
        Refused: it is not there, or is no such number.
    """
    value = request.query_params.get(name, "")
    if not (value.isascii() and value.isdecimal() and len(value) < 10) or int(value) < least:
        raise Refused(400)
    return int(value)


def grounds_of(desk: Desk, given: tuple[str, ...]) -> tuple[str, ...]:
    """Grounds as the rule book has them, or one marking.

    Raises:
        ReviewError: one does not exist under this law; in Dutch.
    """
    return words.hit_grounds_of("; ".join(given), desk.context.rulebook, desk.context.regime)


def remark_of(given: str) -> str:
    """A remark that can be shown anywhere.

    Raises:
        ReviewError: it is too long.
    """
    if len(given) > LONGEST_REMARK:
        raise ReviewError(f"Een opmerking telt hoogstens {LONGEST_REMARK} tekens.")
    return legible(given.strip())


def document_values(desk: Desk, given: dict[str, str | list[str] | None]) -> dict[str, Any]:
    """Values of fields of `DocumentDecision`, from words as people type them.

    Raises:
        ReviewError: a value cannot be read; in Dutch.
        Refused: there is no such field.
    """
    rulebook, regime = desk.context.rulebook, desk.context.regime
    readers: dict[str, Any] = {
        "judgement": words.judgement_of,
        "date": words.date_of,
        "markings": lambda text: words.markings_of(text, rulebook),
        "grounds": lambda text: words.ground_codes_of(text, rulebook, regime),
    }
    plain = ("title", "kind", "sender", "receiver", "remark")
    values: dict[str, Any] = {}
    for name, value in given.items():
        text = "; ".join(value) if isinstance(value, list) else (value or "")
        if len(text) > LONGEST_REMARK:
            raise ReviewError(f"Een veld telt hoogstens {LONGEST_REMARK} tekens.")
        if name not in readers and name not in plain:
            raise Refused(400)
        values[name] = readers[name](text) if name in readers else legible(" ".join(text.split()))
    if not values:
        raise Refused(400)
    return values
