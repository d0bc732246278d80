"""Builds the name lists beside this file. Same lists in, same bytes out.

    python -m models.names.build FOLDER

FOLDER holds surnames_nl_cc0.txt, surnames_top1000_2007.csv, voornamen_mit.json and opentaal_words.txt; models/README.md
says where they come from.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent


def write_lists(lists: Path, target: Path) -> None:
    """Write the lists into a folder."""
    write_list(target / "first_names.txt.gz", first_names(lists / "voornamen_mit.json"))
    write_list(target / "surnames.txt.gz", surnames(lists / "surnames_nl_cc0.txt"))
    write_list(target / "common_surnames.txt.gz", common_surnames(lists / "surnames_top1000_2007.csv"))
    write_list(target / "words.txt.gz", words(lists / "opentaal_words.txt"))


def first_names(path: Path) -> set[str]:
    """First names of one word, as they are written."""
    listed = {entry["naam"].strip() for entry in json.loads(path.read_text("utf-8"))}
    return {name for name in listed if len(name) > 1 and re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", name)}


def surnames(path: Path) -> set[str]:
    """Surnames with their particles ('van der Berg')."""
    listed = {line.strip() for line in path.read_text("utf-8").splitlines()}
    return {name for name in listed if len(name) > 2 and not any(char.isdigit() for char in name)}


def common_surnames(path: Path) -> set[str]:
    """The thousand commonest surnames."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["natural name"].strip() for row in csv.DictReader(file)}


def words(path: Path) -> set[str]:
    """Common words of letters only, in lower case; those that begin with a capital are names of something."""
    listed = {line.strip() for line in path.read_text("utf-8").splitlines()}
    return {word for word in listed if re.fullmatch(r"[^\W\d_]{2,24}", word) and word == word.lower()}


def write_list(path: Path, entries: Iterable[str]) -> None:
    """One entry a line, sorted, packed without a date."""
    path.write_bytes(gzip.compress("\n".join(sorted(entries)).encode(), 9, mtime=0))


if __name__ == "__main__":
    write_lists(Path(sys.argv[1]), HERE)
