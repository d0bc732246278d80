"""Whether a word stands where a person's name stands: what is before and after it."""

from __future__ import annotations

from enum import Enum

import regex

import redact.detect.vocabulary as vocab
from redact.detect.common import is_common, words_in
from redact.detect.lexicon import shipped_lexicon
from redact.detect.variants import Guard

REACH = 80
LONG_LINE = 45
"""Characters of a line that was broken because it was full."""


class Standing(Enum):
    """How a word stands; the value is why it stays readable, in Dutch."""

    NAME = ""
    LAW = "naam van een wet, motie of iets dergelijks"
    ORGANISATION = "deel van de naam van een organisatie, gebouw of straat"
    COMPOUND = "deel van een samengesteld woord"
    STAMP = "datum van een bericht: er staat een tijd achter"
    UNSURE = "kan een gewoon woord zijn"


def _any(words: frozenset[str] | tuple[str, ...]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_LAWS = words_in(
    "motie moties wet amendement amendementen kabinet commissie initiatiefwet initiatiefnota wetsvoorstel "
    "kabinetten commissies arrest doctrine"
)
_FIRMS = words_in(
    "stichting firma bedrijf vof gebroeders gebr uitgeverij drukkerij museum hotel café restaurant ziekenhuis "
    "kliniek apotheek basisschool school stadion kasteel camping zaal vergaderzaal gebouw paviljoen lyceum "
    "advocatenkantoor sluis brug kanaal tunnel polder luchthaven academie instituut"
)
_ABBREVIATED = words_in("bv nv vof cv ltd inc gmbh llc plc")
_PARTS = rf"(?:(?:{_any(vocab.PARTICLES | vocab.PREPOSITIONS)})\s+)*"
_LAW_AFTER = regex.compile(rf"(?i)[-‐‑](?:\p{{L}}+[-‐‑])?{_any(vocab.LAW_WORDS | vocab.NAMED_AFTER)}(?!\p{{L}})")
_TITLED = tuple(word.title() for word in vocab.ORG_ENDS - _ABBREVIATED)
_FIRM_AFTER = regex.compile(
    rf"[-‐‑]?{_any(vocab.STREET_ENDS)}(?!\p{{L}})|\s+&\s+(?:Zn|Zonen|Co)\b|"
    rf"(?: \p{{Lu}}\p{{Ll}}+){{0,2}}\s+(?:(?:(?i:{_any(_ABBREVIATED)})|{_any(_TITLED)})(?!\p{{L}})|"
    rf"[BNC]\.\s?V\.|V\.O\.F\.)"
)
_GOES_ON = regex.compile(r"[-‐‑]\p{L}")
_ADDRESSED = vocab.TITLES | words_in(
    "beste geachte hoi hi hai hey hé ha hallo hello dag dear lieve waarde thanks dank bedankt groet groeten groetjes"
)
_INITIALS = regex.compile(r"(?:\p{Lu}\p{Ll}{0,2}\.)+")
_NAME_AFTER = regex.compile(rf"\s*,\s*(?:\p{{Lu}}\.|{_PARTS}\p{{Lu}}\.)|\s*\(\p{{Lu}}\p{{Ll}}+\)")
_SURNAME_AFTER = regex.compile(rf"\s+(?:{_PARTS[:-1]}+)?(?P<word>\p{{Lu}}\p{{Ll}}+)")
_VERB_AFTER = regex.compile(
    r"\s+(?:heeft|had|is|was|zegt|zei|vraagt|vroeg|geeft|gaf|wil|wilde|kan|kon|zal|zou|belt|belde|mailt|mailde|schrijft|"
    r"schreef|gaat|ging|komt|kwam|meldt|meldde|laat|liet|vindt|vond|denkt|dacht|stelt|stelde|pakt|neemt|nam|stuurt|stuurde|"
    r"licht|lichtte|merkt|merkte|antwoordt|reageert|bevestigt|checkt|regelt|moet|moest|weet|wist|en\s+\p{Lu})(?!\p{L})"
)
_HYPHENS = ("-", "‐", "‑")
_ENDS_SENTENCE = tuple('.!?:;•*|>–—-/"“”')
_ARTICLES = words_in("de het een den der des deze dit elke iedere geen onze ons uw mijn haar hun zijn jouw je the a an")
_OPENERS = words_in(
    "aan van met volgens namens door voor bij cc naar tegen en of ook dat als toen heeft is zegt kan wil via tussen ik"
)
_PLACED = words_in(
    "in te uit naar nabij regio gemeente richting omgeving rond eind begin medio sinds vanaf per tot op bij voor"
)


def standing(text: str, start: int, end: int, guard: Guard, *, home: bool) -> Standing:
    """How a name, or a word that can be one, stands in a text.

    Args:
        text: The whole text.
        start: Where it begins.
        end: Where it ends.
        guard: What it needs.
        home: Whether the person was met in this document.
    """
    public = _public(text, start, end)
    if public is not Standing.NAME:
        return public
    if guard is Guard.FREE or (guard is Guard.HOME and home):
        return Standing.NAME
    if guard in (Guard.HOME, Guard.NEVER):
        return Standing.UNSURE
    return Standing.NAME if _is_named(text, start, end, guard, home) else Standing.UNSURE


def _public(text: str, start: int, end: int) -> Standing:
    """The law or organisation that the name is a part of, or NAME where it is of none."""
    last = _word_before(text, start).lower().lstrip("(\"'“‘")
    if (last in _LAWS and _same_line(text, start)) or _LAW_AFTER.match(text, end):
        return Standing.LAW
    if last.endswith(_HYPHENS) and regex.split("[-‐‑]", last)[0] in vocab.LAW_WORDS | vocab.NAMED_AFTER:
        return Standing.LAW
    if (last in _FIRMS and _same_line(text, start)) or _FIRM_AFTER.match(text, end):
        return Standing.ORGANISATION
    if _GOES_ON.match(text, end) and is_common(text[start:end].split()[-1].lower()):
        return Standing.COMPOUND
    return Standing.NAME


def _word_before(text: str, start: int) -> str:
    """What stands before a name and its particles; '' at the begin of the text."""
    words = text[max(0, start - REACH) : start].split()
    while words and words[-1].lower() in vocab.PARTICLES:
        words.pop()
    return words[-1] if words else ""


def _same_line(text: str, start: int) -> bool:
    return "\n" not in text[max(0, start - 2) : start] or _is_full_line(text, start - 1)


def _is_named(text: str, start: int, end: int, guard: Guard, home: bool) -> bool:
    last = text[start:end].split()[-1]
    if not last[:1].isupper():
        return False
    before = text[max(0, start - REACH) : start]
    if _is_addressed(text, start) or _NAME_AFTER.match(text, end) or _beside_a_name(text, before, end):
        return True
    if last.isupper() or (guard is Guard.PLACE and not home):
        return False
    return _in_sentence(text, start, before, guard) or (home and _opens_as_subject(text, start, end, guard))


def _is_addressed(text: str, start: int) -> bool:
    """Whether a title, a greeting or initials stand before it."""
    word = _word_before(text, start)
    return word.strip(".,").lower() in _ADDRESSED or word.endswith("@") or bool(_INITIALS.fullmatch(word))


def _beside_a_name(text: str, before: str, end: int) -> bool:
    """Whether a first name stands before it, or a surname that is no word after it."""
    word, gap = _last_word(before)
    if "\n" not in gap and _is_first_name(word):
        return True
    after = _SURNAME_AFTER.match(text, end)
    return after is not None and after["word"] in shipped_lexicon().surnames and not is_common(after["word"].lower())


def _last_word(before: str) -> tuple[str, str]:
    """The last word of a text and the white space after it."""
    head = before.rstrip()
    words = head.rsplit(None, 1)
    return (words[-1] if words else ""), before[len(head) :]


def _is_first_name(word: str) -> bool:
    return word in shipped_lexicon().first_names and not is_common(word.lower())


def _in_sentence(text: str, start: int, before: str, guard: Guard) -> bool:
    """Whether the capital is the word's own: a word in lower case stands before it in the same sentence."""
    word, gap = _last_word(before)
    if not word or not gap or ("\n" in gap and not _is_full_line(text, start - len(gap))):
        return False
    if word.endswith(_ENDS_SENTENCE):
        return False
    plain = word.strip("()\"'“”‘’,")
    if not plain.islower():
        return plain.lower() in _OPENERS
    return plain not in _ARTICLES and not (guard is Guard.PLACE and plain in _PLACED)


def _is_full_line(text: str, end: int) -> bool:
    line = text[max(0, end - REACH) : end].rpartition("\n")[2]
    return len(line) >= LONG_LINE and text[end : end + 2].count("\n") == 1


def _opens_as_subject(text: str, start: int, end: int, guard: Guard) -> bool:
    """Whether it begins a sentence as a name does: a verb after it, or a line of its own."""
    if guard is Guard.PLACE:
        return False
    before = text[max(0, start - REACH) : start].rpartition("\n")[2]
    rest = text[end : end + REACH].partition("\n")[0]
    if not before.strip(" \t>*•-") and (not rest.strip() or rest.lstrip().startswith(":")):
        return True
    return bool(_VERB_AFTER.match(text, end))
