"""What the command line shows: progress bars on stderr, tables and JSON on stdout."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from rich.table import Table

from redact.model import Leak
from redact.pipeline.batch import Night
from redact.pipeline.reading_journal import JournalLine
from redact.pipeline.scoring import Miss, Scores
from redact.pipeline.settings import Outcome, State
from redact.pipeline.status import Status
from redact.pipeline.suggest import Suggestions
from redact.records import dump
from redact.verify import FEW_NAMES, Report

STAGES = {
    "prepare": "Normalise",
    "find": "Detect",
    "search": "Look up everywhere",
    "read": "Read texts",
    "burn": "Burn and verify",
}


class Bars:
    """Progress on stderr: bars on a terminal, a line a stage elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._bars = RichProgress(
            TextColumn("{task.description:<20}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._current: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def stage(self, name: str, total: int) -> None:
        """Begins a bar; a stage with nothing to do has none."""
        self._current = None
        if total:
            self._current = self._bars.add_task(STAGES.get(name, name), total=total)
            if not self._console.is_terminal:
                self._console.print(f"{STAGES.get(name, name)}: {total}", markup=False)

    def advance(self) -> None:
        """One document further."""
        if self._current is not None:
            self._bars.advance(self._current)


def outcome_json(outcome: Outcome) -> str:
    """The outcome of a run as JSON."""
    return dump(outcome, Outcome).decode()


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


NUMBERS = frozenset(
    {"pages", "hits", "open", "documents", "released", "failed", "mentions", "covered", "touched", "precision", "kept"}
)


def _table(*columns: str) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column in NUMBERS else "left", overflow="fold")
    return table


def show_outcome(outcome: Outcome) -> None:
    """Prints the summary of a run and what to do next."""
    console = _console()
    console.print(
        f"{outcome.documents} documents, {outcome.pages} pages, {outcome.hits} hits "
        f"({outcome.open_hits} open), {outcome.boxes} boxes, {outcome.released} documents released"
    )
    for title, counts in (("kind", outcome.by_kind), ("ground", outcome.by_ground)):
        if counts:
            table = _table(title, "hits")
            for name, number in counts.items():
                table.add_row(name, str(number))
            console.print(table)
    if outcome.refused:
        console.print(f"\n{len(outcome.refused)} documents not released:")
        for name, reason in outcome.refused:
            console.print(f"  {name}: {reason}", markup=False)
    for note in outcome.notes:
        console.print(f"\n{note}", markup=False)
    if outcome.contradictions:
        console.print(
            f"\n{outcome.contradictions} names or texts are treated in more than one way; `redact status` lists them.",
            markup=False,
        )
    if outcome.narrow:
        console.print(
            f"\n{outcome.narrow} boxes are as wide as fewer than {FEW_NAMES} common surnames, which may tell it; "
            "proof.json lists them. Black out more beside them, such as a whole cell or line.",
            markup=False,
        )
    console.print("\n" + _next_step(outcome), markup=False)


def _next_step(outcome: Outcome) -> str:
    if outcome.state is State.REVIEW:
        waiting = f"{outcome.open_hits} hits wait for a verdict" if outcome.open_hits else "All hits are reviewed"
        return (
            f"{waiting}. Open {outcome.case / 'hits.xlsx'} (or hits.csv) in Excel, fill in 'oordeel' (lakken, "
            "laten staan or twijfel), save and close it; whole documents are decided in "
            f"{outcome.case / 'documents.csv'}. Then run the same command."
        )
    if outcome.state is State.SECOND:
        return (
            f"{outcome.to_confirm} decisions wait for a second reader: the column 'nalezen' of "
            f"{outcome.case / 'hits.csv'} and 'status' of {outcome.case / 'documents.csv'} say why. Somebody else than "
            "who decided puts a name in 'tweede lezer', or reopens the hit with 'twijfel'. Then run the same command."
        )
    if outcome.state is State.NOTHING:
        return f"No document could be processed. See {outcome.case / 'documents.csv'}."
    if outcome.state is State.BURNT:
        return "Burnt and verified. `redact publish` makes the annexes."
    listed = "\n".join(f"  {path}" for path in outcome.files)
    return f"Published, each file proven clean:\n{listed}\nHit list: {outcome.case / 'hits.csv'}"


def night_json(night: Night, reports: Sequence[Path]) -> str:
    """The outcome of a night as JSON."""
    return dump({"night": night, "reports": list(reports)}, dict[str, Any]).decode()


def show_night(night: Night, reports: Sequence[Path]) -> None:
    """Prints a line a bundle."""
    console = _console()
    table = _table("bundle", "state", "documents", "pages", "hits", "open", "released", "failed")
    for row in night.rows:
        numbers = (row.documents, row.pages, row.hits, row.open_hits, row.released, row.refused)
        table.add_row(row.bundle, row.state, *(str(number) for number in numbers))
    console.print(table)
    for row in night.rows:
        if row.message:
            console.print(f"{row.bundle}: {row.message}", markup=False)
    console.print("Summary: " + ", ".join(str(path) for path in reports), markup=False)


def status_json(status: Status) -> str:
    """The state of a case as JSON."""
    return dump(status, Status).decode()


def journal_json(lines: Sequence[JournalLine]) -> str:
    """The journal for people as JSON."""
    return dump(list(lines), list[JournalLine]).decode()


def show_status(status: Status) -> None:
    """Prints the documents of a case and what waits."""
    console = _console()
    table = _table("code", "document", "pages", "oordeel", "status")
    for row in status.documents:
        judgement = row.judgement.value if row.judgement else ""
        table.add_row(row.code, row.name, str(row.pages), judgement, row.status)
    console.print(table)
    console.print(f"{status.hits} hits, {status.open_hits} open, {status.journal_lines} journal lines (chain whole)")
    _show_contradictions(console, status)
    if status.to_confirm:
        hits, documents = len(status.to_confirm.hits), len(status.to_confirm.documents)
        console.print(f"For a second reader: {hits} hits, {documents} documents")
    if status.sample and status.sample.sentence:
        console.print(status.sample.sentence, markup=False)
    published = ", ".join(status.published) or "nothing yet"
    console.print(f"Published: {published}", markup=False)


def _show_contradictions(console: Console, status: Status) -> None:
    if status.contradictions is None:
        console.print("Contradictions: decisions have changed since they were last looked for; `redact run` does so.")
        return
    stopping = sum(each.stops for each in status.contradictions)
    console.print(f"Contradictions: {len(status.contradictions)}, {stopping} of which stop publication")
    for each in status.contradictions:
        console.print(f"  {each.kind}: {'; '.join(each.sides)}", markup=False)


def show_suggestions(found: Suggestions, files: Mapping[str, str], written: Sequence[Path]) -> None:
    """Prints where candidate rules were written, or else the rules themselves, and what was left out."""
    console = _console()
    if not written:
        for name, text in files.items():
            console.print(f"# {name}\n{text}", markup=False)
    console.print(f"{len(found.keep)} texts to leave, {len(found.always)} texts to redact always")
    for reason, number in found.left_out.items():
        console.print(f"  not among them: {number} ({reason.value})", markup=False)
    for path in written:
        console.print(f"Written: {path}", markup=False)
    if written:
        console.print("Put what you accept into the folder entities of your rules, then run `redact rules check`.")


def reports_json(reports: Sequence[Report]) -> str:
    """The outcome of checks as JSON; each leak with the number of its box on its page."""
    shown: list[dict[str, Any]] = []
    for report in reports:
        entry = json.loads(dump(report, Report))
        for leak, number in zip(entry["leaks"], report.numbers(), strict=True):
            leak["number"] = number
        shown.append(entry | {"clean": report.clean})
    return json.dumps(shown, indent=2, ensure_ascii=False)


def show_reports(reports: Sequence[Report]) -> None:
    """Prints a line a file, one for each leak and one for each kind of remark: page and place, never the text."""
    console = _console()
    for report in reports:
        word = "clean" if report.clean else f"{len(report.leaks)} leak(s)" if report.pages else "cannot be checked"
        console.print(f"{report.file}: {word}, {report.pages} pages", markup=False)
        for leak, number in zip(report.leaks, report.numbers(), strict=True):
            at = ", ".join(_place(leak, number))
            console.print(f"  {at}: {leak.what} ({leak.engine})", markup=False)
        for kind in dict.fromkeys(remark.kind for remark in report.remarks):
            console.print(f"  remark: {kind}{_times(report, kind)}", markup=False)


def _place(leak: Leak, number: int | None) -> Iterator[str]:
    yield f"page {leak.page}" if leak.page else "whole file"
    if leak.box and number:
        box = leak.box
        yield f"box {number} [{box.x0:.0f} {box.y0:.0f} {box.x1:.0f} {box.y1:.0f}]"


def _times(report: Report, kind: str) -> str:
    here = [remark for remark in report.remarks if remark.kind == kind]
    pages = sorted({remark.page for remark in here if remark.page})
    where = f", page {', '.join(map(str, pages[:10]))}{' ...' if len(pages) > 10 else ''}" if pages else ""
    return f" ({sum(remark.count for remark in here)}){where}"


def scores_json(scores: Scores) -> str:
    """Scores as JSON: shares of labels that are to be redacted, and of those that are to stay."""
    return dump({"labels": scores.labels, "kept": scores.kept}, dict[str, Any]).decode()


def show_scores(scores: Scores, misses: int) -> None:
    """Prints the scores, and so many mistakes of each label; these are document text."""
    console = _console()
    table = _table("to redact", "mentions", "covered", "touched", "precision")
    for label, each in scores.labels.items():
        table.add_row(label, str(each.n), *(f"{share:.3f}" for share in (each.covered, each.touched, each.precision)))
    console.print(table)
    if scores.kept:
        table = _table("to stay readable", "mentions", "kept")
        for label, stays in scores.kept.items():
            table.add_row(label, str(stays.n), f"{stays.kept:.3f}")
        console.print()
        console.print(table)
    if scores.unknown:
        console.print(f"\nCounted for no label: {', '.join(scores.unknown)}", markup=False)
    for label in (*scores.labels, *scores.kept):
        _show_misses(console, [miss for miss in scores.misses if miss.label == label][:misses])


def _show_misses(console: Console, misses: Sequence[Miss]) -> None:
    if misses:
        console.print(f"\n{misses[0].label}", markup=False)
    for miss in misses:
        by = f" by {miss.by}" if miss.by else ""
        console.print(f"{miss.count:>4}  {miss.fault:<12}  {miss.text}  ({miss.document_id}{by})", markup=False)
