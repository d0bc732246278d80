"""What may stand in bundle.yaml. Everything here is untrusted until this file has read it."""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from redact.errors import InputError
from redact.model import Instruction, Judgement, Passage, Regime

FILE_NAME = "bundle.yaml"
MAX_BYTES = 16 << 20
HINTS = {
    "extra_forbidden": "this field is not known; check its spelling",
    "string_type": "this must be text; put it in quotes",
    "date_from_datetime_parsing": "write a date as 2022-01-27",
    "date_parsing": "write a date as 2022-01-27",
    "date_type": "write a date as 2022-01-27",
}
"""Clearer than what pydantic says, by its type of error."""

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PassageEntry(_Strict):
    """A passage decided on before the run."""

    text: Filled
    grounds: tuple[Filled, ...] = ()
    marking: Text = ""
    page: Annotated[int, Field(ge=1, strict=True)] | None = None

    @model_validator(mode="after")
    def _has_a_reason(self) -> PassageEntry:
        if not self.grounds and not self.marking:
            raise ValueError("a passage needs grounds or a marking")
        return self


class DocumentEntry(_Strict):
    """What is known of one document."""

    date: datetime.date | None = None
    kind: Text = ""
    title: Text = ""
    judgement: Judgement | None = None
    markings: tuple[Filled, ...] = ()
    grounds: tuple[Filled, ...] = ()
    remark: Text = ""
    passages: tuple[PassageEntry, ...] = ()

    def instruction(self) -> Instruction:
        """The same as a record."""
        passages = tuple(Passage(p.text, p.grounds, p.marking, p.page) for p in self.passages)
        fields = {name: getattr(self, name) for name in type(self).model_fields if name != "passages"}
        return Instruction(**fields, passages=passages)


class LocationEntry(_Strict):
    """Letter and title of one sub-folder."""

    letter: Annotated[str, StringConstraints(pattern="^[A-Z]{1,2}$")]
    title: Text = ""


class Manifest(_Strict):
    """The whole of bundle.yaml; every field may be left out."""

    regime: Regime | None = None
    case_number: Text = ""
    matter: Text = ""
    decision_date: datetime.date | None = None
    numbering: Literal["letters", "numbers"] = "letters"
    locations: dict[str, LocationEntry] = {}
    documents: dict[str, DocumentEntry] = {}


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice: YAML would silently drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(problem_mark=key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def read_manifest(path: Path) -> Manifest:
    """Read bundle.yaml.

    Args:
        path: of the file; it need not exist.

    Returns:
        Its contents, or the defaults where there is no such file.

    Raises:
        InputError: it is no YAML or says something that is not known. Names every field at fault, quotes no value.
    """
    if not path.exists():
        return Manifest()
    content = _parsed(path)
    if content is None:
        return Manifest()
    if not isinstance(content, dict):
        raise InputError(f"{FILE_NAME} must hold fields such as 'regime: woo'. Correct it and start again.")
    try:
        return Manifest.model_validate(content)
    except ValidationError as error:
        raise faults([_described(fault) for fault in error.errors(include_input=False)]) from None


def faults(lines: list[str]) -> InputError:
    """One error that lists all that is wrong in bundle.yaml."""
    return InputError(
        f"{FILE_NAME} cannot be used. Correct this and start again:\n" + "\n".join(f"- {x}" for x in lines)
    )


def _parsed(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{FILE_NAME} is larger than {MAX_BYTES} bytes. Is it the right file?")
        return yaml.load(path.read_bytes(), _Loader)
    except yaml.constructor.ConstructorError as error:
        raise faults([f"{_place(error)}: a field stands there twice, or has a type that is not allowed"]) from None
    except yaml.YAMLError as error:
        raise faults([f"{_place(error)}: this is not YAML in UTF-8; check indents, quotes and colons"]) from None
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"{FILE_NAME} cannot be read ({type(error).__name__}). Check the file and its permissions."
        ) from None


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else "somewhere"


def _described(fault: Any) -> str:
    """Field and what is wrong with it, without its value."""
    field = " > ".join(f"{part + 1}" if isinstance(part, int) else f"{part}" for part in fault["loc"])
    if fault["loc"] and "grounds" in fault["loc"] and fault["type"] == "string_type":
        return f"{field}: put ground codes in quotes, as '11.1'; without them YAML reads a number"
    return f"{field}: {HINTS.get(fault['type'], fault['msg'])}"
