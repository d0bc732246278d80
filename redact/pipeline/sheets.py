"""The files that people fill in: what they hold when a run begins, and how they are written when it is done.

hits.csv and hits.xlsx are the same list twice. Whichever was saved since it was written is read, or both; then both are
written anew. A file that somebody saved while the program was at work, or has open, is never written over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from redact.case import Case
from redact.errors import InputError, ReviewError
from redact.files import read_whole
from redact.journal import Journal
from redact.pipeline.dossier import Dossier
from redact.pipeline.four_eyes import four_eyes
from redact.pipeline.groups import groups
from redact.pipeline.origins import FILES, Origins
from redact.pipeline.reviewing import record
from redact.pipeline.settings import NOBODY, Context
from redact.review import (
    Extras,
    HitList,
    Present,
    ReadBack,
    Saved,
    outstanding,
    read_back,
    review_events,
    term_events,
    to_csv,
    to_workbook,
    with_reviews,
    with_terms,
)


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the files held when this run read them; None for one that was not there."""

    hits: bytes | None = field(repr=False)
    workbook: bytes | None = field(repr=False)
    documents: bytes | None = field(repr=False)


def read_sheets(case: Case) -> Sheets:
    """Reads all files.

    Raises:
        ReviewError: one is there but cannot be read, as when another program keeps it to itself.
    """
    return Sheets(_read(case.hits_csv), _read(case.hits_xlsx), _read(case.documents_csv))


def _read(sheet: Path) -> bytes | None:
    try:
        return read_whole(sheet)
    except InputError:
        raise ReviewError(
            f"{sheet.name} kan niet worden gelezen: het staat open in een ander programma, of u mag het niet lezen. "
            "Sluit het en geef hetzelfde commando nog een keer."
        ) from None


def take_back(
    context: Context, hit_list: HitList, codes: dict[str, str], sheets: Sheets
) -> tuple[HitList, tuple[str, ...]]:
    """Reads what people did to the hit list. What is new goes into the journal first, then into the list.

    Returns:
        The list, and Dutch remarks on what was met in the files.

    Raises:
        ReviewError: a file cannot be read; every faulty row of every file is named, in Dutch.
    """
    case = context.case
    files = [(path, data) for path, data in ((case.hits_csv, sheets.hits), (case.hits_xlsx, sheets.workbook)) if data]
    if files and not case.hits_json.exists():
        name = files[0][0].name
        raise ReviewError(f"{name} is er wel, maar hits.json ontbreekt. Zet dat bestand terug uit een reservekopie.")
    saved = [
        Saved(path.name, data, read_whole(case.written(path)), case.earlier(path))
        for path, data in files
        if not case.untouched(path, data)
    ]
    if not saved:
        return hit_list, ()
    where = Origins(Journal(case.journal)).where
    reviewer = context.settings.reviewer
    back = read_back(saved, Present(hit_list, codes, context.rulebook, context.regime, reviewer, where, NOBODY))
    if not back.reviews and not back.added:
        return hit_list, back.notes
    newer = with_terms(with_reviews(hit_list, back.reviews), back.added)
    return record(context, newer, _events(context, hit_list, back)), back.notes


def _events(context: Context, before: HitList, back: ReadBack) -> list[dict[str, object]]:
    events: list[dict[str, object]] = []
    for origin in FILES:
        reviews = [review for review in back.reviews if back.origins[review.hit_id] == origin]
        added = [term for term in back.added if back.origins[term.term_id] == origin]
        actor = context.settings.reviewer
        events += review_events(before, reviews, origin, context.versions, four_eyes(context), actor)
        events += term_events(added, origin, context.versions)
    return events


def show(context: Context, dossier: Dossier, hit_list: HitList, sheets: Sheets) -> None:
    """Writes hits.csv and hits.xlsx for people, in place of what this run read there and took in.

    Raises:
        ReviewError: somebody saved one in the meantime, or has it open; then neither is written.
    """
    case = context.case
    workbook, table = _written(context, dossier, hit_list)
    both = (case.hits_csv, sheets.hits, table), (case.hits_xlsx, sheets.workbook, workbook)
    for path, before, _ in both:
        case.take_in(path, before)
    for path, before, data in both:
        case.demand_writable(path, before, data)
    for path, before, data in both:
        case.write_sheet(path, before, data)


def show_untouched(context: Context, dossier: Dossier, hit_list: HitList) -> None:
    """Writes hits.csv and hits.xlsx as the list is now; one that was saved since it was written stays as it is.

    Raises:
        ReviewError: one is open in another program; the other is written all the same.
    """
    case = context.case
    workbook, table = _written(context, dossier, hit_list)
    troubles = []
    for path, data in ((case.hits_csv, table), (case.hits_xlsx, workbook)):
        try:
            before = _read(path)
            if before is None or case.untouched(path, before):
                case.write_sheet(path, before, data)
        except ReviewError as error:
            troubles.append(str(error))
    if troubles:
        raise ReviewError("\n".join(troubles))


def _written(context: Context, dossier: Dossier, hit_list: HitList) -> tuple[bytes, bytes]:
    """The workbook and the CSV file of the list."""
    reasons = outstanding(hit_list, four_eyes(context))
    codes, rulebook = dossier.codes, context.rulebook
    workbook = to_workbook(hit_list, codes, rulebook, context.regime, Extras(groups(hit_list), reasons))
    return workbook, to_csv(hit_list, codes, rulebook, reasons)
