"""The second reader and the journal on a real case: run, read, confirm, publish, print."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from redact.cli import main
from redact.errors import ExitCode, InputError, UsageProblem
from redact.executors import SerialExecutor
from redact.journal import Journal
from redact.pipeline.reading_journal import printed, read_journal
from redact.pipeline.run import run
from redact.pipeline.settings import Outcome, Settings, Silence, State
from redact.pipeline.status import read_status
from tests.conftest import MAIL, write_pdf
from tests.test_pipeline import rows_of, write_rows

BUNDLE_YAML = """
documents:
  ncsc/nota.pdf:
    judgement: niet openbaar
    grounds: ['11.1']
"""


def go(bundle: Path, reviewer: str = "Anna de Vries", **asked: object) -> Outcome:
    settings = Settings(**{"grounds": "10.2e,10.2g", "reviewer": reviewer, **asked})  # type: ignore[arg-type]
    return run(bundle, None, settings, SerialExecutor(), Silence())


def case_of(bundle: Path) -> Path:
    return bundle.with_name(bundle.name + "-gelakt")


def command(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case in which everything is decided by one person, and a bundle.yaml that refuses a document."""
    bundle = tmp_path_factory.mktemp("made") / "zaak"
    write_pdf(bundle / "ncsc" / "mail.pdf", MAIL.format(subject="Melding"))
    write_pdf(bundle / "ncsc" / "nota.pdf", "Nota van 3 augustus 2021\n\nWij adviseren de minister om te wachten.")
    write_pdf(bundle / "ncsc" / "brief.pdf", "Brief van 4 augustus 2021\n\nHet systeem werkt naar behoren.")
    (bundle / "bundle.yaml").write_text(BUNDLE_YAML, "utf-8")
    go(bundle)
    path = case_of(bundle) / "hits.csv"
    rows = [row | {"oordeel": "laten staan" if row["soort"] == "IP-adres" else "lakken"} for row in rows_of(path)]
    write_rows(path, rows)
    go(bundle)
    return bundle


@pytest.fixture
def bundle(kept: Path, tmp_path: Path) -> Path:
    for folder in (kept, case_of(kept)):
        shutil.copytree(folder, tmp_path / folder.name)
    return tmp_path / kept.name


def confirm_all(bundle: Path, name: str) -> None:
    for sheet in ("hits.csv", "documents.csv"):
        path = case_of(bundle) / sheet
        rows = rows_of(path)
        for row in rows:
            if row.get("nalezen") or "tweede lezer" in row.get("status", ""):
                row["tweede lezer"] = name
        write_rows(path, rows)


def test_publishing_waits_for_the_second_reader(bundle: Path) -> None:
    outcome = go(bundle)
    assert (outcome.state, outcome.to_confirm, outcome.exit_code) == (State.SECOND, 2, ExitCode.OK)
    assert not (case_of(bundle) / "publication").exists()
    (row,) = [row for row in rows_of(case_of(bundle) / "hits.csv") if row["nalezen"]]
    assert (row["tekst"], row["nalezen"]) == ("10.11.12.13", "laten staan bij zekerheid 1,00")
    states = {row["bestand"]: row["status"] for row in rows_of(case_of(bundle) / "documents.csv")}
    assert states["ncsc/nota.pdf"] == "wacht op een tweede lezer: weigering in het geheel"
    assert states["ncsc/mail.pdf"].startswith("wacht op een tweede lezer: 1 van ")
    confirm_all(bundle, "Bea Smit")
    outcome = go(bundle, "Bea Smit")
    assert (outcome.state, outcome.to_confirm) == (State.PUBLISHED, 0)
    assert go(bundle).state is State.PUBLISHED, "the confirmations are remembered"


def test_the_publish_command_fails_until_then(bundle: Path) -> None:
    asked = ("--grounds", "10.2e,10.2g", "--reviewer", "Anna de Vries")
    result = command("-q", "publish", bundle, *asked)
    assert result.exit_code == ExitCode.REVIEW
    assert "Nog 2 oordelen zonder tweede lezer; er is niets gepubliceerd." in result.stderr
    result = command("-q", "run", bundle, *asked)
    assert result.exit_code == ExitCode.OK and "2 decisions wait for a second reader" in result.stdout
    status = command("status", bundle)
    assert "For a second reader: 1 hits, 1 documents" in status.stdout


def test_nobody_confirms_his_own_work_in_the_lists(bundle: Path) -> None:
    path = case_of(bundle) / "hits.csv"
    before = path.read_bytes()
    rows = rows_of(path)
    write_rows(path, [row | ({"tweede lezer": "ANNA DE VRIES"} if row["nalezen"] else {}) for row in rows])
    with pytest.raises(Exception, match="de tweede lezer moet iemand anders zijn dan wie besliste"):
        go(bundle)
    path.write_bytes(before)
    assert go(bundle).to_confirm == 2


def test_approving_by_machine_lets_bundle_yaml_go_along(bundle: Path) -> None:
    assert go(bundle, approve=0.0).to_confirm == 1, "what a person left readable still waits"
    assert read_status(bundle, None).to_confirm.documents == {}
    assert go(bundle).to_confirm == 2


def test_a_run_by_machine_alone_needs_nobody(kept: Path, tmp_path: Path) -> None:
    shutil.copytree(kept, tmp_path / "zaak")
    outcome = go(tmp_path / "zaak", approve=0.0)
    assert (outcome.state, outcome.to_confirm) == (State.PUBLISHED, 0)


def test_a_document_sent_back_or_changed_blocks_again(bundle: Path) -> None:
    confirm_all(bundle, "Bea Smit")
    go(bundle, "Bea Smit")
    path = case_of(bundle) / "documents.csv"
    rows = rows_of(path)
    write_rows(path, [row | ({"gronden": "10.2.g"} if row["tweede lezer"] else {}) for row in rows])
    outcome = go(bundle, "Cor Bos")
    assert (outcome.state, outcome.to_confirm) == (State.SECOND, 1)
    assert not [row for row in rows_of(path) if row["tweede lezer"]]


def test_senders_and_receivers_are_in_the_reviewers_list_alone(bundle: Path) -> None:
    (row,) = [row for row in rows_of(case_of(bundle) / "documents.csv") if row["bestand"] == "ncsc/mail.pdf"]
    assert row["afzender"].startswith("Vermeulen, Anne-Fleur") and row["ontvanger"] == "Bakker, Tom"
    assert row["resterend"].endswith("%") and 30 < int(row["resterend"][:-1]) < 90
    confirm_all(bundle, "Bea Smit")
    go(bundle, "Bea Smit")
    import openpyxl

    sheet = openpyxl.load_workbook(case_of(bundle) / "publication" / "bijlage-2A.xlsx").active
    assert sheet is not None
    cells = " ".join(str(cell.value) for line in sheet.iter_rows() for cell in line)
    assert "Vermeulen" not in cells and "Bakker" not in cells and "Bea" not in cells


def test_the_journal_in_dutch_by_document(bundle: Path) -> None:
    confirm_all(bundle, "Bea Smit")
    go(bundle, "Bea Smit")
    result = command("journal", bundle)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "De hele zaak" and "gepubliceerd: bijlage-2A.pdf" in result.stdout
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert headings == ["De hele zaak", "AA  ncsc/mail.pdf", "AC  ncsc/nota.pdf"]
    assert any(line.endswith("Anna de Vries (hits.csv)  h0001  open -> lakken (10.2.e)") for line in lines)
    confirmed = "bevestigd: laten staan, besloten door Anna de Vries"
    assert any("Bea Smit (hits.csv)" in line and line.endswith(confirmed) for line in lines)
    refusal = "bevestigd: niet openbaar (11.1), besloten door bundle.yaml"
    assert any("Bea Smit (documents.csv)" in line and line.endswith(refusal) for line in lines)
    assert not any(secret in result.stdout for secret in ("Vermeulen", "Amrani", "10.11.12.13"))


def test_the_journal_of_one_document_or_hit(bundle: Path) -> None:
    confirm_all(bundle, "Bea Smit")
    go(bundle, "Bea Smit")
    assert {line.code for line in read_journal(bundle, None, document="ac")} == {"AC"}
    (kept_hit,) = [line.hits[0] for line in read_journal(bundle, None) if line.text.startswith("bevestigd: laten")]
    found = json.loads(command("journal", bundle, "--hit", kept_hit, "--json").stdout)
    assert [line["text"] for line in found] == [
        "open -> laten staan",
        "bevestigd: laten staan, besloten door Anna de Vries",
    ]
    versions = list(printed(read_journal(bundle, None, hit=kept_hit), versions=True))
    assert all("[regels " in line and "model " in line for line in versions[1:])
    with pytest.raises(UsageProblem, match="--document: the case has no 'QQ'"):
        read_journal(bundle, None, document="QQ")
    with pytest.raises(UsageProblem, match="--hit: the journal has no line on 'h9999'"):
        read_journal(bundle, None, hit="h9999")


@pytest.mark.parametrize("what", ["journal", "status"])
def test_tampering_stops_status_and_journal_with_the_line(bundle: Path, what: str) -> None:
    path = case_of(bundle) / "journal.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"10.2e", b"10.2g", 1))
    result = command(what, bundle)
    assert result.exit_code == ExitCode.INPUT
    assert "line 1: the journal was changed after it was written" in result.stderr and result.stdout == ""
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    result = command(what, bundle)
    assert result.exit_code == ExitCode.INPUT and "its end was removed" in result.stderr


def test_a_case_without_its_journal_is_noticed(bundle: Path) -> None:
    for name in ("journal.jsonl", "journal.head"):
        (case_of(bundle) / name).unlink()
    with pytest.raises(InputError, match=r"has no line on \d+ hits that were decided on"):
        read_status(bundle, None)


def test_a_shortened_journal_takes_no_more_decisions(bundle: Path) -> None:
    path = case_of(bundle) / "journal.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    confirm_all(bundle, "Bea Smit")
    with pytest.raises(InputError, match="its end was removed"):
        go(bundle, "Bea Smit")


def test_no_journal_without_a_case(tmp_path: Path) -> None:
    result = command("journal", tmp_path / "niets")
    assert result.exit_code == ExitCode.INPUT and "There is no case" in result.stderr


def test_no_text_of_a_document_gets_into_the_journal(bundle: Path) -> None:
    confirm_all(bundle, "Bea Smit")
    go(bundle, "Bea Smit")
    data = (case_of(bundle) / "journal.jsonl").read_text("utf-8")
    assert not any(secret in data for secret in ("Vermeulen", "Amrani", "12345678", "10.11.12.13", "adviseren"))
    assert Journal(case_of(bundle) / "journal.jsonl").entries()
