"""The command line: parse, call, print, exit. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from redact import __version__
from redact.errors import ExitCode, RedactError

if TYPE_CHECKING:
    from redact.executors import ProcessExecutor
    from redact.pipeline.settings import Progress, Settings, State

FOLDER = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)


class Approval(click.ParamType[float]):
    """`all`, or the score from which hits are approved."""

    name = "all|SCORE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The lowest score that is approved."""
        try:
            score = 0.0 if value == "all" else float(str(value).replace(",", "."))
        except ValueError:
            score = -1.0
        if not 0 <= score <= 1:
            self.fail(f"{value!r} is neither 'all' nor a number from 0 to 1.", param, ctx)
        return score


class Commands(click.Group):
    """Turns every error into one message and its exit code, in this one place."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except RedactError as error:
            click.echo(f"redact: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("redact: interrupted; the same command goes on where this one stopped.", err=True)
            ctx.exit(ExitCode.INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            _report_unforeseen(error, ctx.params.get("verbose", 0))
            ctx.exit(ExitCode.UNFORESEEN)


def _report_unforeseen(error: Exception, verbose: int) -> None:
    """Says what kind of error stood where; its own message is left out, since that may quote a document."""
    frames = traceback.extract_tb(error.__traceback__)
    shown = frames if verbose else frames[-1:]
    places = "\n".join(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in shown)
    click.echo(f"redact: an unforeseen error, {type(error).__name__}, at\n{places}", err=True)
    click.echo("Nothing is lost: the same command goes on where this one stopped. Please report this.", err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="redact")
@click.option("-q", "--quiet", is_flag=True, help="No progress; errors and results only.")
@click.option("-v", "--verbose", count=True, help="Say more when something goes wrong.")
@click.pass_context
def main(ctx: click.Context, quiet: bool, verbose: int) -> None:
    """Black out Dutch Wob/Woo document bundles: find, decide, burn, prove, publish."""
    ctx.obj = {"quiet": quiet, "verbose": verbose}


def _shared_options(command: Any) -> Any:
    """Options of every command that runs the pipeline."""
    for option in reversed(
        (
            click.option("--grounds", default="", metavar="LIST", help="Propose these grounds only: 10.2e,10.2g."),
            click.option("--approve", type=Approval(), help="Approve hits with at least this score by machine."),
            click.option("--reviewer", default="", help="Name on decisions read from your files [your login]."),
            click.option("--model", metavar="NAME|PATH", help="Another spaCy pipeline than the shipped one."),
            click.option("--rules", type=FOLDER, help="Another rules folder than the shipped one."),
            click.option(
                "--width",
                type=click.Choice(["exact", "grid", "raster"]),
                default="grid",
                show_default=True,
                help="Width of boxes: that of the text, rounded up to 12 points, or that and pages as pictures.",
            ),
            click.option(
                "--allow-contradictions",
                is_flag=True,
                help="Go on although people decided differently on the same name or text; the journal says so.",
            ),
            click.option("--out", type=FOLDER, help="Where results go [beside the input]."),
            click.option("--workers", type=click.IntRange(1, 64), help="Worker processes [number of cores]."),
            click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON on stdout."),
        )
    ):
        command = option(command)
    return command


@main.command()
@click.argument("bundle", type=FOLDER)
@_shared_options
@click.option("--terms", type=FILE, help="Redact these too: one term a line, optionally ';ground'.")
@click.pass_context
def run(ctx: click.Context, /, bundle: Path, **options: Any) -> None:
    """Take BUNDLE as far as it can get: detect, stop for review, burn, verify, publish."""
    _pipeline(ctx, bundle, options)


@main.command()
@click.argument("bundle", type=FOLDER)
@_shared_options
@click.pass_context
def burn(ctx: click.Context, /, bundle: Path, **options: Any) -> None:
    """Burn and verify BUNDLE without publishing; its hits must have been reviewed."""
    from redact.pipeline.settings import State

    _pipeline(ctx, bundle, options, State.BURNT)


@main.command()
@click.argument("bundle", type=FOLDER)
@_shared_options
@click.pass_context
def publish(ctx: click.Context, /, bundle: Path, **options: Any) -> None:
    """Publish BUNDLE; fails when hits still wait for review."""
    from redact.pipeline.settings import State

    _pipeline(ctx, bundle, options, State.PUBLISHED, demand_review=True)


@main.command()
@click.argument("bundle", type=FOLDER)
@_shared_options
@click.option("--terms", type=FILE, help="Redact these too: one term a line, optionally ';ground'.")
@click.option("--second", is_flag=True, help="Sit as second reader: confirm or send back what somebody else decided.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1 [a free one].")
@click.option("--trusted-host", multiple=True, metavar="NAME", help="Host name of a proxy with TLS before this page.")
@click.option(
    "--reviewer-header", default="", metavar="NAME", help="Believe this header of that proxy on who somebody is."
)
@click.pass_context
def review(ctx: click.Context, /, bundle: Path, **options: Any) -> None:
    """Review BUNDLE in a browser, on a page that only this machine can reach.

    Detects first where that is needed, then prints a link that lets one visitor in, and serves until Ctrl-C. Every
    decision is saved at once. Behind a proxy that signs people on, --reviewer-header names the header that says who
    they are; without that option no such header is believed. The link then works once for each name.
    """
    from redact.pipeline.desk import open_desk
    from redact.web.gallery import drawing_workers
    from redact.web.review import Visit, serve_desk
    from redact.web.server import bound_socket

    visit = Visit(options["second"], options["reviewer_header"], options["trusted_host"])
    with ExitStack() as stack:
        own = stack.enter_context(bound_socket(options["port"]))
        drawing = stack.enter_context(drawing_workers())
        executor = stack.enter_context(_executor(options["workers"]))
        with _progress(ctx.obj["quiet"]) as progress:
            desk = stack.enter_context(open_desk(bundle, options["out"], _settings(options), executor, progress))
        executor.stop()
        for note in desk.notes:
            click.echo(note, err=True)
        serve_desk(desk, drawing, own, visit, lambda link: click.echo(_link_line(link, options["as_json"])))


def _link_line(link: str, as_json: bool) -> str:
    return json.dumps({"link": link}) if as_json else f"Review at {link} (Ctrl-C ends)"


def _pipeline(
    ctx: click.Context, bundle: Path, options: dict[str, Any], until: State | None = None, demand_review: bool = False
) -> None:
    from redact.cli_output import outcome_json, show_outcome
    from redact.errors import ReviewError
    from redact.pipeline.run import run as run_bundle
    from redact.pipeline.settings import State

    with _executor(options["workers"]) as executor, _progress(ctx.obj["quiet"]) as progress:
        outcome = run_bundle(bundle, options["out"], _settings(options), executor, progress, until or State.PUBLISHED)
    if options["as_json"]:
        click.echo(outcome_json(outcome))
    else:
        show_outcome(outcome)
    if demand_review and outcome.state is State.REVIEW:
        raise ReviewError(f"Nog {outcome.open_hits} treffers zonder oordeel; er is niets gepubliceerd.")
    if demand_review and outcome.state is State.SECOND:
        raise ReviewError(f"Nog {outcome.to_confirm} oordelen zonder tweede lezer; er is niets gepubliceerd.")
    ctx.exit(outcome.exit_code)


def _settings(options: dict[str, Any]) -> Settings:
    from redact.model import Width
    from redact.pipeline.settings import Settings

    wanted = ("grounds", "terms", "approve", "reviewer", "rules", "model", "allow_contradictions")
    given = {name: options[name] for name in wanted if name in options}
    return Settings(**given, width=Width(options["width"]))


@contextmanager
def _executor(workers: int | None) -> Iterator[ProcessExecutor]:
    import os

    from redact.executors import ProcessExecutor

    with ProcessExecutor(workers or os.cpu_count() or 1) as executor:
        yield executor


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    from redact.cli_output import Bars
    from redact.pipeline.settings import Silence

    if quiet:
        yield Silence()
        return
    with Bars() as bars:
        yield bars


@main.command()
@click.argument("intake", type=FOLDER)
@_shared_options
@click.pass_context
def batch(ctx: click.Context, /, intake: Path, **options: Any) -> None:
    """Take every new or changed bundle under INTAKE as far as its review allows."""
    from redact.cli_output import night_json, show_night
    from redact.pipeline.batch import batch as run_batch
    from redact.pipeline.night import write_reports

    with _executor(options["workers"]) as executor, _progress(ctx.obj["quiet"]) as progress:
        night = run_batch(intake, options["out"], _settings(options), executor, progress)
    reports = write_reports(night)
    if options["as_json"]:
        click.echo(night_json(night, reports))
    else:
        show_night(night, reports)
    ctx.exit(night.exit_code)


@main.command()
@click.argument("bundle", type=FOLDER)
@click.option("--out", type=FOLDER, help="The case folder [beside the bundle].")
@click.option("--rules", type=FOLDER, help="Another rules folder than the shipped one.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON on stdout.")
def status(bundle: Path, out: Path | None, rules: Path | None, as_json: bool) -> None:
    """Show what is done in BUNDLE's case, what waits for whom, and whether the journal is whole."""
    from redact.cli_output import show_status, status_json
    from redact.pipeline.status import read_status

    found = read_status(bundle, out, rules)
    if as_json:
        click.echo(status_json(found))
    else:
        show_status(found)


@main.command()
@click.argument("bundle", type=FOLDER)
@click.option("--out", type=FOLDER, help="The case folder [beside the bundle].")
@click.option("--document", default="", metavar="CODE", help="Only what was done to this document.")
@click.option("--hit", default="", metavar="ID", help="Only what was done to this hit.")
@click.option("--versions", is_flag=True, help="Say with which rules and model, too.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON on stdout.")
def journal(bundle: Path, out: Path | None, document: str, hit: str, versions: bool, as_json: bool) -> None:
    """Print who decided what in BUNDLE's case, by document, in Dutch; refused when the journal was tampered with."""
    from redact.cli_output import journal_json
    from redact.pipeline.reading_journal import printed, read_journal

    lines = read_journal(bundle, out, document, hit)
    if as_json:
        click.echo(journal_json(lines))
    else:
        click.echo("\n".join(printed(lines, versions=versions)))


@main.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON on stdout.")
@click.pass_context
def verify(ctx: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Check redacted PDFs: ours against their proof.json, anybody's for text under black boxes."""
    from redact.cli_output import reports_json, show_reports
    from redact.pipeline.checking import verify_files

    reports = verify_files(files)
    if as_json:
        click.echo(reports_json(reports))
    else:
        show_reports(reports)
    ctx.exit(ExitCode.OK if all(report.clean for report in reports) else ExitCode.LEAK)


@main.command("eval")
@click.argument("gold", type=FILE)
@click.option("--alone", is_flag=True, help="Take each document by itself, not all of them as one bundle.")
@click.option("--model", metavar="NAME|PATH", help="Another spaCy pipeline than the shipped one.")
@click.option("--rules", type=FOLDER, help="Another rules folder than the shipped one.")
@click.option("--misses", type=click.IntRange(0), default=0, help="Show so many mistakes a label: document text!")
@click.option("--json", "as_json", is_flag=True, help="Print the scores as JSON on stdout.")
def evaluate(gold: Path, alone: bool, model: str | None, rules: Path | None, misses: int, as_json: bool) -> None:
    """Measure detection against GOLD, documents in which people marked what is to be found (JSON lines).

    With --misses the texts of mentions that were missed and of false alarms are shown on the terminal; nothing else
    of a document ever is.
    """
    from redact.cli_output import scores_json, show_scores
    from redact.pipeline.evaluate import evaluate as measure

    with _executor(None) as executor:
        scores = measure(gold, executor, alone=alone, rules=rules, model=model)
    if as_json:
        click.echo(scores_json(scores))
    else:
        show_scores(scores, misses)


@main.group()
def rules() -> None:
    """Look at the rule book."""


@rules.command("check")
@click.argument("folder", type=FOLDER, required=False)
def rules_check(folder: Path | None) -> None:
    """Check FOLDER (or the shipped rules): every file, every example in it."""
    from redact.errors import RulesError
    from redact.rulebook import load_rulebook

    book = load_rulebook(folder)
    problems = [f"{rule.name}: {problem}" for rule in book.rules for problem in book.check(rule)]
    if problems:
        raise RulesError("\n".join(problems))
    click.echo(f"{len(book.rules)} rules, {len(book.grounds)} grounds, {len(book.markings)} markings: all right.")


@rules.command("suggest")
@click.argument("bundle", type=FOLDER)
@click.option("--case", type=FOLDER, help="The case folder [beside the bundle].")
@click.option("--rules", "folder", type=FOLDER, help="Another rules folder than the shipped one.")
@click.option("--out", type=FOLDER, help="Write the rule files into this folder; existing ones are never overwritten.")
def rules_suggest(bundle: Path, case: Path | None, folder: Path | None, out: Path | None) -> None:
    """Turn the corrections of BUNDLE's finished case into candidate rules for a jurist to accept.

    Texts that people left though they were proposed (at least twice, never redacted), and texts that people added or
    redacted though nothing proposed it. Names of persons are left out. Without --out the rules are printed, and that
    is document text on the terminal, on purpose.
    """
    from redact.cli_output import show_suggestions
    from redact.pipeline.suggest import rule_files, suggest, write_rule_files
    from redact.rulebook import load_rulebook

    book = load_rulebook(folder)
    found = suggest(bundle, case, book)
    files = rule_files(found, book)
    show_suggestions(found, files, write_rule_files(files, out) if out else ())


@main.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Say what this machine lacks."""
    from redact.pipeline.checking import machine_report

    lines = machine_report()
    for line in lines:
        click.echo(f"{'ok     ' if line.present else 'MISSING'} {line.name}: {line.remark}")
    ctx.exit(ExitCode.OK if all(line.present or not line.needed for line in lines) else ExitCode.MISSING_MODEL)
