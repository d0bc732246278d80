"""Text that nobody wrote for us to read: the analyzer's time and memory grow with its length and no faster."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from redact import limits
from redact.detect import Analyzer, find, load_analyzer, people, search
from redact.errors import ExitCode
from redact.model import Hit, Match, Page, PageKind, Term
from redact.pipeline.settings import State
from redact.rulebook import load_rulebook
from tests.test_pipeline import case_of, go, rows_of

GIVEN = ("Fatma", "Jan", "Sjoerd", "Lotte", "Mehmet", "Oksana", "Kwame", "Anneke")
FAMILY = ("Yıldırım", "de Vries", "van der Berg", "Bakkers", "El Idrissi", "Kovalenko", "Mensahr", "Terpstra")
SLACK_S = 0.4
"""What a measurement may be off by."""


def named(number: int) -> str:
    """A name of its own for every number."""
    tail = "".join(chr(97 + number // 26**power % 26) for power in range(3))
    return f"{GIVEN[number % 8]} {FAMILY[number // 8 % 8]}{tail}"


def names(length: int) -> str:
    return ", ".join(named(number) for number in range(length // 15))[:length]


def noise(length: int) -> str:
    pick = random.Random(5)
    return "".join(chr(pick.choice((*range(1, 32), *range(127, 256), 0xFFFD, 0xE000, 0x200B))) for _ in range(length))


def repeated(piece: str) -> Callable[[int], str]:
    return lambda length: (piece * (length // len(piece) + 1))[:length]


TEXTS: dict[str, tuple[Callable[[int], str], int]] = {
    "prose": (repeated("Gisteren schreef de afdeling dat het systeem werkt; op 3 mei volgt antwoord.\n"), 6_000),
    "names": (names, 3_000),
    "binary noise": (noise, 3_000),
    "Hebrew": (repeated("שלום עולם זה רק מבחן "), 3_000),
    "Arabic": (repeated("مرحبا بالعالم هذا اختبار فقط\n"), 3_000),
    "Chinese": (repeated("这是一个没有空格的测试文本，"), 6_000),
    "mixed directions": (repeated("naam: كريم 张伟 \u202eabc\u202c "), 2_000),
    "one word": (repeated("a"), 20_000),
    "one word in capitals": (repeated("A"), 20_000),
    "one number": (repeated("1"), 20_000),
    "spaces": (repeated(" "), 100_000),
    "line ends": (repeated("\n"), 40_000),
    "dots": (repeated("."), 20_000),
    "backslashes": (repeated("\\"), 20_000),
    "at signs": (repeated("@"), 10_000),
    "accents": (repeated("a\u0301\u0323"), 10_000),
    "almost addresses": (repeated("a@"), 1_500),
    "almost hosts": (repeated("x-1."), 2_000),
    "almost a table": (repeated("a;\t|"), 2_000),
    "almost systems": (repeated("systeem X, "), 3_000),
    "signal words": (repeated("ik vind "), 3_000),
}


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    made = load_analyzer(load_rulebook())
    made.spans("De heer Jansen uit Hoorn schrijft.")
    return made


def page(text: str) -> Page:
    return Page(1, 595.0, 842.0, 0, PageKind.TEXT, text, (), (-1,) * len(text), (0, len(text)))


def cost(analyzer: Analyzer, text: str) -> float:
    start = time.process_time()
    find([page(text)], "d", analyzer)
    return time.process_time() - start


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_takes_about_twice_the_time(analyzer: Analyzer, kind: str) -> None:
    make, length = TEXTS[kind]
    short = cost(analyzer, make(length))
    assert cost(analyzer, make(2 * length)) < 3.2 * short + SLACK_S


@pytest.mark.parametrize("kind", ["one word", "line ends", "binary noise"])
def test_twice_the_text_takes_about_twice_the_memory(analyzer: Analyzer, kind: str) -> None:
    make, length = TEXTS[kind]

    def peak(size: int) -> int:
        tracemalloc.start()
        find([page(make(size))], "d", analyzer)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(length) < 3 * peak(length // 2) + 4_000_000


def test_the_analyzer_never_sees_more_than_a_window() -> None:
    seen: list[int] = []

    def spans(text: str) -> list[object]:
        seen.append(len(text))
        return []

    counting = Analyzer("x", spans)  # type: ignore[arg-type]
    find([page("woord " * 100_000)], "d", counting)
    assert max(seen) <= limits.WINDOW_CHARS and sum(seen) < 700_000


def person(number: int) -> Hit:
    text = named(number)
    return Hit("d", 1, number * 40, number * 40 + len(text), "PERSON", 0.9, "mailkop", (), text, grounds=("10.2e",))


def test_five_thousand_names_are_resolved_and_looked_up_in_time_that_grows_with_them() -> None:
    def spent(count: int) -> float:
        found = {"d": [person(number) for number in range(count)]}
        text = names(15 * count)
        start = time.process_time()
        terms = [
            Term(each.forms[0], "PERSON", 0.9, "herhaling", match=Match.PERSON, forms=tuple(each.forms[1:]))
            for each in people(found, {"d": "lijst.pdf"})
        ]
        assert len(terms) > count // 2
        search([page(text)], "d", terms)
        return time.process_time() - start

    spent(100)
    assert spent(5_000) < 3.2 * spent(2_500) + SLACK_S


def huge_page(path: Path) -> None:
    """More text on one page than anybody can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        sheet = pdf.add_blank_page()
        sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
        line = b"(" + b"Jan de Vries schreef op 3 mei. " * 32 + b") ' "
        sheet.Contents = pdf.make_stream(b"BT /F1 4 Tf 4 TL 20 800 Td " + line * 20 + b"ET")
        pdf.save(path, compress_streams=True)


def test_a_page_with_too_much_text_is_refused_and_the_rest_goes_out(
    small_bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_PAGE_GLYPHS", 10_000)
    huge_page(small_bundle / "ncsc" / "groot.pdf")
    outcome = go(small_bundle, approve=0.0)
    assert outcome.state is State.PUBLISHED and outcome.exit_code is ExitCode.SOME_FAILED
    assert [name for name, _ in outcome.refused] == ["ncsc/groot.pdf"] and outcome.released == 3
    row = next(row for row in rows_of(case_of(small_bundle) / "documents.csv") if row["bestand"] == "ncsc/groot.pdf")
    assert row["status"].startswith("niet vrijgegeven:")
