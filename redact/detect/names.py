"""Persons by name grammar and name lists: the spaCy component `dutch_names`, which works beside any language model.

The grammar reads one letter a token (see `shapes`). What is certainly no person (laws, streets, organisations) is
masked first; then the forms are tried, the strongest first, each on what the stronger ones left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex
from spacy.language import Language
from spacy.tokens import Doc, Span

from redact.detect.lexicon import Lexicon, shipped_lexicon
from redact.detect.shapes import Shapes, shapes
from redact.detect.words import blank_pipeline, cuts_so


class Form(NamedTuple):
    """A form a name can have: its pattern over letters, how sure it is, and why, in Dutch, for the reviewer."""

    pattern: str
    score: float
    reason: str


P = r"(?:'?[iI]'?N?|[oQ]N?(?='?[iI]))"
"""A particle. All repetition is bounded, so that no text takes long."""
PS = rf"{P}{{0,4}}"
K = r"[FBSCfbsW]"
"""A word with a capital that can be a name next to something certain."""
NAMEY = r"[FBSCfbs]"
LISTED = r"[BSCbs]"
HYPHENED = rf"(?:-N?{PS}(?:{K}|[PR])){{0,3}}"
LAST = rf"{PS}(?:{K}(?:'{K})?|[PR]){HYPHENED}"
SURE_LAST = rf"(?:{PS}{LISTED}(?:'{K})?|{P}{{1,4}}[PR]){HYPHENED}"
INITIALS = r"(?:L\.-?N?){1,6}"
NICK = rf"(?:\({K}{{1,3}}\)N?)"
GIVEN = rf"(?:[FBfb](?:-(?:{K}|P))?|P-[FBfb])"
SURE_GIVEN = rf"(?:[FB](?:-(?:{K}|P))?|P-[FB])"


class Mask(NamedTuple):
    """What only looks like a person's name: its pattern over letters, and why it stays, in Dutch, for the reviewer."""

    pattern: str
    reason: str


MASKS = {
    "motie": Mask(
        rf"[MV]-N?{PS}{K}(?:-{PS}{K}){{0,3}}|M(?=[^-])N?{PS}{K}{HYPHENED}(?!N?L\.)",
        "naam van een wet, motie, regeling of prijs",
    ),
    "straat": Mask(
        rf"(?:{GIVEN}N?|L\.|[OPR]|T\.?){{0,4}}{PS}Y", "naam van een straat, plein, gebouw, prijs of instelling"
    ),
    "instelling": Mask(
        rf"(?:G(?:[iI]N?){{1,3}}|[OR](?:iN?){{1,3}})(?:{K}|P){{1,3}}(?!l?T)|G(?:{K}|P){{1,4}}|(?:{PS}(?:{K}|P)|L\.|U|x){{1,5}},?E",
        "naam van een organisatie, instelling of gebouw",
    ),
    "samenstelling": Mask(
        rf"(?:{GIVEN}N?|L\.)?{PS}{K}-[lGMVEOY]|[CWSs]-[PR]|[lGMVEOUPR]-[CWSs]",
        "samenstelling waarin een naam als begrip dient",
    ),
}
"""By their name, which is the `id_` of the span: motie-X, X-straat, stichting X, X BV, X-methode."""

FORMS = {
    "omgekeerd": Form(
        rf"(?<![FBCUOPR]N?)(?:(?<=^|[N|:;(,xl]){P}{{1,4}})?(?:{NAMEY}{HYPHENED}|(?<!nN?)R(?=,N?{INITIALS}{NICK})),N?"
        rf"(?:{INITIALS}{NICK}?{PS}|(?='?i){P}{{1,4}}(?:,?{INITIALS})?|{GIVEN}(?:N?L\.){{0,3}}{PS}(?=$|[^FBSCfbsW]))",
        0.92,
        "achternaam gevolgd door voorletters of voornaam",
    ),
    "titel": Form(
        rf"T\.?(?:N?T\.?){{0,4}}N?\K(?:{INITIALS}{NICK}?)?(?:{GIVEN}N?(?:L\.){{0,2}}){{0,3}}{LAST}"
        rf"(?:(?:N?{P}{{1,4}})?[BSs]{HYPHENED})?",
        0.9,
        "naam na een titel of aanspreekvorm",
    ),
    "voorletters": Form(
        rf"(?<!L)(?:(?:L\.-?N?){{2,6}}{NICK}?{LAST}|L\.-?{NICK}?{PS}{NAMEY}{HYPHENED}|L\.N{PS}[BS]{HYPHENED}"
        rf"|L{P}{{1,4}}[BSbs]{HYPHENED}|LS)(?:[BSbs](?!l))?",
        0.9,
        "voorletters gevolgd door een achternaam",
    ),
    "volledig": Form(
        rf"(?:{SURE_GIVEN}(?:N?{GIVEN}|N?L\.){{0,3}}(?:N?{SURE_LAST}|N?{P}{{1,4}}{K}{HYPHENED}|[WR]{HYPHENED})"
        rf"|[fb](?:{GIVEN}|L\.){{0,3}}{SURE_LAST})(?:{PS}{LISTED}(?:'{K})?{HYPHENED})?",
        0.88,
        "voornaam uit de namenlijst gevolgd door een achternaam",
    ),
    "voornamen": Form(
        rf"[FB](?:-{K})?(?:N?L\.|[FBfb](?:-{K})?){{1,3}}|[FB]-(?:{K}|P)|P-[FB]",
        0.8,
        "twee voornamen uit de namenlijst of voornaam met voorletter",
    ),
    "dubbel": Form(
        rf"(?:'?[iI]'?){{0,4}}[SBsbC]-N?{P}{{1,4}}[SBsbC]|[iI]{{0,4}}[SB]-N?[SB]|[iI]{{1,4}}[SBsb]-N?[SBsb]",
        0.8,
        "dubbele achternaam",
    ),
    "onbekend": Form(
        rf"C(?:-C)?{PS}[SB]{HYPHENED}|C{P}{{2,4}}{NAMEY}{HYPHENED}",
        0.6,
        "onbekend woord met hoofdletter gevolgd door een achternaam",
    ),
    "tussenvoegsel": Form(rf"[Ii]{PS}{NAMEY}{HYPHENED}", 0.65, "tussenvoegsel gevolgd door een achternaam"),
    "voornaam": Form(r"[FB](?![-'](?!i)|@)|(?<=[li,])[fb](?=$|[^-'FBSCfbsWUPR])", 0.6, "voornaam uit de namenlijst"),
    "achternaam": Form(r"S(?![-'](?!i)|@)|(?<=l)s(?=$|[^-'FBSCfbsWUOPR])", 0.5, "achternaam uit de namenlijst"),
    "naamdeel": Form("", 0.7, "deel van een naam die voluit op dezelfde bladzijde staat"),
}
"""The forms by their name, which is the `id_` of the span; strongest first. The last one has no pattern."""

STRONG = frozenset(("omgekeerd", "titel", "voorletters", "volledig"))
NAMES = "dutch_names"
NO_PERSONS = "no_persons"
"""Keys of `doc.spans`: names of persons, and what only looks like one."""
_MASKS = regex.compile("|".join(f"(?P<{name}>{mask.pattern})" for name, mask in MASKS.items()))
_LISTED_NAME = regex.compile("[FBSfbs]")
_COMPILED = {name: regex.compile(form.pattern) for name, form in FORMS.items() if form.pattern}
MASKED = "z"
MIN_PART = 2
TIMEOUT_S = 20.0


@Language.factory("dutch_names")
def make_dutch_names(nlp: Language, name: str) -> DutchNames:
    """The component, with the lists that ship with redact; it cuts the text anew where the pipeline cuts otherwise."""
    return DutchNames(shipped_lexicon(), None if cuts_so(nlp) else blank_pipeline())


class DutchNames:
    """Fills `doc.spans`: NAMES with the persons found, NO_PERSONS with what was masked and holds a listed name.

    The `id_` of each span is the name of its form or mask. `doc.ents` is left to the language model.
    """

    def __init__(self, lexicon: Lexicon, words: Language | None = None) -> None:
        self._lexicon = lexicon
        self._words = words

    def __call__(self, doc: Doc) -> Doc:
        """Find the names in a document."""
        if self._words is None:
            return self._fill(doc)
        own = self._fill(self._words.make_doc(doc.text))
        for key in (NAMES, NO_PERSONS):
            doc.spans[key] = [_moved(span, doc) for span in own.spans[key]]
        return doc

    def _fill(self, doc: Doc) -> Doc:
        read = shapes(doc, self._lexicon)
        masked = list(_MASKS.finditer(read.letters, timeout=TIMEOUT_S))
        letters = read.letters
        for match in masked:
            letters = letters[: match.start()] + MASKED * len(match.group()) + letters[match.end() :]
        found = list(self._forms(doc, read, letters))
        found += _parts(doc, read, found)
        doc.spans[NAMES] = sorted(found, key=lambda span: span.start)
        doc.spans[NO_PERSONS] = [
            _span(doc, read, *_trimmed(read.letters, *match.span()), str(match.lastgroup), "PUBLIC_NAME")
            for match in masked
            if _LISTED_NAME.search(match.group())
        ]
        return doc

    def _forms(self, doc: Doc, read: Shapes, letters: str) -> Iterator[Span]:
        for name, pattern in _COMPILED.items():
            taken: list[tuple[int, int]] = []
            for match in pattern.finditer(letters, timeout=TIMEOUT_S):
                start, end = _trimmed(letters, *match.span())
                if name != "tussenvoegsel" or self._is_listed(doc, read, start, end):
                    taken.append((start, end))
                    yield _span(doc, read, start, end, name)
            for start, end in taken:
                letters = letters[:start] + MASKED * (end - start) + letters[end:]

    def _is_listed(self, doc: Doc, read: Shapes, start: int, end: int) -> bool:
        """Whether particle and surname are on the list together and can stand without a first name."""
        words = [doc[read.tokens[place]].text for place in range(start, end) if read.letters[place] != "N"]
        lower = [word.lower() for word in words]
        sure = read.letters[end - 1] in "SB"
        if read.letters[start] == "I":
            return sure or (
                words[0] in ("Van", "De", "Den", "Ter", "Ten", "El")
                and " ".join([lower[0], *words[1:]]) in self._lexicon.surnames
            )
        names_only = {"der", "den", "ter", "ten", "'", "el", "al", "von"} & set(lower[:-1])
        return " ".join(words) in self._lexicon.surnames and (sure or bool(names_only))


def _parts(doc: Doc, read: Shapes, found: list[Span]) -> Iterator[Span]:
    """Words that stand alone and are a part of a name that this text has in full."""
    full = (span for span in found if span.id_ in STRONG and (span.id_ != "voorletters" or span.text.count(".") > 1))
    known = {token.text for span in full for token in span if token.text[0].isupper() and len(token) > MIN_PART}
    taken = {token.i for span in found for token in span}
    for place, letter in zip(read.tokens, read.letters, strict=True):
        if letter in "CWfbs" and place not in taken and doc[place].text in known:
            yield Span(doc, place, place + 1, label="PERSON", span_id="naamdeel")


def _moved(span: Span, doc: Doc) -> Span:
    moved = doc.char_span(span.start_char, span.end_char, label=span.label_, span_id=span.id_, alignment_mode="expand")
    assert moved is not None  # an expanded span lies in the text that it was taken from
    return moved


def _trimmed(letters: str, start: int, end: int) -> tuple[int, int]:
    """Without a line end at either edge."""
    while letters[start] == "N":
        start += 1
    while letters[end - 1] == "N":
        end -= 1
    return start, end


def _span(doc: Doc, read: Shapes, start: int, end: int, form: str, label: str = "PERSON") -> Span:
    return Span(doc, read.tokens[start], read.tokens[end - 1] + 1, label=label, span_id=form)
