from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

SHARED = Path(__file__).parents[2] / "shared"
SAMPLE = Path(__file__).parents[1] / "samples" / "pegasus"

MAIL = """Van: Vermeulen, Anne-Fleur <a.vermeulen@voorbeeld-ministerie.nl>
Verzonden: maandag 19 juli 2021 14:05
Aan: Bakker, Tom
Onderwerp: {subject}

Beste Tom,

Gisteren sprak ik Fatima el Amrani over de melding. Haar nummer is 06-12345678.
De server op 10.11.12.13 is nagekeken; er zijn geen sporen gevonden.

Met vriendelijke groet,

Anne-Fleur Vermeulen
Senior beleidsmedewerker
"""

SCRIPT = """Beste Tom,

Mail naar j.devries@voorbeeld-ministerie.nl over <script>alert(1)</script><img src=x onerror=alert(1)>.
Bel 06-12345678.
"""

ANSWER = """Van: Bakker, Tom
Verzonden: dinsdag 20 juli 2021 09:12
Aan: Vermeulen, Anne-Fleur <a.vermeulen@voorbeeld-ministerie.nl>
Onderwerp: Terugkoppeling

Dag Anne-Fleur,

Dank. Ook het archief is nagekeken. Ik bel haar vanmiddag op 06-12345678 en meld me daarna.

Tom Bakker
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--remake-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def remake_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--remake-golden"))


def write_pdf(path: Path, *pages: str) -> Path:
    """A born-digital PDF with these texts, a page each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = pymupdf.open()
    for text in pages:
        page = document.new_page()
        page.insert_textbox((72, 72, 520, 780), text, fontsize=10)
    document.save(path, no_new_id=True)
    document.close()
    return path


@pytest.fixture
def small_bundle(tmp_path: Path) -> Path:
    """Two locations, three documents, one of them without personal data."""
    bundle = tmp_path / "zaak"
    write_pdf(bundle / "ncsc" / "mail.pdf", MAIL.format(subject="Melding"))
    write_pdf(bundle / "ncsc" / "feiten.pdf", "Feitenrelaas van 3 augustus 2021\n\nHet systeem werkt naar behoren.")
    write_pdf(
        bundle / "nctv" / "antwoord.pdf", MAIL.format(subject="RE: Melding"), "Tweede bladzijde, niets bijzonders."
    )
    return bundle


@pytest.fixture
def read_text() -> Callable[[Path], str]:
    def read(path: Path) -> str:
        with pymupdf.open(path) as document:
            return "\n".join(page.get_text() for page in document)

    return read


@pytest.fixture(scope="session")
def prepared_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle beside its case, detected and waiting for review; to be copied, never to be used itself."""
    bundle = tmp_path_factory.mktemp("prepared") / "zaak"
    write_pdf(bundle / "ncsc" / "mail.pdf", MAIL.format(subject="Melding"))
    write_pdf(bundle / "ncsc" / "script.pdf", SCRIPT)
    write_pdf(bundle / "nctv" / "antwoord.pdf", ANSWER, "Tweede bladzijde, niets bijzonders.")
    shutil.copy(bundle / "ncsc" / "script.pdf", bundle / "nctv" / "dubbel.pdf")
    command = [sys.executable, "-m", "redact", "-q", "run", str(bundle), "--workers", "1"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return bundle
