"""The door of the rule book: reads its YAML files strictly and collects every mistake on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_Entry = TypeVar("_Entry", bound=BaseModel)


class _StrictLoader(yaml.CSafeLoader):
    """YAML in which a key that stands twice is a mistake, not a silent replacement."""


def _no_doubles(loader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    doubles = [str(key) for key in keys if keys.count(key) > 1]
    if doubles:
        raise yaml.constructor.ConstructorError(None, None, f"key {doubles[0]!r} stands twice", node.start_mark)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _no_doubles)


@dataclass(slots=True)
class RuleFiles:
    """Reads the files of one folder; `mistakes` has everything that is wrong with them, in English."""

    folder: Path
    mistakes: list[str] = field(default_factory=list)

    def read(self, path: Path, schema: type[_Entry]) -> _Entry | None:
        """One file as its schema describes it; None when it is wrong."""
        name = path.relative_to(self.folder).as_posix()
        try:
            return schema.model_validate(yaml.load(path.read_text("utf-8"), Loader=_StrictLoader))
        except ValidationError as error:
            self.mistakes += [f"{name}: {_explained(each)}" for each in error.errors(include_input=True)]
        except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
            self.mistakes.append(f"{name}: cannot be read: {' '.join(str(error).split())}")
        return None

    def read_if_there(self, name: str, schema: type[_Entry]) -> _Entry | None:
        """One file of choices; where there is none, everything is as the schema says."""
        path = self.folder / name
        return self.read(path, schema) if path.exists() else schema()

    def report(self) -> str:
        """All mistakes, a line each."""
        listing = "\n".join(f"- {mistake}" for mistake in self.mistakes)
        return f"The rule book in {self.folder} has {len(self.mistakes)} mistake(s). Correct:\n{listing}"


def _explained(error: ErrorDetails) -> str:
    place = ".".join(str(part) for part in error["loc"] if part != "[key]")
    if error["type"] == "string_type" and isinstance(error["input"], float | int):
        return f"{place}: is a number; put the code between quotes, or 11.10 becomes 11.1"
    return f"{place}: {error['msg']}"
