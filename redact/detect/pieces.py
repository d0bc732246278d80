r"""A text's tokens as pieces of words, the way the language model reads them; the same in training and in use.

    Beste  Jan  ,  \n  gaat  Fatima   ...       tokens (spaCy)
    <s> ▁Beste ▁Jan , </s> ▁gaat ▁Fat ima ...    pieces; a line end is </s>, a wide gap between columns is |

Each token is cut on its own, so that every token begins at a piece and the cuts can be remembered.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

START = 0
PADDING = 1
LINE_END = 2
SPACE = "▁"
MAX_WORD_CHARS = 48
MAX_WORD_PIECES = 12
WIDE_GAP = 2
REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of a text. Token i begins at pieces[firsts[i]]; -1 where a token is white space."""

    ids: list[int] = field(repr=False)
    firsts: list[int] = field(repr=False)
    tokens: list[int] = field(repr=False)
    """For each piece the token it belongs to."""


class Cutter:
    """Cuts tokens into pieces with a Unigram vocabulary (`tokenizers`)."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._gap = tokenizer.token_to_id("|")
        self._cut = lru_cache(maxsize=REMEMBERED)(self._cut_word)

    def __call__(self, doc: Doc) -> Pieces:
        """The pieces of a document, without a start or an end."""
        ids: list[int] = []
        firsts: list[int] = []
        tokens: list[int] = []
        spaced = True
        for token in doc:
            text = token.text
            blank = text.isspace()
            cut = self._layout(text) if blank else self._cut(text, spaced)
            firsts.append(-1 if blank else len(ids))
            ids += cut
            tokens += [token.i] * len(cut)
            spaced = blank or bool(token.whitespace_)
        return Pieces(ids, firsts, tokens)

    def _layout(self, space: str) -> tuple[int, ...]:
        ends = min(2, space.count("\n"))
        wide = not ends and (len(space) >= WIDE_GAP or "\t" in space)
        return (LINE_END,) * ends + (self._gap,) * wide

    def _cut_word(self, text: str, spaced: bool) -> tuple[int, ...]:
        word = SPACE * spaced + unicodedata.normalize("NFKC", text[:MAX_WORD_CHARS])
        ids: Iterable[int] = self._tokenizer.encode(word, add_special_tokens=False).ids
        return tuple(ids)[:MAX_WORD_PIECES]
