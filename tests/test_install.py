"""The program installed as people install it: a wheel in an environment of its own, run from somewhere else."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import MAIL, write_pdf

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_rules_models_fonts_and_typing(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {
        "redact/_shipped/rules/grounds.yaml",
        "redact/_shipped/rules/templates/inventory.typ",
        "redact/_shipped/models/nl_redact/redact_ner/model.onnx",
        "redact/fonts/LiberationSans-Bold.ttf",
        "redact/py.typed",
    } <= names
    assert not any(name.startswith(("tests/", "samples/")) for name in names)


def test_pip_install_and_run_from_another_folder(tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--constraint", str(constraints(tmp_path)), str(ROOT)]
    subprocess.run(install, check=True, capture_output=True, timeout=600)
    elsewhere = tmp_path / "elders"
    write_pdf(elsewhere / "zaak" / "mail.pdf", MAIL.format(subject="Melding"))
    command = [str(python.parent / "redact"), "run", "zaak", "--grounds", "10.2e", "--approve", "all", "--workers", "1"]
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "zaak-gelakt" / "publication" / "bijlage-3A.pdf").exists()
    where = [str(python), "-c", "import redact; print(redact.__file__)"]
    shown = subprocess.run(where, cwd=elsewhere, capture_output=True, text=True, check=True)
    assert str(tmp_path) in shown.stdout, "the wheel ran, not the checkout"


def constraints(folder: Path) -> Path:
    """The locked versions without their hashes: pip takes no hashes for a folder that it builds itself."""
    pinned = [line.split(" \\")[0] for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line]
    path = folder / "constraints.txt"
    path.write_text("\n".join(pinned) + "\n")
    return path
