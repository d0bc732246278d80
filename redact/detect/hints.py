"""Signal words: at most one of a kind in a paragraph, for it is the paragraph that somebody is asked to read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import regex

from redact.detect.found import Found

_PARAGRAPH_END = regex.compile(r"\n[ \t]*\n|(?<=[.!?:;])[ \t]*\n(?=[\p{Lu}\d•*–-])")


def one_a_paragraph(text: str, found: Iterable[Found]) -> list[Found]:
    """What was found in a text, by place, with only the first hint of each kind in each paragraph."""
    ends = [match.end() for match in _PARAGRAPH_END.finditer(text)]
    seen: set[tuple[str, int]] = set()
    kept = []
    for one in found:
        place = (one.entity_type, bisect_right(ends, one.start))
        if one.hint and place in seen:
            continue
        if one.hint:
            seen.add(place)
        kept.append(one)
    return kept
