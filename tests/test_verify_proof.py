"""proof.json: what it says, and when it holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from redact.model import Box, BurntBox, Leak
from redact.verify import Report, proof, proof_holds

BOXES = (
    BurntBox(Box(1, 1.0, 2.0, 3.0, 4.0), "10.2.e", ("h0001",)),
    BurntBox(Box(1, 1.0, 2.0, 3.0, 4.0), "10.2.g", ("h0002",)),
    BurntBox(Box(2, 1.0, 2.0, 3.0, 4.0), "10.2.e", ("h0003", "h0004")),
)
LEAK = Leak("bijlage-3A.pdf", "pdfium", "under box", 2, Box(2, 1.04, 2.0, 3.0, 4.0), "h0003")


@pytest.fixture
def annex(tmp_path: Path) -> Path:
    path = tmp_path / "bijlage-3A.pdf"
    path.write_bytes(b"%PDF-1.7 inhoud")
    return path


def report_of(path: Path, *leaks: Leak) -> Report:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Report(path.name, digest, 2, BOXES, (("pikepdf", "10.0"), ("pdfium", "159")), leaks, 40, 2)


def test_a_clean_run(annex: Path) -> None:
    made = proof([report_of(annex)], "r1", "m1", "0.1.0")
    assert (made["verdict"], made["rules"], made["model"], made["tool"]) == ("schoon", "r1", "m1", "0.1.0")
    [entry] = made["files"]
    assert entry["file"] == "bijlage-3A.pdf"
    assert entry["boxes"] == 3
    assert entry["boxes_per_ground"] == {"10.2.e": 2, "10.2.g": 1}
    assert entry["engines"] == {"pikepdf": "10.0", "pdfium": "159"}
    assert (entry["texts_searched"], entry["texts_not_searched"]) == (40, 2)
    assert (entry["leaks"], entry["verdict"]) == ([], "schoon")


def test_a_leak(annex: Path) -> None:
    made = proof([report_of(annex), report_of(annex, LEAK)], "r1", "m1", "0.1.0")
    assert made["verdict"] == "lek"
    assert [entry["verdict"] for entry in made["files"]] == ["schoon", "lek"]
    assert made["files"][1]["leaks"] == [
        {
            "file": "bijlage-3A.pdf",
            "page": 2,
            "kind": "under box",
            "engine": "pdfium",
            "hit": "h0003",
            "box": [1.0, 2.0, 3.0, 4.0],
        }
    ]


def test_a_leak_without_a_place(annex: Path) -> None:
    made = proof([report_of(annex, Leak("x.pdf", "pikepdf", "trailing bytes"))], "", "", "")
    assert made["files"][0]["leaks"][0]["box"] is None
    assert made["files"][0]["leaks"][0]["page"] is None


def test_nothing_checked_is_not_clean() -> None:
    assert proof([], "r1", "m1", "0.1.0")["verdict"] == "lek"


def test_it_survives_json(annex: Path) -> None:
    made = proof([report_of(annex, LEAK)], "r1", "m1", "0.1.0")
    assert json.loads(json.dumps(made)) == made


def test_it_holds_for_the_same_bytes_only(annex: Path, tmp_path: Path) -> None:
    made = json.loads(json.dumps(proof([report_of(annex)], "r1", "m1", "0.1.0")))
    assert proof_holds(annex, made)
    copy = tmp_path / "ander.pdf"
    copy.write_bytes(annex.read_bytes())
    assert proof_holds(copy, made)
    copy.write_bytes(annex.read_bytes() + b"\n")
    assert not proof_holds(copy, made)


def test_it_does_not_hold_for_a_leaking_absent_or_unknown_file(annex: Path, tmp_path: Path) -> None:
    assert not proof_holds(annex, proof([report_of(annex, LEAK)], "", "", ""))
    assert not proof_holds(annex, {})
    assert not proof_holds(tmp_path / "weg.pdf", proof([replace(report_of(annex), sha256="")], "", "", ""))
