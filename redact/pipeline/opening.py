"""Opens a bundle's case for work: settings, rule book, documents, and the lock on the case folder."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from redact.case import Case, default_case_folder, refuse_foreign_folder
from redact.detect import model_version
from redact.errors import InputError, RulesError, UsageProblem
from redact.executors import Executor
from redact.intake import read_bundle, take_in
from redact.model import Bundle, Regime
from redact.pipeline.dossier import Dossier, gather
from redact.pipeline.instructions import in_own_words
from redact.pipeline.settings import NOBODY, Context, Progress, Settings
from redact.review import LONGEST_NAME
from redact.rulebook import RuleBook, load_rulebook
from redact.tables import one_line
from redact.tag import regime_of


@contextmanager
def opened(
    bundle_folder: Path, out: Path | None, settings: Settings, executor: Executor, progress: Progress
) -> Iterator[tuple[Context, Dossier]]:
    """The case of a bundle, locked for as long as the block lasts, with all its documents normalised.

    Args:
        bundle_folder: the bundle; it is only read.
        out: the case folder; None for the one beside the bundle.
        settings: what the user asked for.
        executor: does the work on single documents.
        progress: hears how far it is.

    Raises:
        RedactError: the bundle, the rules or the case folder cannot be used, or somebody else is at work in it.
    """
    bundle = read_bundle(bundle_folder)
    case = Case((out or default_case_folder(bundle_folder)).absolute())
    _keep_apart(bundle, case)
    rulebook = load_rulebook(settings.rules)
    regime, allowed = choose_grounds(bundle, rulebook, settings.grounds)
    bundle = in_own_words(bundle, rulebook, regime)
    documents = take_in(bundle)
    settings = replace(settings, reviewer=_reviewer(settings.reviewer))
    version = model_version(settings.model)
    context = Context(bundle, case, rulebook, regime, allowed, settings, executor, progress, version)
    refuse_foreign_folder(case.root)
    with case.locked():
        yield context, gather(context, documents)


def _keep_apart(bundle: Bundle, case: Case) -> None:
    inside = bundle.root.resolve()
    if case.root.resolve() == inside or inside in case.root.resolve().parents:
        raise InputError("The case folder may not lie inside the bundle. Choose another folder with --out.")


def _reviewer(asked: str) -> str:
    """The name on decisions: as asked for, or the login.

    Raises:
        UsageProblem: it is too long, or stands for the program itself.
    """
    name = one_line(asked) or _login()
    if len(name) > LONGEST_NAME:
        raise UsageProblem(f"--reviewer: a name has at most {LONGEST_NAME} characters.")
    if name in NOBODY:
        raise UsageProblem("--reviewer: that name stands for the program itself. Choose another.")
    return name


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
