"""Who occurs in a bundle: mentions of persons over all documents, put together to persons.

    mail 1    Vries, J.W. (Jan Willem) de      -> Vries J.W. Jan Willem
    mail 2    Jan Willem                        |  the only Jan Willem of the bundle
    memo      Jan Willem de Vries               |
    memo      De Vries                         -> the only De Vries

A person is certain when one mention is: by the place where it stands (a header, a signature), or because it is a full
name of good score. Only what is certain is looked for in other writings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import regex

import redact.detect.vocabulary as vocab
from redact.detect.common import CLOSED, is_common, is_compound, is_reserved
from redact.detect.letters import plain, squeezed
from redact.detect.lexicon import shipped_lexicon
from redact.detect.name_forms import Name, parse_name
from redact.detect.variants import Guard, Kind, guard_of, unmistakable, variants
from redact.model import Hit, Verdict

STRUCTURE = frozenset(("mailkop", "formulierveld", "ondertekening", "aanwezigen", "aanhef", "paraaf", "chat"))
"""Recognisers that know a name by its place."""
SURE = 0.85
"""Score from which a full name is certain."""
SURE_ALONE = 0.9
"""Score from which a single word is."""
MAIL_REASON = "staat in een e-mailadres"
_LOCAL = regex.compile(
    r"(?P<first>\p{L}{1,20})(?:[._-](?P<middle>\p{L}{1,12}(?:[._-]\p{L}{1,12}){0,2}))?[._-](?P<last>\p{L}{2,30})\d{0,3}@"
)
_WRITTEN_TOGETHER = regex.compile(
    r"(?P<first>\p{L}{1,2}?)(?P<particle>vander|vanden|vande|van|vd|de)?(?P<last>\p{L}{5,30})\d{0,4}@"
)
_SHORTEST_FULL = 5
_CAMEL = regex.compile(r"(?!(?:M[a']?c|De|Van|La|Le|Di|El|O|Fitz)\p{Lu})\p{Lu}\p{Ll}+\p{Lu}\p{Ll}")
"""Firms are written so, persons are not."""
_OFFICES = ("service", "desk", "info", "team", "post", "klant", "contact", "beheer", "pers", "meld", "vragen", "bureau")
_REPEATED = 2
_SHORTEST_REPEATED = 5
_MAX_FILE_WORDS = 6
_PARTICLES = vocab.PARTICLES | {"vd"}


@dataclass(frozen=True, slots=True)
class Mention:
    """One way in which somebody was named in one document."""

    document_id: str
    name: Name
    hit: Hit = field(repr=False)
    certain: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by all mentions; the surest one first."""

    mentions: tuple[Mention, ...]
    certain: bool

    @property
    def best(self) -> Hit:
        """The surest mention."""
        return self.mentions[0].hit

    @property
    def forms(self) -> tuple[str, ...]:
        """The different ways in which this person was named."""
        return tuple({mention.name: mention.hit.text for mention in self.mentions}.values())

    @property
    def documents(self) -> tuple[str, ...]:
        """Where this person was met."""
        return tuple(sorted({mention.document_id for mention in self.mentions}))


def people(hits: Mapping[str, Sequence[Hit]], names: Mapping[str, str]) -> tuple[Person, ...]:
    """The persons of a bundle.

    Args:
        hits: What was found, by document.
        names: File names, by document: a full name that stands there too is certain.

    Returns:
        Persons in the order in which they were met.
    """
    mentions = [mention for document_id, found in hits.items() for mention in _mentions(document_id, found)]
    groups = _grouped(mentions)
    in_files = _file_runs(names.values())
    return tuple(_person(group, in_files) for group in groups)


def _mentions(document_id: str, hits: Iterable[Hit]) -> Iterator[Mention]:
    for hit in hits:
        if hit.proposal is not Verdict.REDACT:
            continue
        if hit.entity_type == "PERSON":
            name = parse_name(hit.text)
            if name is not None and _can_be(name):
                yield Mention(document_id, name, hit, _is_certain(name, hit))
        elif hit.entity_type == "EMAIL_ADDRESS":
            yield from _of_address(document_id, hit)


def _can_be(name: Name) -> bool:
    """Not an office, a heading or a firm that was taken for a person."""
    words = regex.findall(r"[\p{L}\p{M}]+", " ".join((*name.given, name.surname, name.alone)))
    return bool(words) and not any(word.lower() in CLOSED or _CAMEL.match(word) for word in words)


def _is_certain(name: Name, hit: Hit) -> bool:
    if name.alone:
        unclear = is_reserved(name.alone.lower()) or guard_of(hit.text) is Guard.NEVER
        return not unclear and (hit.recognizer in STRUCTURE or hit.score >= SURE_ALONE)
    full = bool(name.given or name.called or name.initials)
    if len(name.surname) == 1 and not name.first:
        return False
    if guard_of(hit.text) is Guard.NEVER:
        return False
    return hit.recognizer in STRUCTURE or (full and hit.score >= SURE)


def _of_address(document_id: str, hit: Hit) -> Iterator[Mention]:
    """The name that an e-mail address spells: 'jan.de.vries@', 'j.devries@', 'jwdevries@', 'vriesj@'."""
    address = hit.text.lower()
    for text in dict.fromkeys(filter(None, (_with_points(address), *_written_together(address)))):
        name = parse_name(" ".join(text.split()))
        if name is not None:
            mail = replace(hit, text=" ".join(text.split()), entity_type="PERSON", reason=MAIL_REASON, score=SURE)
            yield Mention(document_id, name, mail, certain=True)


def _with_points(address: str) -> str:
    found = _LOCAL.match(address)
    if found is None:
        return ""
    particle, surname = _parted(found["last"])
    middles = regex.split("[._-]", found["middle"]) if found["middle"] else []
    if not _is_name(found["first"], surname) or not all(word in _PARTICLES or len(word) == 1 for word in middles):
        return ""
    initials = "".join(word for word in middles if word not in _PARTICLES)
    particles = " ".join([*(word for word in middles if word in _PARTICLES), *particle])
    return f"{_spelt(found['first'], initials)} {particles} {surname.title()}"


def _spelt(first: str, initials: str) -> str:
    return f"{'.'.join((first + initials).upper())}." if len(first) == 1 else first.title()


def _written_together(address: str) -> Iterator[str]:
    """'jwdevries@' and 'vriesj@'. A surname that is on no list may be cut wrong; then it stands nowhere."""
    local = regex.match(r"\p{L}{6,}(?=\d{0,4}@)", address)
    if local is None or local.group().title() in _listed():
        return
    if is_common(local.group()) or is_compound(local.group()) or any(map(local.group().count, _OFFICES)):
        return
    found = _WRITTEN_TOGETHER.match(address)
    if found and not is_common(found["last"]) and (not found["particle"] or found["last"].title() in _listed()):
        yield f"{'.'.join(found['first'].upper())}. {found['particle'] or ''} {found['last'].title()}"
    last = local.group()[:-1].title()
    if last in _listed() and not is_common(last.lower()):
        yield f"{local.group()[-1].upper()}. {last}"


def _listed() -> frozenset[str]:
    return shipped_lexicon().surnames


def _parted(last: str) -> tuple[list[str], str]:
    """A surname with its particles written to it, apart: 'devries', 'vanderberg'."""
    surnames = shipped_lexicon().surnames
    for joint in ("van der", "van den", "van de", "van", "de", "den", "der", "ter", "ten", "el"):
        rest = last.removeprefix(joint.replace(" ", ""))
        if rest != last and (f"{joint} {rest.title()}" in surnames or (len(joint) > 2 and rest.title() in surnames)):
            return joint.split(), rest
    return [], last


def _is_name(first: str, last: str) -> bool:
    """Whether the two halves of an address can be a person: one is on a list, none is a word of an office."""
    lexicon = shipped_lexicon()
    known_first = first.title() in lexicon.first_names and not is_common(first)
    known_last = last.title() in lexicon.surnames and not is_reserved(last)
    if first in CLOSED or last in CLOSED or last.endswith(vocab.FUNCTION_WORDS):
        return False
    if len(first) == 1:
        return known_last or not is_common(last)
    return known_first or (known_last and not is_common(first) and not is_common(last))


def _grouped(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions by person: those with a first name, then those with initials, then single words."""
    groups = _Groups()
    for rank in range(4):
        for mention in mentions:
            if _rank(mention.name) == rank:
                groups.add(mention)
    return groups.groups


def _rank(name: Name) -> int:
    if name.alone:
        return 3
    if name.first:
        return 0
    return 1 if name.initials else 2


class _Groups:
    """Persons as they grow."""

    def __init__(self) -> None:
        self.groups: list[list[Mention]] = []
        self._by_surname: dict[str, list[int]] = {}
        self._by_first: dict[str, list[int]] = {}
        self._documents: list[set[str]] = []

    def add(self, mention: Mention) -> None:
        """Puts a mention to the one person it can be, or to a new one."""
        name = mention.name
        if name.alone:
            place = self._of_word(mention)
        elif name.first:
            same = [each for each in self._by_surname.get(name.key, ()) if self._has_first(each, plain(name.first))]
            place = same[0] if same else None
        else:
            fitting = [each for each in self._by_surname.get(name.key, ()) if self._fits(each, name)]
            place = self._one(fitting, mention.document_id)
        if place is None:
            place = self._new(name)
        self.groups[place].append(mention)
        self._documents[place].add(mention.document_id)

    def _new(self, name: Name) -> int:
        place = len(self.groups)
        self.groups.append([])
        self._documents.append(set())
        self._by_surname.setdefault(name.key or plain(name.alone), []).append(place)
        for first in {plain(first) for first in (*name.given[:1], *name.called[:1])} | ({plain(name.alone)} - {""}):
            self._by_first.setdefault(first, []).append(place)
        return place

    def _of_word(self, mention: Mention) -> int | None:
        word = plain(mention.name.alone)
        places = [*self._by_surname.get(word, ()), *self._by_first.get(word, ())]
        return self._one(list(dict.fromkeys(places)), mention.document_id)

    def _one(self, places: Sequence[int], document_id: str) -> int | None:
        """The only one of these, or the only one that was met in this document."""
        here = [place for place in places if document_id in self._documents[place]]
        if len(places) == 1:
            return places[0]
        return here[0] if len(here) == 1 else None

    def _has_first(self, place: int, first: str) -> bool:
        return any(first in map(plain, (*each.name.given, *each.name.called)) for each in self.groups[place])

    def _fits(self, place: int, name: Name) -> bool:
        known = self.groups[place][0].name
        if not name.initials or not known.initial:
            return True
        if known.initials and not (
            known.initials.startswith(name.initials) or name.initials.startswith(known.initials)
        ):
            return False
        return known.initial == name.initial


def _person(group: Sequence[Mention], in_files: frozenset[str]) -> Person:
    ordered = sorted(group, key=lambda mention: (not mention.certain, bool(mention.name.alone), -mention.hit.score))
    certain = (
        ordered[0].certain
        or any(_is_in(mention.name, in_files) for mention in ordered)
        or (_is_repeated(ordered) and unmistakable(ordered[0].name.alone))
    )
    return Person(tuple(ordered), certain)


def _is_repeated(mentions: Sequence[Mention]) -> bool:
    """Whether a single word was taken for a name more than once: chance no more."""
    return len(mentions) >= _REPEATED and len(mentions[0].name.alone) >= _SHORTEST_REPEATED


def _is_in(name: Name, runs: frozenset[str]) -> bool:
    """Whether a full way to write the name stands in a file name."""
    if not (name.first or name.initials):
        return False
    full = (one for one in variants([name]) if one.kind in (Kind.FULL, Kind.INITIALS))
    return any(one.letters in runs for one in full if len(one.letters) >= _SHORTEST_FULL)


def _file_runs(names: Iterable[str]) -> frozenset[str]:
    """Every run of words in the file names, written together."""
    runs: set[str] = set()
    for name in names:
        words = [squeezed(word) for word in regex.findall(r"[\p{L}\p{M}]+", name)]
        runs.update(
            "".join(words[first : first + count]) for first in range(len(words)) for count in range(2, _MAX_FILE_WORDS)
        )
    return frozenset(runs)
