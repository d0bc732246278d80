"""How long a reviewer waits: the first page, and each key press until it is painted, in a large case in a real browser.

A made-up bundle of 25 documents is detected first, which takes minutes; the page is then measured in Chromium by the
browser's own clock. A key press counts from the press to the next paint that shows its effect (Event Timing).

python -m tests.bench.review [--pages N] [--hits N]
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import pymupdf
from playwright.sync_api import Browser

from tests.browser.windows import Window, chromium, window
from tests.webserver import serving

DOCUMENTS = 25
KEYS = ("j",) * 40 + ("l",) * 30 + ("k",) * 20 + ("s",) * 10 + ("2", "u", "o", "j") * 5
LEAST = 16
"""Milliseconds below which the browser reports no key press by itself."""

OBSERVE = """() => {
  window.presses = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'keydown') window.presses.push(entry.duration);
  }).observe({type: 'event', durationThreshold: 16});
}"""
FIRST_PAGE = """() => new Promise((resolve) => {
  const shown = () => document.querySelector('.picture')?.complete && document.querySelector('rect.box');
  const look = () => (shown() ? resolve(performance.now()) : setTimeout(look, 5));
  look();
})"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500, help="pages of the bundle [%(default)s]")
    parser.add_argument("--hits", type=int, default=6000, help="telephone numbers in it [%(default)s]")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "groot"
        write_bundle(bundle, asked.pages, asked.hits)
        command = [sys.executable, "-m", "redact", "-q", "run", str(bundle)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with serving(bundle) as served, chromium() as browser:
            browser.new_page().goto("data:text/html,<p>A browser that a reviewer has open already.</p>")
            measure(browser, served.link, asked.pages)


def measure(browser: Browser, link: str, pages: int) -> None:
    """Opens the page, opens it again, presses keys, and prints how long each took."""
    with window(browser, link) as desk:
        first = desk.page.evaluate(FIRST_PAGE)
        print(f"{desk.text('#worklist-count')}; {pages} pages")
        print(f"first page {first:.0f} ms after its address was asked; opened again {reloaded(desk):.0f} ms")
        print(told(pressed(desk)))


def write_bundle(bundle: Path, pages: int, hits: int) -> None:
    """Documents with as many telephone numbers, all different, on as many pages."""
    bundle.mkdir()
    each, number = math.ceil(hits / pages), 0
    for document in range(DOCUMENTS):
        with pymupdf.open() as made:
            for page in range(pages * document // DOCUMENTS, pages * (document + 1) // DOCUMENTS):
                lines = [f"Blad {page + 1} van het overzicht van de meldingen."]
                for _ in range(each):
                    lines.append(f"De melder is te bereiken op 06-{10_000_000 + 7 * number} en wacht op antwoord.")
                    number += 1
                made.new_page().insert_text((60, 80), lines, fontsize=11)
            made.save(bundle / f"overzicht {document + 1:02}.pdf")


def reloaded(desk: Window) -> float:
    """Milliseconds to the first page when the window is opened again."""
    desk.page.reload()
    return float(desk.page.evaluate(FIRST_PAGE))


def pressed(desk: Window) -> list[float]:
    """Milliseconds of each key press; those too short to be reported count as `LEAST`."""
    desk.page.evaluate(OBSERVE)
    for key in KEYS:
        desk.press(key)
        desk.page.wait_for_timeout(60)
    desk.page.wait_for_timeout(500)
    found: list[float] = desk.page.evaluate("() => window.presses")
    return [*found, *[float(LEAST)] * (len(KEYS) - len(found))]


def told(times: Sequence[float]) -> str:
    """In words."""
    ordered = sorted(times)
    late = ordered[int(len(ordered) * 0.95)]
    figures = f"median {median(ordered):.0f} ms, 95% within {late:.0f} ms, longest {ordered[-1]:.0f} ms"
    return f"{len(ordered)} key presses: {figures}"


if __name__ == "__main__":
    main()
