"""How boxes look and what stands on them, as `rules/boxes.yaml` says.

The file comes in through the rule book's door (`BoxesFile`); everything after speaks frozen records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from redact.model import BoxStyle

BOXES = "boxes.yaml"
STYLES = {"zwart": BoxStyle(0.0), "grijs": BoxStyle(0.75), "wit met kader": BoxStyle(1.0, frame=True)}
_CODE = re.compile(r"(?P<article>1[01]|5\.\d[a-z]?)(?:\.(?P<rest>\w+))?")


@dataclass(frozen=True, slots=True)
class BoxRules:
    """What the jurists chose: the looks of boxes, how grounds are spelt, whether persons get numbers."""

    style: BoxStyle = field(default_factory=BoxStyle)
    spelling: str = "10.2.e"
    person_numbers: bool = False

    def spelt(self, code: str, label: str) -> str:
        """A ground as it stands on boxes and in lists.

        Args:
            code: canonical, '10.2e'.
            label: as grounds.yaml spells it.
        """
        parts = _CODE.fullmatch(code)
        if self.spelling == "10.2.e" or parts is None:
            return label
        if self.spelling == "10.2e":
            return code
        return f"({parts['article']})" + (f"({parts['rest']})" if parts["rest"] else "")


class BoxesFile(BaseModel):
    """`boxes.yaml` as it may look; what it leaves out is as in the file that ships."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stijl: Literal["zwart", "grijs", "wit met kader"] = "zwart"
    spelling: Literal["10.2.e", "10.2e", "(10)(2e)"] = "10.2.e"
    persoonsnummers: Literal["ja", "nee"] = "nee"

    @model_validator(mode="before")
    @classmethod
    def _nothing_chosen(cls, value: object) -> object:
        """A file with nothing but remarks leaves all as it is."""
        return {} if value is None else value

    def record(self) -> BoxRules:
        """The choices of the file."""
        return BoxRules(STYLES[self.stijl], self.spelling, self.persoonsnummers == "ja")
