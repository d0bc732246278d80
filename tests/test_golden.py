"""The sample from bundle to annexes, as `make run` does it: what is expected of it, and what nobody may read."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml

from redact.errors import ExitCode
from redact.pipeline.checking import verify_files
from tests.conftest import SAMPLE

EXPECTED = SAMPLE.with_name("pegasus-expected-hits.csv")
TRUTH = Path(__file__).parent / "data" / "pegasus_truth.yaml"
SECRET = ("person", "email", "phone", "ip", "host", "url", "address", "birthdate", "function")
STAYS = frozenset(
    (
        "publieksvragen@ncsc.rijksintern.nl",
        "Tjitske Wiersma",
        "Tjitske",
        "B.J. Oude Luttikhuis",
        "plaatsvervangend directeur",
    )
)
"""Proposed to stay readable: a mailbox for the public, the spokeswoman, and who signed for the minister."""

Run = tuple[Path, subprocess.CompletedProcess[str], bytes]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The sample's case after a run that stops for review and one that approves everything."""
    bundle = tmp_path_factory.mktemp("golden") / "pegasus"
    shutil.copytree(SAMPLE, bundle)
    command = [sys.executable, "-m", "redact", "-q", "run", str(bundle), "--grounds", "10.2e,10.2g"]
    first = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert first.returncode == ExitCode.OK, first.stderr
    case = bundle.with_name("pegasus-gelakt")
    proposed = (case / "hits.csv").read_bytes()
    done = subprocess.run([*command, "--approve", "all"], capture_output=True, text=True, check=False, timeout=600)
    return case, done, proposed


def texts_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\ufffe", "").replace("\u00ad", ""))


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def documents(case: Path) -> dict[str, dict[str, str]]:
    return {row["bestand"]: row for row in rows_of((case / "documents.csv").read_bytes())}


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(TRUTH.read_text(encoding="utf-8"))["documents"]
    return loaded


def test_the_hit_list_is_the_expected_one(published: Run, remake_golden: bool) -> None:
    if remake_golden:
        EXPECTED.write_bytes(published[2])
    found, expected = rows_and_scores(published[2]), rows_and_scores(EXPECTED.read_bytes())
    assert found[0] == expected[0], "look at the difference; `make golden` writes the new list"
    assert found[1] == pytest.approx(expected[1], abs=0.05), "processors differ in the last bits of the model only"


def rows_and_scores(sheet: bytes) -> tuple[list[list[str]], list[float]]:
    """The rows without the score, and the scores."""
    rows = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";"))
    column = rows[0].index("zekerheid")
    return [row[:column] + row[column + 1 :] for row in rows], [
        float(row[column].replace(",", ".")) for row in rows[1:]
    ]


def test_everything_goes_out(published: Run) -> None:
    case, done, _ = published
    assert done.returncode == ExitCode.OK, done.stderr
    names = {path.name for path in (case / "publication").iterdir()}
    assert names == {f"bijlage-{kind}" for kind in ("2A.pdf", "2A.xlsx", "2B.pdf", "2B.xlsx", "3A.pdf", "3B.pdf")} | {
        "proof.json",
        "bewijs.pdf",
    }
    assert all(report.clean for report in verify_files(sorted((case / "publication").glob("*.pdf"))))


def test_judgements_and_markings_are_those_of_a_decision(published: Run) -> None:
    listed = documents(published[0])
    judged = Counter(row["oordeel"] for row in listed.values())
    assert set(judged) == {"openbaar", "deels openbaar", "reeds openbaar", "niet openbaar"}
    markings = {row["markeringen"] for row in listed.values()}
    assert {"dubbel", "buiten verzoek", "Wbni"} <= {marking for cell in markings for marking in cell.split("; ")}
    assert listed["ncsc/factsheet-spionagesoftware.pdf"]["oordeel"] == "openbaar"


def test_codes_follow_the_dates_over_both_locations(published: Run) -> None:
    rows = [row for row in documents(published[0]).values() if row["datum"]]
    dates = [tuple(reversed(row["datum"].split("-"))) for row in sorted(rows, key=lambda row: row["code"])]
    assert dates == sorted(dates)


@pytest.mark.parametrize("label", SECRET)
def test_every_secret_of_the_sample_is_found(published: Run, truth: dict[str, Any], label: str) -> None:
    case, _, proposed = published
    listed = documents(case)
    found: dict[str, list[str]] = {}
    for row in rows_of(proposed):
        found.setdefault(row["document"], []).append(row["tekst"])
    missed = Counter(
        entry["text"]
        for name, document in truth.items()
        if listed[name]["oordeel"] in ("openbaar", "deels openbaar")
        for entry in document["visible"]
        if entry["label"] == label
        and sum(text.count(entry["text"]) for text in found.get(listed[name]["code"], ())) < entry["count"]
        and not any(entry["text"] in text or text in entry["text"] for text in found.get(listed[name]["code"], ()))
    )
    assert not missed


def test_no_secret_is_readable_in_the_annexes(published: Run, truth: dict[str, Any]) -> None:
    case, _, _ = published
    listed = documents(case)
    secrets = {
        entry["text"]
        for name, document in truth.items()
        if listed[name]["oordeel"] in ("openbaar", "deels openbaar")
        for entry in (*document["visible"], *document["crossing"], *document["channels"])
        if entry["label"] in SECRET
    }
    assert len(secrets) > 150
    for pdf in (case / "publication").glob("*.pdf"):
        text = flat(texts_of(pdf))
        left = {each for each in secrets if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)}
        assert left <= STAYS, pdf.name


def test_annexes_hold_the_released_documents_in_order(published: Run) -> None:
    case, _, _ = published
    for letter, location in (("A", "ncsc/"), ("B", "nctv/")):
        released = sorted(
            row["code"]
            for name, row in documents(case).items()
            if name.startswith(location) and row["oordeel"] in ("openbaar", "deels openbaar")
        )
        with pikepdf.open(case / "publication" / f"bijlage-3{letter}.pdf") as annex, annex.open_outline() as outline:
            assert [item.title.split(" ")[0] for item in outline.root] == released
            assert annex.Root.Lang == "nl-NL"
