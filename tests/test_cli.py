from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from redact.cli import main

HEAVY = ("pymupdf", "spacy", "presidio_analyzer", "pikepdf", "typst", "pydantic", "rich", "pypdfium2", "numpy")


def redact(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the program as a process of its own."""
    command = [sys.executable, "-m", "redact", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help"), ("batch", "--help"), ("--version",)])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    script = (
        "import sys\n"
        "from redact.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit as stop:\n    assert not stop.code\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_says_what_it_does(command: str) -> None:
    shown = CliRunner().invoke(main, [command, "--help"])
    assert shown.exit_code == 0
    assert main.commands[command].help


@pytest.mark.parametrize("value", ["some", "1,5", "-1", "nan"])
def test_an_approval_that_makes_no_sense_is_a_usage_error(value: str, small_bundle: Path) -> None:
    done = CliRunner().invoke(main, ["run", str(small_bundle), "--approve", value])
    assert done.exit_code == 2
    assert "number from 0 to 1" in done.output


@pytest.mark.parametrize(
    ("grounds", "named"), [("10.9z", "10.2e"), ("10.2e,5.1.2e", "10.2e"), ("privacy", "5.1.2e"), ("10.2", "10.2e")]
)
def test_a_ground_that_is_none_is_a_usage_error_that_lists_the_codes(
    grounds: str, named: str, small_bundle: Path
) -> None:
    done = redact("run", small_bundle, "--grounds", grounds)
    assert done.returncode == 2
    assert named in done.stderr
    assert not small_bundle.with_name("zaak-gelakt").exists()


def test_a_ground_of_the_other_law_than_the_bundle_names(small_bundle: Path) -> None:
    (small_bundle / "bundle.yaml").write_text("regime: woo\n")
    done = redact("run", small_bundle, "--grounds", "10.2e")
    assert done.returncode == 2
    assert "5.1.2e" in done.stderr


def test_a_bundle_that_is_not_there(tmp_path: Path) -> None:
    done = redact("run", tmp_path / "niets")
    assert done.returncode == 3
    assert "niets" in done.stderr and "Traceback" not in done.stderr


def test_status_before_there_is_a_case(small_bundle: Path) -> None:
    done = redact("status", small_bundle)
    assert done.returncode == 3
    assert "redact run" in done.stderr


def test_run_stops_for_review_and_says_what_to_do(small_bundle: Path) -> None:
    done = redact("run", small_bundle, "--grounds", "10.2e,10.2g")
    assert done.returncode == 0, done.stderr
    assert "hits.csv" in done.stdout and "oordeel" in done.stdout
    assert not (small_bundle.with_name("zaak-gelakt") / "publication").exists()
    shown = redact("status", small_bundle, "--json")
    assert shown.returncode == 0
    found = json.loads(shown.stdout)
    assert found["open_hits"] == found["hits"] > 0


def test_json_is_all_that_stands_on_stdout(small_bundle: Path) -> None:
    done = redact("-q", "run", small_bundle, "--grounds", "10.2e", "--approve", "all", "--json")
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["state"] == "published" and outcome["released"] == 3
    assert done.stderr == ""


def test_no_document_text_is_printed(small_bundle: Path) -> None:
    done = redact("-v", "run", small_bundle, "--approve", "all")
    assert done.returncode == 0, done.stderr
    assert "Vermeulen" not in done.stdout + done.stderr
    assert "Amrani" not in done.stdout + done.stderr


def test_rules_check_and_doctor(tmp_path: Path) -> None:
    assert "all right" in redact("rules", "check").stdout
    doctor = redact("doctor")
    assert doctor.returncode == 0
    assert "pdftotext" in doctor.stdout
    broken = redact("rules", "check", tmp_path)
    assert broken.returncode == 4
