from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.errors import InputError, StorageError
from redact.journal import KEYS, Journal

EVENT = {"event": "review", "hit_id": "h0001", "new_verdict": "lakken", "new_grounds": ["10.2e"]}
LOOP = """
import sys
from pathlib import Path
from redact.journal import Journal
journal = Journal(Path(sys.argv[1]))
while True:
    journal.append_all([{"event": "review", "hit_id": "h0001", "reviewer": "x" * 150}] * 20)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def filled(path: Path, count: int) -> Journal:
    journal = Journal(path)
    for number in range(count):
        journal.append({"event": "review", "hit_id": f"h{number:04d}", "reviewer": "Zoë"})
    return journal


def test_lines_are_numbered_dated_and_chained(path: Path) -> None:
    journal = Journal(path)
    first, second = journal.append(EVENT), journal.append(EVENT)
    assert (first["seq"], second["seq"]) == (1, 2)
    assert first["prev"] == "0" * 64
    assert second["prev"] == first["hash"]
    moment = datetime.fromisoformat(first["time"])
    assert moment.utcoffset() == timedelta(0)
    assert journal.entries() == (first, second)
    assert {key: first[key] for key in EVENT} == EVENT
    journal.verify()


def test_head_names_the_last_line(path: Path) -> None:
    journal = Journal(path)
    assert journal.head == (0, "0" * 64)
    entry = journal.append(EVENT)
    assert journal.head == (1, entry["hash"])


def test_many_events_are_one_write(path: Path) -> None:
    entries = Journal(path).append_all([EVENT] * 1000)
    assert [entry["seq"] for entry in entries] == list(range(1, 1001))
    Journal(path).verify()
    assert Journal(path).append_all([]) == ()


def test_every_append_reaches_the_disk_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_size))
    Journal(path).append_all([EVENT] * 100)
    assert synced == [path.stat().st_size]


def test_another_object_goes_on_where_the_first_stopped(path: Path) -> None:
    filled(path, 3)
    assert Journal(path).append(EVENT)["seq"] == 4
    Journal(path).verify()


def test_no_journal_yet_is_no_error(path: Path) -> None:
    assert Journal(path).entries() == ()
    Journal(path).verify()
    assert not path.exists()


@settings(deadline=None)
@given(st.lists(st.text(max_size=200), max_size=6))
def test_any_value_keeps_the_chain(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    path = tmp_path_factory.mktemp("journal") / "journal.jsonl"
    journal = Journal(path)
    for value in values:
        journal.append({"event": "review", "reviewer": value, "fields": [value]})
    journal.verify()
    assert [entry["reviewer"] for entry in journal.entries()] == values


@pytest.mark.parametrize("key", ["text", "tekst", "context", "remark", "title", "seq", "hash", "prev", "time"])
def test_unknown_keys_are_refused(path: Path, key: str) -> None:
    with pytest.raises(ValueError, match=key):
        Journal(path).append({"event": "review", key: "Jansen"})
    assert not path.exists()


@pytest.mark.parametrize("value", ["x" * 201, {"text": "Jansen"}, [["Jansen"]], b"Jansen", ["x" * 201], object()])
def test_long_or_nested_values_are_refused_without_being_shown(path: Path, value: object) -> None:
    with pytest.raises(ValueError, match="reviewer") as caught:
        Journal(path).append({"event": "review", "reviewer": value})
    assert "Jansen" not in str(caught.value)


def test_no_key_is_meant_for_text() -> None:
    assert not KEYS & {"text", "context", "title", "remark", "reason", "name"}


def torn(path: Path, whole: int, cut: int) -> Journal:
    """A journal of so many whole lines and a further one that a kill left without its last bytes."""
    journal = filled(path, whole)
    head = journal.head_file.read_bytes()
    journal.append(EVENT)
    journal.head_file.write_bytes(head)
    path.write_bytes(path.read_bytes()[:-cut])
    return journal


@pytest.mark.parametrize("cut", [1, 7, 60])
def test_torn_last_line_is_ignored_then_cut_off(path: Path, cut: int) -> None:
    journal = torn(path, 2, cut)
    assert len(journal.entries()) == 2
    journal.verify()
    assert journal.append(EVENT)["seq"] == 3
    journal.verify()
    assert len(journal.entries()) == 3


def test_torn_first_line_starts_anew(path: Path) -> None:
    path.write_bytes(b'{"event":"rev')
    assert Journal(path).append(EVENT)["seq"] == 1
    Journal(path).verify()


def test_torn_tail_longer_than_a_block(path: Path) -> None:
    journal = filled(path, 2)
    path.write_bytes(path.read_bytes() + b"\0" * 200_000)
    journal.append(EVENT)
    journal.verify()
    assert len(journal.entries()) == 3


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_killed_anywhere_in_a_write_leaves_a_true_chain(tmp_path_factory: pytest.TempPathFactory, place: int) -> None:
    path = tmp_path_factory.mktemp("journal") / "journal.jsonl"
    journal = filled(path, 1)
    before, head = path.stat().st_size, journal.head_file.read_bytes()
    journal.append_all([EVENT, EVENT])
    data = path.read_bytes()
    whole = data[: before + place % (len(data) - before + 1)]
    path.write_bytes(whole)
    journal.head_file.write_bytes(head)
    journal.verify()
    journal.append(EVENT)
    journal.verify()
    assert len(journal.entries()) == whole.count(b"\n") + 1


def test_a_kill_between_line_and_head_is_no_harm(path: Path) -> None:
    journal = filled(path, 2)
    head = journal.head_file.read_bytes()
    journal.append(EVENT)
    journal.head_file.write_bytes(head)
    journal.verify()
    assert journal.append(EVENT)["seq"] == 4
    journal.verify()


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_lines_cut_off_at_the_end_are_noticed_before_any_publication(path: Path, kept: int) -> None:
    journal = filled(path, 4)
    tamper(path, lambda lines: lines[:kept])
    before = path.read_bytes()
    with pytest.raises(InputError, match=f"ends at line {kept}, but had 4 lines"):
        journal.verify()
    with pytest.raises(InputError, match="its end was removed"):
        journal.append(EVENT)
    assert path.read_bytes() == before


def test_a_removed_journal_is_noticed(path: Path) -> None:
    journal = filled(path, 2)
    path.unlink()
    with pytest.raises(InputError, match="had 2 lines"):
        journal.verify()
    with pytest.raises(InputError, match="had 2 lines"):
        journal.append(EVENT)


def test_an_end_written_anew_is_noticed(path: Path) -> None:
    """The last lines are replaced by others that are chained well."""
    journal = filled(path, 2)
    head = journal.head_file.read_bytes()
    tamper(path, lambda lines: lines[:1])
    journal.head_file.unlink()
    other = Journal(path)
    other.append_all([{"event": "review", "hit_id": "h0666"}] * 3)
    journal.head_file.write_bytes(head)
    with pytest.raises(InputError, match="line 2: the journal was changed"):
        journal.verify()
    with pytest.raises(InputError, match="line 2: the journal was changed"):
        journal.append(EVENT)


@pytest.mark.parametrize("head", [None, b"", b"2\n", b"2 xyz\n", b"-1 " + b"0" * 64 + b"\n"])
def test_a_lost_head_is_told_and_goes_on_record(path: Path, head: bytes | None) -> None:
    journal = filled(path, 2)
    if head is None:
        journal.head_file.unlink()
    else:
        journal.head_file.write_bytes(head)
    with pytest.raises(InputError, match=r"journal\.head is gone or damaged"):
        journal.verify()
    assert journal.append(EVENT)["seq"] == 4
    journal.verify()
    assert [entry["event"] for entry in journal.entries()] == ["review", "review", "unsealed", "review"]


LINES = st.lists(st.integers(0, 5), min_size=1, max_size=6)


@settings(deadline=None, max_examples=150)
@given(LINES, st.data())
def test_any_change_removal_insertion_or_reordering_is_detected(
    tmp_path_factory: pytest.TempPathFactory, hits: list[int], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("journal") / "journal.jsonl"
    journal = Journal(path)
    for hit in hits:
        journal.append({"event": "review", "hit_id": f"h{hit:04d}", "reviewer": "Zoë"})
    lines = path.read_bytes().splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines) - 1))
    way = data.draw(st.sampled_from(["change", "drop", "insert", "reorder"]))
    changed = [*lines]
    if way == "change":
        at = data.draw(st.integers(0, len(lines[place]) - 1))
        byte = data.draw(st.integers(0, 255).filter(lambda value: value != lines[place][at]))
        changed[place] = lines[place][:at] + bytes([byte]) + lines[place][at + 1 :]
    elif way == "drop":
        del changed[place : place + data.draw(st.integers(1, len(lines)))]
    elif way == "insert":
        changed.insert(place, data.draw(st.sampled_from([*lines, b"\n", b"{}\n"])))
    else:
        changed = data.draw(st.permutations(lines))
    path.write_bytes(b"".join(changed))
    if changed == lines:
        journal.verify()
    else:
        with pytest.raises(InputError):
            journal.verify()


def tamper(path: Path, change: Any) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(change(lines)))


TAMPERINGS: dict[str, tuple[Any, int]] = {
    "value": (lambda lines: [lines[0], lines[1].replace(b"h0001", b"h0009"), *lines[2:]], 2),
    "blank": (lambda lines: [lines[0], lines[1].replace(b",", b", ", 1), *lines[2:]], 2),
    "removed": (lambda lines: [lines[0], *lines[2:]], 2),
    "first removed": (lambda lines: lines[1:], 1),
    "swapped": (lambda lines: [lines[0], lines[2], lines[1], lines[3]], 2),
    "doubled": (lambda lines: [lines[0], lines[1], lines[1], *lines[2:]], 3),
    "garbage": (lambda lines: [*lines[:3], b"niets\n", lines[3]], 4),
    "list": (lambda lines: [*lines[:3], b"[1]\n", lines[3]], 4),
    "empty": (lambda lines: [*lines[:3], b"\n", lines[3]], 4),
    "last": (lambda lines: [*lines[:3], lines[3].replace(b"h0003", b"h0004")], 4),
    "crlf": (lambda lines: [line.replace(b"\n", b"\r\n") for line in lines], 1),
    "double key": (lambda lines: [lines[0], lines[1].replace(b"{", b'{"hit_id":"h9",', 1), *lines[2:]], 2),
}


@pytest.mark.parametrize(("change", "line"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_broken_chain_is_named(path: Path, change: Any, line: int) -> None:
    journal = filled(path, 4)
    tamper(path, change)
    with pytest.raises(InputError, match=rf"line {line}: the journal was changed"):
        journal.verify()


def test_line_forged_with_its_own_hash_breaks_the_next(path: Path) -> None:
    journal = filled(path, 3)
    other = Journal(path.with_name("other"))
    other.append({"event": "review", "hit_id": "h0777", "reviewer": "Zoë"})
    forged = other.append({"event": "review", "hit_id": "h0666", "reviewer": "Zoë"})
    line = json.dumps(forged, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    tamper(path, lambda lines: [lines[0], line, lines[2]])
    with pytest.raises(InputError, match="line 2"):
        journal.verify()


@pytest.mark.parametrize("last", [b"niets\n", b"[1]\n", b"{}\n", b'{"hash":"x"}\n'])
def test_nothing_is_appended_to_a_damaged_line(path: Path, last: bytes) -> None:
    journal = filled(path, 2)
    tamper(path, lambda lines: [*lines, last])
    before = path.read_bytes()
    with pytest.raises(InputError, match="last line was changed"):
        journal.append(EVENT)
    assert path.read_bytes() == before


def test_unwritable_place_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="Cannot write"):
        Journal(tmp_path / "no" / "journal.jsonl").append(EVENT)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk_is_a_storage_error(path: Path) -> None:
    path.symlink_to("/dev/full")
    with pytest.raises(StorageError):
        Journal(path).append(EVENT)


def test_unreadable_journal_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Cannot read"):
        Journal(tmp_path).entries()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_while_appending(path: Path) -> None:
    for _ in range(3):
        child = subprocess.Popen([sys.executable, "-c", LOOP, str(path)], cwd=Path(__file__).parents[1])
        before = path.stat().st_size if path.exists() else 0
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and (not path.exists() or path.stat().st_size < before + 40_000):
            time.sleep(0.005)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        journal = Journal(path)
        journal.verify()
        count = len(journal.entries())
        assert count > 0
        assert journal.append(EVENT)["seq"] == count + 1
        journal.verify()


def test_an_editor_that_drops_the_last_line_end_loses_no_line(path: Path) -> None:
    """What looks torn is the line that was noted: nothing may be cut off."""
    journal = filled(path, 3)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    before = path.read_bytes()
    with pytest.raises(InputError, match="ends at line 2, but had 3 lines"):
        journal.append(EVENT)
    assert path.read_bytes() == before
    path.write_bytes(before + b"\n")
    journal.verify()


def test_lines_removed_before_a_head_that_lags_behind_are_noticed(path: Path) -> None:
    journal = filled(path, 4)
    head = journal.head_file.read_bytes()
    journal.append(EVENT)
    journal.head_file.write_bytes(head)
    tamper(path, lambda lines: [lines[0], lines[4]])
    before = path.read_bytes()
    with pytest.raises(InputError, match="line 4: the journal was changed"):
        journal.append(EVENT)
    assert path.read_bytes() == before


def test_a_line_of_brackets_is_a_changed_line(path: Path) -> None:
    journal = filled(path, 2)
    path.write_bytes(path.read_bytes() + b"[" * 100_000 + b"\n")
    with pytest.raises(InputError, match="line 3"):
        journal.verify()
    with pytest.raises(InputError, match="the last line was changed"):
        journal.append(EVENT)


FULL = """
import resource, sys
from pathlib import Path
from redact.errors import StorageError
from redact.journal import Journal
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 700, resource.RLIM_INFINITY))
try:
    Journal(path).append_all([{"event": "review", "hit_id": "h0001", "reviewer": "x" * 150}] * 20)
except StorageError:
    sys.exit(7)
"""


def test_events_that_do_not_all_fit_on_the_disk_are_not_on_record(path: Path) -> None:
    journal = filled(path, 3)
    before = path.read_bytes()
    done = subprocess.run([sys.executable, "-c", FULL, os.fspath(path)], capture_output=True, check=False)
    assert done.returncode == 7, done.stderr
    assert path.read_bytes() == before
    journal.append(EVENT)
    journal.verify()
