"""Four eyes in a case: what waits for a second reader, and what the sample says of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from redact.case import Case
from redact.pipeline.settings import FROM_BUNDLE, MACHINE, Context
from redact.review import (
    DocumentRow,
    Estimate,
    FourEyes,
    HitList,
    drawn_from,
    estimate,
    outstanding,
    outstanding_documents,
    sample_of,
)
from redact.review_rules import ReviewRules


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a second reader: the Dutch reason by hit id and by document id."""

    hits: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many decisions that are."""
        return len(self.hits) + len(self.documents)


def four_eyes(context: Context) -> FourEyes:
    """By what this run asks for a second reader."""
    return eyes_of(context.case, context.rulebook.review, by_machine=context.settings.approve is not None)


def eyes_of(case: Case, rules: ReviewRules, *, by_machine: bool) -> FourEyes:
    """By what a case asks for a second reader.

    Args:
        case: the case; its first name is what its lot is drawn from.
        rules: of the rule book.
        by_machine: whether hits are approved in the machine's name, which is on record; then what stood in bundle.yaml
            beforehand goes along with that.
    """
    record = case.record()
    nobody = {MACHINE, FROM_BUNDLE} if by_machine else {MACHINE}
    return FourEyes(rules, record.bundle if record else "", frozenset(nobody))


def waiting(eyes: FourEyes, hit_list: HitList, rows: Iterable[DocumentRow]) -> Waiting:
    """What waits for a second reader."""
    return Waiting(outstanding(hit_list, eyes), outstanding_documents(rows, eyes))


def sample_estimate(lines: Iterable[Mapping[str, Any]], eyes: FourEyes, hit_list: HitList) -> Estimate:
    """What the sample says of the decisions that nobody else looked at.

    Args:
        lines: of the journal: only there is what a second reader sent back and the first one mended.
        eyes: by what the sample is drawn.
        hit_list: the list as it is now.
    """
    looked_at, sent_back = sample_of(lines)
    return estimate(sent_back, looked_at, max(0, len(drawn_from(hit_list, eyes)) - looked_at))
