"""The order of the stages, from a bundle to a publication. Nothing else in the program knows it.

take in -> normalise -> number -> find, look up everywhere -> hit list | reviewer | burn, check -> assemble, check
"""

from __future__ import annotations

import getpass
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from redact.case import Case, default_case_folder, refuse_foreign_folder
from redact.detect import model_version
from redact.errors import InputError, RulesError, UsageProblem
from redact.executors import Executor
from redact.files import read_whole
from redact.intake import display_name, read_bundle, take_in
from redact.model import Bundle, Regime
from redact.pipeline.dossier import Dossier, gather
from redact.pipeline.instructions import in_own_words
from redact.pipeline.listing import (
    Listed,
    decided,
    inventory_rows,
    list_documents,
    listed_so_far,
    show_documents,
    take_back_documents,
)
from redact.pipeline.release import burn_all, named, orders, publication_of, publish, stop_at_leaks
from redact.pipeline.reviewing import hit_list_so_far, search_bundle, settle, show, take_back
from redact.pipeline.settings import Context, Outcome, Progress, Settings, State
from redact.pipeline.tasks import Burnt
from redact.review import HitList, open_hits
from redact.rulebook import RuleBook, load_rulebook
from redact.tag import regime_of
from redact.verify import few_names


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
    bundle = read_bundle(bundle_folder)
    case = Case((out or default_case_folder(bundle_folder)).absolute())
    _keep_apart(bundle, case)
    rulebook = load_rulebook(settings.rules)
    regime, allowed = choose_grounds(bundle, rulebook, settings.grounds)
    bundle = in_own_words(bundle, rulebook, regime)
    documents = take_in(bundle)
    settings = settings if settings.reviewer else replace(settings, reviewer=_login())
    version = model_version(settings.model)
    context = Context(bundle, case, rulebook, regime, allowed, settings, executor, progress, version)
    refuse_foreign_folder(case.root)
    with case.locked():
        return _run_locked(context, gather(context, documents), until)


def _keep_apart(bundle: Bundle, case: Case) -> None:
    inside = bundle.root.resolve()
    if case.root.resolve() == inside or inside in case.root.resolve().parents:
        raise InputError("The case folder may not lie inside the bundle. Choose another folder with --out.")


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "onbekend"


def choose_grounds(bundle: Bundle, rulebook: RuleBook, asked: str) -> tuple[Regime, frozenset[str]]:
    """The law of the case, and the grounds that may be proposed (none named: all of that law).

    Raises:
        UsageProblem: an unknown ground, grounds of both laws, or of another law than bundle.yaml names.
    """
    try:
        codes = tuple(ground.code for ground in rulebook.parse_grounds(asked)) if asked.strip() else ()
        regime = regime_of(codes, bundle.decision_date, bundle.regime or Regime.WOO)
    except RulesError as error:
        raise UsageProblem(f"--grounds: {error}") from None
    if codes and bundle.regime is not None and bundle.regime is not regime:
        valid = ", ".join(rulebook.codes(bundle.regime))
        raise UsageProblem(f"--grounds: bundle.yaml says {bundle.regime.value}; choose from {valid}.")
    return (regime if codes else bundle.regime or regime), frozenset(codes)


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the reviewer's files held when this run began."""

    hits: bytes | None = field(repr=False)
    documents: bytes | None = field(repr=False)


def _run_locked(context: Context, dossier: Dossier, until: State) -> Outcome:
    sheets = Sheets(read_whole(context.case.hits_csv), read_whole(context.case.documents_csv))
    listed = take_back_documents(context, listed_so_far(context), sheets.documents)
    dossier = decided(dossier, listed.decisions)
    hit_list = take_back(context, hit_list_so_far(context), dossier.codes, sheets.hits)
    dossier, searched = search_bundle(context, dossier, hit_list)
    hit_list = settle(context, dossier, hit_list, searched)
    show(context, dossier, hit_list, sheets.hits)
    listed = list_documents(context, dossier, hit_list, searched, listed)
    show_documents(context, listed, sheets.documents)
    if open_hits(hit_list):
        return _outcome(context, dossier, hit_list, State.REVIEW)
    given = orders(dossier, hit_list, context)
    dossier, burnt = burn_all(context, dossier, given)
    stop_at_leaks(context, [named(burnt[member.document_id].report, member.code) for member in dossier.going_out])
    shown = read_whole(context.case.documents_csv)
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
    boxes = sum(len(each.boxes) for each in burnt.values())
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
