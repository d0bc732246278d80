"""Whether a passage withheld as somebody's opinion holds facts and no opinion: facts do not fall under that ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from redact.model import Regime
from redact.review.hitlist import Entry
from redact.review_rules import FactRule, covered
from redact.rule_patterns import compile_patterns
from redact.rulebook import RuleBook

OPINION = "POLICY_OPINION"
"""The rule whose signal words and grounds these are."""


def facts_hint(entry: Entry, rulebook: RuleBook) -> str:
    """What to consider of a hit withheld on 11.1 or 5.2, in Dutch; '' where there is nothing to say.

    'bevat feiten (2 datums, 1 bedrag) en geen oordeel: feiten vallen niet onder 11.1'
    """
    ground = opinion_ground(entry.grounds, rulebook)
    if not ground or entry.hit.hint or not entry.hit.text or _tells_opinion(entry.hit.text, rulebook):
        return ""
    facts = ", ".join(_counted(entry.hit.text, rulebook.review.facts))
    label = rulebook.label((ground,))
    return f"bevat feiten ({facts}) en geen oordeel: feiten vallen niet onder {label}" if facts else ""


def opinion_ground(codes: Sequence[str], rulebook: RuleBook) -> str:
    """The first of these grounds that is one for personal opinions on policy; '' when none is."""
    articles = opinion_grounds(rulebook)
    return next((code for code in codes if covered(code, articles)), "")


def opinion_grounds(rulebook: RuleBook) -> tuple[str, ...]:
    """The grounds of both laws for personal opinions on policy."""
    return tuple(code for regime in Regime for code in rulebook.entity_grounds(OPINION, regime))


def _tells_opinion(text: str, rulebook: RuleBook) -> bool:
    rule = rulebook.rule(OPINION)
    signals = compile_patterns(rule) if rule else ()
    return any(pattern.search(text) for pattern in (*signals, *_compiled(rulebook.review.opinions)))


def _counted(text: str, rules: Sequence[FactRule]) -> Iterator[str]:
    """'2 datums', '1 bedrag': each stretch of text counts for the first kind that finds it."""
    taken: set[int] = set()
    for rule in rules:
        count = 0
        for match in (match for pattern in _compiled(rule.patterns) for match in pattern.finditer(text)):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                count += 1
        if count:
            yield f"{count} {rule.one if count == 1 else rule.more}"


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> tuple[regex.Pattern[str], ...]:
    return tuple(regex.compile(pattern, regex.IGNORECASE) for pattern in patterns)
