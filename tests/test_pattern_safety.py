"""Patterns that backtrack are refused when a rule book is loaded; sound ones never are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from redact.cli import main
from redact.errors import ExitCode, RulesError
from redact.model import Rule
from redact.pattern_safety import backtracks, slow_patterns
from redact.rulebook import load_rulebook

SHIPPED = Path(__file__).parents[1] / "rules"
BOMBS = {
    r"(a+)+$": "aaa",
    r"(?:\w+\s?)+:": "een twee:",
    r"(?:x+x+)+y": "xxy",
    r"(?:\d{2}|\d+)+;": "1234;",
    r"(?:foo|foofoo)*bar": "foobar",
    r"(?:de |het |de het )+x!": "de x!",
    r'"(?:\\.|[^"])*"!': '"a"!',
    r"(?:\p{Lu}\p{Ll}*\s*)+\.": "Aa Bb.",
    r"(?:(?:ab)*c?)*d": "ababcd",
    r"\w*_\w*_\w*_\w*$": "a_b_c_d",
    r"(?:\p{L}+-?)+\d": "ab-c1",
    r"\s*\s*\s*;": " ;",
    r"(?:é+)+ü": "éü",
}
SOUND = {
    r"\b\d{4} ?[A-Z]{2}\b": "1234 AB",
    r"\w+@\w+\.nl": "a@b.nl",
    r"(?:[a-z\d-]{1,63}\.){1,5}nl": "a.b.nl",
    r"(?:\w++\s?)++:": "een twee:",
    r"\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){0,3}": "Aa Bb",
    r".*einde": "het einde",
    r"kenmerk (?:\w+)+ einde": "kenmerk abc einde",
    r"[^\n]{0,300}x$": "abcx",
    r"(?<=kenmerk )[\p{L}\d/-]+": "kenmerk A/1",
}


@pytest.mark.parametrize("pattern", BOMBS)
def test_a_pattern_that_backtracks_is_known(pattern: str) -> None:
    assert backtracks(pattern, True, (BOMBS[pattern],))


@pytest.mark.parametrize("pattern", SOUND)
def test_a_sound_pattern_is_left_alone(pattern: str) -> None:
    assert not backtracks(pattern, True, (SOUND[pattern],))


def test_an_example_leads_to_what_the_pattern_alone_does_not() -> None:
    pattern = r"(?<=[q-t]{3}\d{3}[!#])(?:\p{Sc}|\p{Sc}\p{Sc})+\."
    assert not backtracks(pattern, True)
    assert backtracks(pattern, True, ("qrs123!€€.",))


@pytest.mark.parametrize("rule", load_rulebook().rules, ids=lambda rule: rule.name)
def test_no_shipped_pattern_backtracks(rule: Rule) -> None:
    assert [pattern for pattern in rule.patterns if backtracks(pattern, rule.ignore_case, rule.matches)] == []


def test_shipped_patterns_are_not_tried_again() -> None:
    pattern = next(rule.patterns[0] for rule in load_rulebook().rules if rule.patterns)
    before = backtracks.cache_info().misses
    assert slow_patterns([pattern], True, ("ander voorbeeld",)) == []
    assert backtracks.cache_info().misses == before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "regels"
    shutil.copytree(SHIPPED, copy)
    (copy / "entities" / "kenmerk.yaml").write_text(
        "name: kenmerk\nentity_type: KENMERK\nlabel: kenmerk\nscore: 0.5\nground: {wob: 10.2g}\n"
        "patterns: ['K-\\d{4}', '(?:\\w+\\s?)+:']\nmatches: ['K-1234 en nog:']\n"
    )
    return copy


def test_the_rule_book_names_the_file_and_the_pattern(folder: Path) -> None:
    with pytest.raises(RulesError) as error:
        load_rulebook(folder)
    assert "entities/kenmerk.yaml: patterns.2: takes far too long" in str(error.value)
    assert "patterns.1" not in str(error.value) and "{0,40}" in str(error.value)
    assert str(error.value).count("takes far too long") == 1


def test_the_command_ends_with_the_code_for_rules(folder: Path) -> None:
    result = CliRunner().invoke(main, ["rules", "check", str(folder)])
    assert result.exit_code == ExitCode.RULES


def test_without_the_bomb_the_same_folder_loads(folder: Path) -> None:
    path = folder / "entities" / "kenmerk.yaml"
    path.write_text(path.read_text().replace(r"(?:\w+\s?)+:", r"(?:\w{1,20}\s){1,5}:"))
    assert load_rulebook(folder).rule("KENMERK") is not None
