"""Breaking long lines as printers and mail programs do."""

from __future__ import annotations

import re
from random import Random

from models.training.draft import Draft, Edit, apply

_COLUMNS = re.compile(r"\S {3,}\S|\t|\|")
_BREAKABLE = re.compile(r"[^\W\d_]{7,}")
_SYLLABLE = re.compile(
    r"(?<=[aeiouyé])(?=[bcdfghjklmnprstvwz][aeiouyé])|(?<=[aeiouy][bcdfgklmnprst])(?=[bdfgklmnprstvwz][aeiouy])"
)


def wrapped(draft: Draft, rng: Random) -> Draft:
    """Break the lines that are too long at a random width, now and then inside a word."""
    width = rng.randint(40, 95)
    hyphens = rng.choice((0.0, 0.0, 0.06, 0.25))
    edits: list[Edit] = []
    for match in re.finditer(r"[^\n]+", draft.text):
        if match.end() - match.start() > width and not _COLUMNS.search(match[0]):
            edits += _breaks(draft.text, match.span(), (width, hyphens), rng)
    return apply(draft, edits)


def _breaks(text: str, line: tuple[int, int], style: tuple[int, float], rng: Random) -> list[Edit]:
    """Where one line breaks: mostly at spaces."""
    width, hyphens = style
    edits: list[Edit] = []
    at, end = line
    while end - at > width:
        space = text.rfind(" ", at + 1, at + width + 1)
        if space <= at:
            space = text.find(" ", at + width, end)
            if space < 0:
                break
        edit = _inside_word(text, space, end, rng) if rng.random() < hyphens else None
        edit = edit or (space, space + 1, "\n")
        edits.append(edit)
        at = edit[1]
    return edits


def _inside_word(text: str, space: int, end: int, rng: Random) -> Edit | None:
    """Break the word after a space: behind its own hyphen, or between two syllables."""
    stop = text.find(" ", space + 1, end)
    word = text[space + 1 : stop if stop > 0 else end]
    own = word.find("-", 2)
    if 0 < own < len(word) - 2:
        return space + 2 + own, space + 2 + own, "\n"
    letters = _BREAKABLE.match(word)
    if letters is None or "@" in word:
        return None
    spots = [match.start() for match in _SYLLABLE.finditer(letters[0]) if 2 <= match.start() <= len(letters[0]) - 2]
    if not spots:
        return None
    spot = space + 1 + rng.choice(spots)
    return spot, spot, "-\n"


def broken_names(draft: Draft, rng: Random) -> Draft:
    """Break lines inside names, which chance alone does too seldom to learn from."""
    edits: list[Edit] = []
    for start, end, _ in draft.named():
        if rng.random() < 0.5:
            continue
        gaps = [at for at in range(start + 1, end - 1) if draft.text[at] == " "]
        joints = [at + 1 for at in range(start + 1, end - 2) if draft.text[at] == "-"]
        parts = [start + match.start() for match in _SYLLABLE.finditer(draft.text[start:end]) if match.start() > 2]
        chance = rng.random()
        if gaps and chance < 0.6:
            at = rng.choice(gaps)
            edits.append((at, at + 1, "\n"))
        elif joints:
            at = rng.choice(joints)
            edits.append((at, at, "\n"))
        elif parts and chance > 0.5:
            at = rng.choice(parts)
            edits.append((at, at, "-\n"))
    return apply(draft, edits)
