"""What the desk is asked, what it answers, and how a decision becomes a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from redact.model import Review, Verdict
from redact.pipeline.learning import decided_by_people
from redact.pipeline.twins import is_taken_over
from redact.review import Entry


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, and up to which revision he had seen the case."""

    reviewer: str
    seen: int


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from an earlier revision on. `said` is a Dutch sentence on what was done, or ''."""

    revision: int
    hit_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    removed: tuple[str, ...]
    said: str = ""


def review_of(
    entry: Entry, verdict: Verdict | None, grounds: tuple[str, ...] | None, remark: str | None, reviewer: str
) -> Review:
    """A review of an entry; what is None stays as it is. That it was taken over from a twin is true no more.

    A remark alone on somebody's decision leaves it that person's, and confirmed if it was.
    """
    stands = entry.review is not None and decided_by_people(entry) and not is_taken_over(entry)
    if stands and entry.review and verdict is None and grounds is None and remark is not None:
        return replace(entry.review, remark=remark)
    before = entry.review.remark if entry.review and not is_taken_over(entry) else ""
    return Review(
        entry.hit_id,
        entry.verdict if verdict is None else verdict,
        entry.grounds if grounds is None else grounds,
        reviewer,
        before if remark is None else remark,
    )


_DONE = {
    Verdict.REDACT: "gelakt",
    Verdict.KEEP: "blijft staan",
    Verdict.DOUBT: "op twijfel gezet",
    Verdict.OPEN: "weer open",
    None: "gewijzigd",
}


def said_of(reviews: Sequence[Review], verdict: Verdict | None) -> str:
    """In Dutch, what was decided: 'h0012 gelakt', '12 treffers blijven staan'."""
    many = len(reviews) != 1
    return counted(reviews, "blijven staan" if verdict is Verdict.KEEP and many else _DONE[verdict])


def counted(reviews: Sequence[Review], done: str) -> str:
    """What was done to how many hits, or to which one."""
    return f"{reviews[0].hit_id} {done}" if len(reviews) == 1 else f"{len(reviews)} treffers {done}"
