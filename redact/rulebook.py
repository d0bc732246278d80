"""The rule book: the grounds of the law, the markings, and what to look for, as jurists write it in `rules/`.

YAML comes in by `load_rulebook` only and is checked there by pydantic; everything after speaks frozen records.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from redact.box_rules import BOXES, BoxesFile, BoxRules
from redact.checks import CHECKS
from redact.errors import RulesError
from redact.ground_codes import code_regime, parse_codes, split_codes
from redact.model import Ground, Marking, Regime, Rule
from redact.officials import Official, OfficialsFile
from redact.pattern_safety import ADVICE, slow_patterns
from redact.resources import shipped
from redact.review_rules import REVIEW, ReviewFile, ReviewRules
from redact.rule_files import RuleFiles
from redact.rule_patterns import example_mistakes

OFFICIALS = "officials.yaml"
_UNSPOKEN = "aanhef en "
"""Words of an article that are not read aloud at box after box: 'artikel 10, tweede lid, onder e, Wob'."""
_OTHER_LABEL = "overig"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Grounds that cannot stand together on one passage; `codes` and `never_with` are patterns ('5.1.2*')."""

    rule_id: str
    codes: tuple[str, ...]
    never_with: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything in `rules/`, checked.

    The `grounds` of a Hit, Term or Review are canonical codes ('10.2e', '11.1'), or exactly one marking by its **id**
    ('buiten_verzoek', 'wbni'). `label` and `description` also take any variant of a marking, so that what a
    person typed can be shown before it is normalised.
    """

    version: str
    """First 12 hex digits of a SHA-256 over the names and bytes of the files."""
    rules: tuple[Rule, ...]
    grounds: tuple[Ground, ...]
    markings: tuple[Marking, ...]
    conflicts: tuple[Conflict, ...] = field(default=(), repr=False)
    officials: tuple[Official, ...] = field(default=(), repr=False)
    boxes: BoxRules = field(default_factory=BoxRules)
    review: ReviewRules = field(default_factory=ReviewRules)

    def ground(self, code: str) -> Ground:
        """The ground with this canonical code.

        Raises:
            RulesError: no such code.
        """
        for ground in self.grounds:
            if ground.code == code:
                return ground
        raise RulesError(f"No ground has that code. Valid codes: {_listing(self.grounds)}.")

    def codes(self, regime: Regime) -> tuple[str, ...]:
        """The canonical codes of one law, in the order of the law."""
        return tuple(ground.code for ground in self.grounds if ground.regime == regime)

    def rule(self, entity_type: str) -> Rule | None:
        """The rule for an entity type, or None (a terms file may bring its own types)."""
        return next((rule for rule in self.rules if rule.entity_type == entity_type), None)

    def parse_grounds(self, text: str) -> tuple[Ground, ...]:
        """Grounds in any usual spelling, separated by ',', ';', '/', 'en' or a space; each once, in order.

        Empty text gives an empty tuple. A marking is no ground: ask `marking` first.

        Raises:
            RulesError: a piece that is no ground (the message gives its position, never its text), or both laws mixed.
        """
        known = {ground.code: ground for ground in self.grounds}
        pieces = split_codes(text)
        wrong = [str(place) for place, code in enumerate(pieces, start=1) if code not in known]
        grounds = tuple(dict.fromkeys(known[code] for code in pieces if code in known))
        regimes = {ground.regime for ground in grounds}
        if wrong:
            valid = [ground for ground in self.grounds if not regimes or ground.regime in regimes]
            raise RulesError(f"Piece {', '.join(wrong)} is no ground. Valid codes: {_listing(valid)}.")
        if len(regimes) > 1:
            wob, woo = (", ".join(self.codes(regime)) for regime in Regime)
            raise RulesError(f"Grounds of both laws are mixed. Choose those of the Wob ({wob}) or of the Woo ({woo}).")
        return grounds

    def marking(self, text: str) -> Marking | None:
        """The marking that `text` names by id, label, title or any variant, in any case; None when it names none."""
        wanted = _plain(text)
        for marking in self.markings:
            names = (marking.marking_id, marking.label, marking.title, *marking.variants)
            if any(_variant_pattern(name).fullmatch(wanted) for name in names):
                return marking
        return None

    def label(self, grounds: Sequence[str]) -> str:
        """What stands on a box: '10.2.e; 10.2.g', or a marking's label.

        Raises:
            RulesError: an entry that is neither a code nor a marking.
        """
        return "; ".join(self._named(entry).label for entry in grounds)

    def description(self, grounds: Sequence[str]) -> str:
        """What a screen reader says, in Dutch: 'gelakt op grond van artikel 11, eerste lid, Wob'.

        Raises:
            RulesError: an entry that is neither a code nor a marking.
        """
        named = [self._named(entry) for entry in grounds]
        articles = [each.long.replace(_UNSPOKEN, "") for each in named if isinstance(each, Ground)]
        titles = [each.title for each in named if isinstance(each, Marking)]
        if articles:
            return " en ".join([f"gelakt op grond van {articles[0]}", *articles[1:], *titles])
        return f"gelakt: {' en '.join(titles)}" if titles else "gelakt"

    def _named(self, entry: str) -> Ground | Marking:
        known = next((ground for ground in self.grounds if ground.code == entry), None)
        return known or self.marking(entry) or self.ground(entry)

    def entity_label(self, entity_type: str) -> str:
        """The Dutch word for a kind of hit: 'persoonsnaam'; 'overig' where no rule names it."""
        rule = self.rule(entity_type)
        return rule.label if rule else _OTHER_LABEL

    def goes_everywhere(self, entity_type: str, text: str) -> bool:
        """Whether a text of this kind, found in one place, is to be looked for in the whole bundle."""
        rule = self.rule(entity_type)
        return rule is None or (not rule.hint and len(text.split()) >= rule.echo_words)

    def entity_grounds(self, entity_type: str, regime: Regime) -> tuple[str, ...]:
        """The canonical codes that the rule book proposes for a kind of hit under one law; empty where it has none."""
        rule = self.rule(entity_type)
        return tuple(code for law, code in rule.grounds if law == regime) if rule else ()

    def problems(self, codes: Sequence[str]) -> list[str]:
        """Dutch sentences about grounds that cannot stand together on one passage; empty when all is well."""
        return [
            f"{conflict.message} ({conflict.rule_id})"
            for conflict in self.conflicts
            if _any_match(codes, conflict.codes) and _any_match(codes, conflict.never_with)
        ]

    def check(self, rule: Rule) -> list[str]:
        """What is wrong with a rule's own examples (`matches`, `rejects`, `spans`), in English; empty when all hold."""
        return list(example_mistakes(rule))


def _any_match(codes: Sequence[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(code, pattern) for code in codes for pattern in patterns)


def _listing(grounds: Sequence[Ground]) -> str:
    return ", ".join(ground.code for ground in grounds)


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(" .:;,").casefold()


@cache
def _variant_pattern(variant: str) -> regex.Pattern[str]:
    parts = regex.split(r"\{\w+\}", _plain(variant))
    return regex.compile(r"[\p{L}\d.-]+(?: [\p{L}\d.-]+){0,3}".join(map(regex.escape, parts)))


_Codes = Annotated[list[StrictStr], BeforeValidator(lambda value: value if isinstance(value, list) else [value])]
_Name = Annotated[StrictStr, Field(min_length=1)]


class _Schema(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _GroundEntry(_Schema):
    regime: Regime
    code: _Name
    label: _Name
    title: _Name
    kind: Literal["absolute", "relative", "residual", "temporary", "discretionary", "duty_to_disclose"]
    long: _Name


class _MarkingEntry(_Schema):
    id: _Name
    label: _Name
    title: _Name
    variants: list[_Name] = []


class _ConflictEntry(_Schema):
    id: _Name
    codes: list[_Name]
    never_with: list[_Name]
    law: _Name
    message: _Name


class _GroundsFile(_Schema):
    grounds: list[_GroundEntry]
    markings: list[_MarkingEntry]
    conflicts: list[_ConflictEntry] = []


class _EntityFile(_Schema):
    name: _Name
    entity_type: Annotated[StrictStr, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    label: _Name
    patterns: list[_Name] = []
    check: StrictStr = ""
    context: list[_Name] = []
    score: Annotated[float, Field(ge=0, le=1)]
    ground: dict[Regime, _Codes]
    ignore_case: StrictBool = True
    keep: StrictBool = False
    hint: StrictBool = False
    reason: StrictStr = ""
    echo_words: Annotated[StrictInt, Field(ge=1, le=9)] = 1
    matches: list[_Name] = []
    rejects: list[_Name] = []
    spans: dict[_Name, _Name] = {}


def load_rulebook(folder: Path | None = None) -> RuleBook:
    """Reads and checks `grounds.yaml`, `entities/*.yaml`; where they are, `officials`, `boxes` and `review.yaml` too.

    Args:
        folder: another rule book than the one that ships.

    Raises:
        RulesError: with every mistake in every file, each with its file and field.
    """
    folder = shipped("rules") if folder is None else folder
    door = RuleFiles(folder)
    law = door.read(folder / "grounds.yaml", _GroundsFile)
    paths = sorted((folder / "entities").glob("*.yaml"))
    public = door.read(folder / OFFICIALS, OfficialsFile) if (folder / OFFICIALS).exists() else None
    chosen, reading = door.read_if_there(BOXES, BoxesFile), door.read_if_there(REVIEW, ReviewFile)
    entries = {path.name: entry for path in paths if (entry := door.read(path, _EntityFile))}
    if law:
        door.mistakes += [f"grounds.yaml: {text}" for text in _law_mistakes(law)]
    for name, entry in entries.items():
        door.mistakes += [f"entities/{name}: {text}" for text in _entity_mistakes(entry, law)]
    if public:
        door.mistakes += [f"{OFFICIALS}: {text}" for text in public.mistakes()]
    if reading and law:
        door.mistakes += [f"{REVIEW}: {text}" for text in reading.mistakes([entry.code for entry in law.grounds])]
    for key in ("name", "entity_type"):
        door.mistakes += [f"entities: {text}" for text in _doubles(key, [getattr(e, key) for e in entries.values()])]
    for name, entry in entries.items() if folder != shipped("rules") and not door.mistakes else ():
        slow = slow_patterns(entry.patterns, entry.ignore_case, (*entry.matches, *entry.spans))
        door.mistakes += [f"entities/{name}: patterns.{number}: {ADVICE}" for number in slow]
    for where, patterns, examples in reading.patterns() if reading and not door.mistakes else ():
        slow = slow_patterns(patterns, True, tuple(examples))
        door.mistakes += [f"{REVIEW}: {where}.{number}: {ADVICE}" for number in slow]
    if law is None or chosen is None or reading is None or door.mistakes:
        raise RulesError(door.report())
    boxes = chosen.record()
    return RuleBook(
        version=_version(folder),
        rules=tuple(map(_rule, entries.values())),
        grounds=_grounds(law, boxes),
        markings=_markings(law),
        conflicts=_conflicts(law),
        officials=public.records() if public else (),
        boxes=boxes,
        review=reading.record(),
    )


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def _law_mistakes(law: _GroundsFile) -> Iterator[str]:
    for number, entry in enumerate(law.grounds, start=1):
        if parse_codes(entry.code) != (entry.code,) or code_regime(entry.code) is not entry.regime:
            yield f"grounds.{number}.code: is no canonical code of the {entry.regime.capitalize()}"
        if parse_codes(entry.label) != (entry.code,):
            yield f"grounds.{number}.label: is no spelling of its code"
    yield from _doubles("grounds: code", [entry.code for entry in law.grounds])
    yield from _doubles("markings: id", [entry.id for entry in law.markings])


def _entity_mistakes(entry: _EntityFile, law: _GroundsFile | None) -> Iterator[str]:
    if entry.check and entry.check not in CHECKS:
        yield f"check: there is no {entry.check!r}; there are {', '.join(sorted(CHECKS))}"
    for number, pattern in enumerate(entry.patterns, start=1):
        try:
            regex.compile(pattern)
        except regex.error as error:
            yield f"patterns.{number}: {error}"
    if entry.keep and not entry.reason:
        yield "reason: say in Dutch why these stay readable (keep is true)"
    if entry.hint and (entry.keep or not entry.reason):
        yield "hint: needs a reason in Dutch, and keep left out (a hint is shown, never proposed)"
    if bool(entry.patterns) != bool(entry.matches or entry.spans):
        yield "matches: a rule with patterns needs examples, one without cannot have them"
    known = {each.code for each in law.grounds} if law else set()
    for regime, code in _entity_codes(entry) if law else ():
        if code not in known or code_regime(code) is not regime:
            yield f"ground.{regime}: is no ground of the {regime.capitalize()} in grounds.yaml"


def _entity_codes(entry: _EntityFile) -> Iterator[tuple[Regime, str]]:
    for regime, spelt in entry.ground.items():
        for spelling in spelt:
            yield from ((regime, code) for code in split_codes(spelling) or [""])


def _doubles(what: str, values: Sequence[str]) -> list[str]:
    return [f"{what}: {value!r} stands twice" for value in dict.fromkeys(values) if values.count(value) > 1]


def _grounds(law: _GroundsFile, boxes: BoxRules) -> tuple[Ground, ...]:
    return tuple(Ground(e.regime, e.code, boxes.spelt(e.code, e.label), e.title, e.kind, e.long) for e in law.grounds)


def _markings(law: _GroundsFile) -> tuple[Marking, ...]:
    return tuple(Marking(e.id, e.label, e.title, tuple(e.variants)) for e in law.markings)


def _conflicts(law: _GroundsFile) -> tuple[Conflict, ...]:
    return tuple(Conflict(e.id, tuple(e.codes), tuple(e.never_with), e.message) for e in law.conflicts)


def _rule(entry: _EntityFile) -> Rule:
    return Rule(
        name=entry.name,
        entity_type=entry.entity_type,
        patterns=tuple(entry.patterns),
        score=entry.score,
        label=entry.label,
        check=entry.check,
        context=tuple(entry.context),
        grounds=tuple(_entity_codes(entry)),
        ignore_case=entry.ignore_case,
        matches=(*entry.matches, *entry.spans),
        rejects=tuple(entry.rejects),
        spans=tuple(entry.spans.items()),
        keep=entry.keep,
        hint=entry.hint,
        reason=entry.reason,
        echo_words=entry.echo_words,
    )
