"""What bundle.yaml says of grounds and markings, in the rule book's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from redact.errors import InputError, RulesError
from redact.model import Bundle, Instruction, Judgement, Passage, Regime
from redact.rulebook import RuleBook


def in_own_words(bundle: Bundle, rulebook: RuleBook, regime: Regime) -> Bundle:
    """The bundle with every ground as its code and every marking as its id.

    Raises:
        InputError: grounds or markings that do not exist, or grounds of another law; names all documents concerned.
    """
    faults: list[str] = []
    said: dict[str, Instruction] = {}
    for name, instruction in bundle.instructions.items():
        try:
            said[name] = _instruction(instruction, rulebook, regime)
        except (InputError, RulesError) as error:
            faults.append(f"{name}: {error}")
    if faults:
        raise InputError("bundle.yaml, documents:\n" + "\n".join(faults))
    return replace(bundle, instructions=said)


def _instruction(said: Instruction, rulebook: RuleBook, regime: Regime) -> Instruction:
    if said.judgement is Judgement.NOT_PUBLIC and not said.grounds and not said.markings:
        raise InputError("'niet openbaar' needs grounds or markings")
    return replace(
        said,
        grounds=codes_of(said.grounds, rulebook, regime),
        markings=tuple(marking_of(marking, rulebook) for marking in said.markings),
        passages=tuple(_passage(passage, rulebook, regime) for passage in said.passages),
    )


def _passage(said: Passage, rulebook: RuleBook, regime: Regime) -> Passage:
    marking = marking_of(said.marking, rulebook) if said.marking else ""
    return replace(said, grounds=codes_of(said.grounds, rulebook, regime), marking=marking)


def codes_of(said: Sequence[str], rulebook: RuleBook, regime: Regime) -> tuple[str, ...]:
    """Canonical codes of grounds in any spelling.

    Raises:
        RulesError: unknown grounds.
        InputError: grounds of another law.
    """
    grounds = [ground for each in said for ground in rulebook.parse_grounds(each)]
    if any(ground.regime is not regime for ground in grounds):
        raise InputError(f"this case is under the {regime.value.capitalize()}: {', '.join(rulebook.codes(regime))}")
    return tuple(dict.fromkeys(ground.code for ground in grounds))


def marking_of(said: str, rulebook: RuleBook) -> str:
    """The id of a marking in any of its variants.

    Raises:
        InputError: there is no such marking.
    """
    marking = rulebook.marking(said)
    if marking is None:
        raise InputError("unknown marking; choose from " + ", ".join(each.label for each in rulebook.markings))
    return marking.marking_id
