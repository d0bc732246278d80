from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.errors import RulesError
from redact.model import Regime
from redact.resources import shipped
from redact.rulebook import RuleBook, load_rulebook

BOOK = load_rulebook()
GOOD = """
name: test
entity_type: TEST
label: test
patterns: ['\\d{4}']
score: 0.5
ground: {wob: 10.2e, woo: 5.1.2e}
matches: ['code 1234']
rejects: ['code 12']
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder with the grounds that ship and one small entity file."""
    folder = tmp_path / "rules"
    (folder / "entities").mkdir(parents=True)
    shutil.copy(shipped("rules") / "grounds.yaml", folder)
    (folder / "entities" / "test.yaml").write_text(GOOD, "utf-8")
    return folder


def put(rules: Path, name: str, text: str) -> None:
    (rules / "entities" / f"{name}.yaml").write_text(text, "utf-8")


def mistakes(rules: Path) -> str:
    with pytest.raises(RulesError) as caught:
        load_rulebook(rules)
    return str(caught.value)


def test_a_small_rule_book_loads(rules: Path) -> None:
    book = load_rulebook(rules)
    (rule,) = book.rules
    assert rule.grounds == ((Regime.WOB, "10.2e"), (Regime.WOO, "5.1.2e"))
    assert rule.patterns == (r"\d{4}",)
    assert book.check(rule) == []


def test_version_follows_names_and_bytes(rules: Path) -> None:
    first = load_rulebook(rules).version
    assert load_rulebook(rules).version == first
    put(rules, "test", GOOD + "# a remark\n")
    second = load_rulebook(rules).version
    (rules / "entities" / "test.yaml").rename(rules / "entities" / "other.yaml")
    assert len({first, second, load_rulebook(rules).version}) == 3
    assert len(first) == 12


def test_a_rule_book_travels_to_a_worker() -> None:
    assert pickle.loads(pickle.dumps(BOOK)) == BOOK


BROKEN = {
    "ground.wob.0: is a number": GOOD.replace("10.2e", "10.2"),
    "scoer: Extra inputs": GOOD + "scoer: 0.5\n",
    "patterns.1: ": GOOD.replace("\\d{4}", "(\\d{4}"),
    "check: there is no 'elfprof'": GOOD + "check: elfprof\n",
    "ground.wob: is no ground of the Wob": GOOD.replace("10.2e", "10.9z"),
    "ground.woo: is no ground of the Woo": GOOD.replace("woo: 5.1.2e", "woo: 10.2e"),
    "ground.wbo: ": GOOD.replace("wob:", "wbo:"),
    "score: ": GOOD.replace("0.5", "1.5"),
    "entity_type: ": GOOD.replace("TEST", "test type"),
    "reason: ": GOOD + "keep: true\n",
    "matches: a rule with patterns": GOOD.replace("matches: ['code 1234']", ""),
    "cannot be read: key 'score' stands twice": GOOD + "score: 0.7\n",
    "cannot be read: ": "name: [",
    "label: Field required": GOOD.replace("label: test\n", ""),
    "keep: Input should be a valid boolean": GOOD + "keep: maybe\n",
}


@pytest.mark.parametrize(("message", "text"), BROKEN.items())
def test_one_mistake_is_named_with_its_file_and_field(rules: Path, message: str, text: str) -> None:
    put(rules, "broken", text.replace("name: test", "name: broken").replace("TEST", "BROKEN"))
    report = mistakes(rules)
    assert f"entities/broken.yaml: {message}" in report
    assert "1 mistake(s)" in report


def test_all_mistakes_are_reported_at_once(rules: Path) -> None:
    for number, text in enumerate(BROKEN.values()):
        put(rules, f"broken{number}", text.replace("name: test", f"name: b{number}").replace("TEST", f"B{number}"))
    report = mistakes(rules)
    assert f"{len(BROKEN)} mistake(s)" in report
    for number, message in enumerate(BROKEN):
        assert f"entities/broken{number}.yaml: {message}" in report


def test_doubles_among_files(rules: Path) -> None:
    put(rules, "again", GOOD)
    report = mistakes(rules)
    assert "name: 'test' stands twice" in report
    assert "entity_type: 'TEST' stands twice" in report


def test_examples_without_patterns_are_a_mistake(rules: Path) -> None:
    put(rules, "test", GOOD.replace("patterns: ['\\d{4}']", ""))
    assert "one without cannot have them" in mistakes(rules)


def change_grounds(rules: Path, old: str, new: str) -> None:
    path = rules / "grounds.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("code: '11.1'", "code: 11.1", "code: is a number"),
        ("code: '10.2e'", "code: '10.2.e'", "code: is no canonical code of the Wob"),
        ("code: '10.2e'", "code: '10.2d'", "grounds: code: '10.2d' stands twice"),
        ("label: '10.2.e'", "label: '10.2.d'", "label: is no spelling of its code"),
        ("- regime: wob", "- regime: awb", "regime: Input should be 'wob' or 'woo'"),
        ("id: wbni", "id: dubbel", "markings: id: 'dubbel' stands twice"),
        ("markings:\n", "marks:\n", "marks: Extra inputs"),
    ],
)
def test_mistakes_in_the_grounds(rules: Path, old: str, new: str, message: str) -> None:
    change_grounds(rules, old, new)
    report = mistakes(rules)
    assert "grounds.yaml: " in report
    assert message in report


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    assert "grounds.yaml: cannot be read" in mistakes(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("code 1234", "code 123"), "matches 1 is not found"),
        (("code 12'", "code 12345'"), "rejects 1 is found"),
        (("\\d{4}", "\\s\\d{4}"), "blank at its edge"),
        (("rejects:", "spans: {'nr 12345': '12345'}\nrejects:"), "spans 1 finds something else"),
    ],
)
def test_check_names_the_example_that_fails(rules: Path, change: tuple[str, str], message: str) -> None:
    put(rules, "test", GOOD.replace(*change))
    book = load_rulebook(rules)
    (problem,) = book.check(book.rules[0])
    assert message in problem


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("10.2e,10.2g", ["10.2e", "10.2g"]),
        ("10.2.e; 11.1", ["10.2e", "11.1"]),
        ("10.2.e/10.2.g", ["10.2e", "10.2g"]),
        ("10.2.e en 11.1", ["10.2e", "11.1"]),
        ("10.2e 10.2e", ["10.2e"]),
        ("(10)(2e)", ["10.2e"]),
        ("artikel 10, tweede lid, aanhef en onder e, Wob", ["10.2e"]),
        ("5.1.2.e;5.2.1", ["5.1.2e", "5.2"]),
        ("", []),
        (" ; ", []),
    ],
)
def test_parse_grounds(text: str, codes: list[str]) -> None:
    assert [ground.code for ground in BOOK.parse_grounds(text)] == codes


def test_an_unknown_piece_is_named_by_place_and_never_by_text() -> None:
    with pytest.raises(RulesError) as caught:
        BOOK.parse_grounds("10.2e, mevrouw Voorbeeld, 11.1; 10.9q")
    message = str(caught.value)
    assert "Piece 2, 4" in message
    assert "Voorbeeld" not in message
    assert "10.2g" in message
    assert "5.1.2e" not in message


def test_nothing_known_lists_both_laws() -> None:
    with pytest.raises(RulesError, match=r"10\.2e.*5\.1\.2e"):
        BOOK.parse_grounds("onzin")


def test_two_laws_do_not_mix() -> None:
    with pytest.raises(RulesError, match="mixed"):
        BOOK.parse_grounds("10.2e, 5.1.2e")


def test_float_like_codes_do_not_lose_a_digit() -> None:
    with pytest.raises(RulesError):
        BOOK.parse_grounds("11.10")


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(RulesError, match="Valid codes"):
        BOOK.ground("10.9")
    assert BOOK.ground("10.2e").title == "Eerbiediging van de persoonlijke levenssfeer"


@pytest.mark.parametrize(
    ("grounds", "label", "description"),
    [
        (["10.2e"], "10.2.e", "gelakt op grond van artikel 10, tweede lid, onder e, Wob"),
        (
            ["10.2e", "11.1"],
            "10.2.e; 11.1",
            "gelakt op grond van artikel 10, tweede lid, onder e, Wob en artikel 11, eerste lid, Wob",
        ),
        (["5.2"], "5.2", "gelakt op grond van artikel 5.2, eerste lid, Woo"),
        (["5.1.2i"], "5.1.2.i", "gelakt op grond van artikel 5.1, tweede lid, onder i, Woo"),
        (["buiten_verzoek"], "buiten verzoek", "gelakt: buiten de reikwijdte van het verzoek"),
        (["buiten scope"], "buiten verzoek", "gelakt: buiten de reikwijdte van het verzoek"),
        (["wbni"], "Wbni", "gelakt: Wet beveiliging netwerk- en informatiesystemen"),
        ([], "", "gelakt"),
    ],
)
def test_label_and_description(grounds: list[str], label: str, description: str) -> None:
    assert BOOK.label(grounds) == label
    assert BOOK.description(grounds) == description


def test_label_refuses_what_it_does_not_know() -> None:
    with pytest.raises(RulesError) as caught:
        BOOK.label(["mevrouw Voorbeeld"])
    assert "Voorbeeld" not in str(caught.value)


@given(st.sampled_from([ground.code for ground in BOOK.grounds]))
def test_a_label_reads_back_as_its_code(code: str) -> None:
    assert [ground.code for ground in BOOK.parse_grounds(BOOK.label([code]))] == [code]
    assert [ground.code for ground in BOOK.parse_grounds(BOOK.ground(code).long)] == [code]


@given(st.sampled_from([name for m in BOOK.markings for name in (m.marking_id, m.label, m.title, m.label.upper())]))
def test_every_name_of_a_marking_finds_it(name: str) -> None:
    marking = BOOK.marking(f" {name}. ")
    assert marking is not None
    assert BOOK.marking(marking.marking_id) == marking


@pytest.mark.parametrize(
    ("codes", "rule_id"),
    [(["5.1.5", "5.1.2e"], "R1"), (["5.1.5", "5.1.1c"], "R1"), (["10.2e", "5.1.2e"], "R11"), (["11.1", "5.2"], "R11")],
)
def test_grounds_that_cannot_stand_together(codes: list[str], rule_id: str) -> None:
    (problem,) = BOOK.problems(codes)
    assert f"({rule_id})" in problem


@pytest.mark.parametrize("codes", [[], ["5.1.5"], ["5.1.5", "5.2"], ["10.2e", "10.2g", "11.1"], ["wbni", "10.2e"]])
def test_grounds_that_can(codes: list[str]) -> None:
    assert BOOK.problems(codes) == []


def test_entity_words(rules: Path) -> None:
    assert BOOK.entity_label("PERSON") == "persoonsnaam"
    assert BOOK.entity_label("NOBODY") == "overig"
    assert BOOK.entity_grounds("NOBODY", Regime.WOB) == ()
    put(rules, "test", GOOD.replace("wob: 10.2e", "wob: [10.2.e, 10.2.g]"))
    assert load_rulebook(rules).entity_grounds("TEST", Regime.WOB) == ("10.2e", "10.2g")


def test_the_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        BOOK.version = "x"  # type: ignore[misc]
    assert isinstance(BOOK, RuleBook)
