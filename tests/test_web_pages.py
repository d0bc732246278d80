"""Pages to look at: words and boxes lie where the ink is, pictures come, and a bad page is alone."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from redact.errors import DocumentRefused
from redact.executors import ProcessExecutor
from redact.extract import extract
from redact.geometry import as_displayed, from_display
from redact.model import Box, Redaction
from redact.normalise import normalise
from redact.pipeline.pictures import (
    PageTask,
    PageWords,
    PreviewTask,
    StretchTask,
    draw_page,
    preview_page,
    read_stretch,
    read_words,
)
from redact.web.gallery import Shelf
from tests.webserver import Served, copied, seen, serving

SIZES = st.floats(10, 2000)
SHARES = st.floats(0, 1)


@given(SIZES, SIZES, SHARES, SHARES, st.sampled_from([0, 90, 180, 270]))
def test_from_the_display_and_back(width: float, height: float, x: float, y: float, rotation: int) -> None:
    box = Box(1, x * width / 2, y * height / 2, (1 + x) * width / 2, (1 + y) * height / 2)
    shown = as_displayed(box, (width, height), rotation)
    wide, high = (width, height) if rotation % 180 == 0 else (height, width)
    assert -1e-6 <= shown.x0 <= shown.x1 <= wide + 1e-6
    assert -1e-6 <= shown.y0 <= shown.y1 <= high + 1e-6
    back = from_display(shown, (width, height), rotation)
    for one, other in zip((box.x0, box.y0, box.x1, box.y1), (back.x0, back.y0, back.x1, back.y1), strict=True):
        assert one == pytest.approx(other, abs=1e-6)


def test_a_page_is_turned_clockwise() -> None:
    top_left = Box(1, 0, 0, 10, 20)
    assert as_displayed(top_left, (100, 200), 90) == Box(1, 180, 0, 200, 10)
    assert as_displayed(top_left, (100, 200), 180) == Box(1, 90, 180, 100, 200)
    assert as_displayed(top_left, (100, 200), 270) == Box(1, 0, 90, 20, 100)


WORDS = ("Linksboven", "midden", "Rechtsonder")


def odd_page(path: Path, rotation: int, crop: bool, unit: float) -> Path:
    """Three words far apart on a page that is turned, cropped, or measured in other units."""
    document = pymupdf.open()
    page = document.new_page(width=400, height=600)
    for word, place in zip(WORDS, ((60, 80), (180, 300), (260, 540)), strict=True):
        page.insert_text(place, word, fontsize=14)
    if crop:
        page.set_cropbox(pymupdf.Rect(30, 50, 390, 580))
    page.set_rotation(rotation)
    document.xref_set_key(page.xref, "UserUnit", str(unit))
    source = path / "odd.pdf"
    document.save(source)
    document.close()
    normalise(source, path / "normal.pdf")
    return path / "normal.pdf"


@pytest.mark.parametrize("unit", [1.0, 2.0])
@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_lie_over_their_ink(tmp_path: Path, rotation: int, crop: bool, unit: float) -> None:
    normal = odd_page(tmp_path, rotation, crop, unit)
    here = read_words(PageTask(normal, 1))
    picture = Image.open(io.BytesIO(draw_page(PageTask(normal, 1, 900)))).convert("L")
    wide = here.width if here.rotation % 180 == 0 else here.height
    scale = picture.width / wide
    words = list(here.words)
    assert [word.text for word in words] == list(WORDS)
    left = picture.copy()
    for word in words:
        shown = as_displayed(Box(1, *word.box), here.size, here.rotation)
        area = [round(edge * scale) for edge in (shown.x0 - 1, shown.y0 - 1, shown.x1 + 1, shown.y1 + 1)]
        assert _darkest(picture.crop((area[0], area[1], area[2], area[3]))) < 100, "ink under the box"
        left.paste(255, (area[0], area[1], area[2], area[3]))
    assert _darkest(left) > 200, "no ink beside the boxes"


def _darkest(picture: Image.Image) -> int:
    return next(value for value, count in enumerate(picture.histogram()) if count)


def test_words_are_the_text_of_the_page(tmp_path: Path) -> None:
    text = "Een afge-\nbroken woord, e\u0301\u00e9n \ufb01le en  twee spaties.\n\nTweede alinea."
    document = pymupdf.open()
    document.new_page().insert_textbox((72, 72, 500, 700), text, fontsize=11)
    document.save(tmp_path / "a.pdf")
    normalise(tmp_path / "a.pdf", tmp_path / "n.pdf")
    here = read_words(PageTask(tmp_path / "n.pdf", 1))
    (page,) = extract(tmp_path / "n.pdf")
    assert here.text == page.text
    assert "".join(word.text for word in here.words) == "".join(page.text.split())
    for word in here.words:
        assert page.text[word.start : word.end] == word.text
    broken = [word for word in here.words if word.text in ("afge", "broken")]
    assert len({word.line for word in broken}) == 2, "the halves of a broken word each have their box"
    stretch = read_stretch(StretchTask(tmp_path / "n.pdf", 1, start=broken[0].start, end=broken[1].end))
    assert stretch.text == "afgebroken"
    assert len(stretch.boxes) == 2
    first = here.first_box(broken[0].start, broken[1].end)
    assert first is not None
    assert first.y1 < stretch.boxes[1].y1


def test_a_page_asked_by_itself_is_as_in_the_whole_document(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number in range(1, 15):
        page = document.new_page()
        page.insert_text((72, 40), "Ministerie van Voorbeelden - vertrouwelijk", fontsize=9)
        page.insert_textbox((72, 100, 500, 700), f"Bladzijde {number}. " + "Tekst van deze bladzijde. " * 40)
        page.insert_text((280, 810), f"Pagina {number} van 14", fontsize=9)
    document.save(tmp_path / "a.pdf")
    normalise(tmp_path / "a.pdf", tmp_path / "n.pdf")
    texts = [page.text for page in extract(tmp_path / "n.pdf")]
    assert [read_words(PageTask(tmp_path / "n.pdf", number)).text for number in (7, 1, 14)] == [
        texts[6],
        texts[0],
        texts[13],
    ]


def test_a_preview_is_what_the_burner_makes_of_the_document(tmp_path: Path, sample_normal: Path) -> None:
    from redact.burn import burn

    stretches = [read_stretch(StretchTask(sample_normal, 2, start=start, end=start + 25)) for start in (40, 200, 420)]
    redactions = tuple(
        Redaction(f"h{number:04d}", each.boxes, "10.2.e", "gelakt", each.text)
        for number, each in enumerate(stretches, start=1)
    )
    shown = Image.open(io.BytesIO(preview_page(PreviewTask(sample_normal, 2, 800, redactions))))
    burn(sample_normal, redactions, tmp_path / "burnt.pdf")
    burnt = Image.open(io.BytesIO(draw_page(PageTask(tmp_path / "burnt.pdf", 2, 800))))
    bare = Image.open(io.BytesIO(draw_page(PageTask(sample_normal, 2, 800))))
    assert ImageChops.difference(shown, burnt).getbbox() is None
    assert ImageChops.difference(shown, bare).getbbox() is not None
    assert not [path for path in sample_normal.parent.iterdir() if path.name.startswith(".tmp-")]


@pytest.fixture(scope="module")
def sample_normal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    source = next((Path(__file__).parents[1] / "samples" / "pegasus" / "nctv").glob("verslag*.pdf"))
    normalise(source, folder / "normal.pdf")
    return folder / "normal.pdf"


def test_the_width_of_a_picture_has_bounds(sample_normal: Path) -> None:
    for asked, wide in ((1, 200), (1000, 1000), (100_000, 3000)):
        assert abs(Image.open(io.BytesIO(draw_page(PageTask(sample_normal, 1, asked)))).width - wide) <= 1


def test_a_very_long_page_makes_no_endless_picture(tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page(width=10, height=14_000).insert_text((1, 20), "x", fontsize=5)
    document.save(tmp_path / "long.pdf")
    picture = Image.open(io.BytesIO(draw_page(PageTask(tmp_path / "long.pdf", 1, 3000))))
    assert picture.width * picture.height <= 17e6


def test_what_is_no_page_is_refused_in_dutch(tmp_path: Path, sample_normal: Path) -> None:
    (tmp_path / "no.pdf").write_bytes(b"geen pdf")
    for task in (PageTask(tmp_path / "no.pdf", 1, 500), PageTask(sample_normal, 99, 500)):
        with pytest.raises(DocumentRefused, match="kan niet worden getoond"):
            draw_page(task)


def test_words_are_small() -> None:
    from array import array

    words = PageWords(1, 1.0, 1.0, 0, "x" * 3000, array("f", [0.0] * 7 * 400))
    assert len(words.places) * words.places.itemsize == 11_200


def test_a_shelf_forgets_what_was_not_asked_for_longest() -> None:
    shelf = Shelf(100)
    for name in "abc":
        shelf.put(name, bytes(40))
        shelf.get("a")
    assert [shelf.get(name) is not None for name in "abc"] == [True, False, True]
    shelf.put("a", bytes(10))
    shelf.put("d", bytes(40))
    assert [shelf.get(name) is not None for name in "acd"] == [True, True, True]
    shelf.put("whole", bytes(1000))
    assert shelf.get("whole") is not None


@pytest.fixture(scope="module")
def served(prepared_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(copied(prepared_bundle, tmp_path_factory.mktemp("pages"))) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(served: Served) -> httpx.Client:
    return served.visitor()


def document(visitor: httpx.Client, name: str) -> dict[str, Any]:
    return next(each for each in visitor.get("/api/case").json()["documents"] if name in each["name"])


def test_pages_come_with_words_and_boxes(visitor: httpx.Client) -> None:
    mail = document(visitor, "mail")
    page = visitor.get(f"/api/documents/{mail['id']}/pages/1").json()
    assert (round(page["width"]), round(page["height"])) == (595, 842)
    assert {"box", "text", "line", "at"} == page["words"][0].keys()
    hits = {hit["id"]: hit for hit in visitor.get("/api/hits").json()["hits"]}
    own = {name for name, hit in hits.items() if hit["document"] == mail["id"]}
    assert {box["hit"] for box in page["boxes"]} == own
    phone = next(hit for hit in hits.values() if hit["document"] == mail["id"] and hit["type"] == "PHONE_NUMBER")
    (box,) = [each["box"] for each in page["boxes"] if each["hit"] == phone["id"]]
    starts = [word for word in page["words"] if abs(word["box"][0] - box[0]) + abs(word["box"][1] - box[1]) < 1]
    assert [word["text"].rstrip(".") for word in starts] == [phone["text"]]
    assert page["open"] == sum(hits[name]["open"] for name in own)
    assert f"{page['open']} open treffers" in page["preview"]


def test_pictures_and_previews_come(visitor: httpx.Client) -> None:
    mail = document(visitor, "mail")["id"]
    plain = visitor.get(f"/pages/{mail}/1.png?width=700")
    shown = visitor.get(f"/preview/{mail}/1.png?width=700")
    for answer in (plain, shown):
        assert answer.headers["content-type"] == "image/png"
        assert Image.open(io.BytesIO(answer.content)).width in (699, 700, 701)
    assert plain.content != shown.content
    dark = Image.open(io.BytesIO(shown.content)).convert("L").point(lambda value: 255 * (value < 60))
    assert dark.histogram()[255] > 2000, "black boxes"
    for path in (f"/pages/{mail}/2.png", f"/pages/{mail}/0.png", f"/preview/{mail}/9.png", "/pages/x/1.png"):
        assert visitor.get(path).status_code == 404


def test_a_preview_follows_the_verdicts(visitor: httpx.Client) -> None:
    script = document(visitor, "script")["id"]
    hits = [hit["id"] for hit in visitor.get("/api/hits").json()["hits"] if hit["document"] == script]
    before = visitor.get(f"/preview/{script}/1.png?width=700").content
    body = {"hits": hits, "verdict": "laten staan", "seen": seen(visitor)}
    assert visitor.post("/api/decide", json=body).status_code == 200
    after = visitor.get(f"/preview/{script}/1.png?width=700").content
    plain = visitor.get(f"/pages/{script}/1.png?width=700").content
    assert before != after
    page = visitor.get(f"/api/documents/{script}/pages/1").json()
    assert (page["open"], page["preview"]) == (0, "Zo wordt deze pagina gepubliceerd.")
    same = ImageChops.difference(Image.open(io.BytesIO(after)), Image.open(io.BytesIO(plain)))
    assert same.getbbox() is None, "nothing is redacted, so it looks as it did"


def test_a_drawn_box_words_and_a_whole_page_become_hits(visitor: httpx.Client) -> None:
    answer_id = document(visitor, "antwoord")["id"]
    path = f"/api/documents/{answer_id}/pages/2"
    page = visitor.get(path).json()
    word = page["words"][0]
    body = {"document": answer_id, "page": 2, "grounds": ["5.1.2e"]}

    def added(**place: object) -> dict[str, Any]:
        answer = visitor.post("/api/places", json=body | {"seen": seen(visitor)} | place)
        assert answer.status_code == 200, answer.text
        (hit,) = [each for each in answer.json()["hits"] if each["page"] == 2]
        return dict(hit)

    spoken = added(words=word["at"])
    assert (spoken["text"], spoken["verdict"], spoken["kind"]) == (word["text"], "lakken", "toegevoegd")
    drawn = added(box=[300, 400, 200, 350])
    whole = added(whole=True, grounds=["buiten_verzoek"])
    assert whole["grounds"] == ["buiten_verzoek"]
    boxes = {each["hit"]: each["box"] for each in visitor.get(path).json()["boxes"]}
    assert boxes[drawn["id"]] == [200, 350, 300, 400]
    assert boxes[whole["id"]] == [0, 0, round(page["width"], 2), round(page["height"], 2)]
    assert boxes[spoken["id"]] == pytest.approx(word["box"], abs=0.1)
    detail = visitor.get(f"/api/hits/{drawn['id']}").json()
    assert detail["evidence"][0].startswith("Toegevoegd door ")
    for broken in ({}, {"words": [5, 5]}, {"words": [0, 99999]}):
        assert visitor.post("/api/places", json=body | broken | {"seen": seen(visitor)}).status_code == 400
    for outside in ([10, 10, 11, 11], [5000, 5000, 6000, 6000]):
        answer = visitor.post("/api/places", json=body | {"box": outside, "seen": seen(visitor)})
        assert answer.status_code == 422
    for _ in range(3):
        assert visitor.post("/api/undo", json={"seen": seen(visitor)}).status_code == 200


def test_a_page_that_kills_or_hangs_its_worker_is_alone(tmp_path: Path, sample_normal: Path) -> None:
    with ProcessExecutor(1, memory=1 << 30) as executor:
        (hung,) = executor.map(_hang, [PageTask(sample_normal, 1)], lambda _: 1.5)
        (dead,) = executor.map(_die, [PageTask(sample_normal, 1)], lambda _: 20)
        (fine,) = executor.map(draw_page, [PageTask(sample_normal, 1, 300)], lambda _: 20)
    assert hung.error is not None
    assert dead.error is not None
    assert fine.result is not None
    assert fine.result.startswith(b"\x89PNG")


def _hang(task: PageTask) -> bytes:
    time.sleep(60)
    return b""


def _die(task: PageTask) -> bytes:
    import os
    import signal

    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def test_a_page_that_cannot_be_drawn_says_so_and_the_next_one_comes(served: Served, visitor: httpx.Client) -> None:
    mail, other = document(visitor, "mail")["id"], document(visitor, "antwoord")["id"]
    normal = served.errors.parent / "zaak-gelakt" / "work" / mail / "normal.pdf"
    whole = normal.read_bytes()
    visitor.get(f"/api/documents/{mail}/pages/1")
    normal.write_bytes(b"kapot")
    for path in (f"/pages/{mail}/1.png?width=411", f"/preview/{mail}/1.png?width=411"):
        answer = visitor.get(path)
        assert answer.status_code == 422
        assert set(answer.json()) == {"error"}
    assert visitor.get(f"/pages/{other}/1.png").status_code == 200
    assert visitor.get(f"/preview/{other}/1.png").status_code == 200
    normal.write_bytes(whole)
    assert visitor.get(f"/pages/{mail}/1.png?width=411").status_code == 200


def test_a_document_that_is_not_published_has_no_preview(visitor: httpx.Client) -> None:
    double = document(visitor, "dubbel")
    assert not double["going_out"]
    answer = visitor.get(f"/preview/{double['id']}/1.png")
    assert answer.status_code == 422
    assert "niet vrijgegeven" in answer.json()["error"]
    assert visitor.get(f"/pages/{double['id']}/1.png").status_code == 200
