"""The torture and fuzz harnesses on a small scale, and the damages that they brought to light."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Name

from redact.burn import burn
from redact.errors import DocumentRefused
from redact.extract import extract
from redact.geometry import grow
from redact.model import BurntBox
from redact.normalise import normalise
from redact.pdfobjects import save_joined
from redact.pdfobjects.saving import MOST_COMPARED
from tests.conftest import SHARED
from tests.fuzz.bundle import Tally, figures, readable, run_bundle
from tests.fuzz.mutate import CHANGES, broken
from tests.fuzz.seeds import SECRETS, own_seeds
from tests.pdfmaker import LINES, SECRET, find, new_pdf, pdfium_text, redactions, save
from tests.torture.__main__ import torture
from tests.torture.look import glyph_centres, is_sound, page_count, read_words
from tests.torture.one import End, Result, Trial, run_trial
from tests.torture.report import failed, released_share, write
from tests.torture.words import everywhere, pick

SAMPLE = (
    "OCRmyPDF/cardinal.pdf",
    "pdf.js/bomb_giant.pdf",
    "pdf.js/bug1011159.pdf",
    "pdf.js/issue16091.pdf",
    "pdf.js/issue12705.pdf",
    "pdf.js/issue7872.pdf",
    "pdf.js/issue9291.pdf",
    "pikepdf/cyclic-toc.pdf",
    "pikepdf/small.pdf",
    "x-ray/rectangles_yes_2.pdf",
)
REFUSED = {"pdf.js/bomb_giant.pdf": "onbekende codering"}


def trial(path: Path, seed: str = "1") -> Trial:
    return Trial(path, path.name, seed, pages=page_count(path))


@pytest.mark.parametrize("number", range(1, 20, 3))
def test_random_words_of_our_own_documents_are_gone(number: int, tmp_path: Path) -> None:
    source = tmp_path / "in.pdf"
    source.write_bytes(list(own_seeds())[number])
    result = run_trial(trial(source))
    assert (result.end, result.leaks, result.centres, result.sound) == (End.RELEASED, (), 0, True)
    assert result.words and result.boxes >= result.words


@pytest.mark.parametrize("name", SAMPLE)
def test_odd_documents_of_others(name: str) -> None:
    path = SHARED / "data" / "torture" / name
    if not path.is_file():
        pytest.skip("the torture files are not here")
    result = run_trial(trial(path))
    reason = REFUSED.get(name, "")
    assert result.end is (End.REFUSED if reason else End.RELEASED), (result.reason, result.leaks)
    assert reason in result.reason
    assert result.sound


def test_a_file_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    save(new_pdf(), tmp_path / "b.pdf")
    results = torture([trial(tmp_path / "a.pdf"), trial(tmp_path / "b.pdf")], 1)
    assert {result.name: (result.end, result.opened) for result in results} == {
        "a.pdf": (End.REFUSED, False),
        "b.pdf": (End.RELEASED, True),
    }
    assert not failed(results)
    assert "| leaks | 0 |" in write(results, tmp_path / "out", "Torture")


def test_figures_that_are_not_good_enough() -> None:
    good = [Result(f"{i}", End.RELEASED, pages=1, seconds={"burn and check": 0.1}) for i in range(97)]
    refused = [Result(f"r{i}", End.REFUSED, reason="x") for i in range(3)]
    assert released_share([*good, *refused]) == 0.97
    assert not failed([*good, *refused])
    for bad in (
        Result("l", End.LEAK, leaks=("pdfium: text",)),
        Result("t", End.TIMEOUT, opened=False),
        Result("c", End.CRASH, opened=False),
        Result("q", End.RELEASED, sound=False),
    ):
        assert failed([*good, bad])
    assert failed([*good, *refused, Result("r", End.REFUSED)])


def test_words_depend_on_the_seed_alone(tmp_path: Path) -> None:
    normalise(save(new_pdf(), tmp_path / "in.pdf"), tmp_path / "n.pdf")
    drawn = [pick(extract(tmp_path / "n.pdf"), seed, 3) for seed in ("1", "1", "2", "3")]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2] or drawn[0] != drawn[3]
    assert set(drawn[0]) <= {"heer", "Zwanepoel", "sprak", "blijft", "openbaar", "Dit"}


def test_a_word_under_a_painted_box_is_seen(tmp_path: Path) -> None:
    content = LINES + b" 0 g 70 690 400 20 re f"
    pdf = save(new_pdf(content), tmp_path / "in.pdf")
    (box,) = find(pdf, SECRET)[0]
    assert glyph_centres(pdf, [BurntBox(grow(box, 0.6), "10.2.e", ("h1",))]) == 1
    assert read_words(pdf, [SECRET, "nergens"]) == {SECRET}


def test_a_burnt_word_is_not_seen(tmp_path: Path) -> None:
    normalise(save(new_pdf(), tmp_path / "in.pdf"), tmp_path / "n.pdf")
    given = everywhere(tmp_path / "n.pdf", [SECRET])
    boxes = burn(tmp_path / "n.pdf", given, tmp_path / "b.pdf").boxes
    assert [each.text for each in given] == [SECRET]
    assert glyph_centres(tmp_path / "b.pdf", boxes) == 0
    assert not read_words(tmp_path / "b.pdf", [SECRET])


def test_a_damaged_output_is_not_sound(tmp_path: Path) -> None:
    whole = save(new_pdf(), tmp_path / "in.pdf")
    assert is_sound(whole)
    whole.write_bytes(whole.read_bytes()[:-40])
    assert not is_sound(whole)


def without_trailer(data: bytes) -> bytes:
    return data[: data.index(b"xref")]


def miscounted(data: bytes) -> bytes:
    return data.replace(b"/Count 1", b"/Count 9")


def oddly_locked(data: bytes) -> bytes:
    return data.replace(b"/Size", b"/Encrypt 5 /Size")


def circling(data: bytes) -> bytes:
    """Pages of which the last one is all of them again."""
    kids = re.search(rb"(\d+) 0 obj\s*<<[^<>]*/Kids \[([^]]*)\]", data)
    assert kids
    return data[: kids.end(2)] + kids[1] + b" 0 R " + data[kids.end(2) :]


@pytest.mark.parametrize("damage", [without_trailer, miscounted, oddly_locked, circling])
def test_what_one_program_can_still_read_is_processed(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    source, burnt = tmp_path / "in.pdf", tmp_path / "burnt.pdf"
    source.write_bytes(damage(save(new_pdf(), source).read_bytes()))
    found = normalise(source, tmp_path / "n.pdf")
    burn(tmp_path / "n.pdf", redactions(tmp_path / "n.pdf", SECRET), burnt)
    assert found.pages == 1
    assert SECRET not in pdfium_text(burnt)
    assert "openbaar" in pdfium_text(burnt)


def test_a_repair_is_reported(tmp_path: Path) -> None:
    source = tmp_path / "in.pdf"
    source.write_bytes(oddly_locked(save(new_pdf(), source).read_bytes()))
    assert "repaired" in {finding.kind for finding in normalise(source, tmp_path / "n.pdf").findings}


def test_content_in_a_pictures_coding_is_refused(tmp_path: Path) -> None:
    pdf = new_pdf()
    trap = pdf.make_stream(b"\0" * 100)
    trap["/Filter"] = Name.JBIG2Decode
    pdf.pages[0].obj["/Contents"] = Array([pdf.pages[0].obj["/Contents"], trap])
    pdf.save(tmp_path / "in.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pytest.raises(DocumentRefused, match="onbekende codering"):
        normalise(tmp_path / "in.pdf", tmp_path / "n.pdf")


def test_damaged_packing_loses_no_more_than_it_must(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.save(tmp_path / "in.pdf", compress_streams=True)
    with pikepdf.open(tmp_path / "in.pdf") as packed:
        stream = packed.pages[0].obj["/Contents"]
        raw = stream.read_raw_bytes()
        stream.write(raw[:-8], filter=Name.FlateDecode)
        packed.save(tmp_path / "cut.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    normalise(tmp_path / "cut.pdf", tmp_path / "n.pdf")
    assert SECRET in pdfium_text(tmp_path / "n.pdf")


@pytest.mark.parametrize("crop", [Array([10, 10, 10, 500]), Array([1, 2, 3]), Name.None_])
def test_page_areas_are_plain_numbers(crop: object, tmp_path: Path) -> None:
    pdf = new_pdf(CropBox=crop)
    source = save(pdf, tmp_path / "in.pdf")
    data = source.read_bytes().replace(b"/MediaBox [ 0 0 595 842 ]", b"/MediaBox [9 0 R 842 0 0]")
    source.write_bytes(data.replace(b"xref", b"9 0 obj\n595\nendobj\nxref", 1))
    normalise(source, tmp_path / "n.pdf")
    with pikepdf.open(tmp_path / "n.pdf") as clean:
        assert [float(value) for value in clean.pages[0].obj["/MediaBox"]] == [0, 0, 595, 842]
        assert "/CropBox" not in clean.pages[0].obj


def test_many_objects_do_not_take_for_ever(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].obj["/Many"] = Array([pdf.make_indirect(Array([i])) for i in range(3 * MOST_COMPARED)])
        pdf.save(tmp_path / "in.pdf")
    with pymupdf.open(tmp_path / "in.pdf") as document:
        save_joined(document, tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as again:
        assert len(again.objects) > 3 * MOST_COMPARED


def test_breaking_files_is_repeatable_and_never_fails() -> None:
    seeds = list(own_seeds())
    for change in CHANGES:
        for number, data in enumerate(seeds[:6]):
            assert change(data, Random(number)) == change(data, Random(number))
    assert broken(seeds[0], Random("1|7")) != seeds[0]


def test_broken_documents_through_the_whole_program(tmp_path: Path) -> None:
    folder, seeds = tmp_path / "bundel", list(own_seeds())
    folder.mkdir()
    (folder / "00000.pdf").write_bytes(seeds[0])
    for number in range(1, 5):
        chance = Random(f"test|{number}")
        (folder / f"{number:05}.pdf").write_bytes(broken(chance.choice(seeds), chance))
    tally = Tally()
    run_bundle(folder, tmp_path / "zaak", tally)
    assert not tally.bad, tally.notes
    assert tally.files == tally.released + tally.withheld + sum(tally.reasons.values()) == 5
    assert tally.released >= 1 and tally.boxes >= 3
    assert json.loads(figures(tally))["reasons"] == tally.reasons


def test_a_secret_in_an_annex_is_seen(tmp_path: Path) -> None:
    assert SECRETS[0] == SECRET
    assert readable(save(new_pdf(), tmp_path / "in.pdf"))
    assert not readable(save(new_pdf(b"BT /F1 12 Tf 72 700 Td (Zwanepoelweg) Tj ET"), tmp_path / "other.pdf"))
