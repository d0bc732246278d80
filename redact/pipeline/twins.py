"""Documents and pages that say the same in other bytes: what was decided in one holds for the other.

A document that was saved again, or a page that stands in two of them, is reviewed once: a hit that nobody decided takes
over what a person decided on the same text at the same place of the twin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from redact.model import Review, Verdict
from redact.pipeline.groups import plain
from redact.pipeline.learning import decided_by_people
from redact.pipeline.settings import FROM_BUNDLE
from redact.pipeline.wording import SHINGLE, Wording
from redact.review import Entry, HitList

ALIKE = 0.9
"""Share of words, in their order, that twins have in common."""
TAKEN_OVER = "overgenomen van"
LONGEST_DOCUMENT = 20_000
"""Words; of longer documents only the pages are compared."""
_SKETCH = 24
_SHARED = 5
"""Of so many runs of words, the lowest by hash, two texts must share so many to be compared at all."""
_SHORTEST = 8

Unit = tuple[int, int]
"""First position of a document or page, and the one behind its last."""
Spot = tuple[int, int]
"""Where the first and last word of a hit stand in the first twin."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Positions that are the same place: `places` gives the position in the first twin; who has none is not in it."""

    words: Wording = field(repr=False)
    places: Mapping[int, int] = field(repr=False)
    codes: Mapping[str, str]
    """The code of each document."""
    spots: dict[tuple[str, int, int, int], Spot | None] = field(default_factory=dict, repr=False, compare=False)
    """What was worked out before: the spot of each place."""


def alike_in(words: Wording, codes: Mapping[str, str]) -> Alike:
    """Finds twins among the documents, and among the pages of the others."""
    whole = [(first, last) for _, first, last in words.documents if last - first <= LONGEST_DOCUMENT]
    in_first = _same_places(words, whole)
    pages = [unit for unit in words.page_places.values() if unit[0] < unit[1]]
    on_first = _same_places(words, [unit for unit in pages if in_first.get(unit[0], unit[0]) == unit[0]])
    steps = ((place, in_first.get(place, place)) for place in in_first.keys() | on_first.keys())
    return Alike(words, {place: on_first.get(first, first) for place, first in steps}, codes)


def _same_places(words: Wording, units: Sequence[Unit]) -> dict[int, int]:
    """For every position of a unit that has a twin, the position in the first one."""
    places: dict[int, int] = {}
    owners: dict[int, list[Unit]] = {}
    for unit in units:
        sketch = _sketch(words, unit)
        shared = Counter(owner for run in sketch for owner in owners.get(run, ()))
        twin = _twin(
            words, unit, [owner for owner, count in shared.most_common(3) if count >= min(_SHARED, len(sketch))]
        )
        if twin is None:
            for run in sketch:
                owners.setdefault(run, []).append(unit)
        else:
            first, pairs = twin
            places |= {place: place for place in range(*first)} | pairs
    return places


def _sketch(words: Wording, unit: Unit) -> list[int]:
    first, last = unit
    if last - first < _SHORTEST:
        return []
    row = words.words
    return sorted({hash(tuple(row[place : place + SHINGLE])) for place in range(first, last - SHINGLE + 1)})[:_SKETCH]


def _twin(words: Wording, unit: Unit, owners: Sequence[Unit]) -> tuple[Unit, dict[int, int]] | None:
    """The first of these units that says the same, and where each of the positions stands in it."""
    own = list(words.words[slice(*unit)])
    for owner in owners:
        other = list(words.words[slice(*owner)])
        if min(len(own), len(other)) < ALIKE * max(len(own), len(other)):
            continue
        blocks = Levenshtein.editops(own, other).as_matching_blocks()
        if sum(block.size for block in blocks) >= ALIKE * max(len(own), len(other)):
            steps = ((block.a + step, block.b + step) for block in blocks for step in range(block.size))
            return owner, {unit[0] + here: owner[0] + there for here, there in steps}
    return None


def taken_over(hit_list: HitList, alike: Alike) -> tuple[Review, ...]:
    """Reviews of untouched hits that follow what people decided at the same place of a twin.

    Nothing is taken over where people decided in two ways, nor from bundle.yaml, which speaks of one document. A review
    is in the name of who decided, and its remark says where.
    """
    spots = list(_spots(hit_list, alike))
    decided: dict[tuple[Spot, str], list[Entry]] = {}
    for spot, entry in spots:
        if decided_by_people(entry) and _reviewer(entry) != FROM_BUNDLE:
            decided.setdefault((spot, plain(entry.hit.text)), []).append(entry)
    return tuple(
        _following(entry, own[0], alike)
        for spot, entry in spots
        if entry.review is None
        and (own := decided.get((spot, plain(entry.hit.text))))
        and len({_word(each) for each in own}) == 1
    )


def _reviewer(entry: Entry) -> str:
    return entry.review.reviewer if entry.review else ""


def _spots(hit_list: HitList, alike: Alike) -> Iterator[tuple[Spot, Entry]]:
    """Each hit that stands where a twin may have one."""
    for entry in hit_list.entries if alike.places else ():
        hit = entry.hit
        if hit.hint or hit.start >= hit.end:
            continue
        place = hit.document_id, hit.page, hit.start, hit.end if hit.parts == 1 else hit.start + 1
        if place not in alike.spots:
            alike.spots[place] = _spot(place, alike)
        spot = alike.spots[place]
        if spot is not None:
            yield spot, entry


def _spot(place: tuple[str, int, int, int], alike: Alike) -> Spot | None:
    positions = alike.words.span(*place)
    if not positions or positions[0] not in alike.places or positions[-1] not in alike.places:
        return None
    return alike.places[positions[0]], alike.places[positions[-1]]


def is_taken_over(entry: Entry) -> bool:
    """Whether the word on a hit was taken over from a twin."""
    return entry.review is not None and entry.review.remark.startswith(TAKEN_OVER)


def _word(entry: Entry) -> tuple[Verdict, tuple[str, ...]]:
    return entry.verdict, tuple(sorted(entry.grounds)) if entry.verdict is Verdict.REDACT else ()


def _following(entry: Entry, decided: Entry, alike: Alike) -> Review:
    code = alike.codes.get(decided.hit.document_id, decided.hit.document_id)
    remark = f"{TAKEN_OVER} {code} p. {decided.hit.page}"
    return Review(entry.hit_id, decided.verdict, decided.grounds, _reviewer(decided), remark)
