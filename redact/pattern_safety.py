r"""Whether a pattern of the rule book stays within bounds on any text, tried out on texts made to slow it down.

A pattern that can read the same text in many ways tries them all before it gives up: '(\w+\s?)+:' takes twice as long
for every letter more. The texts are made from the pattern itself and from the rule's examples: a prefix, a piece that
is repeated, and an end on which the match fails but which holds everything that the pattern asks for.

Nothing is judged by the clock alone: what takes long is timed again at a quarter of the length, and the growth counts.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

import regex
import yaml

from redact.resources import shipped
from redact.review_rules import REVIEW

ADVICE = (
    "takes far too long on some texts, because it can read the same text in many ways. Give every repeat a limit "
    "({0,40} for * or +), let no repeat stand within another one or beside one that takes the same characters, or "
    "make it possessive (*+, ++)"
)
LONG = 600
"""Characters of the texts on which a pattern is tried."""
PATIENCE_S = 0.05
"""So long a text that short hardly ever takes; what takes longer is looked at closely."""
LIMIT_S = 2.0
SUSPECT_S = 0.004
"""What takes less is not looked at again."""
LEAST_S = 0.03
"""Less is never too long, however fast it grows: so short a time is not measured well enough."""
GROWTH = 26.0
"""How many times as long a text four times as long may take: 16 is quadratic and bearable, 64 is cubic and is not."""
SHORTEST = 16
MAX_ATTACKS = 400
MAX_SUSPECTS = 6
ROUNDS = 5
STOP = "\x01"
_CLASSES = {
    r"\d": "1",
    r"\w": "aA1_",
    r"\s": " \t\n",
    r"\p{L}": "aA",
    r"\p{Lu}": "A",
    r"\p{Ll}": "a",
    r"\S": "a",
    ".": "a",
}
_SPELT = regex.compile(r"(?:[^\\()\[\]{}?*+|^$.]|\\[^\p{L}\d])+(?![*?{])")
_GROUP = regex.compile(r"\((?:\?(?:[:>|=!]|<[=!]|P?<\w+>|[a-zA-Z-]+[:)]))")
_RANGES = regex.compile(r"(?<=[\[^\w-])(\w)-(\w)")


class Attack(NamedTuple):
    """A text to slow a pattern down: a piece is repeated between an opening and an end."""

    opening: str
    piece: str
    end: str


class _Spent(NamedTuple):
    """Processor time, and whether all was done in it."""

    seconds: float
    finished: bool


def slow_patterns(patterns: Sequence[str], ignore_case: bool, examples: tuple[str, ...]) -> list[int]:
    """Numbers, from 1, of the patterns that backtrack. Those that the shipped rules hold too have been tried."""
    new = (number for number, pattern in enumerate(patterns, start=1) if pattern not in _shipped_patterns())
    return [number for number in new if backtracks(patterns[number - 1], ignore_case, examples)]


@cache
def _shipped_patterns() -> frozenset[str]:
    folder = shipped("rules")
    files = [yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in (folder / "entities").glob("*.yaml")]
    review = yaml.load((folder / REVIEW).read_bytes(), Loader=yaml.CSafeLoader)
    facts = [pattern for entry in review["feiten"] for pattern in entry["patronen"]]
    return frozenset([*facts, *review["meningen"], *(each for file in files for each in file.get("patterns", ()))])


@lru_cache(maxsize=4_096)
def backtracks(pattern: str, ignore_case: bool = True, examples: tuple[str, ...] = ()) -> bool:
    """Whether a pattern takes time that grows faster than the square of the text's length.

    Args:
        pattern: what stands in the rule, sound.
        ignore_case: as the rule says.
        examples: texts in which the rule finds something; the more there are, the surer the answer.
    """
    compiled = regex.compile(pattern, regex.MULTILINE | (regex.IGNORECASE if ignore_case else 0))
    slow: list[tuple[float, Attack]] = []
    for attack in islice(_attacks(pattern, examples), MAX_ATTACKS):
        whole = _spent(compiled, _text(attack, LONG), PATIENCE_S)
        if not whole.finished and _explodes(compiled, attack):
            return True
        if whole.finished and whole.seconds > SUSPECT_S:
            slow.append((whole.seconds, attack))
    slowest = sorted(slow, reverse=True)[:MAX_SUSPECTS]
    return any(_outgrows(compiled, attack, 4 * LONG) for _, attack in slowest)


def _attacks(pattern: str, examples: Sequence[str]) -> Iterator[Attack]:
    """Texts that may slow the pattern down, the likeliest first."""
    pieces = list(dict.fromkeys(_pieces(pattern)))
    pumped = list(_pumped(examples))
    ends = (STOP + "".join(dict.fromkeys(pattern)) + " ".join(_spelt(pattern)), "")
    openings = dict.fromkeys(["", *_spelt(pattern)[:3], *(prefix for prefix, _ in pumped)])
    yield from (Attack(prefix, piece, ends[0]) for prefix, piece in pumped)
    for opening in openings:
        some = pieces if len(opening) < 2 else pieces[:12]
        yield from (Attack(opening, piece, end) for piece in some for end in ends)


def _spelt(pattern: str) -> list[str]:
    """The stretches of a pattern that stand for themselves."""
    found = (regex.sub(r"\\(.)", r"\1", each) for each in _SPELT.findall(_GROUP.sub("(", pattern)))
    return list(dict.fromkeys(found))[:40]


def _pieces(pattern: str) -> Iterator[str]:
    """What a repeat in the pattern may take: its characters, words and classes, alone and in pairs."""
    singles = [char for escape, chars in _CLASSES.items() if escape in pattern for char in chars]
    singles += [char for match in _RANGES.finditer(pattern) for char in match.groups()]
    signs = [char for char in dict.fromkeys(pattern) if not char.isalnum() and char not in "\\()[]{}?*+|^$"]
    letters = [char for char in dict.fromkeys(pattern) if char.isalnum()][:12]
    yield from dict.fromkeys(singles)
    yield from signs[:12]
    yield from _spelt(pattern)
    yield from letters
    heads = dict.fromkeys([*singles, *letters[:3]])
    yield from (head + sign for head in list(heads)[:5] for sign in [*signs[:8], *singles])


def _pumped(examples: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each example up to a place, and what stands before that place, to be repeated."""
    for example in list(examples)[:6]:
        for place in range(1, min(len(example), 32)):
            yield from ((example[:place], example[place - size : place]) for size in (1, 2) if size <= place)


def _outgrows(pattern: regex.Pattern[str], attack: Attack, length: int) -> bool:
    """Whether a text of this length takes far more than sixteen times what a quarter of it takes, each time anew."""
    long, short = _text(attack, length), _text(attack, length // 4)
    return all(_takes_longer(pattern, long, short) for _ in range(ROUNDS))


def _explodes(pattern: regex.Pattern[str], attack: Attack) -> bool:
    """Whether a text that takes too long, or one twice as long (that was at the edge of it), outgrows its quarter."""
    length = _first_too_long(pattern, attack)
    return any(_outgrows(pattern, attack, each) for each in (length, 2 * length))


def _first_too_long(pattern: regex.Pattern[str], attack: Attack) -> int:
    length = SHORTEST
    while length < LONG and _spent(pattern, _text(attack, length), PATIENCE_S).finished:
        length *= 2
    return length


def _takes_longer(pattern: regex.Pattern[str], long: str, short: str) -> bool:
    """Whether it does so now."""
    least = min(_spent(pattern, short, LIMIT_S).seconds for _ in range(3))
    needed = max(GROWTH * least, LEAST_S)
    return _spent(pattern, long, 1.5 * needed).seconds > needed


def _text(attack: Attack, length: int) -> str:
    return attack.opening + attack.piece * (length // len(attack.piece)) + attack.end


def _spent(pattern: regex.Pattern[str], text: str, limit: float) -> _Spent:
    """Processor time of finding everything in a text, for about so many seconds of it at most.

    The engine goes by the clock: on a busy machine it is asked again, with more patience.
    """
    spent = _Spent(0.0, finished=False)
    for patience in (1, 4, 16, 64):
        spent = _timed(pattern, text, patience * limit)
        if spent.finished or spent.seconds > 0.8 * limit:
            break
    return spent


def _timed(pattern: regex.Pattern[str], text: str, limit: float) -> _Spent:
    start, late = time.thread_time(), time.monotonic() + limit
    try:
        finished = all(time.monotonic() < late for _ in pattern.finditer(text, timeout=limit))
    except TimeoutError:
        finished = False
    return _Spent(time.thread_time() - start, finished)
