from __future__ import annotations

import hashlib
import os
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact import limits
from redact.errors import InputError
from redact.intake import display_name, read_bundle, take_in
from redact.intake import folder as reasons
from redact.model import Judgement, Location, Regime, SourceDocument

PDF = b"%PDF-1.7\n%%EOF\n"

MANIFEST = """
regime: woo
case_number: "2021-0042"
matter: Pegasus
decision_date: 2022-01-27
numbering: numbers
locations:
  ncsc: {letter: B, title: "Nationaal Cyber Security Centrum"}
  nctv: {letter: A, title: "Nationaal Coordinator"}
documents:
  "ncsc/een.pdf":
    date: 2021-07-23
    kind: nota
    title: " Nota over iets "
    judgement: deels openbaar
    markings: ["buiten scope"]
    grounds: ["11.1", "10.2e"]
    remark: zie ook 2
    passages:
      - {text: "een zin", grounds: ["10.2e"]}
      - {text: "nog een", marking: Wbni, page: 2}
"""


def fill(root: Path, **files: bytes | str) -> Path:
    """Make files under root; '__' in a name is a folder, and every name gets '.pdf' unless it has a suffix."""
    for name, content in files.items():
        path = root / name.replace("__", "/")
        path = path if path.suffix else path.with_suffix(".pdf")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def manifest(root: Path, text: str) -> Path:
    (root / "bundle.yaml").write_text(text, encoding="utf-8")
    return root


def taken(root: Path) -> dict[str, SourceDocument]:
    return {document.name: document for document in take_in(read_bundle(root))}


def error(root: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_bundle(root)
    return str(caught.value)


# bundle.yaml


def test_reads_everything_a_manifest_can_say(tmp_path: Path) -> None:
    root = manifest(fill(tmp_path / "pegasus", ncsc__een=PDF, nctv__twee=PDF), MANIFEST)
    bundle = read_bundle(root)
    assert (bundle.name, bundle.regime, bundle.case_number) == ("pegasus", Regime.WOO, "2021-0042")
    assert (bundle.matter, bundle.decision_date, bundle.numbering) == ("Pegasus", date(2022, 1, 27), "numbers")
    assert [(x.key, x.letter) for x in bundle.locations] == [("ncsc", "B"), ("nctv", "A")]
    said = bundle.instructions["ncsc/een.pdf"]
    assert (said.date, said.kind, said.title) == (date(2021, 7, 23), "nota", "Nota over iets")
    assert (said.judgement, said.markings, said.grounds) == (Judgement.PARTIAL, ("buiten scope",), ("11.1", "10.2e"))
    assert [(p.text, p.grounds, p.marking, p.page) for p in said.passages] == [
        ("een zin", ("10.2e",), "", None),
        ("nog een", (), "Wbni", 2),
    ]


def test_without_manifest_sub_folders_are_locations(tmp_path: Path) -> None:
    bundle = read_bundle(fill(tmp_path, nctv__a=PDF, NCSC__b=PDF, aivd__sub__c=PDF))
    assert [(x.key, x.letter) for x in bundle.locations] == [("aivd", "A"), ("NCSC", "B"), ("nctv", "C")]
    assert (bundle.regime, bundle.numbering, bundle.decision_date) == (None, "letters", None)


def test_flat_folder_is_one_location(tmp_path: Path) -> None:
    bundle = read_bundle(fill(tmp_path, a=PDF, b=PDF))
    assert bundle.locations == (Location("", "A", ""),)
    assert {document.location for document in take_in(bundle)} == {""}


def test_flat_folder_with_one_listed_location(tmp_path: Path) -> None:
    root = manifest(fill(tmp_path, a=PDF), "locations: {min: {letter: A, title: Ministerie}}")
    bundle = read_bundle(root)
    assert [document.location for document in take_in(bundle)] == ["min"]


def test_letters_go_on_after_z(tmp_path: Path) -> None:
    for index in range(29):
        fill(tmp_path, **{f"map{index:02}__a": PDF})
    letters = [location.letter for location in read_bundle(tmp_path).locations]
    assert letters[:2] == ["A", "B"]
    assert letters[25:] == ["Z", "AA", "AB", "AC"]


def test_nested_folders_belong_to_their_top_folder(tmp_path: Path) -> None:
    documents = taken(fill(tmp_path, ncsc__mail__bijlagen__x=PDF, nctv__y=PDF))
    assert documents["ncsc/mail/bijlagen/x.pdf"].location == "ncsc"


def test_empty_manifest_is_no_manifest(tmp_path: Path) -> None:
    assert read_bundle(manifest(fill(tmp_path, ncsc__a=PDF), "# niets\n")).locations[0].key == "ncsc"


def test_names_all_faults_at_once_and_quotes_nothing(tmp_path: Path) -> None:
    wrong = """
regime: wbo
case_number: 20210042
colour: red
decision_date: gisteren
documents:
  "a.pdf":
    judgement: deels
    grounds: [11.1, "10.2e"]
    passages:
      - {text: "geheim over Jansen", page: 0}
      - {text: "", marking: Wbni}
"""
    message = error(manifest(fill(tmp_path, a=PDF), wrong))
    for field in (
        "regime",
        "case_number: this must be text",
        "colour: this field is not known",
        "decision_date: write a date as 2022-01-27",
        "documents > a.pdf > judgement",
        "documents > a.pdf > grounds > 1: put ground codes in quotes",
        "documents > a.pdf > passages > 1 > page",
        "documents > a.pdf > passages > 2 > text",
    ):
        assert field in message
    assert "bundle.yaml" in message
    assert "Jansen" not in message
    assert "geheim" not in message


def test_passage_without_reason_is_refused(tmp_path: Path) -> None:
    root = manifest(fill(tmp_path, a=PDF), 'documents: {"a.pdf": {passages: [{text: "geheim"}]}}')
    assert "a passage needs grounds or a marking" in error(root)


def test_ground_given_as_number_is_refused(tmp_path: Path) -> None:
    message = error(manifest(fill(tmp_path, a=PDF), 'documents: {"a.pdf": {grounds: [5.1]}}'))
    assert "documents > a.pdf > grounds > 1" in message
    assert "quotes" in message


def test_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    message = error(manifest(fill(tmp_path, a=PDF), 'documents: {"b.pdf": {kind: nota}, "c\\n.pdf": {kind: nota}}'))
    assert "documents > b.pdf: there is no such file" in message
    assert "c\\x0a.pdf" in message


def test_document_is_found_however_its_accents_are_composed(tmp_path: Path) -> None:
    fill(tmp_path, **{unicodedata.normalize("NFD", "coördinator"): PDF})
    bundle = read_bundle(manifest(tmp_path, 'documents: {"coördinator.pdf": {kind: nota}}'))
    assert bundle.instructions[unicodedata.normalize("NFD", "coördinator.pdf")].kind == "nota"


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("locations: {ncsc: {letter: A}}", "folder 'nctv' is not listed"),
        ("locations: {ncsc: {letter: A}, nctv: {letter: A}}", "letter A is given twice"),
        ("locations: {ncsc: {letter: a1}, nctv: {letter: B}}", "locations > ncsc > letter"),
        ("locations: {ncsc: {title: x}, nctv: {letter: B}}", "locations > ncsc > letter"),
    ],
)
def test_locations_must_fit_the_folders(tmp_path: Path, listed: str, expected: str) -> None:
    assert expected in error(manifest(fill(tmp_path, ncsc__a=PDF, nctv__b=PDF), listed))


def test_loose_files_beside_listed_locations(tmp_path: Path) -> None:
    root = manifest(fill(tmp_path, ncsc__a=PDF, los=PDF), "locations: {ncsc: {letter: A}}")
    assert "some files lie outside" in error(root)


@pytest.mark.parametrize(
    "text",
    [
        "regime: [woo",
        "- woo",
        "regime: woo\nregime: wob",
        "regime: !!python/object:os.system x",
        "\tregime: woo",
        "a: *b",
    ],
)
def test_bad_yaml_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    message = error(manifest(fill(tmp_path, a=PDF), text))
    assert "bundle.yaml" in message


def test_double_key_is_refused(tmp_path: Path) -> None:
    text = 'documents:\n  "a.pdf": {kind: nota}\n  "a.pdf": {kind: brief}\n'
    assert "line 3, column 3: a field stands there twice" in error(manifest(fill(tmp_path, a=PDF), text))


def test_manifest_that_is_not_utf8(tmp_path: Path) -> None:
    fill(tmp_path, a=PDF)
    (tmp_path / "bundle.yaml").write_bytes(b"matter: co\xf6rdinatie\n")
    assert "UTF-8" in error(tmp_path)


def test_misnamed_manifest(tmp_path: Path) -> None:
    fill(tmp_path, a=PDF)
    (tmp_path / "bundle.yml").write_text("regime: woo")
    assert "Rename bundle.yml" in error(tmp_path)


# the folder


def test_no_such_bundle(tmp_path: Path) -> None:
    assert "There is no folder" in error(tmp_path / "weg")


def test_bundle_is_a_file(tmp_path: Path) -> None:
    assert "is a file" in error(fill(tmp_path, a=PDF) / "a.pdf")


def test_bundle_without_documents(tmp_path: Path) -> None:
    manifest(tmp_path, "regime: woo")
    (tmp_path / "leeg").mkdir()
    (tmp_path / ".DS_Store").write_bytes(b"x")
    assert "no documents" in error(tmp_path)


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, a=PDF, b=PDF, c=PDF)
    monkeypatch.setattr(limits, "MAX_BUNDLE_FILES", 2)
    assert "more than 2 files" in error(tmp_path)


def test_junk_is_left_out(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "thumbs.DB", "desktop.ini", "~$nota.docx", ".verborgen.pdf"):
        (tmp_path / name).write_bytes(PDF)
    fill(tmp_path, goed=PDF, **{".git__config": PDF})
    assert list(taken(manifest(tmp_path, "regime: wob"))) == ["goed.pdf"]


def test_a_deeper_bundle_yaml_is_a_document(tmp_path: Path) -> None:
    fill(tmp_path, ncsc__a=PDF)
    (tmp_path / "ncsc" / "bundle.yaml").write_text("x: 1")
    assert taken(tmp_path)["ncsc/bundle.yaml"].refusal == reasons.NOT_PDF


def test_documents_come_sorted_without_regard_to_case(tmp_path: Path) -> None:
    assert list(taken(fill(tmp_path, B=PDF, a=PDF, c=PDF, Ä=PDF))) == ["a.pdf", "B.pdf", "c.pdf", "Ä.pdf"]


def test_hash_and_id(tmp_path: Path) -> None:
    document = taken(fill(tmp_path, a=PDF))["a.pdf"]
    digest = hashlib.sha256(PDF).hexdigest()
    assert (document.sha256, document.document_id, document.size) == (digest, "d" + digest[:12], len(PDF))
    assert (document.refusal, document.path) == ("", tmp_path / "a.pdf")


def test_copies_get_a_number_in_sorted_order(tmp_path: Path) -> None:
    documents = taken(fill(tmp_path, c=PDF, a=PDF, b=PDF))
    stem = documents["a.pdf"].document_id
    assert [d.document_id for d in documents.values()] == [stem, f"{stem}-2", f"{stem}-3"]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    outside = tmp_path / "buiten"
    root = fill(tmp_path / "b", goed=PDF, leeg=b"", groot=PDF + b"x" * 100, **{"brief.docx": b"PK\x03\x04"})
    fill(outside, x=PDF)
    (root / "uit.pdf").symlink_to(outside / "x.pdf")
    (root / "in.pdf").symlink_to(root / "goed.pdf")
    (root / "map").symlink_to(outside)
    (root / "binnenmap").symlink_to(root)
    (root / "stuk.pdf").symlink_to(root / "weg.pdf")
    (root / "kring.pdf").symlink_to(root / "kring.pdf")
    os.mkfifo(root / "pijp.pdf")
    refusals = {name: document.refusal for name, document in taken(root).items()}
    assert refusals == {
        "goed.pdf": "",
        "leeg.pdf": reasons.EMPTY,
        "groot.pdf": reasons.TOO_LARGE,
        "brief.docx": reasons.NOT_PDF,
        "uit.pdf": reasons.LINK_OUTSIDE,
        "in.pdf": reasons.LINK_INSIDE,
        "map": reasons.LINK_OUTSIDE,
        "binnenmap": reasons.LINK_FOLDER,
        "stuk.pdf": reasons.LINK_BROKEN,
        "kring.pdf": reasons.LINK_BROKEN,
        "pijp.pdf": reasons.SPECIAL,
    }


def test_refused_files_have_ids_of_their_own(tmp_path: Path) -> None:
    root = fill(tmp_path, a=b"", b=b"")
    (root / "c.pdf").symlink_to(root / "weg")
    (root / "d.pdf").symlink_to(root / "weg")
    ids = [document.document_id for document in taken(root).values()]
    assert len(set(ids)) == 4
    assert taken(root)["c.pdf"].sha256 == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_and_folder(tmp_path: Path) -> None:
    root = fill(tmp_path, a=PDF, dicht__b=PDF, goed=PDF)
    (root / "a.pdf").chmod(0)
    (root / "dicht").chmod(0)
    try:
        documents = taken(root)
    finally:
        (root / "dicht").chmod(0o700)
    assert documents["a.pdf"].refusal == reasons.UNREADABLE
    assert documents["dicht"].refusal == reasons.UNREADABLE_FOLDER
    assert documents["goed.pdf"].refusal == ""


def test_a_file_that_turns_into_something_else_is_not_followed(tmp_path: Path) -> None:
    root = fill(tmp_path / "b", a=PDF, b=PDF, c=PDF)
    fill(tmp_path / "uit", geheim=PDF)
    entries = reasons.list_entries(root)
    (root / "a.pdf").unlink()
    (root / "b.pdf").unlink()
    (root / "b.pdf").symlink_to(tmp_path / "uit" / "geheim.pdf")
    (root / "c.pdf").unlink()
    os.mkfifo(root / "c.pdf")
    found = [reasons._inspected(entry) for entry in entries]
    assert [refusal for _, _, refusal in found] == [reasons.VANISHED, reasons.UNREADABLE, reasons.SPECIAL]
    assert [digest for digest, _, _ in found] == ["", "", ""]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\xef\xbb\xbf%PDF-1.4", ""),
        (b"x" * 1019 + b"%PDF-", ""),
        (b"x" * 1020 + b"%PDF-", reasons.NOT_PDF),
        (b"%PD", reasons.NOT_PDF),
        (b"<html>", reasons.NOT_PDF),
    ],
)
def test_pdf_is_told_by_its_first_kilobyte(tmp_path: Path, content: bytes, refusal: str) -> None:
    assert taken(fill(tmp_path, a=content))["a.pdf"].refusal == refusal


@pytest.mark.parametrize(
    "name",
    [
        b"a;b.pdf",
        b"regel\neen.pdf",
        b"=cmd|x.pdf",
        b"\xff\xfe.pdf",
        "é😀\u202efdp.exe".encode(),
        b"-rf",
        b"a\x1b[31m.pdf",
    ],
)
def test_hostile_names_work(tmp_path: Path, name: bytes) -> None:
    root = fill(tmp_path, goed=b"%PDF-1.4")
    with open(os.path.join(os.fsencode(root), name), "wb") as file:  # noqa: PTH118, PTH123 - bytes
        file.write(PDF)
    documents = taken(root)
    hostile = documents[name.decode("utf-8", "backslashreplace")]
    assert (hostile.refusal, hostile.path.read_bytes()) == ("", PDF)
    shown = display_name(hostile.name)
    assert shown.encode()
    assert shown.isprintable()


def test_display_name_shows_what_cannot_be_seen() -> None:
    assert display_name("a\n\x1b\x85\udcff\u202eb;=é.pdf") == "a\\x0a\\x1b\\x85\\xff\\u202eb;=é.pdf"
    assert display_name("\ud800") == "\\ud800"


@given(st.text(st.characters(), max_size=40))
def test_display_name_is_always_safe(name: str) -> None:
    shown = display_name(name)
    shown.encode("utf-8")
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in shown)


def test_the_bundle_is_not_written_to(tmp_path: Path) -> None:
    root = manifest(fill(tmp_path, ncsc__een=PDF, nctv__twee=PDF), MANIFEST)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")}
    take_in(read_bundle(root))
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")} == before
