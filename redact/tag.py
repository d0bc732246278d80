"""Gives every hit its legal ground under the chosen law, and a proposal to the reviewer. Finds nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from redact.errors import RulesError
from redact.ground_codes import code_regime
from redact.model import Hit, Regime, Verdict
from redact.rulebook import RuleBook

WOO_COMMENCEMENT = date(2022, 5, 1)
"""A decision of this day or later is taken under the Woo."""


def tag(hits: Iterable[Hit], rulebook: RuleBook, regime: Regime, allowed: frozenset[str]) -> list[Hit]:
    """Sets grounds and proposals, in the order of `hits`.

    A hit that has grounds came from a person (a terms file, a reviewer's row) and stays as it is. A hit of a keep rule
    is proposed as 'laten staan' and always stays. Any other hit gets those grounds of its rule that are `allowed`, and
    is dropped where none is. A hit for which the rule book has no ground under `regime` stays without one, so that a
    reviewer decides: dropping it would lose a finding that nobody ever saw.

    Args:
        hits: what detection found.
        rulebook: grounds and keep rules by entity type.
        regime: the law of this decision.
        allowed: canonical codes chosen for this run; empty for all.
    """
    return [tagged for hit in hits for tagged in _tag_one(hit, rulebook, regime, allowed)]


def _tag_one(hit: Hit, rulebook: RuleBook, regime: Regime, allowed: frozenset[str]) -> Iterator[Hit]:
    rule = rulebook.rule(hit.entity_type)
    if hit.grounds:
        yield hit
    elif rule is not None and rule.keep:
        yield replace(hit, proposal=Verdict.KEEP, reason=hit.reason or rule.reason)
    else:
        grounds = rulebook.entity_grounds(hit.entity_type, regime)
        chosen = tuple(code for code in grounds if not allowed or code in allowed)
        if chosen or not grounds:
            yield replace(hit, grounds=chosen)


def regime_of(codes: Iterable[str], decision_date: date | None, default: Regime) -> Regime:
    """The law of a decision: that of its grounds, else that of its date, else `default`. Markings say nothing.

    Raises:
        RulesError: grounds of both laws.
    """
    regimes = {regime for regime in map(code_regime, codes) if regime}
    if len(regimes) > 1:
        raise RulesError("Grounds of the Wob and of the Woo are mixed. A decision is taken under one law: choose one.")
    if regimes:
        return regimes.pop()
    if decision_date is None:
        return default
    return Regime.WOO if decision_date >= WOO_COMMENCEMENT else Regime.WOB
