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


@pytest.mark.parametrize("cut", [1, 7, 60])
def test_torn_last_line_is_ignored_then_cut_off(path: Path, cut: int) -> None:
    journal = filled(path, 3)
    path.write_bytes(path.read_bytes()[:-cut])
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
def test_cut_anywhere_leaves_a_true_chain(tmp_path_factory: pytest.TempPathFactory, place: int) -> None:
    path = tmp_path_factory.mktemp("journal") / "journal.jsonl"
    journal = filled(path, 3)
    data = path.read_bytes()
    whole = data[: place % len(data)]
    path.write_bytes(whole)
    journal.append(EVENT)
    journal.verify()
    assert len(journal.entries()) == whole.count(b"\n") + 1


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
def test_full_disk_is_a_storage_error() -> None:
    with pytest.raises(StorageError):
        Journal(Path("/dev/full")).append(EVENT)


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
