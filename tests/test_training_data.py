"""The synthetic training documents: exact labels whatever the noise, and templates that are checked when read."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training import noise
from models.training.draft import Draft, apply, assemble, tidy
from models.training.layout import broken_names, wrapped
from models.training.people import split_particle
from models.training.sample import Sample
from models.training.scene import Scene, resolve
from models.training.synth import Maker, main
from models.training.template import Library, load_library, parse

OWN = Path(__file__).parent / "data" / "training"
SURNAMES = [("de Vries", 71), ("Jansen", 73), ("van den Berg", 58), ("Bakker", 55), ("in 't Veld", 3), ("d'Hont", 1)]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    rows = ["natural name,count in 2007", *(f"{name},{count}" for name, count in SURNAMES)]
    (folder / "surnames_top1000_2007.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "surnames_nl_cc0.txt").write_text("'t Hart\nA Campo\nvan der Zwaan\nIJzer\nÖzbek", encoding="utf-8")
    given_names = [{"naam": "Gijs", "geslacht": "M"}, {"naam": "Ilse", "geslacht": "V"}]
    (folder / "voornamen_mit.json").write_text(json.dumps(given_names), encoding="utf-8")
    (folder / "esco_job_titles_nl.txt").write_text("dakdekker\npianomaker", encoding="utf-8")
    (folder / "opentaal_words.txt").write_text("boom\nregel\nvinden", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def maker(lists: Path) -> Maker:
    return Maker(lists, (OWN,))


def assert_sound(sample: Sample | Draft) -> None:
    for start, end, label in sample.spans:
        covered = sample.text[start:end]
        assert 0 <= start < end <= len(sample.text)
        assert covered == covered.strip()
        assert label in {"PERSON", "ORG", "LOC", "JOB_TITLE"}
    assert all(left[1] <= right[0] for left, right in pairwise(sample.spans))


def test_documents_carry_sound_labels(maker: Maker) -> None:
    samples = [maker.sample(Random(seed)) for seed in range(1500)]
    for sample in samples:
        assert_sound(sample)
    assert {label for sample in samples for _, _, label in sample.spans} == {"PERSON", "ORG", "LOC", "JOB_TITLE"}
    assert sum("\n" in sample.text[start:end] for sample in samples for start, end, _ in sample.spans) > 20


def test_every_shipped_template_can_be_filled(lists: Path) -> None:
    shipped = Maker(lists)
    rng = Random(5)
    drafts = [shipped.clean(template, rng) for template in shipped.stock.templates]
    for draft in drafts:
        assert_sound(draft)
    for pool in shipped.stock.pools.values():
        for line in pool:
            assert_sound(shipped.clean(line, rng))
    assert sum(bool(draft.named()) for draft in drafts) > 0.7 * len(drafts)


def test_one_seed_gives_one_text(maker: Maker, lists: Path) -> None:
    again = Maker(lists, (OWN,))
    assert [maker.sample(Random(f"7/{n}")) for n in range(40)] == [again.sample(Random(f"7/{n}")) for n in range(40)]


def test_the_command_writes_one_object_a_line(lists: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert main([str(lists), "25", "3", str(target)]) == 0
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 25
    for row in rows:
        assert_sound(Sample(row["text"], tuple((start, end, label) for start, end, label in row["spans"])))


def test_the_check_counts_what_is_shipped(lists: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", str(lists)]) == 0
    assert "PERSON" in capsys.readouterr().out


BROKEN = [
    ("Beste {a.frist},", r"templ\.txt: unknown slot \{a\.frist\}"),
    ("Beste {z.first},", r"templ\.txt: unknown slot"),
    ("Beste {gemeente},", r"templ\.txt: unknown slot \{gemeente\}"),
    ("Beste {a.first,", r"templ\.txt: stray brace"),
    ("[[een||twee", r"templ\.txt: \[\[ is never closed"),
    ("<<2-3|, |{x.full}", r"templ\.txt: << is never closed"),
    ("<<3-2|, |{x.full}>>", r"templ\.txt: .*counts down"),
    ("{s:nowhere}", r"templ\.txt: unknown pool \{s:nowhere\}"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_broken_template_is_named(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "templ.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_library([tmp_path], resolve)


def filled(maker: Maker, text: str, seed: int = 1) -> Draft:
    return maker.clean(parse(text, "test", resolve), Random(seed))


@pytest.mark.parametrize("seed", range(12))
def test_one_letter_is_one_person(maker: Maker, seed: int) -> None:
    draft = filled(maker, "{a.first}|{a.first}|{b.first}|{a.full}", seed)
    first, again, _, whole = draft.text.split("|")
    assert first == again
    assert first.split()[0][:2] in whole


@pytest.mark.parametrize("seed", range(12))
def test_x_is_one_person_within_a_repetition(maker: Maker, seed: int) -> None:
    lines = filled(maker, "<<6-6|\\n|{x.first}/{x.first}>>", seed).text.split("\n")
    assert len(lines) == 6
    assert all(line.split("/")[0] == line.split("/")[1] for line in lines)
    assert len(set(lines)) > 1


def test_what_leads_up_to_a_name_is_not_labelled(maker: Maker) -> None:
    draft = filled(maker, "{x.Heer} {x.bare}, {a.mail}, {motion}, {law}, {room}")
    ((start, _, label),) = draft.spans
    assert label == "PERSON"
    assert draft.text[:start] in {"De heer ", "Mevrouw "}


def test_only_the_street_of_an_address_is_labelled(maker: Maker) -> None:
    for seed in range(30):
        draft = filled(maker, "{address}", seed)
        ((start, end, label),) = draft.spans
        assert (start, label) == (0, "LOC")
        assert draft.text[end:].split()[0][0].isdigit()


def test_a_file_name_has_its_person_labelled(maker: Maker) -> None:
    for seed in range(30):
        draft = filled(maker, "{a.file}", seed)
        (span,) = draft.spans
        assert span[1] - span[0] < len(draft.text)


POSSESSIVES = [("Anna", "Anna's voorstel"), ("Jan", "Jans voorstel"), ("Hans", "Hans' voorstel")]


@pytest.mark.parametrize(("name", "expected"), POSSESSIVES)
def test_the_possessive_follows_the_name(maker: Maker, name: str, expected: str) -> None:
    for seed in range(4000):
        draft = filled(maker, "{a.first}s voorstel", seed)
        start, end, _ = draft.spans[0]
        if draft.text[start:end] == name:
            assert draft.text == expected
            return
    pytest.fail(f"{name} never came")


PARTICLES = [
    ("van den Berg", ("van den", "Berg")),
    ("in 't Veld", ("in 't", "Veld")),
    ("'t Hart", ("'t", "Hart")),
    ("d'Hont", ("d'", "Hont")),
    ("el Amrani", ("el", "Amrani")),
    ("Ben Ali", ("", "Ben Ali")),
    ("Jansen", ("", "Jansen")),
    ("de la Cruz", ("de la", "Cruz")),
    ("op ten Noort", ("op ten", "Noort")),
]


@pytest.mark.parametrize(("surname", "parts"), PARTICLES)
def test_particles_come_off(surname: str, parts: tuple[str, str]) -> None:
    assert split_particle(surname) == parts


PIECES = st.lists(
    st.tuples(st.text("aé \n-.", min_size=1, max_size=6), st.sampled_from(["", "PERSON", "ORG"])), max_size=12
)
NOISES = [kind for _, kind in (*noise.EARLY, *noise.LATE)] + [wrapped, broken_names]


@given(PIECES, st.sampled_from(NOISES), st.integers(0, 1000))
def test_noise_keeps_labels_sound(pieces: list[tuple[str, str]], kind: noise.Noise, seed: int) -> None:
    draft = tidy(assemble(pieces))
    if draft.text:
        assert_sound(tidy(kind(draft, Random(seed))))


MARKED = "abc def ghi"
EDITS = [
    ([(4, 4, "> ")], "def"),
    ([(7, 7, "s")], "def"),
    ([(5, 5, "-\n")], "d-\nef"),
    ([(4, 7, "Q")], "Q"),
    ([(0, 3, "")], "def"),
    ([(3, 5, "_")], "_ef"),
    ([(6, 9, "__")], "de__"),
    ([(0, 1, "xxx"), (5, 6, ""), (8, 8, "y")], "df"),
    ([(4, 5, ""), (5, 6, ""), (6, 7, "")], ""),
]


@pytest.mark.parametrize(("edits", "covered"), EDITS)
def test_edits_move_labels(edits: list[tuple[int, int, str]], covered: str) -> None:
    moved = apply(Draft(MARKED, ((4, 7, "PERSON"), (8, 11, "ORG"))), edits)
    start, end, _ = moved.spans[0]
    assert moved.text[start:end] == covered


NOISY = [
    (noise.lower_names, "Ik zag jan Piet"),
    (noise.lower_case, "ik zag jan piet"),
    (noise.letter_spaced, "Ik zag J a n Piet"),
]


@pytest.mark.parametrize(("kind", "expected"), NOISY)
def test_noise_does_what_it_says(kind: noise.Noise, expected: str) -> None:
    draft = Draft("Ik zag Jan Piet", ((7, 10, "PERSON"),))
    assert expected in {kind(draft, Random(seed)).text for seed in range(10)}


def test_quoting_marks_the_last_lines() -> None:
    draft = Draft("een\nJan\ndrie", ((4, 7, "PERSON"),))
    quoted = [noise.quoted(draft, Random(seed)) for seed in range(30)]
    assert "een\n> Jan\n> drie" in {result.text for result in quoted}
    assert all(result.text[slice(*result.spans[0][:2])] == "Jan" for result in quoted)


def test_names_break_over_lines() -> None:
    draft = Draft("Zie Visser-de Boer hier", ((4, 18, "PERSON"),))
    texts = {broken_names(draft, Random(seed)).text for seed in range(80)}
    assert {"Zie Visser-\nde Boer hier", "Zie Visser-de\nBoer hier"} <= texts


def test_long_lines_are_wrapped() -> None:
    draft = wrapped(Draft("woord " * 60, ()), Random(1))
    assert max(map(len, draft.text.split("\n"))) <= 96


def test_pools_that_name_each_other_come_to_an_end(maker: Maker, tmp_path: Path) -> None:
    (tmp_path / "pools").mkdir()
    (tmp_path / "pools" / "loop.txt").write_text("x{s:loop}", encoding="utf-8")
    library: Library = load_library([tmp_path], resolve)
    out: list[tuple[str, str]] = []
    library.pools["loop"][0].render(Scene(Random(1), maker.world, library.pools), out)
    assert 1 < len(out) < 20
