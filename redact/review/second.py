"""Four eyes: what a second reader must confirm, and what a second reader does with it.

    needs_second   the rules name this decision: a ground, or something left readable that surely had to go
    sample         the lot fell on it, among the rest of what people decided
    outstanding    both, as far as nobody confirmed them yet

What the program decided in its own name is nobody's, and needs nobody else.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from redact.errors import ReviewError
from redact.model import Judgement, Review, Verdict
from redact.review.documents import DocumentRow, document_stamp
from redact.review.hitlist import Entry, HitList
from redact.review.readers import cannot_be_second, same_person
from redact.review_rules import ReviewRules

IN_SAMPLE = "steekproef"
REFUSAL = "weigering in het geheel"
Z = 1.959964
"""Standard deviations on either side of the middle that hold 95% of a normal distribution."""
FINAL = (Verdict.REDACT, Verdict.KEEP)
"""Verdicts that decide."""


@dataclass(frozen=True, slots=True)
class FourEyes:
    """By what a case asks for a second reader.

    `case` names the case, so that each has a lot of its own; `nobody` holds the names on decisions that no person took.
    """

    rules: ReviewRules
    case: str
    nobody: frozenset[str] = frozenset()

    def of_person(self, reviewer: str) -> bool:
        """Whether a person stands behind a decision with this name."""
        return bool(reviewer) and reviewer not in self.nobody


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a sample says of the decisions that nobody else looked at: from `least` to `most` are wrong (95%)."""

    sent_back: int
    looked_at: int
    rest: int
    least: int
    most: int

    @property
    def sentence(self) -> str:
        """In Dutch; '' as long as nobody looked at anything."""
        if not self.looked_at:
            return ""
        were = "is er 1" if self.sent_back == 1 else f"zijn er {self.sent_back}"
        if not self.rest:
            return f"Van de steekproef van {self.looked_at} {were} teruggestuurd; er zijn geen andere oordelen."
        number = f"{self.least} tot {self.most}" if self.least < self.most else str(self.most)
        mistakes = "verkeerd oordeel" if self.most == 1 else "verkeerde oordelen"
        return (
            f"Van de steekproef van {self.looked_at} {were} teruggestuurd; in de overige {self.rest} zitten naar "
            f"schatting {number} {mistakes} (95%)."
        )


def estimate(sent_back: int, looked_at: int, rest: int) -> Estimate:
    """How many wrong decisions slipped through, by the Wilson interval.

    Args:
        sent_back: decisions of the sample that the second reader sent back.
        looked_at: decisions of the sample that a second reader looked at.
        rest: decisions that were no part of it.
    """
    if not looked_at:
        return Estimate(sent_back, looked_at, rest, 0, rest)
    share, square = sent_back / looked_at, Z * Z
    middle = share + square / (2 * looked_at)
    half = Z * math.sqrt(share * (1 - share) / looked_at + square / (4 * looked_at**2))
    scale = 1 + square / looked_at
    least, most = max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
    return Estimate(sent_back, looked_at, rest, math.floor(least * rest + 1e-9), math.ceil(most * rest - 1e-9))


def needs_second(entry: Entry, eyes: FourEyes) -> str:
    """Why the rules ask for a second reader of a person's decision on a hit, in Dutch; '' where they do not.

    The sample stands apart, see `sample`. A confirmed decision has its reason still, see `outstanding`.
    """
    review, rules = entry.review, eyes.rules
    if review is None or review.verdict is Verdict.OPEN or not rules.four_eyes:
        return ""
    if not eyes.of_person(review.reviewer) or _left_alone(entry):
        return ""
    if code := rules.sensitive(review.grounds):
        return f"grond {code}"
    surely = entry.hit.proposal is Verdict.REDACT and entry.hit.score >= rules.keep_from
    if review.verdict is Verdict.KEEP and surely:
        return f"laten staan bij zekerheid {entry.hit.score:.2f}".replace(".", ",")
    return ""


def _left_alone(entry: Entry) -> bool:
    """Whether there was nothing to decide: signal words of a paragraph in which nothing has to go."""
    return entry.hit.hint and entry.verdict is not Verdict.REDACT


def sample(hit_list: HitList, eyes: FourEyes) -> frozenset[str]:
    """The hits on which the lot falls, of all that a person decided and that the rules do not name already.

    Every hit has a lot of its own, drawn from the case and its id. A decision more or less changes the sample by one
    hit in and one out at most, and a hit that was sent back stays in it.
    """
    return _sample(_Very(hit_list), eyes)


class _Very:
    """A hit list by identity. At every decision the same few lists are asked about again and again."""

    __slots__ = ("hit_list",)

    def __init__(self, hit_list: HitList) -> None:
        self.hit_list = hit_list

    def __hash__(self) -> int:
        return id(self.hit_list)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Very) and other.hit_list is self.hit_list


@lru_cache(maxsize=4)
def _sample(very: _Very, eyes: FourEyes) -> frozenset[str]:
    if not eyes.rules.four_eyes:
        return frozenset()
    drawn = sorted(drawn_from(very.hit_list, eyes), key=lambda hit_id: (_lot(eyes.case, hit_id), hit_id))
    return frozenset(drawn[: math.floor(len(drawn) * eyes.rules.sample + 1e-9)])


def drawn_from(hit_list: HitList, eyes: FourEyes) -> tuple[str, ...]:
    """The hits that the sample is drawn from."""
    return tuple(entry.hit_id for entry in hit_list.entries if _takes_part(entry, eyes))


def _takes_part(entry: Entry, eyes: FourEyes) -> bool:
    review = entry.review
    if review is None or review.verdict is Verdict.OPEN or not eyes.of_person(review.reviewer):
        return False
    return not _left_alone(entry) and not needs_second(entry, eyes)


@lru_cache(maxsize=1 << 16)
def _lot(case: str, hit_id: str) -> bytes:
    return hashlib.sha256(f"{case}|{hit_id}".encode()).digest()


def outstanding(hit_list: HitList, eyes: FourEyes) -> dict[str, str]:
    """The hits whose decision waits for a second reader, in the order of the list, each with the reason in Dutch."""
    return dict(_outstanding(_Very(hit_list), eyes))


@lru_cache(maxsize=4)
def _outstanding(very: _Very, eyes: FourEyes) -> tuple[tuple[str, str], ...]:
    drawn = _sample(very, eyes)
    found: list[tuple[str, str]] = []
    for entry in very.hit_list.entries:
        if entry.review is None or entry.verdict not in FINAL or _confirmed(entry.review):
            continue
        if reason := needs_second(entry, eyes) or (IN_SAMPLE if entry.hit_id in drawn else ""):
            found.append((entry.hit_id, reason))
    return tuple(found)


def _confirmed(review: Review) -> bool:
    return bool(review.second) and not same_person(review.reviewer, review.second)


def outstanding_documents(rows: Iterable[DocumentRow], eyes: FourEyes) -> dict[str, str]:
    """The documents whose refusal in full waits for a second reader, each with the reason in Dutch."""
    return {row.document_id: reason for row in rows if (reason := _waiting(row, eyes))}


def _waiting(row: DocumentRow, eyes: FourEyes) -> str:
    asked = eyes.rules.four_eyes and eyes.rules.refusal and eyes.of_person(row.decider)
    if not asked or row.judgement is not Judgement.NOT_PUBLIC or (row.second and not row.returned):
        return ""
    return f"teruggestuurd door {row.second}: {row.returned}" if row.returned else REFUSAL


def confirm(entries: Iterable[Entry], reader: str) -> tuple[Review, ...]:
    """The reviews that a second reader confirms; those that somebody confirmed already are left out.

    Raises:
        ReviewError: a hit has no final verdict, or the reader decided it; in Dutch, with its id. None counts then.
    """
    return tuple(replace(review, second=reader) for review in _readable(entries, reader) if not _confirmed(review))


def send_back(entries: Iterable[Entry], reader: str, remark: str) -> tuple[Review, ...]:
    """The reviews by which a second reader sends decisions back: in doubt, in the reader's name, so open again.

    Args:
        entries: the hits.
        reader: the second reader.
        remark: what is wrong, for who decided; an earlier remark stays behind it.

    Raises:
        ReviewError: as `confirm` does.
    """
    return tuple(
        Review(review.hit_id, Verdict.DOUBT, review.grounds, reader, _together(remark, review.remark))
        for review in _readable(entries, reader)
    )


def _together(remark: str, earlier: str) -> str:
    said = f"teruggestuurd: {remark}" if remark else "teruggestuurd"
    return f"{said}; eerder: {earlier}" if earlier else said


def _readable(entries: Iterable[Entry], reader: str) -> list[Review]:
    faults: list[str] = []
    reviews: list[Review] = []
    for entry in entries:
        if entry.review is None or entry.verdict not in FINAL:
            faults.append(f"{entry.hit_id}: hierover is nog niet beslist.")
        elif fault := cannot_be_second(entry.review.reviewer, reader):
            faults.append(f"{entry.hit_id}: {fault}.")
        else:
            reviews.append(entry.review)
    if faults:
        raise ReviewError("\n".join(faults))
    return reviews


def confirm_document(row: DocumentRow, reader: str) -> dict[str, str]:
    """What a second reader's confirmation of a whole document changes in its `DocumentDecision`.

    Raises:
        ReviewError: it is not refused, or the reader refused it; in Dutch.
    """
    _demand_refusal(row, reader)
    return {"second": reader, "returned": "", "seen": document_stamp(row)}


def send_back_document(row: DocumentRow, reader: str, remark: str) -> dict[str, str]:
    """The same when a second reader sends a refusal back. It stands, but nothing is published until it is settled.

    Raises:
        ReviewError: as `confirm_document` does.
    """
    _demand_refusal(row, reader)
    return {"second": reader, "returned": remark or "bekijk dit opnieuw", "seen": document_stamp(row)}


def _demand_refusal(row: DocumentRow, reader: str) -> None:
    if row.judgement is not Judgement.NOT_PUBLIC:
        raise ReviewError(f"{row.code}: dit document is niet in het geheel geweigerd.")
    if fault := cannot_be_second(row.decider, reader):
        raise ReviewError(f"{row.code}: {fault}.")
