"""Records to JSON and back, for the files of the case folder. pydantic does the work; records stay dataclasses."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from redact.errors import InputError

T = TypeVar("T")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(value: object, kind: Any) -> bytes:
    """JSON of a record, or of a container of records, of type `kind`."""
    return _adapter(kind).dump_json(value, indent=1)


def load(data: bytes, kind: type[T], name: str) -> T:
    """The record that `dump` wrote.

    Raises:
        InputError: `data` is damaged or of another version; `name` says which file. Its content is not quoted.
    """
    try:
        schema: Any = kind
        loaded: T = _adapter(schema).validate_json(data)
    except ValidationError:
        raise InputError(f"{name} is damaged or was written by another version of redact.") from None
    return loaded


def digest(*parts: object) -> str:
    """Short hash of anything JSON can say; the same parts give the same hash on every machine."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]
