from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from redact.case import SUFFIX, locked
from redact.errors import BusyError, ExitCode, InputError
from redact.executors import SerialExecutor
from redact.pipeline.batch import FAILED, NIGHT_FOLDER, UNCHANGED, Night, batch
from redact.pipeline.night import write_reports
from redact.pipeline.settings import Settings, Silence
from tests.conftest import MAIL, write_pdf
from tests.test_pipeline import fill_in, rows_of, snapshot


@pytest.fixture
def intake(tmp_path: Path, small_bundle: Path) -> Path:
    """Three bundles: a good one, one with a bad document, one that is empty."""
    folder = tmp_path / "inkomend"
    folder.mkdir()
    shutil.move(small_bundle, folder / "zaak")
    write_pdf(folder / "brief" / "brief.pdf", MAIL.format(subject="Brief"))
    (folder / "brief" / "kapot.pdf").write_bytes(b"%PDF-1.4 rommel")
    (folder / "leeg").mkdir()
    return folder


def night(intake: Path, approve: float | None = 0.0, out: Path | None = None) -> Night:
    return batch(intake, out, Settings(approve=approve, reviewer="nacht"), SerialExecutor(), Silence())


def states(done: Night) -> dict[str, str]:
    return {row.bundle: row.state for row in done.rows}


def test_every_bundle_is_taken_as_far_as_it_gets(intake: Path) -> None:
    done = night(intake)
    assert states(done) == {"zaak": "gepubliceerd", "brief": "gepubliceerd", "leeg": FAILED}
    assert done.exit_code is ExitCode.SOME_FAILED
    assert {row.bundle: row.refused for row in done.rows} == {"zaak": 0, "brief": 1, "leeg": 0}
    for name in ("zaak", "brief"):
        assert (intake / f"{name}{SUFFIX}" / "publication" / "proof.json").exists()


def test_what_has_not_changed_is_left_alone(intake: Path) -> None:
    night(intake)
    before = snapshot(intake / f"zaak{SUFFIX}")
    done = night(intake)
    assert states(done)["zaak"] == UNCHANGED
    assert snapshot(intake / f"zaak{SUFFIX}") == before
    assert next(row for row in done.rows if row.bundle == "zaak").hits > 0, "the figures of its last run"


def test_what_failed_is_tried_again(intake: Path) -> None:
    assert states(night(intake))["leeg"] == FAILED
    write_pdf(intake / "leeg" / "toch.pdf", "Niets bijzonders.")
    assert states(night(intake))["leeg"] == "gepubliceerd"


def test_a_new_document_is_picked_up(intake: Path) -> None:
    night(intake)
    write_pdf(intake / "zaak" / "ncsc" / "nieuw.pdf", MAIL.format(subject="Nieuw"))
    done = night(intake)
    assert {row.bundle: row.documents for row in done.rows}["zaak"] == 4


def test_a_review_is_picked_up(intake: Path) -> None:
    done = night(intake, approve=None)
    assert states(done)["zaak"] == "wacht op beoordeling"
    assert states(night(intake, approve=None))["zaak"] == UNCHANGED
    fill_in(intake / "zaak", lambda row: "lakken")
    assert states(night(intake, approve=None))["zaak"] == "gepubliceerd"


def test_only_one_night_at_a_time(intake: Path) -> None:
    (intake / NIGHT_FOLDER).mkdir()
    with locked(intake / NIGHT_FOLDER / "lock", intake), pytest.raises(BusyError) as error:
        night(intake)
    assert error.value.exit_code == 75


def test_a_bundle_somebody_works_on_is_left_for_the_next_night(intake: Path) -> None:
    night(intake)
    write_pdf(intake / "zaak" / "ncsc" / "nieuw.pdf", "Nieuw.")
    with locked(intake / f"zaak{SUFFIX}" / "work" / "lock", intake):
        assert states(night(intake))["zaak"] == FAILED
    assert states(night(intake))["zaak"] == "gepubliceerd"


def test_case_folders_and_the_nights_own_folder_are_no_bundles(intake: Path) -> None:
    night(intake)
    assert set(states(night(intake))) == {"zaak", "brief", "leeg"}


def test_results_can_go_elsewhere(intake: Path, tmp_path: Path) -> None:
    before = snapshot(intake)
    night(intake, out=tmp_path / "uit")
    assert snapshot(intake) == before
    assert (tmp_path / "uit" / f"zaak{SUFFIX}" / "publication").is_dir()


def test_the_summary_is_csv_and_a_web_page_without_document_text(intake: Path) -> None:
    sheet, page = write_reports(night(intake))
    rows = rows_of(sheet)
    assert [row["bundel"] for row in rows] == ["brief", "leeg", "zaak"]
    assert rows[0]["niet verwerkt"] == "1" and "kapot.pdf" in rows[0]["melding"]
    html = page.read_text()
    assert '<html lang="nl">' in html and "gepubliceerd" in html
    for text in (html, sheet.read_text("utf-8-sig")):
        assert "Vermeulen" not in text


def test_a_bundle_name_cannot_inject_html(tmp_path: Path) -> None:
    write_pdf(tmp_path / "in" / "<script>alert(1)" / "x.pdf", "Niets.")
    _, page = write_reports(night(tmp_path / "in"))
    assert "<script>" not in page.read_text()


def test_there_must_be_an_intake(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a folder"):
        night(tmp_path / "weg")


@pytest.mark.parametrize("moment", [2.0, 5.0])
def test_a_kill_costs_at_most_the_document_in_hand(intake: Path, moment: float) -> None:
    command = [sys.executable, "-m", "redact", "-q", "batch", str(intake), "--approve", "all", "--workers", "2"]
    child = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)
    time.sleep(moment)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == ExitCode.SOME_FAILED, done.stderr
    with sqlite3.connect(intake / NIGHT_FOLDER / "batch.sqlite") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    for name in ("zaak", "brief"):
        assert (intake / f"{name}{SUFFIX}" / "publication" / "proof.json").exists()
    assert not list(intake.rglob(".tmp-*"))
