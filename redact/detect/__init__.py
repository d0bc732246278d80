"""Detection: pages in, hits out. Importing this package is cheap; Presidio and spaCy come in with `load_analyzer`.

pages --windows--> texts --Analyzer (Presidio)--> spans --places--> hits --overlap--> hits
hits of all documents --people--> persons --> terms
pages --fold, words--> Aho-Corasick over the terms --> spans --places--> hits
"""

from __future__ import annotations

from redact.detect.analyzer import Analyzer, load_analyzer, model_version
from redact.detect.common import is_word
from redact.detect.find import find_hits as find
from redact.detect.found import Found
from redact.detect.overlap import prune
from redact.detect.people_index import Person, people
from redact.detect.public import stay_visible
from redact.detect.terms import search_terms as search
from redact.detect.titles import anonymise
from redact.detect.variants import unmistakable

__all__ = [
    "Analyzer",
    "Found",
    "Person",
    "anonymise",
    "find",
    "is_word",
    "load_analyzer",
    "model_version",
    "people",
    "prune",
    "search",
    "stay_visible",
    "unmistakable",
]
