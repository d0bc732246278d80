"""bewijs.pdf: one page, archivable and tagged, that says what was checked and what came out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest

from redact.publish import ProofHeading, write_proof_page
from redact.verify import check

HEADING = ProofHeading("2026-0153", "Meldingen spionagesoftware", date(2026, 3, 1), date(2026, 3, 2))


def entry(name: str, **changes: Any) -> dict[str, Any]:
    made = {
        "file": name,
        "sha256": "0123456789abcdef" * 4,
        "pages": 12,
        "boxes": 30,
        "width": {"boxes_scored": 3, "surnames_least": 4, "surnames_median": 41.5, "below": 10, "narrow": [{}]},
        "boxes_per_ground": {"10.2.e": 20, "10.2.g": 10},
        "texts_searched": 40,
        "texts_not_searched": 2,
        "engines": {"pikepdf": "10.17", "pdfium": "159", "pdfminer": "2026", "poppler": "22.12"},
        "leaks": [],
        "verdict": "schoon",
    }
    return made | changes


def proof_of(*files: dict[str, Any]) -> dict[str, Any]:
    clean = all(file["verdict"] == "schoon" for file in files)
    return {
        "tool": "0.4.0",
        "rules": "r1",
        "model": "m1",
        "verdict": "schoon" if clean else "lek",
        "files": list(files),
        "documents": {"1": [{"kind": "attachment", "page": None, "count": 3}]},
        "not_released": {"4": "reden"},
        "approved_by_machine": False,
        "journal": {"lines": 18, "hash": "ab" * 32},
    }


def read(path: Path) -> str:
    with pymupdf.open(path) as document:
        assert len(document) == 1
        return " ".join(document[0].get_text().split())


def test_it_says_what_was_checked_and_what_came_out(tmp_path: Path) -> None:
    write_proof_page(proof_of(entry("bijlage-2A.pdf"), entry("bijlage-3A.pdf")), HEADING, tmp_path / "bewijs.pdf")
    text = read(tmp_path / "bewijs.pdf")
    for said in (
        "2026-0153",
        "Meldingen spionagesoftware",
        "01-03-2026",
        "02-03-2026",
        "Schoon: in alle 2 gecontroleerde bestanden",
        "bijlage-3A.pdf",
        "0123456789abcdef0123456789abcdef 0123456789abcdef0123456789abcdef",
        "10.2.e: 40, 10.2.g: 20",
        "in het nauwste vlak passen 4 veelvoorkomende achternamen, in het middelste 41,5; in 2 vlakken minder dan 10",
        "pdfium 159; pdfminer 2026; pikepdf 10.17; poppler 22.12",
        "redact 0.4.0; regels r1; taalmodel m1",
        "Te kort om te zoeken 2",
        "Niet vrijgegeven documenten 1",
        "Wat dit bewijs niet zegt",
    ):
        assert said in text, said


def test_a_leak_is_not_called_clean(tmp_path: Path) -> None:
    leaking = entry("bijlage-3A.pdf", leaks=[{"kind": "under box"}], verdict="lek")
    write_proof_page(proof_of(leaking), HEADING, tmp_path / "bewijs.pdf")
    text = read(tmp_path / "bewijs.pdf")
    assert "Niet schoon: 1 keer iets gevonden" in text
    assert "lek (1)" in text


@pytest.mark.parametrize("number", [1, 9, 40])
def test_it_is_one_page_whatever_there_is(tmp_path: Path, number: int) -> None:
    grounds = {f"10.2.{letter} / {index}": 3 for index in range(5) for letter in "abcdefgh"}
    files = [entry(f"bijlage-3-met-een-lange-naam-{index}.pdf", boxes_per_ground=grounds) for index in range(number)]
    heading = ProofHeading("2026-0153", "Een onderwerp met veel woorden " * 6, None, date(2026, 3, 2))
    write_proof_page(proof_of(*files), heading, tmp_path / "bewijs.pdf")
    text = read(tmp_path / "bewijs.pdf")
    assert ("andere bestanden, elk met zijn SHA-256 in proof.json" in text) is (number > 8)


def test_it_claims_what_typst_made_and_passes_the_check_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "bewijs.pdf"
    write_proof_page(proof_of(entry("bijlage-2A.pdf")), HEADING, path)
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("nl")
    assert check(path, (), ()).clean
