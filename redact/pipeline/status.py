"""What is done in a case and what waits for whom; reads only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from redact.case import Case, default_case_folder
from redact.errors import InputError
from redact.files import read_whole
from redact.journal import Journal
from redact.pipeline.consistency import Noted, known
from redact.pipeline.listing import Listed
from redact.records import load
from redact.review import DocumentRow, HitList, from_json, open_hits


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a case."""

    case: Path
    documents: tuple[DocumentRow, ...]
    hits: int
    open_hits: int
    journal_lines: int
    published: tuple[str, ...]
    contradictions: tuple[Noted, ...] | None = None
    """As last looked for; None when decisions have changed since."""


def read_status(bundle: Path, out: Path | None) -> Status:
    """Reads the case of a bundle.

    Raises:
        InputError: there is no case yet, or its journal was tampered with.
    """
    case = Case((out or default_case_folder(bundle)).absolute())
    listed = read_whole(case.documents_json)
    if listed is None:
        raise InputError(f"There is no case in {case.root} yet. Begin with `redact run {bundle}`.")
    hits = read_whole(case.hits_json)
    hit_list = from_json(hits) if hits is not None else HitList()
    journal = Journal(case.journal)
    journal.verify()
    _demand_published_lines(case, journal)
    published = sorted(path.name for path in case.publication.iterdir()) if case.publication.is_dir() else []
    return Status(
        case.root,
        load(listed, Listed, case.documents_json.name).rows,
        len(hit_list.entries),
        len(open_hits(hit_list)),
        len(journal.entries()),
        tuple(published),
        known(case),
    )


def _demand_published_lines(case: Case, journal: Journal) -> None:
    """A chain cannot show that its last lines are gone; the proof knows how far it reached at publication.

    Raises:
        InputError: lines are gone.
    """
    proof = read_whole(case.publication / "proof.json")
    if proof is None:
        return
    noted = json.loads(proof).get("journal", {}).get("hash", "")
    if int(noted or "0", 16) and all(entry["hash"] != noted for entry in journal.entries()):
        raise InputError(f"{case.journal} lacks lines that were there when proof.json was made. Put back a copy.")
