"""The people of `rules/officials.yaml` in a text, and whether one is in the public eye at the date of the document.

A full name is enough, and so are all initials of the passport before the surname; one initial needs
the word for the office near it. A surname by itself is public only where the text gives it an office (see `roles`).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import regex

from redact.detect.acting import Acting, Span
from redact.detect.name_forms import Name, parse_name
from redact.officials import Office, Official, surname_of

IN_VIEW = "treedt in het openbaar op"
_NEAR = 60
_REACH = 30
_COLLEGE = regex.compile(r"(?i)burgemeester\s+en\s+wethouders")
_OF = regex.compile(r"\s+(?:van|voor|in|bij|der)\s")
_CLERK = regex.compile(
    r"(?i)[ \t]*(?:[,(|\t]|[–—-][ \t]|\n)[ \t]*(?:\p{L}+\.?[ \t]+){0,3}[\p{L}-]*(?:adviseur|adviseuse|jurist|"
    r"medewerk(?:st)?er|coördinator|analist|beheerder|onderzoeker|specialist|consulent|behandelaar|controller|assistente?|secretaresse|"
    r"stagiaire?|trainee|projectleider|(?:programma|project|account|team|case)manager|teamleider|planner|architect|"
    r"ontwikkelaar|functionaris|auditor|toezichthouder|handhaver|consultant|expert|student|leraar|arts|bewoner)(?!\p{L})"
)
_CHAMBER = regex.compile(r"\s+in\s+de\s+(?:(?:Tweede|Eerste)\s+)?Kamer(?!\p{L})")
_GIVEN_BEFORE = regex.compile(r"(?:\p{Lu}\p{Ll}+-|\p{Lu}\.\s?)$")
_CAPITALISED = re.compile(r"(?<![\w-])[^\W\d_a-z][\w'’]*(?:-\w+)*")
_NO_LETTER = regex.compile(r"[^\p{L}]")
_HYPHEN = r"[-‐‑]"
_ROYAL = r"(?i:koning|koningin|prins|prinses|z\.?k\.?h\.?|z\.?m\.?|h\.?m\.?|h\.?k\.?h\.?)\s+"


@dataclass(frozen=True, slots=True)
class _Known:
    """One name of an official."""

    official: Official
    name: str
    surname: str

    @property
    def given(self) -> str:
        return self.name.removesuffix(self.surname).strip()


class Roster:
    """The officials of a rule book, by the last word of their names."""

    def __init__(self, officials: Sequence[Official]) -> None:
        self._known: dict[str, list[_Known]] = {}
        for known in chain.from_iterable(map(_names_of, officials)):
            self._known.setdefault(_last(known.name), []).append(known)

    def named(self, text: str, date: datetime.date | None) -> Iterator[Acting]:
        """The places where an official who is in view at the date is named in full or by initials."""
        if not self._known:
            return
        for word in _CAPITALISED.finditer(text):
            for known in self._known.get(word.group().lower(), ()):
                office = known.official.office(date)
                place = _place(text, known, word.span(), office) if office else None
                if office and place:
                    yield Acting(*place, f"{office.said}; {IN_VIEW}", office.role)

    def in_chamber(self, text: str, span: Span, date: datetime.date | None) -> str:
        """Why 'X in de Kamer' is public: X is the surname of somebody who sits there; '' where it is none."""
        if not _CHAMBER.match(text, span[1]):
            return ""
        reason = self.reason(text[slice(*span)], date)
        return reason if "Kamer" in reason else ""

    def reason(self, text: str, date: datetime.date | None, called: str = "") -> str:
        """Why the name of somebody whom a text calls a minister, say, is public; '' where this is no official."""
        name = parse_name(text)
        for known in self._known.get(_last(text), ()):
            office = known.official.office(date, called)
            if office and name is not None and _fits(name, known):
                return f"{office.said}; {IN_VIEW}"
        return ""


def _names_of(official: Official) -> Iterator[_Known]:
    """All names in use, with and without accents."""
    names = ((official.name, official.surname), *((name, surname_of(name)) for name in official.also))
    for name, surname in names:
        for spelt in dict.fromkeys((name, _unaccented(name))):
            yield _Known(official, spelt, spelt[len(name) - len(surname) :] if " " in name else "")


def _unaccented(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _last(name: str) -> str:
    return next(reversed(name.lower().split()), "")


def _fits(name: Name, known: _Known) -> bool:
    """Whether a name can be this one's, by what is before the surname."""
    if name.alone:
        return known.surname == known.surname.split()[-1]
    if _surname_words(f"{name.particle} {name.surname}") != _surname_words(known.surname):
        return False
    first = name.first.lower()
    if first:
        return first == known.given.split()[0].lower()
    return not name.initial or name.initial in {known.given[:1].upper(), known.official.initials[:1]}


def _surname_words(surname: str) -> list[str]:
    return surname.lower().split()


def _place(text: str, known: _Known, word: Span, office: Office) -> Span | None:
    """Where the name stands around its last word, in a form that names nobody else."""
    start, end = word
    first, last = max(0, start - len(known.name) - _REACH), min(len(text), end + _NEAR)
    for pattern in _forms(known):
        found = next(
            (each for each in pattern.finditer(text, first, last) if each.start() <= start and end <= each.end()), None
        )
        if found is None or _GIVEN_BEFORE.search(text, max(0, found.start() - 20), found.start()):
            continue
        if _CLERK.match(text, found.end()) or not _initials_fit(text, known, found, office):
            return None
        return found.start("name"), found.end("name")
    return None


def _initials_fit(text: str, known: _Known, found: regex.Match[str], office: Office) -> bool:
    """Whether initials before a surname are all those of the passport, or may be with the office near them."""
    letters = _NO_LETTER.sub("", found.groupdict().get("initials") or "")
    own = _NO_LETTER.sub("", known.official.initials)
    if not letters or (len(own) > 1 and letters.casefold() == own.casefold()):
        return True
    near = _COLLEGE.sub("", text[max(0, found.start() - _NEAR) : found.end() + _NEAR]).casefold()
    fits = letters[0] in {known.given[0], *own[:1]} and (len(letters) == 1 or not own)
    return fits and _OF.split(office.role)[0].casefold() in near


@lru_cache(maxsize=4096)
def _forms(known: _Known) -> tuple[regex.Pattern[str], ...]:
    """'Ferd Grapperhaus', 'F.B.J. Grapperhaus', 'Grapperhaus, F.B.J. (Ferd)'; for royals 'koning Willem-Alexander'."""
    behind = rf"(?!\p{{L}}|{_HYPHEN}\p{{L}})"
    if not known.surname:
        return (regex.compile(rf"(?<!\p{{L}}){_ROYAL}(?P<name>{regex.escape(known.name)}){behind}"),)
    surname = r"\s+".join(map(regex.escape, known.surname.split()))
    given = r"\s+".join(map(regex.escape, known.given.split()))
    core = known.surname.split()
    particles = [word for word in core if not word[0].isupper()]
    bare = r"\s+".join(map(regex.escape, core[len(particles) :])) if core[: len(particles)] == particles else surname
    behind_bare = r"\s+".join(map(regex.escape, particles))
    initials = r"(?P<initials>(?:\p{Lu}\p{Ll}{0,2}\.\s?)+)"
    reverse = rf"(?:{initials}(?:\s*\({given}\))?|{given})" + (rf"\s+{behind_bare}" if behind_bare else "")
    return (
        regex.compile(rf"(?i)(?<![\p{{L}}.-])(?P<name>{given}\s+(?:\p{{Lu}}\.\s*)?{surname}){behind}"),
        regex.compile(rf"(?<![\p{{L}}.-])(?P<name>{initials}\s*(?:\({given}\)\s*)?(?i:{surname})){behind}"),
        regex.compile(rf"(?i)(?<![\p{{L}}-])(?P<name>{bare},\s*{reverse})(?![\p{{L}}])"),
    )
