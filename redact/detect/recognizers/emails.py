"""E-mail addresses that do not stand in one piece (broken over lines, '[at]'), and those of a unit, which may stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from redact.detect.mailboxes import UNIT, is_unit
from redact.detect.recognizers.values import TIMEOUT_S, Value, ValueRecognizer, value

EMAIL_ADDRESS = "EMAIL_ADDRESS"
FUNCTIONAL_MAILBOX = "FUNCTIONAL_MAILBOX"
REASON = "e-mailadres dat niet aan één stuk staat"
_AT = regex.compile(
    r"@(?<=[\p{L}\d_.-][ ]?(?:\n[ \t>]{0,20})?@)(?=[ ]?(?:\n[ \t>]*)?[\p{L}\d])|[©®](?<=[\p{L}\d].)(?=[\p{L}\d])"
    r"|[\[({<][ ]?(?:(?i:at|apenstaart(?:je)?)|a|@)[ ]?[\])}>][ ]?"
)
_SPELT = regex.compile(r"[ ](?i:at|ad|ape?nstaart(?:je)?|apestaart(?:je)?)[ ](?=[\p{L}\d.-]{2,40}[ ](?i:punt|dot)[ ])")
TLD = r"(?i:nl|com|be|org|eu|net|de|gov|info|example|fr|uk|frl|amsterdam|overheid|politie|int|edu|biz|cw|aw|sr|me|io)"
_LABEL = r"[\p{L}\d](?:[\p{L}\d-]|-\n[ \t>]*(?=\p{L})){0,62}"
_DOMAIN = regex.compile(
    rf"(?:\n[ \t>]*)?{_LABEL}(?:\.(?:\n[ \t>]*(?=\p{{Ll}}))?{_LABEL}){{0,4}}\.(?:\n[ \t>]*(?={TLD}(?!\p{{L}})))?\p{{L"
    rf"}}{{2,24}}(?![\p{{L}}\d])"
)
_DOT = r"(?:[ ]?[.,·][ ]?|[ ]?[\[({][ ]?(?:dot|punt|\.)[ ]?[\])}][ ]?|[ ](?:dot|punt)[ ])"
_SPACED_DOMAIN = regex.compile(rf"[ ]?(?:\n[ \t>]*)?{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}?{_DOT}{TLD}(?![\p{{L}}\d@])")
_LOCAL = regex.compile(
    r"(?<![\p{L}\d])[\p{L}\d_](?:[\p{L}\d._%+'’&-]|(?<=-)\n[ \t>]*|"
    r"(?<=[\p{L}\d][._][\p{L}\d]{1,20}[._])\n[ \t>]*(?=\p{Ll})|"
    r"(?<=(?<!\p{L})\p{Ll}[._])\n[ \t>]*(?=\p{Ll}))*+(?:\n[ \t>]*)?$"
)
_SPACED_LOCAL = regex.compile(r"(?<![\p{L}\d])[\p{L}\d_](?:[\p{L}\d%+'’]|[ ]?[._-][ ]?(?=[\p{L}\d]))*+[ ]?$")
_UNIT = regex.compile(
    r"(?<![\p{L}\d._%+'’&-])(?<!\p{L}[ ]?<)\p{L}{3,4}(?:[._-]\p{L}{3,20})?@(?:[\p{L}\d-]{1,63}\.){1,5}\p{L}{2,24}"
    r"(?![\p{L}\d@]|-\p{L})"
)
_LOOSE = regex.compile(r"[\s,·]")
_DOT_NEAR = regex.compile(r"[.,·]|(?i:punt|dot)")
REACH = 90


class EmailRecognizer(ValueRecognizer):
    """Addresses in pieces; those in one piece are found by the rule book."""

    NAME = "gebroken e-mailadres"
    KINDS = (EMAIL_ADDRESS, FUNCTIONAL_MAILBOX)

    def values(self, text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
        """What stands around each '@' and what is read as one, where a domain follows and a name stands before."""
        spelt = _SPELT.finditer(text, timeout=TIMEOUT_S) if regex.search("(?i) (?:punt|dot) ", text) else ()
        for sign in (*_AT.finditer(text, timeout=TIMEOUT_S), *spelt):
            found = _around(text, sign.start(), sign.end())
            if found and (sign.group() != "@" or _LOOSE.search(text, *found)):
                yield value(found, EMAIL_ADDRESS, 0.85, REASON)
        yield from _units(text, persons)


def _units(text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
    """Mailboxes of a unit, where no name stands before them in front of a '<' and nobody has such initials."""
    found = list(_UNIT.finditer(text, timeout=TIMEOUT_S))
    people = {text[start:end] for start, end in persons} if found else set()
    for one in found:
        if is_unit(one.group(), people):
            yield Value(one.start(), one.end(), FUNCTIONAL_MAILBOX, 0.92, UNIT, keep=True)


def _around(text: str, start: int, end: int) -> tuple[int, int] | None:
    if not _DOT_NEAR.search(text, end, end + REACH):
        return None
    domain = _DOMAIN.match(text, end, timeout=TIMEOUT_S)
    spaced = domain is None or text[start - 1 : start] == " "
    if domain is None:
        domain = _SPACED_DOMAIN.match(text, end, timeout=TIMEOUT_S)
    if domain is None:
        return None
    begin = max(0, start - REACH)
    start -= text[start - 1 : start] == " "
    pattern = _SPACED_LOCAL if spaced else _LOCAL
    local = pattern.search(text[begin:start], timeout=TIMEOUT_S)
    return (begin + local.start(), domain.end()) if local else None
