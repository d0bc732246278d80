"""The case folder: alone knows its file names, and who may work in it.

BUNDLE-gelakt/
  hits.csv  hits.xlsx         what the reviewer reads and fills in: the same list twice
  documents.csv               one line a document, to be filled in too
  personen.csv                which number on a box is whom, where the rule book wants numbers; never published
  hits.json documents.json    the same with coordinates and hashes; not for people
  case.json                   which bundle this is, and the codes given to its documents
  journal.jsonl journal.head  who reviewed what, hash-chained; and its last line, so that none goes unnoticed
  work/<document>/            normal.pdf, prepared.json, hits.json, echoes.json, burnt.pdf, burnt.json
  publication/                what may go out, with proof.json
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from redact.errors import BusyError, InputError, ReviewError, StorageError
from redact.files import TEMPORARY, read_whole, storing, write_if_changed, write_whole
from redact.model import Bundle
from redact.records import dump, load
from redact.tables import one_line

SUFFIX = "-gelakt"
KEPT_COPIES = 8
"""So many earlier versions of each file that people fill in are kept."""
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What case.json holds: `codes` by document name, and the last `names` of all document ids seen so far."""

    bundle: str
    case_number: str
    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def default_case_folder(bundle: Path) -> Path:
    """`BUNDLE-gelakt` beside the bundle."""
    resolved = bundle.resolve()
    return resolved.with_name(resolved.name + SUFFIX)


@dataclass(frozen=True, slots=True)
class Case:
    """A case folder on disk."""

    root: Path

    @property
    def hits_csv(self) -> Path:
        """The hit list that people fill in."""
        return self.root / "hits.csv"

    @property
    def hits_xlsx(self) -> Path:
        """The hit list as a workbook, for the same people."""
        return self.root / "hits.xlsx"

    @property
    def hits_json(self) -> Path:
        """The hit list with coordinates and reviews."""
        return self.root / "hits.json"

    @property
    def documents_csv(self) -> Path:
        """The documents list that people fill in."""
        return self.root / "documents.csv"

    @property
    def documents_json(self) -> Path:
        """The documents list as last written, with the decisions taken on it."""
        return self.root / "documents.json"

    @property
    def persons_csv(self) -> Path:
        """Who is behind each person's number; secret, and the memory of the numbers."""
        return self.root / "personen.csv"

    @property
    def journal(self) -> Path:
        """Who reviewed what."""
        return self.root / "journal.jsonl"

    @property
    def record_file(self) -> Path:
        """Identity and codes."""
        return self.root / "case.json"

    @property
    def work(self) -> Path:
        """Made by the stages; may be thrown away."""
        return self.root / "work"

    @property
    def publication(self) -> Path:
        """What may go out."""
        return self.root / "publication"

    @property
    def staged(self) -> Path:
        """The publication while it is being made."""
        return self.work / "publication"

    def written(self, sheet: Path) -> Path:
        """Copy of a reviewer's file as the program last wrote it: the same bytes mean that nobody touched it since."""
        return self.work / f"written-{sheet.name}"

    def untouched(self, sheet: Path, data: bytes) -> bool:
        """Whether a reviewer's file, read as `data`, is as the program last wrote it."""
        return read_whole(self.written(sheet)) == data

    def earlier(self, sheet: Path) -> tuple[bytes, ...]:
        """What a reviewer's file held before it was last written, the latest first: it may still be open somewhere."""
        copies = (read_whole(self._earlier(sheet, number)) for number in range(1, KEPT_COPIES + 1))
        return tuple(copy for copy in copies if copy is not None)

    def _earlier(self, sheet: Path, number: int) -> Path:
        return self.work / f"earlier-{number}-{sheet.name}"

    def _keep(self, sheet: Path, data: bytes) -> None:
        """Puts a copy of what a file holds in place of the one before, which is kept as an earlier one."""
        before = read_whole(self.written(sheet))
        if before is not None and before != data:
            for number in range(KEPT_COPIES - 1, 0, -1):
                if self._earlier(sheet, number).exists():
                    self._earlier(sheet, number).replace(self._earlier(sheet, number + 1))
            write_whole(self._earlier(sheet, 1), before)
        write_if_changed(self.written(sheet), data)

    def take_in(self, sheet: Path, data: bytes | None) -> None:
        """Notes that all a reviewer's file held is in the list: what differs from this from now on is a change."""
        if data is not None:
            self._keep(sheet, data)

    def demand_writable(self, sheet: Path, before: bytes | None, data: bytes) -> None:
        """Sees to it that a file that people fill in may be replaced.

        Args:
            sheet: the file.
            before: its bytes when this run read it; None if it was not there.
            data: its new bytes.

        Raises:
            ReviewError: somebody saved it in the meantime, or has it open and would later save over what is written.
        """
        now = read_whole(sheet)
        if now not in (before, data):
            raise ReviewError(
                f"{sheet.name} is opgeslagen terwijl het programma bezig was. Er is niets overschreven; geef hetzelfde "
                "commando nog een keer."
            )
        if now != data and (opened := opened_in(sheet)) is not None:
            raise ReviewError(
                f"{sheet.name} staat open in {opened.program}. Er is niets overschreven en niets verloren. Sluit het "
                "bestand daar en geef hetzelfde commando nog een keer. Staat het nergens meer open, verwijder dan "
                f"{opened.mark}."
            )

    def write_sheet(self, sheet: Path, before: bytes | None, data: bytes) -> None:
        """Writes a file that people fill in, if `demand_writable` allows it.

        Raises:
            ReviewError: it may not be replaced, or cannot; what people wrote stays, and counts at the next run.
        """
        self.demand_writable(sheet, before, data)
        if read_whole(sheet) != data:
            try:
                write_whole(sheet, data)
            except StorageError as error:
                if before is None or not isinstance(error.__context__, PermissionError):
                    raise
                raise ReviewError(
                    f"{sheet.name} kan niet worden overschreven: het staat open in een ander programma, of u mag er "
                    "niet in schrijven. Er is niets verloren. Sluit het en geef hetzelfde commando nog een keer."
                ) from None
        self._keep(sheet, data)

    def folder(self, document_id: str) -> Path:
        """Work folder of one document, made if needed."""
        path = self.work / document_id
        with storing(path):
            path.mkdir(parents=True, exist_ok=True)
        return path

    def record(self) -> CaseRecord | None:
        """What case.json says; None for a new case."""
        data = read_whole(self.record_file)
        return None if data is None else load(data, CaseRecord, str(self.record_file))

    def save_record(self, record: CaseRecord) -> None:
        """Writes case.json if it changed."""
        write_if_changed(self.record_file, dump(record, CaseRecord))

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the case for one run; clears what a killed run left half written.

        Raises:
            BusyError: another run holds it.
        """
        with storing(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            self.work.mkdir(exist_ok=True)
        with locked(self.work / "lock", self.root):
            self._clear_temporaries()
            yield

    def _clear_temporaries(self) -> None:
        for pattern in (f"{TEMPORARY}*", f"work/{TEMPORARY}*", f"work/*/{TEMPORARY}*"):
            for path in self.root.glob(pattern):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Opened:
    """A program that has a file open, with whom if that is known, and the file by which it says so."""

    program: str
    mark: str


def opened_in(sheet: Path) -> Opened | None:
    """The office program that has a file open, by the mark that it leaves beside it; None when there is no mark."""
    libre, excel = sheet.with_name(f".~lock.{sheet.name}#"), sheet.with_name(f"~${sheet.name}")
    if libre.exists():
        fields = _peek(libre).decode("utf-8", "replace").split(",")
        return Opened(f"LibreOffice{_by(next(filter(str.strip, fields[:2]), ''))}", libre.name)
    if excel.exists():
        data = _peek(excel)
        return Opened(f"Excel{_by(data[1 : 1 + data[0]].decode('cp1252', 'replace') if data else '')}", excel.name)
    return None


def _peek(mark: Path) -> bytes:
    """The mark's bytes; none when its program keeps them to itself."""
    try:
        return mark.read_bytes()
    except OSError:
        return b""


def _by(who: str) -> str:
    name = one_line(who)[:_LONGEST_NAME]
    return f" (bij {name})" if name else ""


@contextlib.contextmanager
def locked(lock_file: Path, what: Path) -> Iterator[None]:
    """An exclusive lock that ends with the process.

    Raises:
        BusyError: somebody else holds it.
    """
    lock = FileLock(lock_file)
    with storing(lock_file):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise BusyError(f"Another run is already working on {what}. Wait for it to end.") from None
    try:
        yield
    finally:
        lock.release()


def open_case(root: Path, bundle: Bundle, document_ids: Collection[str]) -> CaseRecord:
    """The record of this bundle's case; a fresh one when the folder is new.

    Raises:
        InputError: the folder holds another bundle's case.
    """
    record = Case(root).record()
    if record is None:
        return CaseRecord(bundle.name, bundle.case_number)
    other_number = bundle.case_number and record.case_number and bundle.case_number != record.case_number
    nothing_shared = record.names and record.names.keys().isdisjoint(document_ids)
    if other_number or nothing_shared:
        raise InputError(
            f"{root} is the case folder of another bundle ('{record.bundle}'). Choose another folder with --out."
        )
    return record


def refuse_foreign_folder(root: Path) -> None:
    """Sees to it that a folder is a case, or may become one.

    Raises:
        InputError: it holds other things, or a case without its case.json, which knows the codes.
    """
    if not root.exists() or (root / "case.json").exists():
        return
    if not root.is_dir():
        raise InputError(f"{root} is a file. Choose a folder with --out.")
    names = {entry.name for entry in root.iterdir() if not entry.name.startswith(TEMPORARY)}
    lists = {"hits.csv", "hits.xlsx", "hits.json", "documents.csv", "documents.json", "personen.csv"}
    if names & (lists | {"journal.jsonl", "publication"}):
        raise InputError(f"{root} has lost its case.json. Put it back from a copy, or choose a new folder with --out.")
    if names - {"work"}:
        raise InputError(f"{root} holds files that are not of a case. Choose an empty or new folder with --out.")
