"""Every state of the review page in a real browser: accessible, within its bounds, and safe with hostile documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.windows import Window, chromium, needs_chromium, opened, window
from tests.webserver import Served, copied, serving

pytestmark = needs_chromium
NARROW: ViewportSize = {"width": 720, "height": 450}
"""A screen of 1440 by 900 at 200%."""
FOCUS = """() => {
  const { id, dataset, tagName } = document.activeElement;
  return [id || dataset.action || dataset.focus || tagName, document.activeElement.checkVisibility()];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def bundle(prepared_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(prepared_bundle, tmp_path_factory.mktemp("states"))


@pytest.fixture(scope="module")
def served(bundle: Path) -> Iterator[Served]:
    with serving(bundle, "--reviewer", "A. Jansen") as running:
        yield running


@pytest.fixture(scope="module")
def visit(browser: Browser, served: Served) -> Iterator[Window]:
    """The first window; the link lets only this one in, the others share its cookies."""
    with window(browser, served.link) as made:
        yield made


@pytest.fixture
def desk(visit: Window, served: Served) -> Iterator[Window]:
    """A window that begins at the first hit that is still open."""
    with opened(visit.context, served.origin) as made:
        yield made


def verdicts(bundle: Path) -> dict[str, str]:
    hits = json.loads((bundle.with_name("zaak-gelakt") / "hits.json").read_text())
    return {each["hit_id"]: (each["review"] or {}).get("verdict", "") for each in hits["entries"]}


def decided(bundle: Path) -> set[str]:
    return {name for name, verdict in verdicts(bundle).items() if verdict}


def added(bundle: Path) -> list[str]:
    hits = json.loads((bundle.with_name("zaak-gelakt") / "hits.json").read_text())
    return [each["hit"]["text"] for each in hits["entries"] if each["hit"]["entity_type"] == "BY_HAND"]


def centre_of_word(desk: Window, text: str) -> tuple[float, float]:
    """Where a word stands on the screen."""
    place: list[float] = desk.page.evaluate(
        """async (text) => {
          const code = document.querySelector('#page-code').textContent;
          const record = (await (await fetch('/api/case')).json()).documents.find((each) => each.code === code);
          const page = await (await fetch(`/api/documents/${record.id}/pages/1`)).json();
          const [x0, y0, x1, y1] = page.words.find((word) => word.text.includes(text)).box;
          const frame = document.querySelector('#overlay').getBoundingClientRect();
          const scale = frame.width / page.width;
          return [frame.left + (x0 + x1) / 2 * scale, frame.top + (y0 + y1) / 2 * scale];
        }""",
        text,
    )
    return place[0], place[1]


def states(desk: Window) -> Iterator[str]:
    """Brings the page in one state after another and names each."""
    yield "begin"
    desk.press("s")
    yield "vraag-ook-elders"
    desk.press("Escape", "l", "t", "k", "a")
    yield "vraag-alle"
    desk.press("Escape", "?")
    desk.opened()
    yield "hulp"
    desk.shut()
    desk.press("w", "Shift+ArrowRight")
    yield "woorden-gekozen"
    desk.press("Enter")
    desk.opened().locator("summary").click()
    yield "grond-kiezen"
    desk.shut()
    desk.press("Escape", "z")
    desk.opened()
    desk.wait("document.querySelector('.search-state').textContent.includes('gevonden')")
    yield "zoeken-en-lakken"
    desk.shut()
    desk.press("m")
    desk.opened()
    yield "personen"
    desk.shut()
    desk.saved()
    desk.press("c")
    desk.opened()
    desk.wait("!document.querySelector('dialog [role=status]').textContent.includes('Bezig')")
    yield "tegenstrijdigheden"
    desk.shut()
    desk.press("i")
    desk.find("#document-panel summary").first.click()
    yield "document"
    desk.press("Escape", "i", "p")
    desk.wait("!document.querySelector('#sheet').classList.contains('waiting')")
    yield "voorbeeld"
    desk.press("p")
    desk.find(".filters summary").click()
    desk.find("input[name=view][value=group]").check()
    yield "filters-en-personen"
    desk.find("#filter-text").fill("bestaat niet")
    yield "niets-gevonden"
    desk.find("#filter-clear").click()
    desk.find(".filters summary").click()


def test_no_state_has_an_accessibility_violation(browser: Browser, prepared_bundle: Path, tmp_path: Path) -> None:
    bundle = copied(prepared_bundle, tmp_path)
    with serving(bundle) as served, window(browser, served.link, bypass_csp=True) as desk:
        found = {}
        for state in states(desk):
            desk.page.wait_for_timeout(150)
            desk.shot(state)
            found[state] = desk.violations()
        desk.page.set_viewport_size(NARROW)
        for pane in ("work", "page", "detail"):
            desk.find(f"button[data-pane={pane}]").click()
            desk.shot(f"smal-{pane}")
            found[pane] = desk.violations()
            assert not desk.scrolls_sideways(), pane
        desk.context.set_offline(True)
        desk.press("s")
        desk.wait("!document.querySelector('#connection').hidden")
        desk.shot("geen-verbinding")
        found["geen-verbinding"] = desk.violations()
        desk.context.set_offline(False)
        desk.wait("document.querySelector('#connection').hidden")
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_at_200_percent_everything_is_within_reach_of_the_keyboard(desk: Window) -> None:
    desk.page.set_viewport_size(NARROW)
    reached = set()
    for pane in ("work", "page", "detail"):
        desk.find(f"button[data-pane={pane}]").focus()
        desk.press("Enter")
        for _ in range(40):
            desk.press("Tab")
            name, seen = desk.page.evaluate(FOCUS)
            assert seen, name
            reached.add(name)
    assert reached >= {"filter-text", "worklist", "page-scroller", "verdict-lakken", "ground-5.1.2e", "note", "box"}
    assert not desk.scrolls_sideways()
    desk.press("?")
    desk.opened()
    assert not desk.scrolls_sideways()
    desk.shut()


def test_document_text_is_text(desk: Window) -> None:
    desk.page.on("dialog", lambda dialog: desk.faults.append("a script of a document ran"))
    for _ in range(12):
        desk.press("j")
    desk.find("#filter-text").fill("script")
    titles = desk.find("#worklist .head-title").all_inner_texts()
    desk.find("#filter-clear").click()
    titles += desk.find("#worklist .head-title").all_inner_texts()
    assert any("script" in title for title in titles)
    assert desk.page.evaluate("document.querySelectorAll('main img').length") == 1
    assert desk.page.evaluate("document.querySelectorAll('script').length") == 1


def test_keys_are_letters_in_text_fields(desk: Window, bundle: Path) -> None:
    before = verdicts(bundle)
    desk.press("/")
    desk.page.keyboard.type("lsta123u")
    assert desk.find("#filter-text").input_value() == "lsta123u"
    desk.find("#filter-clear").click()
    desk.press("n")
    desk.page.keyboard.type("slaat dit op?")
    desk.press("Tab")
    desk.wait("document.querySelector('#said').textContent.includes('opmerking opgeslagen')")
    assert verdicts(bundle) == before


def test_a_decision_goes_on_to_the_next_and_offers_the_rest(desk: Window, bundle: Path) -> None:
    first = desk.current
    desk.press("s")
    assert desk.current != first
    assert desk.said.startswith(f"{first} blijft staan; nog ")
    assert "ook laten staan?" in desk.text("#question")
    desk.saved()
    one = verdicts(bundle)
    assert one[first] == "laten staan"
    desk.press("a")
    desk.saved()
    assert len(decided(bundle)) > len([verdict for verdict in one.values() if verdict])
    desk.press("u")
    desk.wait("document.querySelector('#said').textContent.startsWith('ongedaan gemaakt')")
    assert verdicts(bundle) == one
    desk.press("Control+y")
    desk.wait("!document.querySelector('#said').textContent.startsWith('ongedaan gemaakt')")
    assert len(decided(bundle)) > len([verdict for verdict in one.values() if verdict])


def test_words_boxes_and_pages_are_marked(desk: Window, bundle: Path) -> None:
    desk.press("Escape")
    x, y = centre_of_word(desk, "Verzonden")
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 60, y + 1, steps=5)
    desk.page.mouse.up()
    assert "gekozen" in desk.text("#marked")
    desk.press("Enter")
    desk.opened()
    desk.press("2", "Enter")
    desk.wait("document.querySelector('#hit-panel .hit-kind').textContent.startsWith('toegevoegd')")
    assert any(text.startswith("Verzonden") for text in added(bundle))
    number = len(added(bundle))
    desk.press("h")
    desk.opened().locator("summary").click()
    desk.find("dialog input[value=buiten_verzoek]").check()
    desk.find("dialog button.primary").click()
    desk.wait("document.querySelector('#hit-text').textContent.includes('zonder tekst')")
    assert len(added(bundle)) == number + 1
    desk.page.mouse.click(*centre_of_word(desk, "Verzonden"))
    assert desk.find("#pick button").count() == 2
    desk.find("#pick button").first.press("Enter")
    assert desk.text("#hit-text").startswith("Verzonden")
    desk.shot("toegevoegd")


def test_two_windows_keep_step(desk: Window, served: Served, bundle: Path) -> None:
    with opened(desk.context, served.origin) as other:
        first = desk.current
        assert other.current == first
        desk.press("s")
        other.wait(f"document.querySelector('#row-{first}').classList.contains('keep')")
        other.press("t")
        desk.wait(f"document.querySelector('#row-{first}').classList.contains('doubt')")
        desk.saved()
    assert verdicts(bundle)[first] == "twijfel"


def test_an_overtaken_choice_is_put_back_in_sight(browser: Browser, prepared_bundle: Path, tmp_path: Path) -> None:
    bundle = copied(prepared_bundle, tmp_path)
    header = "X-Medewerker"
    with serving(bundle, "--reviewer-header", header) as served:
        one = window(browser, served.link, extra_http_headers={header: "A. Jansen"})
        two = window(browser, served.link, extra_http_headers={header: "B. Tweede"})
        with one as first, two as second:
            hit = first.current
            first.press("s")
            first.saved()
            second.press("l")
            second.wait("!document.querySelector('#fault').hidden")
            assert hit in second.text("#fault")
            second.wait(f"document.querySelector('#row-{hit}').classList.contains('keep')")
            second.shot("overtroffen")
    assert verdicts(bundle)[hit] == "laten staan"


def test_a_lost_connection_blocks_keys_and_loses_nothing(desk: Window, bundle: Path) -> None:
    first, before = desk.current, decided(bundle)
    desk.context.set_offline(True)
    desk.press("s")
    desk.wait("!document.querySelector('#connection').hidden")
    assert "Geen verbinding; uw laatste keuze is niet opgeslagen" in desk.text("#connection")
    here = desk.current
    desk.press("l", "j")
    assert desk.current == here
    assert decided(bundle) == before
    desk.context.set_offline(False)
    desk.wait("document.querySelector('#connection').hidden")
    desk.saved()
    assert verdicts(bundle)[first] == "laten staan"
    assert verdicts(bundle)[here] == ""


def test_document_decisions_are_saved_at_once(desk: Window, bundle: Path) -> None:
    desk.press("i")
    desk.find("#document-title").fill("Melding van 19 juli")
    desk.press("Tab")
    desk.wait("document.querySelector('#worklist .head-title').textContent.includes('Melding van 19 juli')")
    desk.saved()
    documents = (bundle.with_name("zaak-gelakt") / "documents.json").read_text()
    assert "Melding van 19 juli" in documents


def test_all_of_a_text_is_searched_and_redacted(desk: Window, bundle: Path) -> None:
    desk.press("z")
    desk.opened()
    desk.find("#search-text").fill("Onderwerp")
    desk.press("Enter")
    desk.wait("document.querySelector('.results .place')?.textContent.includes('Onderwerp')")
    places = desk.find(".results .place input:enabled")
    number = places.count()
    places.first.uncheck()
    fewer = f"{number - 1} plaats" if number > 1 else "Lakken"
    assert desk.text("dialog .buttons .primary").startswith(fewer)
    places.first.check()
    desk.find("dialog .buttons .primary").click()
    desk.wait("document.querySelector('dialog') === null")
    desk.saved()
    assert added(bundle).count("Onderwerp") >= number
