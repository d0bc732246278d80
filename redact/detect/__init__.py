"""Detection: pages in, hits out. Importing this package is cheap; Presidio and spaCy come in with `load_analyzer`.

pages --windows--> texts --Analyzer (Presidio)--> spans --places--> hits --overlap--> hits
pages --fold--> Aho-Corasick over the terms -----> spans --places--> hits
"""

from __future__ import annotations

from redact.detect.analyzer import Analyzer, load_analyzer, model_version
from redact.detect.find import find_hits as find
from redact.detect.found import Found
from redact.detect.overlap import prune
from redact.detect.terms import search_terms as search
from redact.detect.titles import anonymise

__all__ = ["Analyzer", "Found", "anonymise", "find", "load_analyzer", "model_version", "prune", "search"]
