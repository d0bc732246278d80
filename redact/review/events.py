"""Journal lines for reviews of hits: what was decided anew, confirmed by a second reader, or sent back.

    review        another verdict, other grounds, another reviewer or remark
    confirmed     a second reader confirms the verdict; `reviewer` is the second reader, `decider` who decided
    sent-back     somebody else puts a final verdict in doubt
    unconfirmed   a confirmation is taken back; `second` is who had given it

`sample` marks what somebody else than the decider made of a hit of the sample: the journal alone remembers what the
sample said, see `sample_of`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from redact.model import Review, Verdict
from redact.review.hitlist import Entry, HitList
from redact.review.readers import same_person
from redact.review.second import FINAL, FourEyes, sample


def review_events(
    before: HitList,
    reviews: Iterable[Review],
    origin: str,
    versions: Mapping[str, str],
    eyes: FourEyes | None = None,
    actor: str = "",
) -> list[dict[str, Any]]:
    """Journal lines for reviews.

    Args:
        before: the list as it was before these reviews.
        reviews: the new reviews.
        origin: 'csv', 'xlsx', 'web', 'machine', 'bundle' or 'twin'.
        versions: 'rules_version' and 'model_version'.
        eyes: tells what is in the sample and who is nobody; without it nothing is marked as of the sample.
        actor: who wrote a remark to somebody else's decision.
    """
    drawn = sample(before, eyes) if eyes else frozenset()
    entries = before.by_id()
    return [
        {
            **line,
            "hit_id": review.hit_id,
            "hit_key": entries[review.hit_id].hit.key,
            "document_id": entries[review.hit_id].hit.document_id,
            "origin": origin,
            **versions,
        }
        for review in reviews
        for line in _lines(entries[review.hit_id], review, _Overruling(eyes, drawn), actor)
    ]


@dataclass(frozen=True, slots=True)
class _Overruling:
    """Tells whether a review overrules another person, and whether that says something of the sample."""

    eyes: FourEyes | None
    drawn: Collection[str]

    def overrules(self, entry: Entry, review: Review) -> bool:
        standing = entry.review
        if standing is None or entry.verdict not in FINAL or same_person(standing.reviewer, review.reviewer):
            return False
        return self.eyes is None or self.eyes.of_person(standing.reviewer)

    def mark(self, entry: Entry, says: bool) -> dict[str, Any]:
        return {"sample": True} if says and entry.hit_id in self.drawn else {}


def _lines(entry: Entry, review: Review, other: _Overruling, actor: str) -> Iterator[dict[str, Any]]:
    standing = entry.review
    decided = (entry.verdict, sorted(entry.grounds)) != (review.verdict, sorted(review.grounds))
    had = standing.second if standing and not decided else ""
    if decided or standing is None or review.second == had:
        remarked = not decided and standing is not None and standing.reviewer == review.reviewer
        yield _decision(entry, review, other) | ({"reviewer": actor} if remarked and actor else {})
    if review.second and review.second != had:
        yield {
            "event": "confirmed",
            "new_verdict": review.verdict.value,
            "new_grounds": list(review.grounds),
            "reviewer": review.second,
            "decider": review.reviewer,
            **other.mark(entry, not decided),
        }
    elif had and not review.second:
        yield {"event": "unconfirmed", "second": had, "reviewer": review.reviewer}


def _decision(entry: Entry, review: Review, other: _Overruling) -> dict[str, Any]:
    overruled = other.overrules(entry, review)
    back = overruled and review.verdict is Verdict.DOUBT
    return {
        "event": "sent-back" if back else "review",
        "old_verdict": entry.verdict.value,
        "new_verdict": review.verdict.value,
        "old_grounds": list(entry.grounds),
        "new_grounds": list(review.grounds),
        "reviewer": review.reviewer,
        **({"decider": entry.review.reviewer} if entry.review and back else {}),
        **other.mark(entry, overruled),
    }


def sample_of(lines: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """What the journal says of the sample: how many decisions were looked at, and how many of those sent back.

    What its reader took back is not counted.
    """
    looked_at: dict[str, bool] = {}
    for line in lines:
        hit_id = str(line.get("hit_id", ""))
        if line.get("part_of") == "undo" or line["event"] == "unconfirmed":
            looked_at.pop(hit_id, None)
        elif line.get("sample"):
            looked_at[hit_id] = looked_at.get(hit_id, False) or line["event"] != "confirmed"
    return len(looked_at), sum(looked_at.values())
