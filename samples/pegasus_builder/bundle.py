"""Puts the bundle together: every text printed by its producer, the manifest, and the truth list for the tests."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from samples.pegasus_builder.as_html import print_mail, print_story
from samples.pegasus_builder.as_odt import find_libreoffice, print_writer
from samples.pegasus_builder.as_reportlab import print_flowables
from samples.pegasus_builder.as_typst import print_typst
from samples.pegasus_builder.finish import finish
from samples.pegasus_builder.markup import Text, read_text
from samples.pegasus_builder.truth import find_truth


class _PlainDumper(yaml.SafeDumper):
    """Writes equal parts in full instead of as references."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


TEXTS = Path(__file__).with_name("texts")
DUPLICATE = ("ncsc/2021-07-19 eerste melding.pdf", "nctv/fwd-eerste-melding.pdf")
"""The same file, bytes and all, found at both locations."""

PRINTERS: dict[str, Callable[[Text], bytes]] = {
    "weasyprint": print_mail,
    "pymupdf": print_story,
    "reportlab": print_flowables,
    "typst": print_typst,
}
MANIFEST = {
    "regime": "wob",
    "case_number": "3473905",
    "matter": "Wob-verzoek Pegasus",
    "decision_date": date(2022, 1, 27),
    "numbering": "letters",
    "locations": {
        "ncsc": {"letter": "A", "title": "Nationaal Cyber Security Centrum"},
        "nctv": {"letter": "B", "title": "Nationaal Coördinator Terrorismebestrijding en Veiligheid"},
    },
}


def read_texts() -> list[Text]:
    """All texts, in the order of their paths in the bundle."""
    return sorted((read_text(path) for path in TEXTS.glob("*.md") if "+" not in path.name), key=lambda text: text.file)


def build(out: Path, with_libreoffice: bool) -> list[Path]:
    """Prints all texts into `out` and gives the files; raises `MissingLibreOfficeError` if it is needed and absent."""
    texts = {text.file: text for text in read_texts()}
    written = {name: text for name, text in texts.items() if text.settings["producer"] == "libreoffice"}
    printed = print_writer(written) if with_libreoffice else {}
    for name, text in texts.items():
        if name not in written:
            printed[name] = PRINTERS[text.settings["producer"]](text)
    for name, data in sorted(printed.items()):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(finish(data, texts[name].settings))
    shutil.copyfile(out / DUPLICATE[0], out / DUPLICATE[1])
    return sorted(out.rglob("*.pdf"))


def write_manifest(out: Path) -> None:
    """Writes bundle.yaml; documents that need no word are left out."""
    documents: dict[str, Any] = {
        text.file: text.settings["bundle"] for text in read_texts() if "bundle" in text.settings
    }
    shown = {**MANIFEST, "documents": documents}
    text = yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=110)
    (out / "bundle.yaml").write_text(
        f"# Made up: no person, number or host in this bundle exists.\n{text}", encoding="utf-8"
    )


def write_truth(out: Path, target: Path) -> None:
    """Writes what must be found in each document, and with which producers this was built."""
    documents = {}
    texts = {text.file: text for text in read_texts()}
    for path in sorted(out.rglob("*.pdf")):
        name = path.relative_to(out).as_posix()
        source = texts[DUPLICATE[0] if name == DUPLICATE[1] else name]
        documents[name] = find_truth(path, source)
    truth = {"built_with": producer_versions(), "documents": documents}
    target.parent.mkdir(parents=True, exist_ok=True)
    shown = yaml.dump(
        truth, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=200, default_flow_style=None
    )
    target.write_text(f"# Made by samples/build_pegasus.py; do not edit.\n{shown}", encoding="utf-8")


def producer_versions() -> dict[str, str]:
    """The versions of the producers on this machine."""
    asked = subprocess.run([find_libreoffice(), "--version"], check=True, capture_output=True, text=True)
    versions = {name: version(name) for name in ("weasyprint", "pymupdf", "reportlab", "typst", "pikepdf")}
    return {**versions, "libreoffice": asked.stdout.split()[1]}
