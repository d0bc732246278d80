"""Hits that lie over each other: which ones stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from redact.model import Box, Hit, Verdict

SLACK = 0.01
"""Points by which a box may stick out of another and still lie in it: coordinates are floats."""


def prune(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without repetition, by document, page and place.

    Of hits with the same span the best scored stays, with the grounds of all of them; one that the rule book wants to
    leave readable goes before the rest. A hit inside another one goes: the longest wins, then the score. Hits that
    overlap in part both stay. Hints stand outside all this: none displaces a hit or is displaced by one. Pruning twice
    changes nothing.
    """
    hits = list(hits)
    hints = dict.fromkeys(hit for hit in hits if hit.hint)
    ordered = sorted((hit for hit in hits if not hit.hint), key=_rank)
    merged = [_merge(list(same)) for _, same in groupby(ordered, key=_span)]
    over = _widest(hit for hit in merged if hit.parts > 1)
    covers: dict[tuple[str, int], list[Box]] = {}
    for hit in over:
        for box in hit.boxes:
            covers.setdefault((hit.document_id, box.page), []).append(box)
    within = _outermost(hit for hit in merged if hit.parts == 1)
    free = [hit for hit in within if not _covered(hit, covers.get((hit.document_id, hit.page), []))]
    return sorted([*over, *free, *hints], key=_rank)


def _span(hit: Hit) -> tuple[str, int, int, int]:
    return hit.document_id, hit.page, hit.start, -hit.end


def _rank(hit: Hit) -> tuple[str, int, int, int, bool, float, str, str]:
    readable = hit.proposal is Verdict.KEEP
    return (*_span(hit), not readable, -hit.score, hit.entity_type, hit.recognizer)


def _merge(same: list[Hit]) -> Hit:
    grounds = tuple(dict.fromkeys(ground for hit in same for ground in hit.grounds))
    return same[0] if grounds == same[0].grounds else replace(same[0], grounds=grounds)


def _outermost(hits: Iterable[Hit]) -> list[Hit]:
    """What lies in no other; the hits come by start, the longest first."""
    kept: list[Hit] = []
    reach: dict[tuple[str, int], int] = {}
    for hit in hits:
        page = (hit.document_id, hit.page)
        if hit.end > reach.get(page, -1):
            kept.append(hit)
            reach[page] = hit.end
    return kept


def _widest(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits in several parts those that no other one covers; their offsets say nothing of what lies between."""
    kept: dict[tuple[str, int], list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: (-sum(box.x1 - box.x0 for box in hit.boxes), _rank(hit))):
        same_page = kept.setdefault((hit.document_id, hit.page), [])
        if not any(_covered(hit, other.boxes) for other in same_page):
            same_page.append(hit)
    return [hit for found in kept.values() for hit in found]


def _covered(hit: Hit, covers: Sequence[Box]) -> bool:
    """Whether boxes of hits in several parts cover this one."""
    return bool(covers and hit.boxes) and all(any(_inside(box, cover) for cover in covers) for box in hit.boxes)


def _inside(box: Box, cover: Box) -> bool:
    return (
        box.page == cover.page
        and box.x0 >= cover.x0 - SLACK
        and box.y0 >= cover.y0 - SLACK
        and box.x1 <= cover.x1 + SLACK
        and box.y1 <= cover.y1 + SLACK
    )
