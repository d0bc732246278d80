"""The bytes of a file, laid end to end: nothing may lie between its objects, before them or after them.

%PDF-1.7 | 1 0 obj .. endobj | 2 0 obj .. stream .. endstream endobj | ... | xref .. trailer | startxref n %%EOF
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

_HEADER = re.compile(rb"%PDF-\d\.\d[ \t]*[\r\n]+(?:%[\x80-\xff]{4}[ \t]*[\r\n]+)?")
_OBJECT = re.compile(rb"\s*(\d+)\s+(\d+)\s+obj\b")
_STREAM_OR_END = re.compile(rb"\bstream\r?\n|endobj\b")
_STREAM_END = re.compile(rb"\s*endstream\s*endobj\b")
_TAIL = re.compile(rb"\s*(?:xref\s+[\d\s nf]+trailer\s*<<.*?>>\s*)?startxref\s+\d+\s+%%EOF", re.DOTALL)

EARLIER = "earlier revision"
HIDDEN = "hidden bytes"
TRAILING = "trailing bytes"


def loose_bytes(data: bytes, lengths: Mapping[int, int], known: Container[int]) -> set[str]:
    """What is wrong with the layout of a file; empty when every byte belongs to a current object.

    Args:
        data: the whole file.
        lengths: /Length of every stream by object number.
        known: numbers of all current objects.

    Returns:
        Any of 'earlier revision', 'hidden bytes', 'trailing bytes'.
    """
    header = _HEADER.match(data)
    if header is None:
        return {HIDDEN}
    found: set[str] = set()
    at, seen = header.end(), set()
    while match := _OBJECT.match(data, at):
        number = int(match[1])
        if number in seen or number not in known:
            found.add(EARLIER)
        seen.add(number)
        end = _object_end(data, match.end(), lengths.get(number))
        if end is None:
            return found | {HIDDEN}
        at = end
    return found | _after_objects(data, at)


def _object_end(data: bytes, start: int, length: int | None) -> int | None:
    match = _STREAM_OR_END.search(data, start)
    if match is None:
        return None
    if not match.group().startswith(b"stream"):
        return match.end()
    if length is None:
        return None
    end = _STREAM_END.match(data, match.end() + length)
    return end.end() if end else None


def _after_objects(data: bytes, at: int) -> set[str]:
    tail = _TAIL.match(data, at)
    if tail is None:
        return {HIDDEN}
    rest = data[tail.end() :]
    if not rest.strip():
        return set()
    return {EARLIER} if b"%%EOF" in rest or b" obj" in rest else {TRAILING}
