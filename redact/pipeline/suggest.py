"""Corrections of a finished case as rules that a jurist may accept: what to leave, what to redact always.

Names of persons are no rules: a rule book is for every case, and a citizen's name has no place in it. They are left
out, and so is what leads to one person (numbers, addresses), and passages; how many were is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import regex

from redact.case import Case, default_case_folder
from redact.detect import is_word
from redact.detect.lexicon import shipped_lexicon
from redact.errors import InputError, UsageProblem
from redact.files import read_whole, storing, write_whole
from redact.model import Verdict
from redact.pipeline.groups import PERSON, groups, plain
from redact.pipeline.learning import as_found, decided_by_people
from redact.pipeline.twins import is_taken_over
from redact.review import BY_HAND, Entry, HitList, from_json
from redact.rulebook import RuleBook
from redact.tables import one_line

LEAST = 2
"""So often a text must have been left to be a candidate."""
LONGEST = 60
_SCORE = 0.97
_NAMES = (PERSON, "PUBLIC_OFFICIAL", "SIGNATURE")
_PERSONAL = (
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "NL_BSN",
    "IBAN",
    "ID_NUMBER",
    "PERSONAL_NUMBER",
    "DATE_OF_BIRTH",
    "ADDRESS",
    "LICENSE_PLATE",
    "USERNAME",
)
"""Kinds that lead to one person."""
_TECHNICAL = ("SYSTEM_NAME", "HOSTNAME", "INTERNAL_URL", "UNC_PATH", "IP_ADDRESS", "MAC_ADDRESS")
_MOST_DIGITS = 5
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*")


class LeftOut(StrEnum):
    """Why something is no candidate, in words for the terminal."""

    NAME = "may be a person's name"
    PERSONAL = "leads to one person"
    LONG = "passages and texts that cannot stand on one line"
    MARKING = "redacted by a marking, which no rule can propose"
    RARE = f"left fewer than {LEAST} times"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that people treated otherwise than was proposed, and the hits that show it."""

    text: str = field(repr=False)
    hit_ids: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    """Why it was redacted; none for a text to leave."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a case teaches: texts to leave, texts to redact, and how many of each were left out for which reason."""

    keep: tuple[Candidate, ...]
    always: tuple[Candidate, ...]
    left_out: Mapping[LeftOut, int]


def suggest(bundle: Path, out: Path | None, rulebook: RuleBook) -> Suggestions:
    """What the corrections in a bundle's case teach; it holds document text.

    Args:
        bundle: the bundle.
        out: the case folder; None for the one beside the bundle.
        rulebook: for the markings.

    Raises:
        InputError: there is no case yet.
    """
    case = Case((out or default_case_folder(bundle)).absolute())
    data = read_whole(case.hits_json)
    if data is None:
        raise InputError(f"There is no case in {case.root} yet. Begin with `redact run {bundle}`.")
    return corrections(from_json(data), rulebook)


def corrections(hit_list: HitList, rulebook: RuleBook) -> Suggestions:
    """The candidates of a hit list: only what people decided counts, and what was taken over from a twin does not."""
    sorter = _Sorter(hit_list, rulebook)
    keep, always = tuple(sorter.to_keep()), tuple(sorter.to_redact())
    return Suggestions(keep, always, dict(sorter.left_out))


class _Sorter:
    """Tells candidates from what is no matter for a rule book."""

    def __init__(self, hit_list: HitList, rulebook: RuleBook) -> None:
        self.left_out: Counter[LeftOut] = Counter()
        self._markings = {marking.marking_id for marking in rulebook.markings}
        self._persons = {hit_id for group in groups(hit_list) if group.kind == PERSON for hit_id in group.hit_ids}
        self._by_text: dict[str, list[Entry]] = {}
        for entry in hit_list.entries:
            if entry.hit.text and not entry.hit.hint:
                self._by_text.setdefault(plain(entry.hit.text), []).append(entry)

    def to_keep(self) -> Iterator[Candidate]:
        """Texts that people left though they were proposed for redaction, and that stay wherever they stand."""
        for entries in self._by_text.values():
            left = [entry for entry in entries if _is_corrected(entry, Verdict.KEEP)]
            if not left or any(entry.verdict is not Verdict.KEEP for entry in entries):
                continue
            reason = self._unfit_to_keep(left)
            if reason is None:
                yield _candidate(left)
            else:
                self.left_out[reason] += 1

    def _unfit_to_keep(self, left: Sequence[Entry]) -> LeftOut | None:
        text = one_line(left[0].hit.text)
        if len(left) < LEAST:
            return LeftOut.RARE
        if any(entry.hit.entity_type in _NAMES for entry in left) and may_be_name(text, sure=True):
            return LeftOut.NAME
        return None if _is_short(text) else LeftOut.LONG

    def to_redact(self) -> Iterator[Candidate]:
        """Texts that people added, or redacted though they were proposed to stay, and left nowhere."""
        for entries in self._by_text.values():
            redacted = [entry for entry in entries if _is_corrected(entry, Verdict.REDACT)]
            if not redacted or any(entry.verdict is Verdict.KEEP for entry in entries):
                continue
            reason = self._unfit_to_redact(redacted, entries)
            if reason is None:
                yield _candidate(redacted)
            else:
                self.left_out[reason] += 1

    def _unfit_to_redact(self, redacted: Sequence[Entry], entries: Sequence[Entry]) -> LeftOut | None:
        text, kinds = one_line(redacted[0].hit.text), {entry.hit.entity_type for entry in entries}
        named = any(entry.hit_id in self._persons for entry in entries)
        if named or kinds & set(_NAMES) or (not kinds & set(_TECHNICAL) and may_be_name(text, sure=False)):
            return LeftOut.NAME
        digits = sum(letter.isdigit() for letter in text)
        if kinds & set(_PERSONAL) or (not kinds & set(_TECHNICAL) and (digits > _MOST_DIGITS or "@" in text)):
            return LeftOut.PERSONAL
        if any(self._markings & set(entry.grounds) for entry in redacted):
            return LeftOut.MARKING
        return None if _is_short(text) else LeftOut.LONG


def _is_corrected(entry: Entry, verdict: Verdict) -> bool:
    """Whether people said something else of a hit than was proposed, or added it."""
    if entry.verdict is not verdict or not decided_by_people(entry) or is_taken_over(entry):
        return False
    added = entry.hit.entity_type == BY_HAND
    return verdict is Verdict.REDACT if added else as_found(entry.hit).proposal is not verdict


def may_be_name(text: str, *, sure: bool) -> bool:
    """Whether a text holds a word with a capital that is listed as a first name or surname.

    Args:
        text: a text.
        sure: whether a word that means something else as well ('Mei', 'Bakker') counts as no name.
    """
    lexicon = shipped_lexicon()
    words = (word.group() for word in _WORD.finditer(text) if word.group()[0].isupper())
    listed = (word for word in words if {word, word.title()} & (lexicon.first_names | lexicon.surnames))
    return any(not sure or not is_word(word.lower()) for word in listed)


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST and text.isprintable() and bool(_WORD.search(text) or any(map(str.isdigit, text)))


def _candidate(entries: Sequence[Entry]) -> Candidate:
    grounds = Counter(entry.grounds for entry in entries if entry.verdict is Verdict.REDACT).most_common(1)
    ids = tuple(entry.hit_id for entry in entries)
    return Candidate(one_line(entries[0].hit.text), ids, grounds[0][0] if grounds else ())


def rule_files(found: Suggestions, rulebook: RuleBook) -> dict[str, str]:
    """Candidates as entity rules, by file name: one file of texts to keep, and one a ground of texts to redact."""
    files: dict[str, str] = {}
    if found.keep:
        files["suggested_keep.yaml"] = "\n".join(_keep_rule(found.keep))
    by_grounds: dict[tuple[str, ...], list[Candidate]] = {}
    for candidate in found.always:
        by_grounds.setdefault(candidate.grounds, []).append(candidate)
    for grounds, candidates in by_grounds.items():
        name = "_".join(("suggested_always", *(regex.sub(r"\W", "_", code) for code in grounds)))
        files[f"{name}.yaml"] = "\n".join(_always_rule(name, grounds, candidates, rulebook))
    return files


def write_rule_files(files: Mapping[str, str], folder: Path) -> tuple[Path, ...]:
    """Writes rule files into a folder.

    Raises:
        UsageProblem: one is there already; nothing is written.
        StorageError: they cannot be written.
    """
    paths = {folder / name: text for name, text in files.items()}
    if there := sorted(str(path) for path in paths if path.exists()):
        raise UsageProblem(f"--out: {', '.join(there)} is there already. Choose another folder, or move it away.")
    with storing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for path, text in paths.items():
        write_whole(path, text.encode())
    return tuple(paths)


def _keep_rule(candidates: Sequence[Candidate]) -> Iterator[str]:
    yield "# Texts that people left though they were proposed for redaction. Accept or delete each line, in both lists."
    yield from _head("suggested_keep", "blijft staan (voorgesteld)")
    yield from _lists(candidates, "left")
    yield "ground: {}"
    yield "keep: true"
    yield "reason: in een eerdere zaak steeds laten staan"
    yield ""


def _always_rule(
    name: str, grounds: Sequence[str], candidates: Sequence[Candidate], rulebook: RuleBook
) -> Iterator[str]:
    yield "# Texts that people redacted though nothing proposed it. Accept or delete each line, in both lists."
    yield from _head(name, "altijd lakken (voorgesteld)")
    yield from _lists(candidates, "redacted")
    regime = rulebook.ground(grounds[0]).regime.value
    yield f"ground: {{{regime}: [{', '.join(_quoted(code) for code in grounds)}]}}"
    yield ""


def _head(name: str, label: str) -> Iterator[str]:
    yield f"name: {name}"
    yield f"entity_type: {name.upper()}"
    yield f"label: {label}"
    yield f"score: {_SCORE}"
    yield "ignore_case: false"


def _lists(candidates: Sequence[Candidate], done: str) -> Iterator[str]:
    yield "patterns:"
    for candidate in candidates:
        note = "; also a surname or first name" if may_be_name(candidate.text, sure=False) else ""
        times = "once" if len(candidate.hit_ids) == 1 else f"{len(candidate.hit_ids)} times"
        yield f"# {done} {times}: {_ids(candidate.hit_ids)}{note}"
        yield f"- {_quoted(_pattern(candidate.text))}"
    yield "matches:"
    for candidate in candidates:
        yield f"- {_quoted(candidate.text)}"


def _ids(hit_ids: Sequence[str]) -> str:
    return ", ".join(hit_ids[:10]) + (" ..." if len(hit_ids) > 10 else "")


def _pattern(text: str) -> str:
    """The text as a word of its own, over a line end too."""
    words = r"\s".join(map(regex.escape, text.split()))
    before = r"(?<![\p{L}\d])" if text[0].isalnum() else ""
    behind = r"(?![\p{L}\d])" if text[-1].isalnum() else ""
    return f"{before}{words}{behind}"


def _quoted(text: str) -> str:
    """A text as YAML reads it back, whatever is in it."""
    return "'" + text.replace("'", "''") + "'"
