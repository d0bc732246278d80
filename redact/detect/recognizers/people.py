"""Names and functions where the place says that there is one: a header field, a signature, a list of those present.

There the shape of a name is enough, if it holds no word that says otherwise. The lists are asked only where all words
are common.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

import redact.detect.vocabulary as vocab
from redact.detect.lexicon import shipped_lexicon
from redact.detect.recognizers.base import JOB_TITLE, PERSON, Span

PARTICLE = (
    r"(?:van|von|vander|vanden|de|den|der|het|['’]t|['’]s|ten|ter|te|tot|in|op|aan|bij|uit|over|la|le|du|des|da|das|do|dos|di|del|della|af|"
    r"el|al|ould|ibn|bin|bint|ben|zu|zum|zur|y)"
)
INITIALS = r"(?:\p{Lu}\p{Ll}{0,2}\.[\s-]?)+"
WORD = r"(?:\p{Lu}[\p{L}\p{M}]*(?:['’-](?:\p{L}|['’])[\p{L}\p{M}'’]*)*\p{Ll}[\p{L}\p{M}]*|\p{Lu}{4,})"
NAME_WORD = rf"(?:[dlDLOo]['’])?{WORD}"
TITLE = rf"(?i:(?:de\s+)?(?:{'|'.join(sorted(vocab.TITLES, key=len, reverse=True))}))(?!\p{{L}})\.?"
SPACED = rf"(?:{PARTICLE}\s+)*"
CAPITAL_PARTICLES = r"(?:(?:Van|De|Den|Der|Ten|Ter|El|Al|In|Op)\s+)*"
LAST = rf"{SPACED}{CAPITAL_PARTICLES}{NAME_WORD}(?:\s?-\s?{SPACED}{NAME_WORD})?"
PLAIN = rf"(?:{INITIALS}\s*)?(?:\({WORD}[^()]{{0,20}}\)\s*)?{LAST}(?:\s+(?:{INITIALS}\s*)?{LAST}){{0,3}}"
REVERSED = rf"{NAME_WORD}(?:\s?-\s?(?:{PARTICLE}\s+)*{NAME_WORD})?(?:,\s*{PARTICLE}(?:\s+{PARTICLE})*)?,\s*"
BY_INITIALS = rf"{REVERSED}{INITIALS}(?:\s*\({WORD}[^()]{{0,20}}\))?(?:\s*(?:{PARTICLE})\b){{0,3}}"
BY_GIVEN = rf"{REVERSED}{NAME_WORD}(?:\s+{INITIALS})?(?:\s+{PARTICLE}\b){{0,3}}(?=\s*(?:$|[;<(\[\n|/\"'”]|-\s))"
MONOGRAM = r"\p{Lu}(?:\p{Ll}{0,3}\p{Lu}){1,3}(?!\p{L})"

_LEAD = regex.compile(rf"[\s,\"'“”*•·>~_–—-]*(?:{TITLE}\s+)*")
_NAME = regex.compile(rf"(?:{BY_INITIALS}|{BY_GIVEN}|{PLAIN})")
_IN_LIST = regex.compile(rf"(?:{BY_INITIALS}|{PLAIN})")
_LOWER = regex.compile(r"\p{Ll}{2,}(?!\p{L})")
_MONOGRAM = regex.compile(MONOGRAM)
_ADDRESS = regex.compile(r"<[^<>\n]*>|\[mailto:[^\]]*\]|\S+@\S+")
_FUNCTION = regex.compile(rf"(?i)(?<![\p{{L}}])[\p{{L}}-]*(?:{'|'.join(vocab.FUNCTION_WORDS)})(?![\p{{L}}])")
_WORDS = regex.compile(r"[\p{L}\p{M}]+")
MAX_FUNCTION_CHARS = 70
MAX_FUNCTION_WORDS = 8
IN_PUBLIC = frozenset(
    ("minister", "staatssecretaris", "burgemeester", "wethouder", "kamerlid", "raadslid", "statenlid", "gedeputeerde")
)
TIMEOUT_S = 20.0


def person_at(text: str, start: int, end: int, *, listed: bool = False, lower: bool = False) -> Span | None:
    """The person's name that a stretch of text begins with, after titles, quotes and bullets.

    Args:
        text: The whole text.
        start: Where the stretch begins.
        end: Where it ends.
        listed: In a list parted by commas: 'A, B' is two persons.
        lower: First names count without a capital too, and initials such as 'JdV'.
    """
    lead = _LEAD.match(text, start, end, timeout=TIMEOUT_S)
    first = lead.end() if lead else start
    found = (_IN_LIST if listed else _NAME).match(text, first, end, timeout=TIMEOUT_S)
    if found and is_person(found.group()):
        return Span(found.start(), found.start() + len(found.group().rstrip()), PERSON)
    if lower:
        return _informal(text, first, end)
    return None


def _informal(text: str, start: int, end: int) -> Span | None:
    word = _LOWER.match(text, start, end)
    if word and word.group().title() in shipped_lexicon().first_names and word.group() not in vocab.NO_NAMES:
        return Span(word.start(), word.end(), PERSON)
    monogram = _MONOGRAM.match(text, start, end)
    return Span(monogram.start(), monogram.end(), PERSON) if monogram else None


def is_person(name: str) -> bool:
    """Whether something in the shape of a name can be one: no word of an organisation, not all common words."""
    words = [word for word in _WORDS.findall(name) if word.lower() not in vocab.PARTICLES]
    if not words or any(_refuses(word.lower()) for word in words):
        return False
    lexicon = shipped_lexicon()
    if (
        len(words) == 1
        and name.isupper()
        and name.title() not in lexicon.first_names
        and name.title() not in lexicon.surnames
    ):
        return False
    return any(
        len(word) == 1
        or word.title() in lexicon.first_names
        or word.title() in lexicon.surnames
        or word.lower() not in lexicon.words
        for word in words
    )


def _refuses(word: str) -> bool:
    return (
        word in vocab.ORG_STARTS
        or word in vocab.ORG_ENDS
        or word in vocab.NO_NAMES
        or word in vocab.PLACES
        or word in vocab.MONTHS_AND_DAYS
        or word.endswith(vocab.FUNCTION_WORDS)
        or word.endswith(vocab.STREET_ENDS)
    )


def pieces(text: str, start: int, end: int, separators: str) -> Iterator[tuple[int, int]]:
    """Stretches between separators (a regular expression), leaving out e-mail addresses and empty ones."""
    cut = regex.compile(rf"{_ADDRESS.pattern}|{separators}")
    place = start
    for match in cut.finditer(text, start, end, timeout=TIMEOUT_S):
        if text[place : match.start()].strip():
            yield place, match.start()
        place = match.end()
    if text[place:end].strip():
        yield place, end


def function_at(text: str, start: int, end: int) -> Span | None:
    """The whole stretch as a function ('senior adviseur bedrijfsvoering'), if it is one."""
    part = text[start:end]
    start += len(part) - len(part.lstrip(" \t-–—,(|/"))
    part = text[start:end].rstrip(" \t,.;|)/")
    words = _WORDS.findall(part)
    if not 0 < len(words) <= MAX_FUNCTION_WORDS or len(part) > MAX_FUNCTION_CHARS or "@" in part or ":" in part:
        return None
    if any(word.lower() in IN_PUBLIC for word in words) or not _FUNCTION.search(part):
        return None
    return Span(start, start + len(part), JOB_TITLE)
