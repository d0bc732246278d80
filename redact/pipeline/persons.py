"""Numbers for persons: one number for whoever is blacked out, in the whole bundle, and the key that says who is who.

The key file belongs to the case and is never published. It is also the memory: whoever stands in it keeps his number,
also when he is met no more; whoever is new gets the next one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from redact.errors import ReviewError
from redact.files import read_whole, write_if_changed
from redact.model import Hit, Verdict
from redact.pipeline.dossier import Dossier
from redact.pipeline.groups import PERSON, groups, plain
from redact.pipeline.settings import Context
from redact.review import HitList
from redact.tables import one_line, read_table, write_table

COLUMNS: dict[str, tuple[str, ...]] = {
    "nummer": ("nr", "persoon"),
    "naam": ("name",),
    "schrijfwijzen": ("andere schrijfwijzen",),
    "documenten": ("document",),
}
BETWEEN = " | "
_NUMBER = re.compile(r"p([1-9]\d{0,5})")


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
    """Somebody as this run knows him: the ways in which he is named, the surest first, and where he is blacked out."""

    names: tuple[str, ...] = field(repr=False)
    hits: tuple[str, ...]
    documents: frozenset[str]


def person_numbers(context: Context, dossier: Dossier, hit_list: HitList) -> dict[str, str]:
    """The person behind each approved hit that is of one, and the key file brought up to date.

    Who is who is what `redact.pipeline.groups` says, people's own word on it included.

    Returns:
        'p12' by hit id; nothing where the rule book wants no numbers.

    Raises:
        ReviewError: the key file is there and cannot be read; without it numbers would change.
    """
    if not context.rulebook.boxes.person_numbers:
        return {}
    path = context.case.persons_csv
    met = _met(hit_list, _approved(dossier, hit_list))
    known = _numbered(met, _read(read_whole(path), path.name))
    keys = [_brought_up_to_date(old, person, dossier) for old, person in known]
    write_if_changed(path, write_table(tuple(COLUMNS), map(_cells, sorted(keys, key=lambda key: key.number))))
    return {hit_id: old.label for old, person in known if person is not None for hit_id in person.hits}


def _approved(dossier: Dossier, hit_list: HitList) -> dict[str, Hit]:
    going_out = {member.document_id for member in dossier.going_out}
    return {
        entry.hit_id: entry.hit
        for entry in hit_list.entries
        if entry.verdict is Verdict.REDACT and entry.hit.document_id in going_out
    }


def _met(hit_list: HitList, approved: Mapping[str, Hit]) -> list[_Met]:
    """Everybody among the approved hits, in the order in which they are first met."""
    persons = (group for group in groups(hit_list) if group.kind == PERSON)
    found = ((group, [hit_id for hit_id in group.hit_ids if hit_id in approved]) for group in persons)
    met = [
        _Met(group.names, tuple(own), frozenset(approved[hit_id].document_id for hit_id in own))
        for group, own in found
        if own
    ]
    order = {hit_id: place for place, hit_id in enumerate(approved)}
    return sorted(met, key=lambda person: order[person.hits[0]])


def _numbered(met: Sequence[_Met], before: Sequence[Known]) -> list[tuple[Known, _Met | None]]:
    """Everybody with a number: the old ones keep theirs, whoever agrees best first; then the new ones."""
    named: dict[str, set[int]] = {}
    free = {key.number: key for key in before}
    for key in before:
        for name in map(plain, key.names):
            named.setdefault(name, set()).add(key.number)
    likeness = [
        (_alike(free[number], person), -number, -index)
        for index, person in enumerate(met)
        for number in {each for name in map(plain, person.names) for each in named.get(name, ())}
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
    here, there = [plain(name) for name in person.names], [plain(name) for name in known.names]
    if here[0] not in there and there[0] not in here:
        return 0
    return max(len(name) for name in here if name in there)


def _brought_up_to_date(known: Known, person: _Met | None, dossier: Dossier) -> Known:
    """Who stands in the key file, with what this run knows of him."""
    if person is None:
        return replace(known, documents=())
    codes = tuple(member.code for member in dossier.going_out if member.document_id in person.documents)
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
