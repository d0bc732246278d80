"""Hits that lie over each other: which ones stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from redact.model import Box, Hit, Verdict

SLACK = 0.01
"""Points by which a box may stick out of another and still lie in it: coordinates are floats."""


def prune(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without repetition, by document, page and place.

    Of hits with the same span the best scored stays, with the grounds of all of them; one that the rule book wants to
    leave readable goes before the rest. A hit inside another one goes: the longest wins, then the score. Hits that
    overlap in part both stay. Pruning twice changes nothing.
    """
    ordered = sorted(hits, key=_rank)
    merged = [_merge(list(same)) for _, same in groupby(ordered, key=_span)]
    over = _outermost(hit for hit in merged if _runs_over(hit))
    covers: dict[tuple[str, int], list[Box]] = {}
    for hit in over:
        for box in hit.boxes:
            covers.setdefault((hit.document_id, box.page), []).append(box)
    within = _outermost(hit for hit in merged if not _runs_over(hit))
    free = [hit for hit in within if not _covered(hit, covers.get((hit.document_id, hit.page), []))]
    return sorted([*over, *free], key=_rank)


def _span(hit: Hit) -> tuple[str, int, int, int]:
    return hit.document_id, hit.page, hit.start, -hit.end


def _rank(hit: Hit) -> tuple[str, int, int, int, bool, float, str, str]:
    readable = hit.proposal is Verdict.KEEP
    return (*_span(hit), not readable, -hit.score, hit.entity_type, hit.recognizer)


def _merge(same: list[Hit]) -> Hit:
    grounds = tuple(dict.fromkeys(ground for hit in same for ground in hit.grounds))
    return same[0] if grounds == same[0].grounds else replace(same[0], grounds=grounds)


def _runs_over(hit: Hit) -> bool:
    return any(box.page != hit.page for box in hit.boxes)


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


def _covered(hit: Hit, covers: list[Box]) -> bool:
    """Whether hits that run over a page end cover this one; by boxes, since their offsets skip footer and header."""
    return bool(covers and hit.boxes) and all(any(_inside(box, cover) for cover in covers) for box in hit.boxes)


def _inside(box: Box, cover: Box) -> bool:
    return (
        box.page == cover.page
        and box.x0 >= cover.x0 - SLACK
        and box.y0 >= cover.y0 - SLACK
        and box.x1 <= cover.x1 + SLACK
        and box.y1 <= cover.y1 + SLACK
    )
