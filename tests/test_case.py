from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from redact.case import Case, CaseRecord, default_case_folder, open_case, refuse_foreign_folder
from redact.errors import BusyError, InputError, ReviewError, StorageError
from redact.files import TEMPORARY, read_whole, storing, write_if_changed, write_whole
from redact.model import Bundle, Location


def bundle_named(name: str, number: str = "") -> Bundle:
    return Bundle(Path(name), name, None, number, "", None, "letters", (Location("", "A", ""),))


def test_the_case_folder_lies_beside_the_bundle(tmp_path: Path) -> None:
    assert default_case_folder(tmp_path / "pegasus") == tmp_path / "pegasus-gelakt"
    assert default_case_folder(tmp_path / "pegasus" / ".") == tmp_path / "pegasus-gelakt"


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    write_whole(path, b"een")
    write_whole(path, b"twee")
    assert path.read_bytes() == b"twee"
    assert [entry.name for entry in tmp_path.iterdir()] == ["hits.csv"]


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "x"
    assert write_if_changed(path, b"1")
    before = path.stat().st_ino
    assert not write_if_changed(path, b"1")
    assert path.stat().st_ino == before


def test_a_full_disk_says_so() -> None:
    """/dev/full refuses every byte, as a full disk does."""
    with (
        pytest.raises(StorageError, match="disk is full"),
        storing(Path("/dev/full")),
        Path("/dev/full").open("wb", buffering=0) as file,
    ):
        file.write(b"x")


def test_a_write_that_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    write_whole(path, b"oud")
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from redact.files import write_whole\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write_whole(Path(sys.argv[1]), b'x' * 5000)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert "StorageError" in done.stderr
    assert path.read_bytes() == b"oud"
    assert [entry.name for entry in tmp_path.iterdir()] == ["hits.csv"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_kill_while_writing_leaves_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "state"
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from redact.files import write_whole\n"
        "for n in range(10**9):\n"
        "    write_whole(Path(sys.argv[1]), bytes([n % 256]) * 200_000)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(path)])
    while not path.exists():
        time.sleep(0.01)
    time.sleep(0.3)
    child.send_signal(signal.SIGKILL)
    child.wait()
    data = path.read_bytes()
    assert len(data) == 200_000 and len(set(data)) == 1
    with Case(tmp_path).locked():
        assert not list(tmp_path.glob(".tmp-*"))


def test_only_one_run_at_a_time(tmp_path: Path) -> None:
    with Case(tmp_path).locked(), pytest.raises(BusyError, match="already"), Case(tmp_path).locked():
        pass
    with Case(tmp_path).locked():
        pass


def test_an_absent_file_reads_as_none(tmp_path: Path) -> None:
    assert read_whole(tmp_path / "x") is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"1")
    path.chmod(0)
    with pytest.raises(InputError):
        read_whole(path)


def test_a_new_case_begins_empty(tmp_path: Path) -> None:
    assert open_case(tmp_path / "nieuw", bundle_named("pegasus"), ("d1",)) == CaseRecord("pegasus", "")


def test_the_record_round_trips(tmp_path: Path) -> None:
    record = CaseRecord("pegasus", "2021-1", {"ncsc/a.pdf": "AA"}, {"d1": "ncsc/a.pdf"})
    Case(tmp_path).save_record(record)
    assert open_case(tmp_path, bundle_named("pegasus", "2021-1"), ("d1", "d2")) == record


@pytest.mark.parametrize(("number", "document"), [("2021-2", "d1"), ("2021-1", "d9")])
def test_the_case_of_another_bundle_is_refused(tmp_path: Path, number: str, document: str) -> None:
    Case(tmp_path).save_record(CaseRecord("pegasus", "2021-1", {}, {"d1": "a.pdf"}))
    with pytest.raises(InputError, match="another bundle"):
        open_case(tmp_path, bundle_named("ander", number), (document,))


@pytest.mark.parametrize(("name", "said"), [("vakantie.jpg", "not of a case"), ("documents.json", "lost its case")])
def test_a_folder_with_other_things_is_not_taken_for_a_case(tmp_path: Path, name: str, said: str) -> None:
    refuse_foreign_folder(tmp_path)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError, match=said):
        refuse_foreign_folder(tmp_path)
    with pytest.raises(InputError, match="is a file"):
        refuse_foreign_folder(tmp_path / name)


def test_what_a_kill_left_half_written_is_no_other_thing(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / f"{TEMPORARY}0123.json").write_bytes(b"{")
    refuse_foreign_folder(tmp_path)


def test_a_sheet_that_was_saved_in_the_meantime_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    (tmp_path / "work").mkdir()
    case = Case(tmp_path)
    case.write_sheet(path, None, b"1")
    case.write_sheet(path, b"1", b"2")
    assert case.untouched(path, b"2") and not case.untouched(path, b"1")
    path.write_bytes(b"van de beoordelaar")
    with pytest.raises(ReviewError, match=r"hits\.csv is opgeslagen"):
        case.write_sheet(path, b"2", b"3")
    assert path.read_bytes() == b"van de beoordelaar"


def test_a_damaged_record_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_bytes(b'{"bundle": 3')
    with pytest.raises(InputError, match=r"case\.json is damaged"):
        Case(tmp_path).record()
