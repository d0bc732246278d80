"""Reads documents in which people marked what is to be found: JSON lines, one document a line.

    {"id": "brief", "date": "2024-03-12", "text": "Van: ...", "spans": [{"start": 5, "end": 12, "label": "PERSON"}]}

`date` may be left out; other fields are of no matter.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redact.errors import InputError
from redact.files import read_whole
from redact.pipeline.scoring import LABELS, Mention


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with its marks."""

    document_id: str
    date: datetime.date | None
    text: str = field(repr=False)
    mentions: tuple[Mention, ...]


def read_gold(path: Path) -> tuple[GoldDocument, ...]:
    """The documents of a file of marked documents.

    Raises:
        InputError: there is no such file, or a line of it cannot be used. Names the line, never what stands there.
    """
    data = read_whole(path)
    if data is None:
        raise InputError(f"There is no file {path}.")
    documents: dict[str, GoldDocument] = {}
    for number, line in _lines(path, data):
        try:
            document = _document(line)
            if document.document_id in documents:
                raise InputError("another document has the same 'id'")
        except InputError as error:
            raise InputError(f"{path}, line {number}: {error}.") from None
        documents[document.document_id] = document
    if not documents:
        raise InputError(f"{path} holds no documents.")
    return tuple(documents.values())


def _lines(path: Path, data: bytes) -> Iterator[tuple[int, str]]:
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text.") from None
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _document(line: str) -> GoldDocument:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError("not JSON; every line holds one document") from None
    if not isinstance(entry, dict):
        raise InputError("not a JSON object")
    document_id, text, spans = entry.get("id"), entry.get("text"), entry.get("spans")
    if not isinstance(document_id, str) or not document_id:
        raise InputError("'id' is not text")
    if not isinstance(text, str):
        raise InputError("'text' is not text")
    if not isinstance(spans, list):
        raise InputError("'spans' is not a list")
    mentions = tuple(_mention(span, place, len(text)) for place, span in enumerate(spans, start=1))
    return GoldDocument(document_id, _date(entry.get("date")), text, mentions)


def _date(value: Any) -> datetime.date | None:
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError("'date' is no date; write it as 2022-01-27") from None


def _mention(span: Any, place: int, size: int) -> Mention:
    if not isinstance(span, dict):
        raise InputError(f"span {place} is not a JSON object")
    start, end, label = span.get("start"), span.get("end"), span.get("label")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= size:
        raise InputError(f"span {place} does not lie within the text of {size} characters")
    if not isinstance(label, str) or label not in LABELS:
        raise InputError(f"span {place} has no label that is known; known are {', '.join(sorted(LABELS))}")
    return Mention(start, end, label)
