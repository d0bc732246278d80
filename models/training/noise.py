"""What happens to text on its way through mail programs, printers and scanners; labels stay exact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from random import Random

from models.training.draft import Draft, Edit, apply, cut

Noise = Callable[[Draft, Random], Draft]

_TABLE = (
    "rn=m; m=rn nn; cl=d; d=cl; ii=ü n; ü=ii; vv=w; w=vv; l=1 I |; 1=l I; I=l 1; O=0; 0=O; o=0 c; e=c; c=e; "
    "S=5; 5=S; B=8; 8=B; h=b; b=h 6; u=n; n=u ri; i=l j í; ij=ÿ lj y; t=f; f=t; g=q 9; a=o; ,=.; .=,; Z=2; G=6; "
    "é=e 6; ë=e é"
)
_LOOKALIKES = {seen: tuple(shapes.split()) for seen, shapes in (row.split("=") for row in _TABLE.split("; "))}


def _recased(draft: Draft, start: int, end: int, change: Callable[[str], str]) -> Draft:
    """Change the case of a stretch, leaving alone the rare letters that would change in length."""
    stretch = draft.text[start:end]
    changed = change(stretch)
    if len(changed) != len(stretch):
        changed = "".join(change(letter) if len(change(letter)) == 1 else letter for letter in stretch)
    return Draft(draft.text[:start] + changed + draft.text[end:], draft.spans)


def lower_case(draft: Draft, rng: Random) -> Draft:
    """No capitals at all."""
    return _recased(draft, 0, len(draft.text), str.lower)


def lower_names(draft: Draft, rng: Random) -> Draft:
    """No capitals in names."""
    for start, end, _ in draft.named():
        draft = _recased(draft, start, end, str.lower)
    return draft


def upper_lines(draft: Draft, rng: Random) -> Draft:
    """Some lines in capitals."""
    share = rng.choice((0.15, 0.3, 1.0))
    for start, end in _lines(draft.text):
        if rng.random() < share:
            draft = _recased(draft, start, end, str.upper)
    return draft


def _lines(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def misread(draft: Draft, rng: Random) -> Draft:
    """The mistakes of text recognition: look-alikes, broken words, lost spaces and letters."""
    count = int(len(draft.text) * rng.uniform(0.01, 0.04)) + 1
    spots = sorted(rng.randrange(len(draft.text)) for _ in range(count))
    return apply(draft, [edit for spot in spots for edit in _misread_at(draft.text, spot, rng)])


def _misread_at(text: str, spot: int, rng: Random) -> Iterator[Edit]:
    chance, letter = rng.random(), text[spot]
    if letter == "\n":
        return
    if letter == " ":
        if chance < 0.25:
            yield spot, spot + 1, ""
        return
    for width in (2, 1):
        shapes = _LOOKALIKES.get(text[spot : spot + width])
        if shapes and chance < 0.75:
            yield spot, spot + width, rng.choice(shapes)
            return
    if not letter.isalpha():
        return
    if chance < 0.85:
        yield spot, spot + 1, ""
    elif chance < 0.96:
        yield spot, spot, " "
    else:
        yield spot, spot + 1, rng.choice("aeionrst.,'*~")


def without_accents(draft: Draft, rng: Random) -> Draft:
    """Plain letters where accents were."""
    edits = ((at, at + 1, unicodedata.normalize("NFD", letter)[0]) for at, letter in _accented(draft.text))
    return apply(draft, edits)


def decomposed(draft: Draft, rng: Random) -> Draft:
    """Accents as characters of their own."""
    return apply(draft, ((at, at + 1, unicodedata.normalize("NFD", letter)) for at, letter in _accented(draft.text)))


def _accented(text: str) -> Iterator[tuple[int, str]]:
    for at, letter in enumerate(text):
        if letter > "\x7f" and len(unicodedata.normalize("NFD", letter)) > 1:
            yield at, letter


def invisible(draft: Draft, rng: Random) -> Draft:
    """Soft hyphens or zero-width spaces inside words."""
    sign = rng.choice("\u00ad\u00ad\u200b")
    spots = [match.start() + rng.randint(2, 4) for match in re.finditer(r"[^\W\d_]{6,}", draft.text)]
    return apply(draft, [(spot, spot, sign) for spot in spots if rng.random() < 0.3])


def hard_spaces(draft: Draft, rng: Random) -> Draft:
    """No-break spaces in place of ordinary ones."""
    spots = [match.start() for match in re.finditer(r"(?<=\S) (?=\S)", draft.text)]
    return apply(draft, [(spot, spot + 1, "\u00a0") for spot in spots if rng.random() < 0.3])


def letter_spaced(draft: Draft, rng: Random) -> Draft:
    """J a n s e n."""
    edits: list[Edit] = []
    for start, end, _ in draft.named():
        if rng.random() < 0.6:
            edits += [(at, at, " ") for at in range(start + 1, end) if draft.text[at] != "\n"]
    return apply(draft, edits)


def double_spaces(draft: Draft, rng: Random) -> Draft:
    """Two spaces here and there."""
    spots = [match.start() for match in re.finditer(" ", draft.text)]
    return apply(draft, [(spot, spot, " ") for spot in spots if rng.random() < 0.07])


def tabbed(draft: Draft, rng: Random) -> Draft:
    """Tabs in place of column gaps."""
    return apply(
        draft, ((match.start(), match.end(), "\t") for match in re.finditer(r"(?<=\S) {2,}(?=\S)", draft.text))
    )


def narrow_columns(draft: Draft, rng: Random) -> Draft:
    """One space where a column gap was: text taken out of a page loses its columns."""
    return apply(draft, ((match.start(), match.end(), " ") for match in re.finditer(r" {2,}|\t+| *\| *", draft.text)))


def unfinished(draft: Draft, rng: Random) -> Draft:
    """No full stops at line ends."""
    return apply(draft, ((match.start(), match.end(), "") for match in re.finditer(r"\.(?=\n|$)", draft.text)))


def mistyped(draft: Draft, rng: Random) -> Draft:
    """Slips of the finger in names."""
    edits: list[Edit] = []
    for start, end, _ in draft.named():
        if end - start < 4 or rng.random() < 0.3:
            continue
        at = rng.randrange(start + 1, end - 1)
        pair = draft.text[at : at + 2]
        if pair.isalpha():
            edits.append((at, at + 2, rng.choice((pair[::-1], pair[1], pair[0] * 2 + pair[1], pair[0]))))
    return apply(draft, edits)


def lost_gaps(draft: Draft, rng: Random) -> Draft:
    """No space after a comma, colon or full stop, or between names and their neighbours."""
    spots = [match.start() for match in re.finditer(r"(?<=[.,:;)]) (?=\S)", draft.text)]
    return apply(draft, [(spot, spot + 1, "") for spot in spots if rng.random() < 0.35])


def quoted(draft: Draft, rng: Random) -> Draft:
    """The last part, or everything, as a reply program quotes it."""
    starts = [start for start, _ in _lines(draft.text)]
    first = rng.choice(starts) if starts and rng.random() < 0.6 else 0
    mark = rng.choice(("> ", "> ", ">", ">> ", "| "))
    return apply(draft, ((start, start, mark) for start in starts if start >= first))


def fragment(draft: Draft, rng: Random) -> Draft:
    """A random stretch of lines."""
    lines = _lines(draft.text)
    if len(lines) < 4:
        return draft
    first = rng.randrange(len(lines) - 1)
    last = rng.randrange(first + 1, min(len(lines), first + rng.choice((4, 12, 40))))
    start, end = lines[first][0], lines[last][1]
    if rng.random() < 0.15 and end - start > 40:
        start += rng.randint(1, 20)
    return cut(draft, start, end)


EARLY: tuple[tuple[float, Noise], ...] = (
    (0.02, mistyped),
    (0.02, narrow_columns),
    (0.02, tabbed),
    (0.02, double_spaces),
    (0.03, unfinished),
    (0.02, lost_gaps),
)
LATE: tuple[tuple[float, Noise], ...] = (
    (0.20, fragment),
    (0.05, quoted),
    (0.03, without_accents),
    (0.01, decomposed),
    (0.04, lower_case),
    (0.03, lower_names),
    (0.03, upper_lines),
    (0.08, misread),
    (0.01, letter_spaced),
    (0.01, invisible),
    (0.01, hard_spaces),
)


def disturb(draft: Draft, rng: Random, table: tuple[tuple[float, Noise], ...]) -> Draft:
    """Let every kind of noise have its chance."""
    for chance, noise in table:
        if rng.random() < chance and draft.text:
            draft = noise(draft, rng)
    return draft
