"""What reviewers get to read of text that nobody sees: every kind of finding has its words, in documents.csv."""

from __future__ import annotations

import re
from pathlib import Path

from redact.model import Finding
from redact.review import findings_text
from redact.review.findings import WORDS

PACKAGE = Path(__file__).parents[1] / "redact"


def test_findings_in_a_line() -> None:
    found = [Finding("covered-text", 5, 2), Finding("covered-text", 3, 9), Finding("javascript", None, 1)]
    assert findings_text(found) == "witte of bedekte tekst verwijderd (p. 3, 5); script verwijderd"
    assert findings_text([]) == ""


def test_many_pages_are_cut_short() -> None:
    text = findings_text([Finding("raster-page", page, 1) for page in range(1, 30)])
    assert text.endswith("(p. 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...)")


def test_every_kind_has_its_words() -> None:
    sources = [PACKAGE / "normalise.py", *(PACKAGE / "burn").glob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert set(re.findall(r'Finding\("([a-z-]+)"', code)) <= WORDS.keys()
    assert [kind for kind in WORDS if f'"{kind}"' not in code] == []
