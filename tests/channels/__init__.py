"""Every way out for a redacted word that is known, each with a fixture and its defence."""

from __future__ import annotations

from tests.channels.channel import Channel, Outcome, run, source_of
from tests.channels.document import DOCUMENT
from tests.channels.fonts import FONTS
from tests.channels.hidden import HIDDEN
from tests.channels.pictures import PICTURES
from tests.channels.scan import scan
from tests.channels.text import TEXT

CHANNELS: tuple[Channel, ...] = (*TEXT, *HIDDEN, *DOCUMENT, *FONTS, *PICTURES)

__all__ = ["CHANNELS", "Channel", "Outcome", "run", "scan", "source_of"]
