from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
import yaml

ROOT = Path(__file__).parents[1]
PEGASUS = ROOT / "samples" / "pegasus"
TRUTH = ROOT / "tests" / "data" / "pegasus_truth.yaml"

MELDING = "ncsc/2021-07-19 eerste melding.pdf"
ADVICE = "ncsc/NCSC-2021-0713 beveiligingsadvies.pdf"
CONTACTS = "ncsc/contactlijst;piket juli.pdf"
CROPPED = "ncsc/bijlage technische kenmerken.pdf"
FACTSHEET = "ncsc/factsheet-spionagesoftware.pdf"
REPORT = "ncsc/Onderzoeksrapport telefoons (definitief).pdf"
COMPLAINT = "ncsc/klacht-burger.pdf"
NOTE = "ncsc/nota handelingsperspectief minister.pdf"
CHAT = "ncsc/chatexport_piketgroep.pdf"
MINUTES = "ncsc/verslag-afstemmingsoverleg-22-juli.pdf"
TIMELINE = "nctv/tijdlijn Sanne Vermeulen.pdf"
ANSWERS = "nctv/antwoord Kamervragen spionagesoftware.pdf"

PRODUCED_BY = {
    "libreoffice": "LibreOffice",
    "typst": "Typst",
    "reportlab": "ReportLab",
    "pymupdf": "PyMuPDF",
    "weasyprint": "WeasyPrint",
}


@cache
def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(TRUTH.read_text(encoding="utf-8"))
    return loaded


@cache
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((PEGASUS / "bundle.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def pages(name: str) -> tuple[str, ...]:
    """The text that shows on each page, lines as they stand."""
    with pymupdf.open(PEGASUS / name) as document:
        shown = (page.get_text("blocks", clip=page.rect * page.derotation_matrix) for page in document)
        return tuple("".join(block[4] for block in blocks if block[6] == 0) for blocks in shown)


def flat(text: str) -> str:
    """Words broken at a line end joined, all white space one space; the hyphen itself may be part of the word."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)[-\xad]\n(?=\w)", "-", text))


def without_hyphens(text: str) -> str:
    return flat(text).replace("-", "")


def body(name: str, page: int) -> list[str]:
    """The lines of a page without its footer, which some producers write first."""
    lines = pages(name)[page - 1].splitlines()
    return [line.strip() for line in lines if line.strip() and not re.search(r"Pagina \d|, bijgewerkt tot", line)]


def names() -> list[str]:
    return sorted(path.relative_to(PEGASUS).as_posix() for path in PEGASUS.rglob("*.pdf"))


def seen(name: str, label: str) -> set[str]:
    return {entry["text"] for entry in truth()["documents"][name]["visible"] if entry["label"] == label}


def entry(name: str) -> dict[str, Any]:
    found: dict[str, Any] = manifest()["documents"][name]
    return found


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_bundle_has_documents_and_pages_enough() -> None:
    assert len(names()) >= 16
    assert sum(len(pages(name)) for name in names()) >= 60
    assert len(pages(REPORT)) >= 15
    assert {name.split("/")[0] for name in names()} == {"ncsc", "nctv"}


def test_bundle_is_small() -> None:
    assert sum(path.stat().st_size for path in PEGASUS.rglob("*.*")) <= 3 * 1024 * 1024


def test_file_names_are_awkward_in_the_ways_people_make_them() -> None:
    assert all(any(char in name for name in names()) for char in " ;éö_()")
    assert all(unicodedata.is_normalized("NFC", name) for name in names())


@pytest.mark.parametrize("name", names())
def test_document_is_sound(name: str) -> None:
    with pikepdf.open(PEGASUS / name) as pdf:
        assert not pdf.check_pdf_syntax()
        assert len(pdf.pages) == truth()["documents"][name]["pages"]


@pytest.mark.parametrize("name", names())
def test_document_was_made_by_the_producer_that_the_truth_names(name: str) -> None:
    with pikepdf.open(PEGASUS / name) as pdf:
        programs = f"{pdf.docinfo.get('/Producer', '')} {pdf.docinfo.get('/Creator', '')}"
    assert PRODUCED_BY[truth()["documents"][name]["producer"]] in programs


def test_every_producer_made_at_least_three() -> None:
    made = [document["producer"] for document in truth()["documents"].values()]
    assert all(made.count(producer) >= 3 for producer in PRODUCED_BY)


@pytest.mark.parametrize("name", names())
def test_every_page_has_text(name: str) -> None:
    assert all(len(text) > 40 for text in pages(name))


def test_turned_pages_read_upright() -> None:
    with pymupdf.open(PEGASUS / CONTACTS) as document:
        assert [page.rotation for page in document] == [90, 90]
        for page in document:
            assert page.mediabox.width < page.mediabox.height
            assert page.rect.width > page.rect.height
            heading = min(
                (spot * page.rotation_matrix for spot in page.search_for("Contact")), key=lambda spot: spot.y0
            )
            assert heading.width > heading.height and heading.y0 < 120


def test_cropped_page_hides_a_name_outside_its_crop_box() -> None:
    with pikepdf.open(PEGASUS / CROPPED) as pdf:
        page = pdf.pages[0]
        assert float(page.cropbox[3]) < float(page.mediabox[3])
    assert "Afgedrukt door" not in pages(CROPPED)[0]
    with pymupdf.open(PEGASUS / CROPPED) as document:
        document[0].set_cropbox(document[0].mediabox)
        assert "Afgedrukt door Wytske Hoekstra, 06 5550 1436" in document[0].get_text()


@pytest.mark.parametrize("name", [ADVICE, "nctv/brief aan mr. Benali.pdf"])
def test_letterhead_stands_in_a_form(name: str) -> None:
    with pikepdf.open(PEGASUS / name) as pdf:
        page = pdf.pages[0]
        forms = [xobject for xobject in page.Resources.XObject.values() if xobject.Subtype == "/Form"]
        drawn = [op for op in pikepdf.parse_content_stream(page) if str(op.operator) == "Do"]
        assert forms and drawn
        assert any(str(op.operator) in ("Tj", "TJ") for op in pikepdf.parse_content_stream(forms[0]))
    assert any(channel["channel"] == "form" for channel in truth()["documents"][name]["channels"])


def test_factsheet_has_two_columns() -> None:
    with pymupdf.open(PEGASUS / FACTSHEET) as document:
        page = document[0]
        starts = [block[0] for block in page.get_text("blocks") if block[6] == 0]
        middle = page.rect.width / 2
    assert sum(start < middle for start in starts) > 5
    assert sum(start > middle for start in starts) > 5


def test_one_document_lies_in_both_locations() -> None:
    hashes = [digest(PEGASUS / name) for name in names()]
    twice = [name for name, value in zip(names(), hashes, strict=True) if hashes.count(value) == 2]
    assert twice == [MELDING, "nctv/fwd-eerste-melding.pdf"]


def test_name_is_hyphenated_over_a_page_end() -> None:
    assert body(TIMELINE, 1)[-1].endswith("door Sanne Vermeu-")
    assert body(TIMELINE, 2)[0].startswith("len, omdat")


def test_names_are_broken_by_page_ends() -> None:
    assert body(TIMELINE, 2)[-1].endswith("Pieter-Jan van")
    assert body(TIMELINE, 3)[0].startswith("der Meulen,")
    assert body(MINUTES, 1)[-1].endswith("gesproken met Wytske")
    assert body(MINUTES, 2)[0].startswith("Hoekstra,")
    for name in (TIMELINE, MINUTES):
        assert truth()["documents"][name]["crossing"]


def test_names_are_hyphenated_over_line_ends() -> None:
    text = "\n".join(pages(REPORT)).replace("\xad", "-")
    assert "Vermeu-\nlen" in text
    assert re.search(r"Nowak-Zie-\nlińska|Lind-\nqvist|Lie-\nvense", text)


def test_manifest_tells_how_the_bundle_is_decided() -> None:
    settings = manifest()
    assert settings["regime"] == "wob"
    assert settings["numbering"] == "letters"
    assert settings["decision_date"].isoformat() == "2022-01-27"
    assert {key: place["letter"] for key, place in settings["locations"].items()} == {"ncsc": "A", "nctv": "B"}
    assert settings["case_number"] and settings["matter"]


def test_manifest_names_only_documents_that_exist() -> None:
    assert set(manifest()["documents"]) <= set(names())


def test_manifest_uses_only_known_keys_and_judgements() -> None:
    known = {"date", "kind", "title", "judgement", "markings", "grounds", "remark", "passages"}
    for document in manifest()["documents"].values():
        assert set(document) <= known
        judgement = document.get("judgement", "openbaar")
        assert judgement in {"openbaar", "deels openbaar", "reeds openbaar", "niet openbaar"}


@pytest.mark.parametrize("name", sorted(manifest()["documents"]))
def test_passages_stand_in_their_documents(name: str) -> None:
    for passage in entry(name).get("passages", []):
        assert ("grounds" in passage) != ("marking" in passage)
        where = pages(name)[passage["page"] - 1] if "page" in passage else "\n".join(pages(name))
        assert without_hyphens(where).count(without_hyphens(passage["text"])) == 1


def test_passages_cover_the_grounds_that_a_machine_does_not_find() -> None:
    passages = [passage for document in manifest()["documents"].values() for passage in document.get("passages", [])]
    grounds = {ground for passage in passages for ground in passage.get("grounds", [])}
    assert grounds == {"11.1", "10.2a"}
    assert {passage["marking"] for passage in passages if "marking" in passage} == {"Wbni"}


def test_whole_documents_are_decided_in_three_ways() -> None:
    assert entry("ncsc/concept-spreeklijn v0.2.pdf")["judgement"] == "niet openbaar"
    assert entry("ncsc/concept-spreeklijn v0.2.pdf")["grounds"] == ["11.1"]
    assert entry("nctv/weekbericht_30.pdf")["markings"] == ["buiten verzoek"]
    assert entry(ANSWERS)["judgement"] == "reeds openbaar"
    assert "www." in entry(ANSWERS)["remark"]


@pytest.mark.parametrize("name", [FACTSHEET, ANSWERS])
def test_public_documents_name_nobody(name: str) -> None:
    document = truth()["documents"][name]
    assert document["visible"] == document["channels"] == document["crossing"] == []


def test_titles_name_people() -> None:
    titles = " ".join(document["title"] for document in manifest()["documents"].values())
    for person in ("Sanne Vermeulen", "Fatima El Bouazzaoui", "S. Benali", "Van Dongen-Schipper"):
        assert person in titles


def channel(name: str, kind: str) -> set[str]:
    found = truth()["documents"][name]["channels"]
    return {entry["text"] for entry in found if entry["channel"] == kind}


def test_people_are_named_where_no_page_shows_them() -> None:
    assert channel(COMPLAINT, "attachment") == {"J.P. van Dongen-Schipper", "06 5550 9914"}
    assert "Pieter-Jan van der Meulen" in channel(NOTE, "annotation")
    assert "Fatima El Bouazzaoui" in channel(CHAT, "bookmark")
    assert "Samira Benali" in channel(REPORT, "bookmark")
    assert sum("metadata" in {c["channel"] for c in d["channels"]} for d in truth()["documents"].values()) >= 15


def test_bookmark_of_the_report_points_at_its_page() -> None:
    with pymupdf.open(PEGASUS / REPORT) as document:
        marks = {title: page for _, title, page in document.get_toc()}
    assert "Toestel T-03\n" in pages(REPORT)[marks["Toestel van Samira Benali (T-03)"] - 1]


def test_complaint_holds_numbers_that_pass_their_checks() -> None:
    (bsn,), (iban,) = seen(COMPLAINT, "bsn"), seen(COMPLAINT, "iban")
    weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    assert sum(weight * int(digit) for weight, digit in zip(weights, bsn, strict=True)) % 11 == 0
    plain = iban.replace(" ", "")
    assert int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1
    assert seen(COMPLAINT, "address") == {"Kwikstaarthof 27", "2809 ZX Gouda"}


def test_contact_list_has_a_name_number_and_address_in_every_row() -> None:
    assert len(seen(CONTACTS, "person")) >= 20
    assert len(seen(CONTACTS, "email")) >= 20
    assert len(seen(CONTACTS, "phone")) >= 30


def test_advice_holds_systems() -> None:
    assert "10.34.17.22" in seen(ADVICE, "ip")
    assert "misp.intern.ncsc.lan" in seen(ADVICE, "host")
    assert "https://wiki.intern.ncsc.lan/pegasus/ioc" in seen(ADVICE, "url")


@pytest.mark.parametrize(
    "person", ["Sanne Vermeulen", "Youssef Aït Ben Haddou", "Katarzyna Nowak-Zielińska", "Thijs Kalkman"]
)
def test_people_recur_in_both_locations(person: str) -> None:
    assert {name.split("/")[0] for name in names() if person in seen(name, "person")} == {"ncsc", "nctv"}


@pytest.mark.parametrize("name", names())
def test_truth_can_be_read_on_its_pages(name: str) -> None:
    for found in truth()["documents"][name]["visible"]:
        page = without_hyphens(pages(name)[found["page"] - 1])
        assert page.count(found["text"].replace("-", "")) >= found["count"] >= 1


@pytest.mark.parametrize("name", names())
def test_truth_misses_no_full_name(name: str) -> None:
    """Every name written in full somewhere in the bundle is in the truth of each page that shows it."""
    everybody = {text for other in names() for text in seen(other, "person") if " " in text and "," not in text}
    for number, text in enumerate(pages(name), start=1):
        known = [e["text"] for e in truth()["documents"][name]["visible"] if e["page"] == number]
        shown = flat(text)
        for person in everybody:
            if re.search(rf"(?<!\w){re.escape(person)}(?!\w)", shown):
                assert any(person in other for other in known)


def build(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": path} if path is not None else dict(os.environ)
    command = [sys.executable, "-m", "samples.build_pegasus", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def installed(producer: str) -> bool:
    """Whether the producer that made the committed PDFs is here in the same version."""
    wanted: dict[str, str] = truth()["built_with"]
    if producer != "libreoffice":
        return version(producer) == wanted[producer] and version("pikepdf") == wanted["pikepdf"]
    if shutil.which("soffice") is None:
        return False
    asked = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True)
    return asked.stdout.split()[1] == wanted["libreoffice"]


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("rebuilt")
    options = ["--out", str(target / "pegasus"), "--truth", str(target / "truth.yaml")]
    done = build(*options) if shutil.which("soffice") else build(*options, "--without-libreoffice")
    assert done.returncode == 0, done.stderr
    return target


@pytest.mark.parametrize("producer", sorted(PRODUCED_BY))
def test_rebuilding_gives_the_same_bytes(producer: str, rebuilt: Path) -> None:
    if not installed(producer):
        pytest.skip(f"{producer} of the version that built the sample is not installed")
    made = [name for name in names() if truth()["documents"][name]["producer"] == producer]
    assert made
    assert [name for name in made if digest(rebuilt / "pegasus" / name) != digest(PEGASUS / name)] == []


def test_rebuilding_gives_the_same_manifest(rebuilt: Path) -> None:
    assert (rebuilt / "pegasus" / "bundle.yaml").read_bytes() == (PEGASUS / "bundle.yaml").read_bytes()


def test_rebuilding_gives_the_same_truth(rebuilt: Path) -> None:
    if not all(map(installed, PRODUCED_BY)):
        pytest.skip("not all producers of the versions that built the sample are installed")
    assert (rebuilt / "truth.yaml").read_bytes() == TRUTH.read_bytes()


def test_build_says_when_libreoffice_is_missing(tmp_path: Path) -> None:
    done = build("--out", str(tmp_path / "pegasus"), path=str(tmp_path))
    assert done.returncode == 1
    assert "LibreOffice Writer (soffice) is not installed" in done.stderr
    assert not (tmp_path / "pegasus").exists()
