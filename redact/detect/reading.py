r"""Text as a reader takes it in, with a way back to the characters as they were written.

    as written                      as read
    Ver-\nmeulen                    Vermeulen           a word broken at a line end, or at the end of a column
    Visser-\nde Boer                Visser-de Boer      a hyphen of its own
    J a n s e n                     Jansen              letter-spaced; so are numbers, in the boxes of a form
    Jаnsen (Cyrillic а)             Jansen              letters of another script inside a Latin word
    e + U+0301, ﬁ, ０６, U+200B     é, fi, 06, nothing  code points that look alike or show nothing
    070–123, ’t Hart, U+00A0        070-123, 't Hart    dashes, quotes and spaces

All else stays, line ends too: they tell lines of a mail header or of a signature apart. Reading what was read changes
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from redact.detect.fold import INVISIBLE
from redact.hyphen import Fate, fate

_SHOWS_NOTHING = INVISIBLE | set(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10))))
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f" + "".join(sorted(_SHOWS_NOTHING))
_ODD = re.compile(
    rf"[{_MARKS}\x85\xa0\xab\xb4\xbb\u0132\u0133\u013f\u0140\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u02b0-\U0010ffff]"
    rf"[{_MARKS}]*"
)
_ON_LETTER = re.compile(f"[{_MARKS}]")
_SPELT_OUT = frozenset(("<wide>", "<narrow>", "<font>", "<compat>"))
"""Kinds of characters that are another one in disguise. A small raised digit is none: it points to a footnote."""
_PLAIN = {
    **dict.fromkeys("\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "),
    **dict.fromkeys("\x85\u2028\u2029", "\n"),
    **dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\xb4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201a\u201b\u2032\u2035\uff07", "'"),
    **dict.fromkeys("\xab\xbb\u02ba\u201c\u201d\u201e\u201f\u2033\u2036\u301d\u301e\uff02", '"'),
}
_DASH = re.compile(r"(?<=\w)[\u2012\u2013](?=\w)|(?<=\d)[\u2014\u2015](?=\d)|(?<=\d )[\u2012-\u2015](?= \d)")
_TWO_ALONE = re.compile(r" \w \w(?!\w)")
_SPACED = re.compile(r"(?<!\w)[^\W_] [^\W_] [^\W_](?: [^\W_])*(?!\w)")
_SPACED_WORD = re.compile(r"ul{2,}|l{4,}|[ud]{8,}(?!l)|u{5,}(?!l)")
"""By kind of character: a capital, a small letter, a digit. 'J W M' are initials."""
_LINE_END = re.compile(r"[-\xac\xad]\n{1,2}(?!\n)")
_SOFT = "\xac\xad"
_LONGEST_PART = 80
_ROUNDS = 6
"""Far more than any text needs."""
_LOOKS_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԚԜҮаԁеһіјкӏорԛсѕуѵԝхёїЁЇΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορυχϲϳ",
    "ABESIJKMHOPCTYXQWYadehijklopqcsyvwxëïËÏABEZHIKMNOPTYXayikvopuxcj",
)
_LIKENESS = re.compile(f"[{''.join(map(chr, _LOOKS_LATIN))}]")
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\xaa-\u024f\u1e00-\u1eff]")
_FOREIGN = re.compile(f"[^\\W\\d_A-Za-z\xaa-\u024f\u1e00-\u1eff{''.join(map(chr, _LOOKS_LATIN))}]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read; character i of `text` comes from source[starts[i]:ends[i]]."""

    text: str = field(repr=False)
    source: str = field(repr=False)
    starts: Sequence[int] = field(repr=False)
    ends: Sequence[int] = field(repr=False)

    def span(self, start: int, end: int) -> Span:
        """Where in the source a span of `text` stands; what was left out inside it belongs to it."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else len(self.source)
            return place, place
        return self.starts[start], self.ends[end - 1]

    def written(self, start: int, end: int) -> str:
        """A span of `text` in the characters of the source, without those that were left out."""
        if isinstance(self.starts, range):
            return self.source[start:end]
        parts = dict.fromkeys(zip(self.starts[start:end], self.ends[start:end], strict=True))
        return "".join(self.source[first:last] for first, last in parts)


def read(text: str, cuts: Iterable[int] = ()) -> Reading:
    """A text as it reads.

    Args:
        text: as written.
        cuts: places of characters that say nothing, such as the blank line between two columns.
    """
    reading = Reading(text, text, range(len(text)), range(1, len(text) + 1))
    reading = _without(reading, [(place, place + 1) for place in cuts])
    for _ in range(_ROUNDS):
        before, reading = reading, _once(reading)
        if before.text == reading.text:
            break
    return reading


def _once(reading: Reading) -> Reading:
    """One step of reading: what it joins can be a word in disguise, for the next step."""
    if not reading.text.isascii():
        reading = _same_length(_unfolded(reading), _in_latin)
    reading = _without(reading, _letter_spacing(reading.text))
    return _without(reading, list(_line_ends(reading.text)))


def _without(reading: Reading, spans: Sequence[Span]) -> Reading:
    """The reading without some spans, which come in order and do not touch each other."""
    if not spans:
        return reading
    borders = [0, *(place for span in spans for place in span), len(reading.text)]
    text, starts, ends = "", list[int](), list[int]()
    for first, last in zip(borders[::2], borders[1::2], strict=True):
        text += reading.text[first:last]
        starts += reading.starts[first:last]
        ends += reading.ends[first:last]
    return Reading(text, reading.source, starts, ends)


def _same_length(reading: Reading, change: Callable[[str], str]) -> Reading:
    text = change(reading.text)
    return reading if text == reading.text else Reading(text, reading.source, reading.starts, reading.ends)


def _unfolded(reading: Reading) -> Reading:
    """Every character as its plain self, accents on their letters, what shows nothing gone."""
    text = reading.text
    odd = list(_clusters(text))
    if all(len(plain) == last - first == 1 for first, last, plain in odd):
        swapped = list(text)
        for first, _, plain in odd:
            swapped[first] = plain
        reading = Reading("".join(swapped), reading.source, reading.starts, reading.ends)
    else:
        reading = _swapped(reading, odd)
    return _same_length(reading, lambda changed: _DASH.sub("-", changed))


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a character may not be its plain self, with what it is; an accent goes with its letter."""
    for match in _ODD.finditer(text):
        first, last = match.span()
        cluster = match.group()
        if first > 0 and _ON_LETTER.match(cluster):
            first -= 1
            cluster = text[first:last]
        plain = _plain_cluster(cluster)
        if "\xad" in cluster and _breaks_word(text, last, plain):
            plain += "\xad"
        if plain != cluster:
            yield first, last, plain


def _breaks_word(text: str, last: int, plain: str) -> bool:
    """Whether a word goes on in the next line: there, a soft hyphen is seen."""
    return text[last : last + 1] == "\n" and plain[-1:].isalnum() and text[last + 1 : last + 2].isalnum()


def _swapped(reading: Reading, odd: Iterable[tuple[int, int, str]]) -> Reading:
    parts, starts, ends, place = list[str](), list[int](), list[int](), 0
    for first, last, plain in odd:
        parts += (reading.text[place:first], plain)
        starts += [*reading.starts[place:first], *[reading.starts[first]] * len(plain)]
        ends += [*reading.ends[place:first], *[reading.ends[last - 1]] * len(plain)]
        place = last
    parts.append(reading.text[place:])
    starts += reading.starts[place:]
    ends += reading.ends[place:]
    return Reading("".join(parts), reading.source, starts, ends)


@lru_cache(maxsize=4096)
def _plain_cluster(cluster: str) -> str:
    """A character with the marks upon it."""
    plain = "".join(map(_plain, cluster))
    return unicodedata.normalize("NFC", plain) if len(plain) > 1 else plain


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char in _SHOWS_NOTHING:
        return ""
    if char in _PLAIN:
        return _PLAIN[char]
    kind, *parts = unicodedata.decomposition(char).split() or [""]
    if len(parts) == 0 and kind:
        return unicodedata.normalize("NFC", char)
    spelt = unicodedata.normalize("NFKC", char) if kind in _SPELT_OUT else char
    if spelt == char or (kind == "<compat>" and not spelt.isalpha()):
        return char
    return "".join(map(_plain, spelt))


def _letter_spacing(text: str) -> list[Span]:
    """The spaces inside words whose letters stand apart."""
    if not _TWO_ALONE.search(text):
        return []
    return [
        (place, place + 1)
        for run in _SPACED.finditer(text)
        for word in _SPACED_WORD.finditer("".join(map(_kind, run.group()[::2])))
        if not _counts(run.group()[2 * word.start() : 2 * word.end() : 2])
        for place in range(run.start() + 2 * word.start() + 1, run.start() + 2 * word.end() - 1, 2)
    ]


def _kind(char: str) -> str:
    return "d" if char.isdigit() else "u" if char.isupper() else "l" if char.islower() else "-"


def _counts(digits: str) -> bool:
    """Whether a row of digits only counts on, as above the columns of a table."""
    return digits.isdecimal() and all(int(b) - int(a) == 1 for a, b in pairwise(digits))


def _line_ends(text: str) -> Iterator[Span]:
    """What a word broken at the end of a line does not need: the line end, and the hyphen if it is not its own."""
    if "-\n" not in text and "\xac\n" not in text and "\xad\n" not in text:
        return
    joined, word = -1, ""
    for match in _LINE_END.finditer(text):
        before = text[max(0, match.start() - _LONGEST_PART) : match.start()]
        own = before.split()[-1] if before and not before[-1].isspace() else ""
        word = (word + own)[-_LONGEST_PART:] if match.start() - len(own) == joined else own
        following = text[match.end() : match.end() + _LONGEST_PART].split()[:2]
        verdict = _verdict(text, match, word, following)
        if verdict is not Fate.BREAK:
            keeps = verdict is Fate.KEEP
            yield match.start() + keeps, match.end()
            joined, word = match.end(), word + "-" * keeps


def _verdict(text: str, match: re.Match[str], word: str, following: Sequence[str]) -> Fate:
    """What becomes of a hyphen and the line end behind it; a row of a table does not go on in the next one."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    if not following or text[match.end()].isspace() or "\t" in line:
        return Fate.BREAK
    if match.group()[0] in _SOFT:
        return Fate.JOIN if word[-1:].isalnum() and following[0][0].isalnum() else Fate.BREAK
    if match.group().endswith("\n\n") and not (word[-1:].isalpha() and following[0][0].islower()):
        return Fate.BREAK
    return fate(word, following)


def _in_latin(text: str) -> str:
    """The text with look-alikes of Latin letters as those: in words that mix scripts, and where a line is all Latin."""
    if not _LIKENESS.search(text):
        return text
    return "".join(map(_line_in_latin, text.splitlines(keepends=True)))


def _line_in_latin(line: str) -> str:
    if not _LIKENESS.search(line):
        return line
    latin = bool(_LATIN.search(line)) and not _FOREIGN.search(line)
    return _LETTERS.sub(lambda word: _word_in_latin(word.group(), latin), line)


def _word_in_latin(word: str, latin: bool) -> str:
    """A word in Latin letters if it is one in disguise; `latin` says whether the rest of its line is."""
    mixed = bool(_LATIN.search(word)) and not _FOREIGN.search(word)
    return word.translate(_LOOKS_LATIN) if latin or mixed else word
