"""How each word of a bundle is treated by the decisions so far: readable, redacted on these grounds, or undecided."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from redact.model import Hit, Verdict
from redact.pipeline.wording import Wording
from redact.review import Entry, HitList

READABLE = 0
UNDECIDED = -1
NOBODY = -1
PASSAGE = 5
"""Words from which a hit is a passage."""

Stretch = tuple[int, int, int]
"""Page and offsets in its text, (page, start, end)."""
Covered = Callable[[Hit], Iterable[Stretch]]
"""The stretches of text under a hit that is a place on a page, not a text."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """A value for each position of a `Wording`.

    `states` holds READABLE, UNDECIDED or 1 + an index in `grounds`; `hits` the index of the entry that decides on the
    word, or NOBODY; `sizes` gives the number of words under an entry.
    """

    grounds: tuple[tuple[str, ...], ...]
    states: array[int] = field(repr=False)
    hits: array[int] = field(repr=False)
    sizes: tuple[int, ...] = field(repr=False)


def treatment(hit_list: HitList, words: Wording, covered: Covered) -> Treatment:
    """What becomes of each word; where hits overlap a redaction wins, then what is undecided."""
    states = array("l", [READABLE]) * len(words.words)
    hits = array("l", [NOBODY]) * len(words.words)
    grounds: dict[tuple[str, ...], int] = {}
    sizes: list[int] = []
    ranks = array("b", [0]) * len(words.words)
    for index, entry in enumerate(hit_list.entries):
        rank = _rank(entry)
        places = tuple(_positions(entry, words, covered)) if rank else ()
        sizes.append(len(places))
        state = 1 + grounds.setdefault(entry.grounds, len(grounds)) if rank == _RANKS[Verdict.REDACT] else READABLE
        for place in places:
            if rank > ranks[place] or (rank == ranks[place] and len(places) > sizes[hits[place]]):
                ranks[place], hits[place] = rank, index
                states[place] = UNDECIDED if rank == _RANKS[Verdict.OPEN] else state
    return Treatment(tuple(grounds), states, hits, tuple(sizes))


_RANKS = {Verdict.REDACT: 3, Verdict.OPEN: 2, Verdict.DOUBT: 2, Verdict.KEEP: 1}


def _rank(entry: Entry) -> int:
    if entry.hit.hint and entry.verdict is not Verdict.REDACT:
        return 0
    return _RANKS[entry.verdict]


def _positions(entry: Entry, words: Wording, covered: Covered) -> Iterator[int]:
    """The words under a hit."""
    hit = entry.hit
    if hit.start >= hit.end:
        for page, start, end in covered(hit):
            yield from words.span(hit.document_id, page, start, end)
    elif hit.parts > 1:
        yield from _of_parts(hit, words)
    else:
        yield from words.span(hit.document_id, hit.page, hit.start, hit.end)


def _of_parts(hit: Hit, words: Wording) -> Iterator[int]:
    """Of a hit that runs over the page end or over lines of a cell: the words of its text, as far as they stand there.

    `end` counts on past the first page's text, see `redact.model.Hit`.
    """
    wanted, first = words.numbers_of(hit.text), words.page_lengths.get((hit.document_id, hit.page), 0)
    stretches = [(hit.page, hit.start, min(hit.end, first)), (hit.page + 1, 0, hit.end - first)]
    for page, start, end in stretches:
        yield from (each for each in words.span(hit.document_id, page, start, end) if words.words[each] in wanted)
