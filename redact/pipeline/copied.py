"""Copies of words that are treated differently, put together to stretches that people can decide on at once.

word                 A  B  C     A redacted, B and C readable
sides by word       rrr ... ...  ->  stretches of each document (gaps of a few words closed)
stretches that share copies      ->  one difference; differences in the same quoted mail -> one
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from redact.model import Verdict
from redact.pipeline.groups import Groups
from redact.pipeline.treatment import NOBODY, PASSAGE, READABLE, Covered, Treatment, treatment
from redact.pipeline.wording import Wording
from redact.review import BY_HAND, HitList

GAP = 3
"""Words between two stretches that make them one: the copy differs there."""
AROUND = 80
"""Words on either side of a stretch in which the rest of a quoted mail is looked for."""
LONG = 12
"""Words of a passage that are no common phrase."""
_SHARE = 0.4
_MOST = 0.8
_MANY = 400
SEVERAL = 3
"""Sentences that are the same on either side make a quoted mail."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is treated differently."""

    entries: tuple[int, ...]
    """Indices of the hits concerned, redacted or left."""
    readable: tuple[tuple[str, int, int, int], ...]
    """Document, page and offsets of text that is readable because there is no hit."""
    text: str = field(repr=False)
    long: bool
    """Whether it is, or stands in, a stretch of several sentences."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Positions of one document, all of them redacted or all of them readable; `first` and `last` belong to it."""

    first: int
    last: int
    state: int
    copies: frozenset[int]


def differences(hit_list: HitList, groups: Groups, words: Wording, covered: Covered) -> Iterator[Difference]:
    """What is redacted in one copy and readable in another, or redacted on other grounds as a passage.

    Hits of one group with different verdicts are left out: those are a contradiction of their group. So are hits that
    the rules themselves tell apart.
    """
    treated = treatment(hit_list, words, covered)
    comparison = _Comparison(hit_list, groups, words, treated)
    stretches = [[each] for each in comparison.stretches()]
    parts = _tied(stretches, [each.copies for (each,) in stretches])
    for together in _in_one_mail([part for part in parts if comparison.matters(part)]):
        yield comparison.difference(together)


class _Comparison:
    """Words, how they are treated, and whose they are."""

    def __init__(self, hit_list: HitList, groups: Groups, words: Wording, treated: Treatment) -> None:
        self._words = words
        self._treated = treated
        self._entries = hit_list.entries
        self._groups = [groups.of(entry.hit_id).group_id for entry in hit_list.entries]

    def stretches(self) -> Iterator[_Stretch]:
        """All positions at odds, neighbours together."""
        run: list[int] = []
        for place in sorted(self._at_odds()):
            if run and not self._goes_on(run[-1], place):
                yield self._stretch(run)
                run = []
            run.append(place)
        if run:
            yield self._stretch(run)

    def _goes_on(self, last: int, place: int) -> bool:
        """Whether a position belongs to the stretch that ends at `last`: near, and treated alike with all between."""
        states = self._treated.states
        near = place - last <= GAP + 1 and self._words.document_of(last) == self._words.document_of(place)
        return near and all(states[between] == states[last] for between in range(last + 1, place + 1))

    def _stretch(self, run: Sequence[int]) -> _Stretch:
        copies = frozenset(self._words.copies[place] for place in run)
        return _Stretch(run[0], run[-1], self._treated.states[run[0]], copies)

    def _at_odds(self) -> Iterator[int]:
        redacted = {self._words.copies[place] for place, state in enumerate(self._treated.states) if state > READABLE}
        members: dict[int, list[int]] = defaultdict(list)
        for place, copy in enumerate(self._words.copies):
            if copy in redacted:
                members[copy].append(place)
        for places in members.values():
            if len(places) > 1:
                yield from self._sides_of(places)

    def _sides_of(self, places: Sequence[int]) -> Iterator[int]:
        """Of copies of one word: those that are redacted and those that are readable, if there are both."""
        states = self._treated.states
        black = [place for place in places if states[place] > READABLE]
        owners = {self._group(place) for place in black}
        proposed = all(self._is_as_proposed(place, Verdict.REDACT) for place in black)
        clear = [
            place
            for place in places
            if states[place] == READABLE
            and self._group(place) not in owners
            and not (proposed and self._is_as_proposed(place, Verdict.KEEP))
        ]
        if clear:
            yield from (*black, *clear)
        elif len({states[place] for place in black}) > 1 and len(owners) > 1 and all(map(self._in_passage, black)):
            yield from black

    def _group(self, place: int) -> str:
        index = self._treated.hits[place]
        return "" if index == NOBODY else self._groups[index]

    def _is_as_proposed(self, place: int, verdict: Verdict) -> bool:
        """Whether the rules themselves proposed this verdict on the hit that stands here."""
        index = self._treated.hits[place]
        hit = self._entries[index].hit
        return index != NOBODY and hit.entity_type != BY_HAND and hit.proposal is verdict

    def _in_passage(self, place: int) -> bool:
        return self._treated.sizes[self._treated.hits[place]] >= PASSAGE

    def matters(self, stretches: Sequence[_Stretch]) -> bool:
        """Not a common sentence that happens to stand in a long passage."""
        for each in stretches:
            if each.state > READABLE:
                size = self._treated.sizes[self._treated.hits[each.first]]
                if each.last - each.first + 1 >= min(LONG, _SHARE * size):
                    return True
        return False

    def difference(self, stretches: Sequence[_Stretch]) -> Difference:
        """One difference for people."""
        hits, words = self._treated.hits, self._words
        entries = {hits[place] for each in stretches for place in range(each.first, each.last + 1)} - {NOBODY}
        loose = [each for each in stretches if each.state == READABLE]
        readable = tuple(place for each in loose for place in self._loose(each))
        longest = max(stretches, key=lambda each: each.last - each.first)
        sentences = words.sentences[longest.last] - words.sentences[longest.first] + 1
        long = sentences >= SEVERAL or _same_sentences(stretches, words) >= SEVERAL
        text = self._entries[min(entries)].hit.text
        return Difference(tuple(sorted(entries)), readable, text, long)

    def _loose(self, stretch: _Stretch) -> Iterator[tuple[str, int, int, int]]:
        """The text of a readable stretch on which there is no hit, page by page."""
        words, document_id = self._words, self._words.document_of(stretch.first)
        free = [p for p in range(stretch.first, stretch.last + 1) if self._treated.hits[p] == NOBODY]
        for page in dict.fromkeys(words.pages[place] for place in free):
            here = [place for place in free if words.pages[place] == page]
            yield document_id, page, words.starts[here[0]], words.ends[here[-1]]


def _tied(parts: Sequence[Sequence[_Stretch]], names: Sequence[Iterable[object]]) -> list[list[_Stretch]]:
    """Parts that share a name, directly or through others, put together; in the order of their first stretch."""
    above = list(range(len(parts)))

    def top(part: int) -> int:
        while above[part] != part:
            part = above[part]
        return part

    owners: dict[object, int] = {}
    for part, own in enumerate(names):
        for name in own:
            one, other = sorted((top(owners.setdefault(name, part)), top(part)))
            above[other] = one
    together: dict[int, list[_Stretch]] = defaultdict(list)
    for part, stretches in enumerate(parts):
        together[top(part)].extend(stretches)
    return [sorted(stretches, key=lambda each: each.first) for stretches in together.values()]


def _in_one_mail(parts: Sequence[Sequence[_Stretch]]) -> list[list[_Stretch]]:
    """Differences put together that are near each other in the redacted copy and in the readable one."""
    names: list[set[object]] = []
    for stretches in parts:
        black = {cell for each in stretches if each.state > READABLE for cell in _cells(each)}
        clear = {cell for each in stretches if each.state == READABLE for cell in _cells(each)}
        pairs = ((one, other) for one in black for other in clear)
        names.append(set(pairs) if len(black) * len(clear) < _MANY else set())
    return _tied(parts, names)


def _cells(stretch: _Stretch) -> tuple[tuple[int, int], tuple[int, int]]:
    """The two squares of overlapping grids in which a stretch begins: what is near shares one at least."""
    return (0, stretch.first // AROUND), (1, (stretch.first + AROUND // 2) // AROUND)


def _same_sentences(stretches: Sequence[_Stretch], words: Wording) -> int:
    """Sentences around a redacted stretch that stand around a copy of it too."""
    one = stretches[0]
    other = next((each for each in stretches if each.state != one.state and each.copies & one.copies), None)
    if other is None:
        return 0
    there = {words.copies[place] for place in _around(other, words)}
    total, shared = Counter[int](), Counter[int]()
    for place in _around(one, words):
        total[words.sentences[place]] += 1
        shared[words.sentences[place]] += words.copies[place] in there
    return sum(shared[each] >= _MOST * count and count >= GAP for each, count in total.items())


def _around(stretch: _Stretch, words: Wording) -> range:
    _, first, last = words.document_at(stretch.first)
    return range(max(first, stretch.first - AROUND), min(last, stretch.last + AROUND + 1))
