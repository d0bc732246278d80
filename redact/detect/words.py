"""How a text is cut into words: at white space, and at every mark that is neither letter, digit nor accent.

So a name always begins and ends at a word's edge.
"""

from __future__ import annotations

import re
from typing import Any

import spacy
from spacy.language import Language

# Runs of the same mark are one word: spaCy takes marks off one by one, which is quadratic in the run.
NOT_WORD = r"\s+|([^\w\s\u0300-\u036f]|_)\1*"


def blank_pipeline() -> Language:
    """A Dutch pipeline without components, with this way of cutting."""
    nlp = spacy.blank("nl")
    tokenizer: Any = nlp.tokenizer
    tokenizer.rules = {}
    tokenizer.token_match = None
    tokenizer.url_match = None
    tokenizer.prefix_search = re.compile(f"^(?:{NOT_WORD})").search
    tokenizer.suffix_search = re.compile(f"(?:{NOT_WORD})$").search
    tokenizer.infix_finditer = re.compile(NOT_WORD).finditer
    return nlp


def cuts_so(nlp: Language) -> bool:
    """Whether a pipeline cuts its texts this way."""
    cut: Any = getattr(nlp.tokenizer, "infix_finditer", None)
    return getattr(getattr(cut, "__self__", None), "pattern", None) == NOT_WORD
