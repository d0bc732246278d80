"""Names and functions where the place says that there is one: a header field, a signature, a list of those present.

There the shape of a name is enough, if it holds no word that says otherwise. The lists are asked only where all words
are common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

import redact.detect.vocabulary as vocab
from redact.detect.jobs import titles
from redact.detect.lexicon import shipped_lexicon
from redact.detect.recognizers.base import JOB_TITLE, PERSON, Span

PARTICLE = (
    r"(?:van|von|vander|vanden|de|den|der|het|['’]t|['’]s|ten|ter|te|tot|in|op|aan|bij|uit|over|la|le|du|des|da|"
    r"das|do|dos|di|del|della|af|"
    r"v\.?\s?d\.?r?\.?|v/d|v\.|v|el|al|ould|ibn|bin|bint|ben|zu|zum|zur|y)"
)
INITIALS = r"(?:\p{Lu}\p{Ll}{0,2}\.[\s-]?)+"
WORD = r"(?:\p{Lu}[\p{L}\p{M}]*(?:['’-](?:\p{L}|['’])[\p{L}\p{M}'’]*)*\p{Ll}[\p{L}\p{M}]*|\p{Lu}{4,})"
NAME_WORD = rf"(?:[dlDLOo]['’])?{WORD}"
TITLE = rf"(?i:(?:de\s+)?(?:{'|'.join(sorted(vocab.TITLES, key=len, reverse=True))}))(?!\p{{L}})\.?"
SPACED = rf"(?:{PARTICLE}\s+)*"
CAPITAL_PARTICLES = r"(?:(?:Van|De|Den|Der|Ten|Ter|El|Al|In|Op)\s+)*"
LAST = rf"{SPACED}{CAPITAL_PARTICLES}{NAME_WORD}(?:\s?-\s?{SPACED}{NAME_WORD})?"
NICK = rf"(?:\([\"“']?{WORD}[^()\n]{{0,20}}\)|[\"“‘']{WORD}[\"”’'])"
PLAIN = (
    rf"(?:{INITIALS}\s*)?(?:{NICK}\s*)?{LAST}(?:\s+(?:{INITIALS}\s*|{NICK}\s*)?{LAST}){{0,3}}"
    rf"(?:\s(?:{PARTICLE}\s+)*\p{{Lu}}\.(?![\p{{L}}]))?"
)
REVERSED = rf"{NAME_WORD}(?:\s?-\s?(?:{PARTICLE}\s+)*{NAME_WORD})?(?:,\s*{PARTICLE}(?:\s+{PARTICLE})*)?,\s*"
BY_INITIALS = rf"{REVERSED}{INITIALS}(?:\s*\({WORD}[^()]{{0,20}}\))?(?:\s*(?:{PARTICLE})\b){{0,3}}"
BY_GIVEN = rf"{REVERSED}{NAME_WORD}(?:\s+{INITIALS})?(?:\s+{PARTICLE}\b){{0,3}}(?=\s*(?:$|[;<(\[\n|/\"'”]|-\s))"
MONOGRAM = r"\p{Lu}(?:\p{Ll}{0,3}\p{Lu}){1,3}(?!\p{L})"

_LEAD = regex.compile(rf"[\s,\"'“”*•·>~_–—-]*(?:{TITLE}\s+)*")
_NAME = regex.compile(rf"(?:{BY_INITIALS}|(?P<given>{BY_GIVEN})|{PLAIN})")
_IN_LIST = regex.compile(rf"(?:{BY_INITIALS}|{PLAIN})")
_TURNED = regex.compile(rf"(?P<last>[^,]+),(?:\s*{PARTICLE}\b)*(?:,)?\s*(?P<first>{NAME_WORD})")
_LOWER = regex.compile(
    rf"(?P<first>\p{{Ll}}[\p{{Ll}}\p{{M}}-]+)(?P<last>(?:[ ](?:{PARTICLE}|"
    rf"v\.?[ ]?d\.?))*[ ]\p{{Ll}}[\p{{Ll}}\p{{M}}-]+)?(?![\p{{L}}])"
)
_MONOGRAM = regex.compile(MONOGRAM)
_DEFINED = regex.compile(r"[ \t]*[(\[](?P<initials>\p{Lu}(?:\p{Ll}{0,3}\p{Lu}){1,3}\p{Ll}{0,2})[)\]]")
_SINGLE = regex.compile(r"\p{Lu}\.?(?=[ \t]*(?:$|\n))")
_ADDRESS = regex.compile(r"<[^<>\n]*>|\[mailto:[^\]]*\]|[\p{L}\d._+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+")
_FUNCTION_ENDS = regex.compile(
    r"[ \t]*(?:[|;•·]|[ \t][–—-]|\t|[ ]{2,}|\d{3}|[+(]\d|\d\d[ -]|"
    r",[ ]?(?i:tel|toestel|tst|kamer|mob|e-mail|bereikbaar)(?!\p{L}))"
)
_ABBREVIATED = regex.compile(
    r"(?i)(?<![\p{L}])(?:ciso|cio|cto|ceo|cfo|fg|mt-lid|boa|babs|ovd|dba|(?:adv|mdw|medew|secr|dir)\.|"
    r"afd\.? ?hoofd)(?![\p{L}])"
)
_BEHIND = regex.compile(rf",\s*{INITIALS}")
_WORDS = regex.compile(r"[\p{L}\p{M}]+")
_STARTS = regex.compile(r"(?i)(?:de|het|een|onze|uw|mijn|als|is|zijn|haar|onder|ook)\s")
_SENTENCE = frozenset(
    [
        "heeft",
        "hebben",
        "had",
        "is",
        "was",
        "zijn",
        "waren",
        "wordt",
        "worden",
        "werd",
        "kan",
        "kunnen",
        "zal",
        "gaat",
        "zei",
        "meldt",
        "die",
        "dat",
        "dit",
        "om",
        "niet",
        "ook",
        "aan",
        "ik",
        "we",
    ]
)
MAX_FUNCTION_CHARS = 70
MAX_FUNCTION_WORDS = 8
_LABEL_ENDS = ("nummer", "nr", "adres", "datum", "gegevens", "postcode", "staten", "gedeputeerde")
IN_PUBLIC = vocab.PUBLIC_ROLES
TIMEOUT_S = 20.0


def person_at(
    text: str, start: int, end: int, *, listed: bool = False, lower: bool = False, initials: bool = False
) -> Span | None:
    """The person's name that a stretch of text begins with, after titles, quotes and bullets.

    Args:
        text: The whole text.
        start: Where the stretch begins.
        end: Where it ends.
        listed: In a list parted by commas: 'A, B' is two persons.
        lower: First names from the list count without a capital too, and initials such as 'JdV'.
        initials: So do initials in capitals only, 'JV', and 'J.' alone on a line.
    """
    lead = _LEAD.match(text, start, end, timeout=TIMEOUT_S)
    first = lead.end() if lead else start
    found = (_IN_LIST if listed else _NAME).match(text, first, end, timeout=TIMEOUT_S)
    if found and not listed and found["given"] and not _is_turned(found["given"], text[found.end() : end].lstrip()[:1]):
        found = _IN_LIST.match(text, first, end, timeout=TIMEOUT_S)
    if found and is_person(found.group()):
        return Span(found.start(), found.start() + len(found.group().rstrip()), PERSON)
    if lower:
        return _informal(text, first, end, initials=initials)
    return None


def _is_turned(name: str, after: str) -> bool:
    """Whether 'A, B' is one person, 'Jansen, Piet', and not two: 'Jansen, Bakker' or 'Jan, Piet'."""
    parts = _TURNED.match(name)
    if parts is None:
        return True
    lexicon = shipped_lexicon()
    last, first = parts["last"].split()[-1].title(), parts["first"].title()
    if first in lexicon.first_names:
        return last not in lexicon.first_names or (last in lexicon.surnames and after in ("<", "("))
    return last not in lexicon.first_names and first not in lexicon.surnames


def _informal(text: str, start: int, end: int, *, initials: bool) -> Span | None:
    lexicon = shipped_lexicon()
    word = _LOWER.match(text, start, end)
    if word and word["first"].title() in lexicon.first_names and word["first"] not in vocab.NO_NAMES:
        last = word["last"].split()[-1] if word["last"] else ""
        named = last.title() in lexicon.surnames and last not in vocab.NO_NAMES
        return Span(word.start(), word.end() if named else word.end("first"), PERSON)
    found = _MONOGRAM.match(text, start, end) or (_SINGLE.match(text, start, end) if initials else None)
    if found is None or found.group() in vocab.BODIES or (found.group().isupper() and not initials):
        return None
    return Span(found.start(), found.end(), PERSON)


def is_person(name: str) -> bool:
    """Whether something in the shape of a name can be one: no word of an organisation, not all common words."""
    every = _WORDS.findall(name)
    words = [word for word in every if not _is_particle(word)]
    if not words or any(
        word in vocab.BODIES or _refuses(word.lower()) for word in words if not _is_sure(word, every, name)
    ):
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


def _is_particle(word: str) -> bool:
    return word.lower() in vocab.PARTICLES or word in ("v", "vd", "vdr")


def _is_sure(word: str, every: Sequence[str], name: str) -> bool:
    """Whether a word that is common too is a surname here: 'Jan van der Meer', 'Meer, C. van der'."""
    lexicon = shipped_lexicon()
    if len(every) < 2 or word.title() not in lexicon.surnames:
        return False
    if name.startswith(word):
        return bool(_BEHIND.match(name, len(word)))
    place = every.index(word)
    known = len(every[0]) == 1 or every[0] in lexicon.first_names
    return known and place > 1 and _is_particle(every[place - 1])


def _refuses(word: str) -> bool:
    return (
        word in vocab.ORG_STARTS
        or word in vocab.ORG_ENDS
        or word in vocab.NO_NAMES
        or word in vocab.PLACES
        or word in vocab.MONTHS_AND_DAYS
        or word.endswith(vocab.FUNCTION_WORDS)
        or word.endswith(vocab.STREET_ENDS)
        or word.endswith(_LABEL_ENDS)
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


def initials_at(text: str, person: Span, end: int) -> Span | None:
    """The initials that stand in brackets behind a name: 'Jan de Vries (JdV)'."""
    found = _DEFINED.match(text, person.end, end)
    if found is None or found["initials"] in vocab.BODIES:
        return None
    name = text[person.start : person.end]
    return Span(found.start("initials"), found.end("initials"), PERSON) if found["initials"][0] in name else None


def function_at(text: str, start: int, end: int) -> Span | None:
    """The whole stretch as a function ('senior adviseur bedrijfsvoering'), if it is one."""
    start += len(text[start:end]) - len(text[start:end].lstrip(" \t-–—,(|/"))
    stop = _FUNCTION_ENDS.search(text, start, end)
    part = text[start : stop.start() if stop else end].rstrip(" \t,.;|)/")
    words = _WORDS.findall(part)
    if not 0 < len(words) <= MAX_FUNCTION_WORDS or len(part) > MAX_FUNCTION_CHARS or "@" in part or ":" in part:
        return None
    if any(word.lower() in IN_PUBLIC for word in words):
        return None
    title = next(titles(part), None)
    if title is None:
        return Span(start, start + len(part), JOB_TITLE) if _ABBREVIATED.search(part) else None
    names = shipped_lexicon().first_names
    if not _STARTS.match(part) and not any(word in _SENTENCE or word in names for word in words):
        return Span(start, start + len(part), JOB_TITLE)
    return Span(start + title.start, start + title.end, JOB_TITLE)
