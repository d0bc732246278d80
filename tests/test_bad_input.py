"""Whatever people put in a bundle: a clear sentence, the right exit code, and everything else goes on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from redact.errors import ExitCode, InputError
from redact.executors import SerialExecutor
from redact.pipeline.run import run
from redact.pipeline.settings import Outcome, Settings, Silence, State
from tests.conftest import MAIL, write_pdf
from tests.test_pipeline import case_of, go, rows_of


def locked_pdf(path: Path) -> None:
    with pikepdf.open(write_pdf(path, "Geheim"), allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def truncated_pdf(path: Path) -> None:
    data = write_pdf(path, MAIL.format(subject="x")).read_bytes()
    path.write_bytes(data[: len(data) // 4])


def pdf_without_pages(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pikepdf.new().save(path)


def pdf_with_too_many_pages(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        first = pdf.pages[0].obj
        kids = pdf.Root.Pages.Kids
        for _ in range(20_000):
            kids.append(pdf.make_indirect(pikepdf.Dictionary(dict(first.items()))))
        pdf.Root.Pages.Count = len(kids)
        pdf.save(path)


def decompression_bomb(path: Path) -> None:
    """A content stream of 600 MB in 600 kB."""
    path.parent.mkdir(parents=True, exist_ok=True)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"q Q \n" * 200_000) for _ in range(600)) + packer.flush()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Contents = pdf.make_stream(b"")
        page.obj.Contents.write(packed, filter=pikepdf.Name.FlateDecode)
        pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def scan(path: Path) -> None:
    import pymupdf

    path.parent.mkdir(parents=True, exist_ok=True)
    document = pymupdf.open()
    page = document.new_page()
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 600, 800), False)
    picture.clear_with(200)
    page.insert_image(page.rect, pixmap=picture)
    document.save(path)
    document.close()


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "wachtwoord.pdf": (locked_pdf, "wachtwoord"),
    "afgekapt.pdf": (truncated_pdf, ""),
    "leeg.pdf": (lambda path: path.write_bytes(b""), "leeg"),
    "geen-pdf.pdf": (lambda path: path.write_bytes(b"PK\x03\x04 dit is een Word-bestand"), "PDF"),
    "nul-paginas.pdf": (pdf_without_pages, "geen"),
    "te-veel.pdf": (pdf_with_too_many_pages, "10000"),
    "bom.pdf": (decompression_bomb, ""),
    "scan.pdf": (scan, "scan"),
    "koppeling.pdf": (lambda path: path.symlink_to("/etc/hostname"), "koppeling"),
    "pijp.pdf": (lambda path: os.mkfifo(path), ""),
    "notitie.docx": (lambda path: path.write_bytes(b"PK\x03\x04"), "PDF"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_bad_document_is_listed_with_its_reason_and_the_rest_goes_out(small_bundle: Path, name: str) -> None:
    make, word = BAD[name]
    make(small_bundle / "ncsc" / name)
    outcome = go(small_bundle, approve=0.0)
    assert outcome.exit_code is ExitCode.SOME_FAILED
    assert outcome.state is State.PUBLISHED and outcome.released == 3
    ((refused, reason),) = outcome.refused
    assert refused == f"ncsc/{name}" and word.casefold() in reason.casefold()
    assert "\n" not in reason and 10 < len(reason) < 250 and "onverwachte fout" not in reason
    listed = next(row for row in rows_of(case_of(small_bundle) / "documents.csv") if row["bestand"] == refused)
    assert listed["status"] == f"niet vrijgegeven: {reason}"
    assert listed["oordeel"] == "" and listed["code"]


NAMES = ["a;b.pdf", "regel\neinde.pdf", "=HYPERLINK(1).pdf", "é ü 漢.pdf", "-rf.pdf", "'.pdf", "x" * 240 + ".pdf"]


@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_will_do(small_bundle: Path, name: str) -> None:
    (small_bundle / "ncsc" / "mail.pdf").rename(small_bundle / "ncsc" / name)
    outcome = go(small_bundle, approve=0.0)
    assert outcome.state is State.PUBLISHED and outcome.released == 3
    listed = [row["bestand"] for row in rows_of(case_of(small_bundle) / "documents.csv")]
    assert len(listed) == 3 and not any("\n" in shown for shown in listed)


def test_a_name_that_is_not_utf_8(small_bundle: Path) -> None:
    (small_bundle / "ncsc" / "mail.pdf").rename(small_bundle / "ncsc" / os.fsdecode(b"\xff\xe9.pdf"))
    (small_bundle / "nctv").rename(small_bundle / os.fsdecode(b"n\xe9.d"))
    assert go(small_bundle, approve=0.0).released == 3


def test_an_unreadable_file(small_bundle: Path) -> None:
    path = small_bundle / "ncsc" / "mail.pdf"
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user reads everything")
    assert go(small_bundle, approve=0.0).refused[0][0] == "ncsc/mail.pdf"


def test_an_empty_bundle_and_a_file_for_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    for path in (tmp_path / "leeg", write_pdf(tmp_path / "los.pdf", "x"), tmp_path / "weg"):
        with pytest.raises(InputError, match=path.name):
            go(path)
        assert not case_of(path).exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("regime: 3", "regime"),
        ("numbering: roman", "numbering"),
        ("onbekend: 1", "onbekend"),
        ("documents: {ncsc/weg.pdf: {remark: x}}", "weg.pdf"),
        ("documents: {ncsc/mail.pdf: {grounds: [10.2]}}", "grounds"),
        ("documents: {ncsc/mail.pdf: {judgement: niet openbaar}}", "ncsc/mail.pdf"),
        ("documents: {ncsc/mail.pdf: {markings: [geheim]}}", "ncsc/mail.pdf"),
        ("regime: [", "bundle.yaml"),
        ("\xff", "bundle.yaml"),
    ],
)
def test_a_faulty_bundle_yaml_names_its_field(small_bundle: Path, text: str, named: str) -> None:
    (small_bundle / "bundle.yaml").write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError) as error:
        go(small_bundle)
    assert named in str(error.value)


def test_the_case_folder_of_another_bundle(small_bundle: Path, tmp_path: Path) -> None:
    other = tmp_path / "ander"
    write_pdf(other / "brief.pdf", "Een heel andere brief.")
    go(small_bundle, out=tmp_path / "zaken")
    with pytest.raises(InputError, match="another bundle"):
        go(other, out=tmp_path / "zaken")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A disk of any size, for users who may mount one."""
    disk = tmp_path / "schijf"
    disk.mkdir()

    def of_size(size: str) -> Path:
        again = ["-o", f"remount,size={size}"] if disk.is_mount() else ["-t", "tmpfs", "-o", f"size={size}", "tmpfs"]
        if subprocess.run(["mount", *again, str(disk)], capture_output=True, check=False).returncode:
            pytest.skip("this user may not mount a disk")
        return disk

    yield of_size
    if disk.is_mount():
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("size", ["32k", "80k", "160k", "260k"])
def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(
    small_bundle: Path, small_disk: Callable[[str], Path], size: str
) -> None:
    out = str(small_disk(size) / "zaak")
    command = [sys.executable, "-m", "redact", "-q", "run", str(small_bundle), "--approve", "all", "--out", out]
    done = subprocess.run([*command, "--workers", "1"], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == ExitCode.STORAGE, done.stdout
    assert "disk" in done.stderr and "Traceback" not in done.stderr
    small_disk("64m")
    assert go(small_bundle, out=Path(out), approve=0.0, grounds="").released == 3


def finished(bundle: Path) -> dict[str, bytes]:
    """What a finished case holds that does not depend on when it was made."""
    case = case_of(bundle)
    rows = {path.name: path.read_bytes() for path in (case / "hits.csv", case / "documents.csv")}
    proof = json.loads((case / "publication" / "proof.json").read_text())
    return rows | {entry["file"]: str((entry["pages"], entry["boxes"])).encode() for entry in proof["files"]}


@pytest.mark.parametrize("moment", [0.4, 1.5, 3.0, 4.5, 6.0])
def test_a_kill_at_any_moment_and_the_next_run_finishes_the_same(
    small_bundle: Path, tmp_path: Path, moment: float
) -> None:
    twin = tmp_path / "elders" / "zaak"
    shutil.copytree(small_bundle, twin)
    go(twin, approve=0.0, reviewer="")
    command = [sys.executable, "-m", "redact", "-q", "run", str(small_bundle), "--grounds", "10.2e,10.2g"]
    child = subprocess.Popen([*command, "--approve", "all", "--workers", "1"], start_new_session=True)
    time.sleep(moment)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    go(small_bundle, approve=0.0, reviewer="")
    assert finished(small_bundle) == finished(twin)


def test_sources_are_only_read(small_bundle: Path) -> None:
    for path in small_bundle.rglob("*.pdf"):
        path.chmod(0o444)
    assert go(small_bundle, approve=0.0).released == 3


def outcome_of(bundle: Path) -> Outcome:
    return run(bundle, None, Settings(approve=0.0), SerialExecutor(), Silence())


def test_a_bundle_of_nothing_but_bad_files_publishes_nothing(tmp_path: Path) -> None:
    bundle = tmp_path / "zaak"
    bundle.mkdir()
    (bundle / "x.pdf").write_bytes(b"")
    outcome = outcome_of(bundle)
    assert outcome.state is State.NOTHING and outcome.exit_code is ExitCode.SOME_FAILED
    assert not (case_of(bundle) / "publication").exists()
