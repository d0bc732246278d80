"""What is done in a case and what waits for whom; reads only."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from redact.case import Case, default_case_folder
from redact.errors import InputError
from redact.files import read_whole
from redact.journal import Journal
from redact.pipeline.consistency import Noted, known
from redact.pipeline.four_eyes import Waiting, eyes_of, sample_estimate, waiting
from redact.pipeline.listing import Listed
from redact.pipeline.reading_journal import demand_whole
from redact.records import load
from redact.review import DocumentRow, Estimate, HitList, from_json, open_hits
from redact.rulebook import load_rulebook


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
    to_confirm: Waiting = field(default_factory=Waiting)
    """What waits for a second reader."""
    sample: Estimate | None = None
    """What the second reader's sample says of the rest."""


def read_status(bundle: Path, out: Path | None, rules: Path | None = None) -> Status:
    """Reads the case of a bundle.

    Args:
        bundle: the bundle.
        out: the case folder; None for the one beside the bundle.
        rules: another rule book than the one that ships.

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
    demand_whole(case)
    _demand_published_lines(case, journal)
    published = sorted(path.name for path in case.publication.iterdir()) if case.publication.is_dir() else []
    documents = load(listed, Listed, case.documents_json.name)
    eyes = eyes_of(case, load_rulebook(rules).review, by_machine=documents.by_machine)
    return Status(
        case.root,
        documents.rows,
        len(hit_list.entries),
        len(open_hits(hit_list)),
        len(journal.entries()),
        tuple(published),
        known(case),
        waiting(eyes, hit_list, documents.rows),
        sample_estimate(journal.entries(), eyes, hit_list),
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
