"""The journal of a case: who decided what and when, in lines that each carry the hash of the line before.

A changed, moved or removed line breaks the chain, and `verify` names it. That the *last* lines were removed cannot be
seen in the file itself: journal.head beside it has the number and hash of the last line, and so has proof.json.

    journal.jsonl   1 - 2 - 3 - 4      written first
    journal.head    4 <hash of 4>      then this; after a kill in between it names an earlier line, which is no harm

Whoever appends must hold the case's lock. No document text can get in: only known keys with short values are taken.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from redact.errors import InputError, StorageError
from redact.files import TEMPORARY, read_whole

KEYS = frozenset(
    {
        "code",
        "count",
        "decider",
        "document_id",
        "event",
        "exit_code",
        "fields",
        "file",
        "grounds",
        "hit_id",
        "hit_key",
        "hits",
        "judgement",
        "location",
        "marking",
        "markings",
        "minimum",
        "model_version",
        "new_grounds",
        "new_judgement",
        "new_markings",
        "new_verdict",
        "old_grounds",
        "old_judgement",
        "old_markings",
        "old_verdict",
        "origin",
        "page",
        "pages",
        "part_of",
        "place_id",
        "program_version",
        "regime",
        "reviewer",
        "rules_version",
        "sample",
        "second",
        "sha256",
        "stage",
        "status",
        "term_id",
    }
)
"""What a journal line may hold beside seq, time, prev and hash."""

_LONGEST = 200
_BLOCK = 1 << 16
_START = "0" * 64
_HEAD = re.compile(rb"(\d{1,15}) ([0-9a-f]{64})\n")
_UNSEALED = {"event": "unsealed"}
"""On record where journal.head was gone: nobody can tell whether lines went with it."""


class Journal:
    """An append-only file of JSON lines."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Adds one event and returns the line as it stands in the file, once it is safely on disk.

        Raises:
            ValueError: the event has a key or a value that a journal may not hold.
            InputError: the last line is damaged, or lines are gone.
            StorageError: the file cannot be written.
        """
        return self.append_all((event,))[0]

    def append_all(self, events: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
        """Adds events in a single write, as `append` does one: all of them, or none where the write fails."""
        checked = [_checked(event) for event in events]
        if not checked:
            return ()
        try:
            with self._path.open("a+b", buffering=0) as stream:
                last, end = self._last_whole(stream)
                unsealed = self._demand_head(last)
                entries = tuple(_chained([*unsealed, *checked], last))
                self._write_behind(stream, end, entries)
        except OSError as error:
            advice = os.strerror(error.errno or 0)
            raise StorageError(f"Cannot write {self._path}: {advice}. Nothing before it is lost.") from None
        return entries[len(unsealed) :]

    def _write_behind(self, stream: FileIO, end: int, entries: Sequence[Mapping[str, Any]]) -> None:
        """Writes lines in place of what a killed run left behind the last whole one; takes them back if not all fit."""
        stream.truncate(end)
        data = b"".join(_line(entry) for entry in entries)
        try:
            if stream.write(data) != len(data):
                raise OSError(errno.ENOSPC, "")
            os.fsync(stream.fileno())
            self._write_head(entries[-1]["seq"], entries[-1]["hash"])
        except OSError:
            with contextlib.suppress(OSError):
                stream.truncate(end)
            raise

    def entries(self) -> tuple[dict[str, Any], ...]:
        """All lines in order, without a torn last one; none when there is no journal yet.

        Raises:
            InputError: a line is no journal line.
        """
        return tuple(self._parsed(line, number) for number, line in self._lines())

    def entries_behind(self, offset: int) -> tuple[tuple[dict[str, Any], ...], int]:
        """The lines from a byte of the file on, and the byte at which the next one will begin.

        Raises:
            InputError: a line is no journal line.
        """
        try:
            with self._path.open("rb") as stream:
                stream.seek(offset)
                data = stream.read()
        except FileNotFoundError:
            return (), offset
        except OSError as error:
            raise InputError(f"Cannot read {self._path}: {os.strerror(error.errno or 0)}.") from None
        whole = data[: data.rfind(b"\n") + 1]
        return tuple(self._parsed(line, 0) for line in whole.splitlines()), offset + len(whole)

    def verify(self) -> None:
        """Checks that every line is as written, in its place, and that none is gone from the end.

        Raises:
            InputError: names the first line where the chain is broken, or says how many lines there were.
        """
        noted = self._noted()
        previous: dict[str, Any] | None = None
        for number, line in self._lines():
            entry = self._parsed(line, number)
            if _follows(previous) != (entry["seq"], entry["prev"]) or not _is_genuine(entry, line):
                raise self._broken(number)
            if noted is not None and number == noted[0] and entry["hash"] != noted[1]:
                raise self._broken(number)
            previous = entry
        last = 0 if previous is None else previous["seq"]
        if noted is not None and last < noted[0]:
            raise self._cut_short(last, noted[0])
        if noted is None and last:
            raise InputError(
                f"{self.head_file} is gone or damaged, so that nobody can tell whether {self._path.name} lacks lines "
                "at its end. Put a backup of both back. Without one, the next decision notes this and goes on."
            )

    @property
    def head_file(self) -> Path:
        """Has the number and hash of the last line."""
        return self._path.with_suffix(".head")

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last line; (0, zeros) when there is none."""
        entries = self.entries()
        return (entries[-1]["seq"], entries[-1]["hash"]) if entries else (0, _START)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise InputError(f"Cannot read {self._path}: {os.strerror(error.errno or 0)}.") from None
        whole = data[: data.rfind(b"\n") + 1]
        yield from enumerate(whole.splitlines(keepends=True), start=1)

    def _parsed(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            raise self._broken(number) from None
        if not isinstance(entry, dict) or not {"seq", "time", "prev", "hash"} <= entry.keys():
            raise self._broken(number)
        return entry

    def _broken(self, number: int) -> InputError:
        return InputError(
            f"{self._path}, line {number}: the journal was changed after it was written. Put a backup back."
        )

    def _cut_short(self, last: int, noted: int) -> InputError:
        return InputError(
            f"{self._path} ends at line {last}, but had {noted} lines: its end was removed. Put a backup back, of "
            f"{self.head_file.name} too."
        )

    def _noted(self) -> tuple[int, str] | None:
        """What journal.head says; None where it is gone or damaged."""
        found = _HEAD.fullmatch(read_whole(self.head_file) or b"")
        return (int(found[1]), found[2].decode()) if found else None

    def _write_head(self, number: int, line_hash: str) -> None:
        """Notes the last line. A power cut may undo this: then an earlier line is noted."""
        temporary = self.head_file.with_name(f"{TEMPORARY}{self.head_file.name}")
        temporary.write_bytes(f"{number} {line_hash}\n".encode())
        temporary.replace(self.head_file)

    def _demand_head(self, last: Mapping[str, Any] | None) -> list[dict[str, Any]]:
        """Sees to it that the journal still has the line that was noted; returns what has to go on record first."""
        number, line_hash = (0, _START) if last is None else (last["seq"], last["hash"])
        noted = self._noted()
        if noted is None and last is None:
            self._write_head(number, line_hash)
        if noted is None:
            return [] if last is None else [dict(_UNSEALED)]
        if number < noted[0]:
            raise self._cut_short(number, noted[0])
        if noted[0] and (line_hash if number == noted[0] else self._hash_of(noted[0])) != noted[1]:
            raise self._broken(noted[0])
        return []

    def _hash_of(self, number: int) -> str:
        """The hash of a line; '' where there is none with this number."""
        return next((str(entry["hash"]) for entry in self.entries() if entry["seq"] == number), "")

    def _last_whole(self, stream: FileIO) -> tuple[dict[str, Any] | None, int]:
        """The last whole line, and the byte behind it; a killed run may have left a part of a line there."""
        size = stream.seek(0, os.SEEK_END)
        tail = b""
        start = size
        while start > 0 and tail.count(b"\n") < 2:
            start = max(0, start - _BLOCK)
            stream.seek(start)
            tail = stream.read(size - start)
        end = tail.rfind(b"\n") + 1
        if end == 0:
            return None, 0
        line = tail[tail.rfind(b"\n", 0, end - 1) + 1 : end]
        return self._last_entry(line), start + end

    def _last_entry(self, line: bytes) -> dict[str, Any]:
        message = f"{self._path}: the last line was changed after it was written. Put a backup back."
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            raise InputError(message) from None
        if not isinstance(entry, dict) or not _is_genuine(entry, line):
            raise InputError(message)
        return entry


def _checked(event: Mapping[str, Any]) -> dict[str, Any]:
    strangers = sorted(event.keys() - KEYS)
    if strangers:
        raise ValueError(f"a journal line may not hold {', '.join(strangers)}")
    for key, value in event.items():
        parts = value if isinstance(value, (list, tuple)) else (value,)
        if not all(_is_plain(part) for part in parts):
            raise ValueError(f"a journal line may hold only short plain values, which '{key}' is not")
    return {key: list(value) if isinstance(value, tuple) else value for key, value in event.items()}


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST
    return value is None or isinstance(value, (bool, int, float))


def _follows(previous: Mapping[str, Any] | None) -> tuple[int, str]:
    return (1, _START) if previous is None else (previous["seq"] + 1, previous["hash"])


def _chained(events: Iterable[Mapping[str, Any]], last: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    for event in events:
        seq, prev = _follows(last)
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        last = _sealed({**event, "seq": seq, "time": time, "prev": prev})
        yield last


def _sealed(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "hash": hashlib.sha256(_body(entry).encode()).hexdigest()}


def _is_genuine(entry: Mapping[str, Any], line: bytes) -> bool:
    return _line(_sealed({key: value for key, value in entry.items() if key != "hash"})) == line


def _body(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _line(entry: Mapping[str, Any]) -> bytes:
    return _body(entry).encode() + b"\n"
