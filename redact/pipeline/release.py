"""From a reviewed hit list to what may go out: burn, check, assemble, check again, put in place."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from redact import __version__
from redact.errors import LeakError
from redact.files import read_whole, storing, write_if_changed, write_whole
from redact.journal import Journal
from redact.model import BurnSettings, Hit, InventoryRow, Location, Regime, Verdict
from redact.pipeline.cache import kept
from redact.pipeline.dossier import Dossier, with_findings, with_refusals
from redact.pipeline.persons import person_numbers
from redact.pipeline.settings import MACHINE, Context
from redact.pipeline.tasks import BURNT, BURNT_RECORD, ORDER, Burnt, Order, Task, burn
from redact.pipeline.terms import approved_everywhere, occurrences
from redact.pipeline.working import results_of, work_through
from redact.publish import (
    AnnexHeading,
    AnnexPart,
    InventoryHeading,
    ProofHeading,
    assemble,
    recover,
    swap_in,
    write_inventory,
    write_proof_page,
)
from redact.records import digest, dump
from redact.review import HitList, redactions
from redact.verify import Forbidden, Report, check, proof, sha256

FAILED_PROOF = "proof.json"
LAWS = {Regime.WOB: "Wet openbaarheid van bestuur", Regime.WOO: "Wet open overheid"}


def orders(dossier: Dossier, hit_list: HitList, context: Context) -> dict[str, Order]:
    """What is to be burnt in each document, and which texts may be left in none of them.

    A text approved anywhere in the bundle is forbidden in every document, but for the places where the reviewer left a
    text that holds it visible.
    """
    approved = redactions(hit_list, context.rulebook)
    persons = person_numbers(context, dossier, hit_list)
    settings = BurnSettings(context.settings.width, context.rulebook.boxes.style, _readable_names(hit_list))
    texts = approved_texts(context, hit_list)
    readable = left_readable(hit_list)
    return {
        member.document_id: Order(
            tuple(replace(each, person=persons.get(each.hit_id, "")) for each in approved.get(member.document_id, ())),
            forbidden(texts, readable.get(member.document_id, ())),
            settings,
        )
        for member in dossier.going_out
    }


def left_readable(hit_list: HitList) -> dict[str, list[str]]:
    """What people left readable, by document id: the texts of hits, less what is redacted in them all the same."""
    redacted: dict[tuple[str, int], list[Hit]] = {}
    for entry in hit_list.entries:
        if entry.verdict is Verdict.REDACT and entry.hit.start < entry.hit.end and entry.hit.parts == 1:
            redacted.setdefault((entry.hit.document_id, entry.hit.page), []).append(entry.hit)
    readable: dict[str, list[str]] = {}
    for entry in hit_list.entries:
        hit = entry.hit
        if entry.verdict is Verdict.KEEP and not hit.hint:
            others = redacted.get((hit.document_id, hit.page), ()) if hit.parts == 1 else ()
            readable.setdefault(hit.document_id, []).append(_without(hit, others))
    return readable


def _without(hit: Hit, redacted: Iterable[Hit]) -> str:
    """The text of a hit without that of the redacted ones around it and in it."""
    text = hit.text
    for other in redacted:
        if other.start <= hit.start and hit.end <= other.end:
            return ""
        if hit.start <= other.start and other.end <= hit.end:
            text = text.replace(other.text, " ", 1)
    return text


def _readable_names(hit_list: HitList) -> tuple[str, ...]:
    """Names of persons that stay readable somewhere in the bundle."""
    kept_entries = (entry for entry in hit_list.entries if entry.verdict is Verdict.KEEP and not entry.hit.hint)
    return tuple(sorted({entry.hit.text for entry in kept_entries if entry.hit.entity_type == "PERSON"}))


def approved_texts(context: Context, hit_list: HitList) -> dict[str, str]:
    """Texts that may be left nowhere in the bundle, each with the id of a hit."""
    return {entry.hit.text: entry.hit_id for entry in approved_everywhere(hit_list, context.rulebook)}


def forbidden(texts: Mapping[str, str], visible: Sequence[str]) -> tuple[Forbidden, ...]:
    """Texts with their hit id as things that may not be read, but for what stands in the visible texts."""
    shown = Counter(visible)
    return tuple(
        Forbidden(text, hit_id, sum(number * occurrences(text, each) for each, number in shown.items()))
        for text, hit_id in texts.items()
    )


def burn_all(context: Context, dossier: Dossier, given: Mapping[str, Order]) -> tuple[Dossier, dict[str, Burnt]]:
    """Burns and checks each document that goes out.

    Returns:
        The dossier, with a reason on each document whose text could not be removed with certainty; and the burnt ones.
    """
    done: dict[str, Burnt] = {}
    tasks: list[Task] = []
    for member in dossier.going_out:
        data = dump(given[member.document_id], Order)
        folder = context.case.folder(member.document_id)
        write_if_changed(folder / ORDER, data)
        stamp = digest("burn", __version__, member.stamp, data.decode())
        before = kept(folder / BURNT_RECORD, stamp, Burnt)
        if before is None or before.report.sha256 != sha256(folder / BURNT):
            tasks.append(Task(member.document_id, folder, stamp, member.prepared.pages))
        else:
            done[member.document_id] = before
    results, refused = results_of(work_through(context, "burn", burn, tasks))
    burnt = done | results
    found = {document_id: each.findings for document_id, each in burnt.items()}
    return with_findings(with_refusals(dossier, refused), found), burnt


def named(report: Report, name: str) -> Report:
    """The report under a name that people know the file by."""
    return replace(report, file=name, leaks=tuple(replace(leak, file=name) for leak in report.leaks))


def stop_at_leaks(context: Context, reports: Sequence[Report]) -> None:
    """Ends the run when a check found anything.

    Raises:
        LeakError: names files, pages and hits; the whole proof is in the case's work folder.
    """
    leaks = [leak for report in reports for leak in report.leaks]
    if not leaks:
        return
    path = context.case.work / FAILED_PROOF
    write_whole(path, _json(proof(reports, context.rulebook.version, context.model_version, __version__)))
    shown = "\n".join(
        f"  {leak.file}, page {leak.page or '-'}, {leak.hit_id or 'no hit'}: {leak.what} ({leak.engine})"
        for leak in leaks[:10]
    )
    more = f"\n  ... and {len(leaks) - 10} more" if len(leaks) > 10 else ""
    _note(context, "leak", ({"file": leak.file, "page": leak.page, "hit_id": leak.hit_id} for leak in leaks))
    raise LeakError(
        f"Nothing is released: {len(leaks)} leak(s) found.\n{shown}{more}\nSee {path}. Withhold these documents in "
        f"documents.csv (oordeel 'niet openbaar') or print them to PDF anew, and run again."
    )


def _note(context: Context, event: str, lines: Iterable[Mapping[str, object]]) -> None:
    versions = {**context.versions, "program_version": __version__}
    Journal(context.case.journal).append_all({"event": event, **line, **versions} for line in lines)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published: the rows of the inventories and the burnt documents."""

    rows: tuple[InventoryRow, ...]
    burnt: dict[str, Burnt]
    texts: dict[str, str] = field(repr=False)
    """Approved texts, with the id of a hit each."""
    visible: tuple[str, ...] = field(repr=False)
    """Texts that the reviewer left visible, as often as they stand there."""
    by_machine: bool


def publication_of(
    context: Context, hit_list: HitList, rows: tuple[InventoryRow, ...], burnt: dict[str, Burnt]
) -> Publication:
    """Puts together what is to be published from what was reviewed and burnt."""
    texts = approved_texts(context, hit_list)
    visible = tuple(text for name, own in left_readable(hit_list).items() if name in burnt for text in own)
    by_machine = any(entry.review is not None and entry.review.reviewer == MACHINE for entry in hit_list.entries)
    return Publication(rows, burnt, texts, visible, by_machine)


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str).encode()


def publish(context: Context, dossier: Dossier, publication: Publication) -> tuple[Path, ...]:
    """Makes the annexes and inventories, checks them as files of their own, and swaps them in as a whole.

    Returns:
        The files of the publication.

    Raises:
        LeakError: an annex gives something away; the former publication stays as it was.
    """
    recover(context.case.publication)
    stamp = _stamp(context, dossier, publication)
    stamp_file = context.case.work / "publication.stamp"
    if read_whole(stamp_file) != stamp or not context.case.publication.is_dir():
        staged = context.case.staged
        with storing(staged):
            shutil.rmtree(staged, ignore_errors=True)
            staged.mkdir(parents=True)
        reports = [
            report
            for location in context.bundle.locations
            for report in _location(context, dossier, publication, location, staged)
        ]
        stop_at_leaks(context, reports)
        reports.append(_proof_page(context, publication, _proof(context, dossier, publication, reports), staged))
        stop_at_leaks(context, reports)
        write_whole(staged / "proof.json", _json(_proof(context, dossier, publication, reports)))
        swap_in(staged, context.case.publication)
        _note(context, "published", ({"file": each.file, "sha256": each.sha256} for each in reports))
        write_whole(stamp_file, stamp)
    return tuple(sorted(context.case.publication.iterdir()))


def _location(
    context: Context, dossier: Dossier, publication: Publication, location: Location, staged: Path
) -> list[Report]:
    """Writes both annexes of one location and checks them."""
    rows = [row for row in publication.rows if row.location == location.key]
    if not rows:
        return []
    inventory = staged / f"bijlage-2{location.letter}.pdf"
    heading = InventoryHeading(
        annex=f"Bijlage 2{location.letter}",
        location=location.title,
        case_number=context.bundle.case_number,
        matter=context.bundle.matter,
        decision_date=context.bundle.decision_date,
        regime=LAWS[context.regime],
        approved_by_machine=publication.by_machine,
    )
    write_inventory(rows, heading, inventory, inventory.with_suffix(".xlsx"))
    labels = [label for row in rows for label in (*row.markings, *row.grounds)]
    reports = [check(inventory, (), forbidden(publication.texts, labels))]
    titles = {row.code: row.title for row in rows}
    parts = [
        AnnexPart(
            member.code,
            titles[member.code],
            context.case.folder(member.document_id) / BURNT,
            publication.burnt[member.document_id].boxes,
        )
        for member in dossier.going_out
        if member.document.location == location.key and member.document_id in publication.burnt
    ]
    if parts:
        annex = staged / f"bijlage-3{location.letter}.pdf"
        placed = assemble(parts, annex, AnnexHeading(f"Bijlage 3{location.letter}", location.title))
        boxes = [box for part in placed for box in part.boxes]
        reports.append(check(annex, boxes, forbidden(publication.texts, publication.visible)))
    return reports


def _proof_page(context: Context, publication: Publication, made: Mapping[str, object], staged: Path) -> Report:
    """Writes the proof of the other files on one page, and checks that too."""
    bundle = context.bundle
    heading = ProofHeading(bundle.case_number, bundle.matter, bundle.decision_date, date.today())
    page = staged / "bewijs.pdf"
    write_proof_page(made, heading, page)
    return check(page, (), forbidden(publication.texts, ()))


def _stamp(context: Context, dossier: Dossier, publication: Publication) -> bytes:
    members = [(member.code, member.document.location, member.stamp) for member in dossier.going_out]
    burnt = dump(dict(sorted(publication.burnt.items())), dict[str, Burnt]).decode()
    rows = dump(publication.rows, tuple[InventoryRow, ...]).decode()
    heading = (context.bundle.case_number, context.bundle.matter, context.bundle.decision_date, context.regime)
    places = dump(context.bundle.locations, tuple[Location, ...]).decode()
    return digest(
        __version__, members, burnt, rows, heading, places, publication.texts, publication.by_machine
    ).encode()


def _proof(
    context: Context, dossier: Dossier, publication: Publication, reports: Sequence[Report]
) -> dict[str, object]:
    """The proof of the annexes, with what was found and dropped in the documents and which of them do not go out."""
    made = proof(reports, context.rulebook.version, context.model_version, __version__)
    findings = {
        member.code: [{"kind": each.kind, "page": each.page, "count": each.count} for each in member.prepared.findings]
        for member in dossier.going_out
        if member.document_id in publication.burnt
    }
    refused = {member.code: member.refusal for member in dossier.members if member.refusal}
    lines, head = Journal(context.case.journal).head
    return {
        **made,
        "documents": findings,
        "not_released": refused,
        "approved_by_machine": publication.by_machine,
        "journal": {"lines": lines, "hash": head},
    }
