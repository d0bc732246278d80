"""Builds `samples/pegasus` and `tests/data/pegasus_truth.yaml`. Run: python -m samples.build_pegasus [--out FOLDER]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from samples.pegasus_builder.as_odt import MissingLibreOfficeError, find_libreoffice
from samples.pegasus_builder.bundle import build, write_manifest, write_truth

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Builds everything; with --without-libreoffice, all but LibreOffice's PDFs and the truth list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "samples" / "pegasus")
    parser.add_argument("--truth", type=Path, default=ROOT / "tests" / "data" / "pegasus_truth.yaml")
    parser.add_argument("--without-libreoffice", action="store_true")
    asked = parser.parse_args()
    try:
        if not asked.without_libreoffice:
            find_libreoffice()
    except MissingLibreOfficeError as error:
        print(f"Nothing was built. {error}", file=sys.stderr)
        print("With --without-libreoffice all other PDFs are built.", file=sys.stderr)
        return 1
    built = build(asked.out, with_libreoffice=not asked.without_libreoffice)
    write_manifest(asked.out)
    if not asked.without_libreoffice:
        write_truth(asked.out, asked.truth)
    print(f"{len(built)} documents in {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
