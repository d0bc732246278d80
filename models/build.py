"""Builds what ships in models/: the lists in names/ and the pipeline nl_redact_names/. Same lists in, same bytes out.

    python models/build.py FOLDER

FOLDER holds surnames_nl_cc0.txt, voornamen_mit.json and opentaal_words.txt; models/README.md says where they come from.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

HERE = Path(__file__).resolve().parent

# What is neither letter, digit nor accent is a token of its own, so that a name always ends at a token. Runs of
# the same mark are one token: spaCy takes marks off one by one, which is quadratic in the run.
NOT_WORD = r"\s+|([^\w\s\u0300-\u036f]|_)\1*"

META = {
    "name": "redact_names",
    "version": "0.1.0",
    "description": "Dutch personal names by grammar and lists; no trained part",
    "author": "redact",
    "license": "AGPL-3.0-or-later (lists: see names/LICENSES.md)",
}


def build(lists: Path, target: Path) -> None:
    """Write names/ and nl_redact_names/ under `target`."""
    names = target / "names"
    names.mkdir(exist_ok=True)
    write_list(names / "first_names.txt.gz", first_names(lists / "voornamen_mit.json"))
    write_list(names / "surnames.txt.gz", surnames(lists / "surnames_nl_cc0.txt"))
    write_list(names / "words.txt.gz", words(lists / "opentaal_words.txt"))
    build_pipeline(target / "nl_redact_names")


def first_names(path: Path) -> set[str]:
    """First names of one word, as they are written."""
    listed = {entry["naam"].strip() for entry in json.loads(path.read_text("utf-8"))}
    return {name for name in listed if len(name) > 1 and re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", name)}


def surnames(path: Path) -> set[str]:
    """Surnames with their particles ('van der Berg')."""
    listed = {line.strip() for line in path.read_text("utf-8").splitlines()}
    return {name for name in listed if len(name) > 2 and not any(char.isdigit() for char in name)}


def words(path: Path) -> set[str]:
    """Common words of letters only, in lower case; those that begin with a capital are names of something."""
    listed = {line.strip() for line in path.read_text("utf-8").splitlines()}
    return {word for word in listed if re.fullmatch(r"[^\W\d_]{2,24}", word) and word == word.lower()}


def write_list(path: Path, entries: Iterable[str]) -> None:
    """One entry a line, sorted, packed without a date."""
    path.write_bytes(gzip.compress("\n".join(sorted(entries)).encode(), 9, mtime=0))


def build_pipeline(target: Path) -> None:
    """A blank Dutch pipeline with a plain tokenizer and the component `dutch_names`."""
    nlp = spacy.blank("nl")
    cut_at_punctuation(nlp)
    nlp.add_pipe("dutch_names")
    nlp.meta.update(META)
    shutil.rmtree(target, ignore_errors=True)
    nlp.to_disk(target)


def cut_at_punctuation(nlp: Language) -> None:
    """Make each punctuation mark and each white space beyond a single space a token."""
    tokenizer: Any = nlp.tokenizer
    tokenizer.rules = {}
    tokenizer.token_match = None
    tokenizer.url_match = None
    tokenizer.prefix_search = re.compile(f"^(?:{NOT_WORD})").search
    tokenizer.suffix_search = re.compile(f"(?:{NOT_WORD})$").search
    tokenizer.infix_finditer = re.compile(NOT_WORD).finditer


if __name__ == "__main__":
    build(Path(sys.argv[1]), HERE)
