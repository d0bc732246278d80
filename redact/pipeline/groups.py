"""Which hits belong together: those of one person in the whole bundle, or else those of one and the same text.

    De Vries, J.W. (Jan Willem)  |
    Jan Willem de Vries          |  one group: a person, in every way of writing that detection knows
    jw.devries@dienst.example    |
    jurist / Jurist                 one group: a text
    a box drawn by hand             a group of its own: there is no text

People overrule detection by ways of writing (see `plain`). A text of `HitList.parted` is cut loose from the person that
detection put it to; a pair of `HitList.joined` ties whatever its two texts belong to. `part` takes the ties of the text
away with it and `join` ties again what was parted: so the last word counts, without a record of the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from redact.detect import people
from redact.model import Hit, Verdict
from redact.review import BY_HAND, Entry, HitList
from redact.tables import one_line

PERSON = "PERSON"
_NAMES = (PERSON, "PUBLIC_OFFICIAL")
_KINDS = (*_NAMES, "EMAIL_ADDRESS")
_LOOSE = (*_KINDS, BY_HAND, "TERM")
"""Kinds of hits that belong to a person who is named so, though detection puts them to nobody."""

Atom = tuple[str, str]
Place = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Hits that belong together; `kind` is PERSON for a person, else the entity type that most of them have."""

    group_id: str
    name: str = field(repr=False)
    kind: str
    hit_ids: tuple[str, ...]
    names: tuple[str, ...] = field(default=(), repr=False)
    """Ways of writing, the surest first, then those that an e-mail address spells; `name` is the first one."""


class Groups:
    """All groups of a hit list, in the order in which they are first met."""

    def __init__(self, groups: Iterable[Group], strangers: Iterable[Entry] = ()) -> None:
        """Takes the groups, and the entries that are in none: each is a group of its own for whoever asks."""
        self._groups = tuple(groups)
        self._by_hit = {entry.hit_id: _alone(entry) for entry in strangers}
        self._by_hit |= {hit_id: group for group in self._groups for hit_id in group.hit_ids}

    def of(self, hit_id: str) -> Group:
        """The group of a hit.

        Raises:
            KeyError: there is no such hit.
        """
        return self._by_hit[hit_id]

    def __iter__(self) -> Iterator[Group]:
        """Each group once."""
        return iter(self._groups)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._groups)


@lru_cache(maxsize=1 << 15)
def plain(text: str) -> str:
    """A way of writing: on one line, without capitals."""
    return one_line(text).casefold()


def groups(hit_list: HitList) -> Groups:
    """Puts the hits of a list together. Verdicts play no part, so that deciding moves no hit.

    A group is named after its lowest hit id, and so keeps its id for as long as that hit is found and in it. Reviewed
    hits that are found no more are in a group of their own.
    """
    sorter = _Sorter(hit_list)
    members: dict[Atom, list[Entry]] = {}
    for entry in hit_list.entries:
        members.setdefault(sorter.root(sorter.atom(entry)), []).append(entry)
    return Groups((sorter.group(root, entries) for root, entries in members.items()), hit_list.vanished)


def join(hit_list: HitList, first_id: str, second_id: str) -> HitList:
    """The list after somebody said that two hits are of one and the same person.

    Raises:
        KeyError: there is no such hit.
    """
    known = groups(hit_list)
    texts = Counter(text for group in known for text in {plain(name) for name in group.names})
    one, other = sorted(_telling(hit_list, known.of(each), each, texts) for each in (first_id, second_id))
    if known.of(first_id) == known.of(second_id) or (one, other) in hit_list.joined:
        return hit_list
    return replace(hit_list, joined=(*hit_list.joined, (one, other)))


def _telling(hit_list: HitList, group: Group, hit_id: str, texts: Mapping[str, int]) -> str:
    """The hit's own text, unless others are written so too: then the surest one that is of its group alone."""
    own = plain(hit_list.by_id()[hit_id].hit.text)
    if texts[own] <= 1:
        return own
    return next((text for text in map(plain, group.names) if texts[text] == 1), own)


def part(hit_list: HitList, hit_id: str) -> HitList:
    """The list after somebody said that a hit's text stands for a person of its own.

    Whoever was tied to each other through this text stay tied.

    Raises:
        KeyError: there is no such hit.
    """
    text = plain(hit_list.by_id()[hit_id].hit.text)
    tied = [(one, other) for one, other in hit_list.joined if text in (one, other)]
    others = sorted({each for pair in tied for each in pair} - {text})
    bridges = tuple(pair for pair in pairwise(others) if pair not in hit_list.joined)
    kept = tuple(pair for pair in hit_list.joined if pair not in tied)
    return replace(hit_list, joined=(*kept, *bridges), parted=tuple(dict.fromkeys((*hit_list.parted, text))))


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody as detection knows him: the ways in which he is named, the surest first, and where."""

    names: tuple[str, ...]
    places: frozenset[Place]


class _Sorter:
    """Gives each hit its atom, the smallest thing that is not taken apart, and ties atoms together."""

    def __init__(self, hit_list: HitList) -> None:
        self._parted = frozenset(hit_list.parted)
        self._persons = _persons(entry.hit for entry in hit_list.entries if self._is_free(entry))
        self._by_place = {place: index for index, person in enumerate(self._persons) for place in person.places}
        self._owners: dict[str, list[int]] = {}
        for index, person in enumerate(self._persons):
            for name in {plain(name) for name in person.names}:
                self._owners.setdefault(name, []).append(index)
        self._above: dict[Atom, Atom] = {}
        self._tie(hit_list)

    def _is_free(self, entry: Entry) -> bool:
        hit = entry.hit
        return hit.entity_type in _KINDS and not hit.hint and plain(hit.text) not in self._parted

    def _tie(self, hit_list: HitList) -> None:
        if not hit_list.joined:
            return
        atoms: dict[str, set[Atom]] = {}
        for entry in hit_list.entries:
            if not entry.hit.hint:
                atoms.setdefault(plain(entry.hit.text), set()).add(self.atom(entry))
        for pair in hit_list.joined:
            tied = sorted(atom for text in pair for atom in atoms.get(text, ()))
            for atom in tied[1:]:
                if (root := self.root(atom)) != (first := self.root(tied[0])):
                    self._above[root] = first

    def atom(self, entry: Entry) -> Atom:
        """What a hit is part of, whatever people tied together."""
        hit, text = entry.hit, plain(entry.hit.text)
        if not text:
            return "hit", entry.hit_id
        if hit.hint:
            return "hint", text
        if text in self._parted:
            return "parted", text
        if hit.entity_type in _LOOSE:
            index = self._by_place.get(_place(hit)) if hit.entity_type in _KINDS else None
            owners = [index] if index is not None else self._owners.get(text, [])
            if len(owners) == 1:
                return "person", str(owners[0])
        return "text", text

    def root(self, atom: Atom) -> Atom:
        """The atom that stands for all that this one is tied to."""
        while atom in self._above:
            atom = self._above[atom]
        return atom

    def group(self, root: Atom, entries: Sequence[Entry]) -> Group:
        """The group of these entries."""
        known = {atom: None for entry in entries if (atom := self.atom(entry))[0] == "person"}
        names = [name for _, index in known for name in self._persons[int(index)].names]
        written = dict.fromkeys(one_line(entry.hit.text) for entry in entries)
        spelt: dict[str, str] = {}
        for name in (*(name for name in names if name in written), *written, *names):
            spelt.setdefault(name.casefold(), name)
        ways = tuple(spelt.values())
        kinds = Counter(entry.hit.entity_type for entry in entries)
        is_person = bool(known) or (any(kinds[kind] for kind in _NAMES) and root[0] != "hint")
        ids = tuple(entry.hit_id for entry in entries)
        return Group(_group_id(ids), ways[0], PERSON if is_person else kinds.most_common(1)[0][0], ids, ways)


def _place(hit: Hit) -> Place:
    return hit.document_id, hit.page, hit.start, hit.end


def _persons(hits: Iterable[Hit]) -> list[_Person]:
    """Everybody whom detection tells apart; those of whom no more is known than one and the same text become one."""
    by_document: dict[str, list[Hit]] = {}
    for hit in hits:
        kind = PERSON if hit.entity_type in _NAMES else hit.entity_type
        by_document.setdefault(hit.document_id, []).append(replace(hit, proposal=Verdict.REDACT, entity_type=kind))
    taken: set[Place] = set()
    persons: dict[tuple[str, ...], _Person] = {}
    for person in sorted(people(by_document, {}), key=lambda person: -len(person.mentions)):
        places = {_place(mention.hit) for mention in person.mentions} - taken
        if not places:
            continue
        taken |= places
        names = tuple(dict.fromkeys(one_line(mention.hit.text) for mention in person.mentions))
        key = names if len(names) > 1 else (plain(names[0]),)
        before = persons.get(key)
        persons[key] = _Person(names, frozenset(places | (before.places if before else set())))
    return list(persons.values())


def _alone(entry: Entry) -> Group:
    name = one_line(entry.hit.text)
    return Group(_group_id((entry.hit_id,)), name, entry.hit.entity_type, (entry.hit_id,), (name,))


def _group_id(hit_ids: Iterable[str]) -> str:
    return f"g{min(int(hit_id[1:]) for hit_id in hit_ids):04d}"
