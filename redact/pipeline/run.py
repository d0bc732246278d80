"""The order of the stages, from a bundle to a publication. Nothing else in the program knows it.

take in -> normalise -> number -> find, look up everywhere -> hit list | reviewer | burn, check -> assemble, check
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from redact.executors import Executor
from redact.files import read_whole
from redact.intake import display_name
from redact.pipeline.comparing import Comparison
from redact.pipeline.consistency import compare, stop_at_contradictions
from redact.pipeline.dossier import Dossier
from redact.pipeline.four_eyes import four_eyes, waiting
from redact.pipeline.listing import (
    Listed,
    inventory_rows,
    list_documents,
    show_documents,
)
from redact.pipeline.opening import opened
from redact.pipeline.release import burn_all, named, orders, publication_of, publish, stop_at_leaks
from redact.pipeline.settings import Context, Outcome, Progress, Settings, State
from redact.pipeline.tasks import Burnt
from redact.pipeline.to_review import Ready, bring_to_review
from redact.review import HitList, open_hits
from redact.verify import as_read, few_names


def run(
    bundle_folder: Path,
    out: Path | None,
    settings: Settings,
    executor: Executor,
    progress: Progress,
    until: State = State.PUBLISHED,
) -> Outcome:
    """Takes a bundle as far as it can get: to the reviewer, or to a publication.

    Args:
        bundle_folder: the bundle; it is only read.
        out: the case folder; None for the one beside the bundle.
        settings: what the user asked for.
        executor: does the work on single documents.
        progress: hears how far it is.
        until: State.BURNT stops before anything is published.

    Raises:
        RedactError: something is wrong that is not one document's fault; the case folder stays whole.
    """
    with opened(bundle_folder, out, settings, executor, progress) as (context, dossier):
        return _run_locked(context, dossier, until)


def _run_locked(context: Context, dossier: Dossier, until: State) -> Outcome:
    ready = bring_to_review(context, dossier)
    dossier, hit_list = ready.dossier, ready.hit_list
    if open_hits(hit_list):
        so_far = compare(context, Comparison(context, dossier), hit_list) if _is_begun(hit_list) else ()
        outcome = _outcome(context, dossier, hit_list, State.REVIEW)
        return replace(outcome, contradictions=len(so_far), notes=ready.notes)
    found = stop_at_contradictions(context, Comparison(context, dossier), hit_list)
    to_confirm = len(waiting(four_eyes(context), hit_list, ready.listed.rows))
    if to_confirm and until is not State.BURNT:
        outcome = replace(_outcome(context, dossier, hit_list, State.SECOND), to_confirm=to_confirm)
    else:
        outcome = _carried_out(context, ready, until)
    return replace(outcome, contradictions=len(found), notes=ready.notes)


def _is_begun(hit_list: HitList) -> bool:
    return any(entry.review is not None for entry in hit_list.entries)


def _carried_out(context: Context, ready: Ready, until: State) -> Outcome:
    """Burns, checks and publishes what was decided."""
    dossier, hit_list, searched, listed = ready.dossier, ready.hit_list, ready.searched, ready.listed
    given = orders(dossier, hit_list, context)
    dossier, burnt = burn_all(context, dossier, given)
    stop_at_leaks(context, [named(burnt[member.document_id].report, member.code) for member in dossier.going_out])
    shown = read_whole(context.case.written(context.case.documents_csv))
    listed = list_documents(context, dossier, hit_list, searched, listed)
    show_documents(context, listed, shown)
    if until is State.BURNT:
        return replace(_outcome(context, dossier, hit_list, State.BURNT), narrow=_narrow(burnt))
    return _published(context, dossier, hit_list, listed, burnt)


def _published(
    context: Context, dossier: Dossier, hit_list: HitList, listed: Listed, burnt: dict[str, Burnt]
) -> Outcome:
    if all(member.refusal for member in dossier.members):
        return _outcome(context, dossier, hit_list, State.NOTHING)
    publication = publication_of(context, hit_list, inventory_rows(context, dossier, listed), burnt)
    files = publish(context, dossier, publication)
    boxes = sum(len(as_read(each.boxes)) for each in burnt.values())
    return replace(
        _outcome(context, dossier, hit_list, State.PUBLISHED),
        boxes=boxes,
        released=len(dossier.going_out),
        files=files,
        narrow=_narrow(burnt),
    )


def _narrow(burnt: dict[str, Burnt]) -> int:
    return sum(len(few_names(each.boxes)) for each in burnt.values())


def _outcome(context: Context, dossier: Dossier, hit_list: HitList, state: State) -> Outcome:
    label = context.rulebook.label
    kinds = Counter(context.rulebook.entity_label(entry.hit.entity_type) for entry in hit_list.entries)
    grounds = Counter(label(entry.grounds) if entry.grounds else "-" for entry in hit_list.entries)
    refused = tuple(
        (display_name(member.document.name), member.refusal) for member in dossier.members if member.refusal
    )
    return Outcome(
        case=context.case.root,
        state=state,
        documents=len(dossier.members),
        pages=dossier.pages,
        hits=len(hit_list.entries),
        open_hits=len(open_hits(hit_list)),
        boxes=0,
        released=0,
        refused=refused,
        by_kind=dict(kinds.most_common()),
        by_ground=dict(grounds.most_common()),
    )
