"""The same thing treated differently: a name, a sentence or a quoted mail, blacked out here and readable there.

    naam      names of one person, or one and the same text, with different verdicts or grounds
    tekst     copies of a sentence or words of them (see `redact.pipeline.wording`): redacted here, readable there
    bericht   the same over several sentences

Only final words count: what waits for a verdict contradicts nothing. Where the rules themselves propose to treat hits
differently (an official who acts in public), following them is no contradiction. A contradiction in which a person
decided at least one side stops publication; one between the machine's own decisions is only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from redact.model import Verdict
from redact.pipeline.copied import Difference, differences
from redact.pipeline.groups import Group, Groups, plain
from redact.pipeline.learning import decided_by_people
from redact.pipeline.treatment import PASSAGE, Covered
from redact.pipeline.wording import Wording
from redact.review import BY_HAND, Entry, HitList


class Kind(StrEnum):
    """What is treated differently."""

    NAME = "naam"
    TEXT = "tekst"
    MESSAGE = "bericht"


@dataclass(frozen=True, slots=True)
class Place:
    """Text of one page that no hit stands on: offsets in the page's text."""

    document_id: str
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the treatments: the hits that have it and the places that are readable because there is no hit."""

    verdict: Verdict
    grounds: tuple[str, ...]
    hit_ids: tuple[str, ...]
    places: tuple[Place, ...]
    documents: tuple[str, ...]
    """Document ids, in the order of the bundle."""
    by_people: bool
    """Whether a person decided any of it."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sides or more, the one with most hits and places first."""

    contradiction_id: str
    kind: Kind
    text: str = field(repr=False)
    sides: tuple[Side, ...]

    @property
    def stops(self) -> bool:
        """Whether it must be solved before anything is published: a person decided at least one side."""
        return any(side.by_people for side in self.sides)

    @property
    def hit_ids(self) -> tuple[str, ...]:
        """All hits, in order."""
        return tuple(sorted({hit_id for side in self.sides for hit_id in side.hit_ids}, key=_number))


@dataclass(frozen=True, slots=True)
class Repair:
    """What must be decided so that everything is treated as on the chosen side."""

    verdict: Verdict
    grounds: tuple[str, ...]
    hit_ids: tuple[str, ...]
    places: tuple[Place, ...]
    """Text to redact that is no hit yet."""


def repair(contradiction: Contradiction, chosen: int) -> Repair:
    """What to decide to have everything as on the chosen side.

    Grounds stay as they are where the chosen side is readable.

    Args:
        contradiction: a contradiction.
        chosen: index of the side.
    """
    side = contradiction.sides[chosen]
    others = [other for other in contradiction.sides if other is not side]
    hit_ids = tuple(hit_id for other in others for hit_id in other.hit_ids)
    places = tuple(place for other in others for place in other.places)
    redacts = side.verdict is Verdict.REDACT
    return Repair(side.verdict, side.grounds if redacts else (), hit_ids, places if redacts else ())


def contradictions(hit_list: HitList, groups: Groups, words: Wording, covered: Covered) -> tuple[Contradiction, ...]:
    """Everything that is treated in more than one way, in the order of the hits.

    Args:
        hit_list: the list.
        groups: of the list.
        words: of all documents that go out.
        covered: says which text stands under a hit that is a place on a page.
    """
    entries = {entry.hit_id: entry for entry in hit_list.entries}
    found = [each for group in groups for own in _comparable(group, entries) if (each := _in_group(group, own))]
    copied = (_in_copies(each, hit_list.entries) for each in differences(hit_list, groups, words, covered))
    return _numbered(sorted((*found, *copied), key=lambda each: _number(each.hit_ids[0])))


def _number(hit_id: str) -> int:
    return int(hit_id[1:])


def _numbered(found: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    """Contradictions with an id of their own: kind and lowest hit id, and a number where that is not enough."""
    result: list[Contradiction] = []
    seen: dict[str, int] = {}
    for each in found:
        name = f"{each.kind.value}-{each.hit_ids[0]}"
        seen[name] = seen.get(name, 0) + 1
        own = name if seen[name] == 1 else f"{name}-{seen[name]}"
        result.append(Contradiction(own, each.kind, each.text, each.sides))
    return tuple(result)


Treated = tuple[Verdict, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Class:
    """How a hit is treated, and how the rules proposed to treat it."""

    treated: Treated
    proposed: Treated

    @property
    def follows(self) -> bool:
        """Whether the verdict is the one that was proposed."""
        return self.treated[0] is self.proposed[0]

    def contradicts(self, other: _Class) -> bool:
        """Whether hits of these classes are treated differently, and not because the rules tell them apart."""
        if self.treated == other.treated or (self.treated == self.proposed and other.treated == other.proposed):
            return False
        return not (self.treated[0] is not other.treated[0] and self.follows and other.follows)


def _class_of(entry: Entry) -> _Class:
    """The class of a hit; nobody proposed what a person added."""
    hit = entry.hit
    proposal = Verdict.OPEN if hit.entity_type == BY_HAND else hit.proposal
    return _Class(_treated(entry), (proposal, tuple(sorted(hit.grounds)) if proposal is Verdict.REDACT else ()))


def _treated(entry: Entry) -> Treated:
    """The verdict, and the grounds as far as they matter."""
    return entry.verdict, tuple(sorted(entry.grounds)) if entry.verdict is Verdict.REDACT else ()


def _comparable(group: Group, entries: Mapping[str, Entry]) -> Iterable[list[Entry]]:
    """Hits of a group that are to be treated alike: a name may stay readable where its owner's address goes."""
    alike: dict[str, list[Entry]] = {}
    for hit_id in group.hit_ids:
        text = plain(entries[hit_id].hit.text)
        alike.setdefault(text if "@" in text else "", []).append(entries[hit_id])
    return alike.values()


def _in_group(group: Group, entries: Sequence[Entry]) -> Contradiction | None:
    if len(entries) == 1:
        return None
    classes: dict[_Class, list[Entry]] = {}
    for entry in entries:
        if entry.verdict in (Verdict.REDACT, Verdict.KEEP) and not (entry.hit.hint and entry.review is None):
            classes.setdefault(_class_of(entry), []).append(entry)
    at_odds = [each for each in classes if any(each.contradicts(other) for other in classes)]
    if not at_odds:
        return None
    sides = _sides([entry for each in at_odds for entry in classes[each]], ())
    kind = Kind.TEXT if len(group.name.split()) >= PASSAGE and group.kind != "PERSON" else Kind.NAME
    text = entries[0].hit.text if "@" in entries[0].hit.text else group.name
    return Contradiction("", kind, text, sides)


def _sides(entries: Iterable[Entry], readable: Sequence[Place]) -> tuple[Side, ...]:
    treated: dict[Treated, list[Entry]] = {}
    for entry in entries:
        treated.setdefault(_treated(entry), []).append(entry)
    if readable:
        treated.setdefault((Verdict.KEEP, ()), [])
    sides = (_side(verdict, own, readable if verdict is Verdict.KEEP else ()) for (verdict, _), own in treated.items())
    return tuple(sorted(sides, key=lambda side: -len(side.hit_ids) - len(side.places)))


def _side(verdict: Verdict, entries: Sequence[Entry], places: Sequence[Place]) -> Side:
    ordered = sorted(entries, key=lambda entry: _number(entry.hit_id))
    documents = dict.fromkeys((*(entry.hit.document_id for entry in ordered), *(each.document_id for each in places)))
    return Side(
        verdict,
        ordered[0].grounds if ordered else (),
        tuple(entry.hit_id for entry in ordered),
        tuple(places),
        tuple(documents),
        any(decided_by_people(entry) for entry in ordered),
    )


def _in_copies(difference: Difference, entries: Sequence[Entry]) -> Contradiction:
    places = [Place(*stretch) for stretch in difference.readable]
    sides = _sides([entries[index] for index in difference.entries], places)
    return Contradiction("", Kind.MESSAGE if difference.long else Kind.TEXT, difference.text, sides)


def stopping(found: Iterable[Contradiction]) -> Iterator[Contradiction]:
    """Those that must be solved before anything is published."""
    return (each for each in found if each.stops)
