"""What can go wrong, each with the exit code the command line ends with.

RedactError (1)
 |- UsageProblem (2)          the command line asks for something that cannot be
 |- InputError (3)            a bundle, a file or a case folder that cannot be used
 |   '- DocumentRefused (3)   one document that cannot be processed; the bundle goes on without it
 |       '- DocumentFailed    ... for a reason that may pass: time, memory, a crash; tried again at the next run
 |- RulesError (4)            the rule book is wrong
 |- ReviewError (5)           the hit list or documents list cannot be read back
 |- LeakError (6)             text survived under a box: nothing is released
 |- MissingModelError (7)     the language model is not there
 |- StorageError (74)         a file cannot be written: full disk, no permission
 '- BusyError (75)            another run holds the case folder or the intake

Messages say what is wrong, where, and what to do next. They name files, pages, rows and hit ids, never document text.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "BusyError",
    "DocumentFailed",
    "DocumentRefused",
    "ExitCode",
    "InputError",
    "LeakError",
    "MissingModelError",
    "RedactError",
    "ReviewError",
    "RulesError",
    "StorageError",
    "UsageProblem",
]


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    OK = 0
    UNFORESEEN = 1
    USAGE = 2
    INPUT = 3
    RULES = 4
    REVIEW = 5
    LEAK = 6
    MISSING_MODEL = 7
    SOME_FAILED = 8
    STORAGE = 74
    BUSY = 75
    INTERRUPTED = 130


class RedactError(Exception):
    """Base of everything this program raises on purpose."""

    exit_code = ExitCode.UNFORESEEN


class UsageProblem(RedactError):
    """The command line asks for something that cannot be."""

    exit_code = ExitCode.USAGE


class InputError(RedactError):
    """A bundle, file or case folder that cannot be used."""

    exit_code = ExitCode.INPUT


class DocumentRefused(InputError):
    """One document cannot be processed or proven clean. The message is Dutch: it stands in documents.csv."""


class DocumentFailed(DocumentRefused):
    """A document could not be processed this time: out of time or memory, a crash, an unforeseen error."""


class RulesError(RedactError):
    """The rule book is wrong."""

    exit_code = ExitCode.RULES


class ReviewError(RedactError):
    """The reviewer's file cannot be read back. The message is Dutch and names every faulty row."""

    exit_code = ExitCode.REVIEW


class LeakError(RedactError):
    """Redacted text, or something that gives it away, is still in an output file."""

    exit_code = ExitCode.LEAK


class MissingModelError(RedactError):
    """The language model is not on this machine."""

    exit_code = ExitCode.MISSING_MODEL


class StorageError(RedactError):
    """A file cannot be written."""

    exit_code = ExitCode.STORAGE


class BusyError(RedactError):
    """Another run is at work on the same case folder or intake."""

    exit_code = ExitCode.BUSY
