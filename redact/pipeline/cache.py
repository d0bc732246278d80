"""Results of stages on disk, each under a stamp of all that it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from redact.errors import InputError
from redact.files import read_whole, write_whole
from redact.records import dump, load

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A value and the stamp it was made under."""

    stamp: str
    value: T


def keep(path: Path, stamp: str, value: object, kind: Any) -> None:
    """Writes a result; it counts from the moment the file stands there."""
    write_whole(path, dump(Kept(stamp, value), Kept[kind]))


def kept(path: Path, stamp: str, kind: Any) -> Any:
    """The value in `path` if it was made under `stamp`; None for an absent, older or damaged file."""
    data = read_whole(path)
    if data is None:
        return None
    try:
        found: Kept[Any] = load(data, Kept[kind], path.name)
    except InputError:
        return None
    return found.value if found.stamp == stamp else None
