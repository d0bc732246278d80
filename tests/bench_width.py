"""How many of the thousand commonest surnames fit the gap of a removed name: `make bench-width`.

Names are drawn from that list with a fixed seed and burnt out of a line of running text, in Helvetica (not embedded)
and in an embedded Liberation Sans.
"""

from __future__ import annotations

import gzip
import random
import statistics
import tempfile
from pathlib import Path

import pymupdf

from redact.burn import burn
from redact.model import BurnSettings, Width
from redact.normalise import normalise
from redact.resources import fonts, shipped
from tests.pdfmaker import redactions

NAMES, SEED, SIZE = 40, 3, 11.0
FACES = {"Helvetica 11": None, "Liberation Sans 11": "LiberationSans-Regular.ttf"}


def drawn_names() -> list[str]:
    """The names that are burnt."""
    data = (shipped("models") / "names" / "common_surnames.txt.gz").read_bytes()
    return random.Random(SEED).sample(gzip.decompress(data).decode().splitlines(), NAMES)


def source(path: Path, names: list[str], face: str | None) -> None:
    """A document with one name a line."""
    document = pymupdf.open()
    page = document.new_page()
    if face:
        page.insert_font("face", fontfile=str(fonts() / face))
    for at, name in enumerate(names):
        line = f"Op 3 mei heeft de heer {name} verklaard dat het klopt."
        page.insert_text((72, 60 + 18 * at), line, fontname="face" if face else "helv", fontsize=SIZE)
    document.save(path)
    document.close()


def scores(folder: Path, names: list[str], width: Width) -> list[int]:
    """How many surnames fit the gap of each name."""
    hits = [hit for name in names for hit in redactions(folder / "clean.pdf", name)]
    report = burn(folder / "clean.pdf", hits, folder / "out.pdf", BurnSettings(width))
    return [box.surnames for box in report.boxes if box.surnames is not None]


def main() -> None:
    """Print the table."""
    names = drawn_names()
    print(f"{'font':<20}{'width':<8}{'least':>6}{'median':>8}{'below 10':>10}")
    for face, file in FACES.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            source(folder / "source.pdf", names, file)
            normalise(folder / "source.pdf", folder / "clean.pdf")
            for width in (Width.EXACT, Width.GRID, Width.RASTER):
                found = scores(folder, names, width)
                few = sum(score < 10 for score in found)
                print(f"{face:<20}{width:<8}{min(found):>6}{statistics.median(found):>8.0f}{few:>7}/{len(found)}")


if __name__ == "__main__":
    main()
