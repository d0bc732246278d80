"""Numbers for persons: one number for whoever is blacked out, in the whole bundle, and the key that says who is who.

The key file belongs to the case and is never published. It is also the memory: whoever stands in it keeps his number,
also when he is met no more; whoever is new gets the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from redact.detect import people
from redact.errors import ReviewError
from redact.files import read_whole, write_if_changed
from redact.model import Hit, Verdict
from redact.pipeline.dossier import Dossier
from redact.pipeline.settings import Context
from redact.review import BY_HAND, Entry, HitList
from redact.tables import one_line, read_table, write_table

COLUMNS: dict[str, tuple[str, ...]] = {
    "nummer": ("nr", "persoon"),
    "naam": ("name",),
    "schrijfwijzen": ("andere schrijfwijzen",),
    "documenten": ("document",),
}
BETWEEN = " | "
_NUMBER = re.compile(r"p([1-9]\d{0,5})")
_KINDS = ("PERSON", "EMAIL_ADDRESS")

Place = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with a number: how he was named so far, the surest way first, and in which documents (by code)."""

    number: int
    names: tuple[str, ...] = field(repr=False)
    documents: tuple[str, ...]

    @property
    def label(self) -> str:
        """'p12'."""
        return f"p{self.number}"


@dataclass(frozen=True, slots=True)
class _Met:
    """Somebody as this run knows him: the ways in which he is named, the surest first, and his hits by their places."""

    names: tuple[str, ...] = field(repr=False)
    places: frozenset[Place]


def person_numbers(context: Context, dossier: Dossier, hit_list: HitList) -> dict[str, str]:
    """The person behind each approved hit that is of one, and the key file brought up to date.

    Returns:
        'p12' by hit id; nothing where the rule book wants no numbers.

    Raises:
        ReviewError: the key file is there and cannot be read; without it numbers would change.
    """
    if not context.rulebook.boxes.person_numbers:
        return {}
    path = context.case.persons_csv
    approved = {_place(entry.hit): entry for entry in _approved(dossier, hit_list)}
    met = _in_order(_persons(dossier, approved), dossier)
    known = _numbered(met, _read(read_whole(path), path.name))
    keys = [_brought_up_to_date(old, person, dossier) for old, person in known]
    write_if_changed(path, write_table(tuple(COLUMNS), map(_cells, sorted(keys, key=lambda key: key.number))))
    return {approved[place].hit_id: old.label for old, person in known if person is not None for place in person.places}


def _approved(dossier: Dossier, hit_list: HitList) -> Iterator[Entry]:
    going_out = {member.document_id for member in dossier.going_out}
    for entry in hit_list.entries:
        if entry.verdict is Verdict.REDACT and entry.hit.document_id in going_out:
            yield entry


def _place(hit: Hit) -> Place:
    return hit.document_id, hit.page, hit.start, hit.end


def _persons(dossier: Dossier, approved: Mapping[Place, Entry]) -> list[_Met]:
    """Everybody among the approved hits: by the ways of naming that detection knows, else by the text alone."""
    hits: dict[str, list[Hit]] = {member.document_id: [] for member in dossier.going_out}
    for entry in approved.values():
        if entry.hit.entity_type in (*_KINDS, BY_HAND):
            hits[entry.hit.document_id].append(replace(entry.hit, proposal=Verdict.REDACT))
    files = {member.document_id: member.document.name for member in dossier.going_out}
    left = {_place(hit): hit for found in hits.values() for hit in found}
    persons: list[_Met] = []
    for person in sorted(people(hits, files), key=lambda person: -len(person.mentions)):
        own = {_place(mention.hit) for mention in person.mentions} & left.keys()
        names = [mention.hit.text for mention in person.mentions] + sorted(left[place].text for place in own)
        if own:
            persons.append(_Met(tuple(dict.fromkeys(map(one_line, names))), frozenset(own)))
        for place in own:
            del left[place]
    persons += [_Met((one_line(hit.text),), frozenset((place,))) for place, hit in left.items() if _stands_alone(hit)]
    return _joined(persons, ((place, hit) for place, hit in left.items() if not _stands_alone(hit)))


def _stands_alone(hit: Hit) -> bool:
    """Whether a hit that detection puts to nobody is somebody all the same; a function mailbox is not."""
    return hit.entity_type == "PERSON"


def _joined(persons: Iterable[_Met], loose: Iterable[tuple[Place, Hit]]) -> list[_Met]:
    """Persons of whom no more is known than one and the same text become one; loose texts go to who is named so."""
    by_names: dict[tuple[str, ...], _Met] = {}
    for person in persons:
        names = person.names if len(person.names) > 1 else (_plain(person.names[0]),)
        before = by_names.get(names)
        by_names[names] = replace(before, places=before.places | person.places) if before else person
    found = list(by_names.values())
    owners: dict[str, list[int]] = {}
    for index, person in enumerate(found):
        for name in {_plain(name) for name in person.names}:
            owners.setdefault(name, []).append(index)
    for place, hit in loose:
        if len(own := owners.get(_plain(hit.text), [])) == 1:
            found[own[0]] = replace(found[own[0]], places=found[own[0]].places | {place})
    return found


def _plain(text: str) -> str:
    return one_line(text).casefold()


def _in_order(persons: Iterable[_Met], dossier: Dossier) -> list[_Met]:
    """Persons by where they are first met: in the order of the documents, then of the text."""
    order = {member.document_id: place for place, member in enumerate(dossier.going_out)}

    def first(person: _Met) -> tuple[int, int, int]:
        return min((order[document], page, start) for document, page, start, _ in person.places)

    return sorted(persons, key=first)


def _numbered(met: Sequence[_Met], before: Sequence[Known]) -> list[tuple[Known, _Met | None]]:
    """Everybody with a number: the old ones keep theirs, whoever agrees best first; then the new ones."""
    named: dict[str, set[int]] = {}
    free = {key.number: key for key in before}
    for key in before:
        for name in map(_plain, key.names):
            named.setdefault(name, set()).add(key.number)
    likeness = [
        (_alike(free[number], person), -number, -index)
        for index, person in enumerate(met)
        for number in {each for name in map(_plain, person.names) for each in named.get(name, ())}
    ]
    given: dict[int, Known] = {}
    for share, number, index in sorted(likeness, reverse=True):
        if share and -number in free and -index not in given:
            given[-index] = free.pop(-number)
    following = 1 + max((key.number for key in before), default=0)
    for index in range(len(met)):
        if index not in given:
            given[index] = Known(following, (), ())
            following += 1
    return [*((given[index], person) for index, person in enumerate(met)), *((key, None) for key in free.values())]


def _alike(known: Known, person: _Met) -> int:
    """Letters of the longest name that both have, where it is or they share the surest name of one; else 0."""
    here, there = [_plain(name) for name in person.names], [_plain(name) for name in known.names]
    if here[0] not in there and there[0] not in here:
        return 0
    return max(len(name) for name in here if name in there)


def _brought_up_to_date(known: Known, person: _Met | None, dossier: Dossier) -> Known:
    """Who stands in the key file, with what this run knows of him."""
    if person is None:
        return replace(known, documents=())
    here = {document for document, _, _, _ in person.places}
    codes = tuple(member.code for member in dossier.going_out if member.document_id in here)
    return Known(known.number, tuple(dict.fromkeys((*person.names, *known.names))), codes)


def _cells(known: Known) -> list[str]:
    name, *others = known.names
    return [known.label, name, BETWEEN.join(others), ", ".join(known.documents)]


def _read(data: bytes | None, name: str) -> list[Known]:
    """The key file as it was last written, or as somebody saved it since.

    Raises:
        ReviewError: it is no such table, or has faulty rows; in Dutch, without a name.
    """
    if data is None:
        return []
    found: dict[int, Known] = {}
    faulty: list[str] = []
    for row in read_table(data, COLUMNS, ("nummer", "naam"), name).rows:
        number, who = _NUMBER.fullmatch(row.cells["nummer"].strip()), one_line(row.cells["naam"])
        if number is None or not who or int(number[1]) in found:
            faulty.append(str(row.number))
            continue
        others = [one_line(other) for other in row.cells.get("schrijfwijzen", "").split(BETWEEN.strip())]
        found[int(number[1])] = Known(int(number[1]), (who, *filter(None, others)), ())
    if faulty:
        raise ReviewError(
            f"{name}, rij {', '.join(faulty)}: nummer of naam ontbreekt, of het nummer staat er twee keer in. Herstel "
            "dat, of zet het bestand terug uit een reservekopie: anders veranderen de nummers."
        )
    return list(found.values())
