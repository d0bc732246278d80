"""The whole review of the sample in a real browser, by keyboard, and then what is burnt is exactly that."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.windows import Window, chromium, needs_chromium, window
from tests.conftest import SAMPLE
from tests.webserver import serving

pytestmark = needs_chromium
MOST_KEYS = 500
GONE = "document.querySelector('#second-documents').hidden"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bundle = tmp_path_factory.mktemp("sample") / "pegasus"
    shutil.copytree(SAMPLE, bundle)
    redact(bundle)
    return bundle


def redact(bundle: Path, *options: str) -> None:
    command = [sys.executable, "-m", "redact", "-q", "run", str(bundle), *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def case_of(bundle: Path) -> Path:
    return bundle.with_name("pegasus-gelakt")


def entries(bundle: Path) -> dict[str, dict[str, Any]]:
    hits = json.loads((case_of(bundle) / "hits.json").read_text())
    return {each["hit_id"]: each for each in hits["entries"]}


def verdicts(bundle: Path) -> dict[str, str]:
    return {name: (each["review"] or {}).get("verdict", "") for name, each in entries(bundle).items()}


def open_left(desk: Window) -> int:
    return int(desk.find("#worklist-count").inner_text().split(", ")[1].split()[0].replace(".", ""))


def decide_everything(desk: Window) -> Counter[str]:
    """Follows every proposal, one key for a hit and one for all of its like. The keys that were pressed."""
    pressed: Counter[str] = Counter()
    while open_left(desk):
        keep = "proposed" in (desk.find(".verdict.keep").get_attribute("class") or "")
        key = "s" if keep else "l"
        desk.press(key)
        pressed[key] += 1
        if desk.find("dialog[open]").count():
            desk.press("1", "Enter")
            desk.wait("document.querySelector('dialog') === null")
        if desk.question:
            desk.press("a")
            pressed["a"] += 1
        assert pressed.total() < MOST_KEYS
    desk.saved()
    return pressed


def draw_a_box(desk: Window) -> str:
    """Draws a box at the foot of the page in view; the id of what came of it."""
    frame = desk.find("#overlay").bounding_box()
    scroller = desk.find("#page-scroller").bounding_box()
    assert frame and scroller
    y = min(frame["y"] + frame["height"], scroller["y"] + scroller["height"]) - 60
    desk.press("d")
    desk.page.mouse.move(frame["x"] + 100, y)
    desk.page.mouse.down()
    desk.page.mouse.move(frame["x"] + 220, y + 20, steps=4)
    desk.page.mouse.up()
    desk.opened()
    desk.press("1", "Enter")
    desk.wait("document.querySelector('#hit-panel .hit-kind').textContent.startsWith('toegevoegd')")
    return desk.current


def confirm_everything(desk: Window) -> None:
    """The second reader agrees with all that waits for one, hits and whole documents."""
    for _ in range(MOST_KEYS):
        if not desk.text("#second-count"):
            break
        desk.press("b")
    while desk.find("#second-documents").is_visible():
        before = desk.find("#second-documents li").count()
        desk.find("#second-documents button").first.click()
        desk.press("b")
        desk.wait(f"document.querySelectorAll('#second-documents li').length !== {before} || {GONE}")
    desk.saved()


def test_the_sample_is_reviewed_by_keyboard_and_burnt_so(browser: Browser, sample: Path) -> None:
    with serving(sample, "--reviewer", "A. Jansen") as served, window(browser, served.link) as desk:
        box = draw_a_box(desk)
        desk.press("u")
        desk.wait("document.querySelector('#said').textContent.startsWith('ongedaan gemaakt')")
        assert box not in verdicts(sample)
        desk.press("Shift+U")
        desk.wait("!document.querySelector('#said').textContent.startsWith('ongedaan gemaakt')")
        assert verdicts(sample)[box] == "lakken"
        decide_everything(desk)
        desk.shot("alles-beoordeeld")
    decided = verdicts(sample)
    with serving(sample, "--reviewer", "B. Tweede", "--second") as served, window(browser, served.link) as desk:
        assert open_left(desk) == 0
        desk.shot("tweede-lezer")
        confirm_everything(desk)
    assert verdicts(sample) == decided
    redact(sample, "--allow-contradictions")
    assert verdicts(sample) == decided
    assert box in burnt_hits(sample)
    assert burnt_hits(sample) == {name for name, verdict in decided.items() if verdict == "lakken"} - withheld(sample)


def burnt(bundle: Path) -> list[dict[str, Any]]:
    """The boxes of every burnt document of the case."""
    files = (case_of(bundle) / "work").glob("*/burnt.json")
    return [box for file in files for box in json.loads(file.read_text())["value"]["boxes"]]


def burnt_hits(bundle: Path) -> set[str]:
    """The hits under those boxes; as many boxes are in the proof of the annexes."""
    boxes = burnt(bundle)
    proof = json.loads((case_of(bundle) / "publication" / "proof.json").read_text())
    assert proof["verdict"] == "schoon"
    assert sum(file["boxes"] for file in proof["files"]) == len(boxes)
    return {hit for box in boxes for hit in box["hit_ids"]}


def withheld(bundle: Path) -> set[str]:
    """The hits in documents that do not go out, and so are not burnt."""
    burning = {file.parent.name for file in (case_of(bundle) / "work").glob("*/burnt.json")}
    return {name for name, each in entries(bundle).items() if each["hit"]["document_id"] not in burning}
