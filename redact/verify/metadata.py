"""Texts inside XMP packets and JPEG headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_NAMESPACE = re.compile(rb"xmlns(?::[\w.-]+)?\s*=\s*[\"']([^\"']*)[\"']")
_SKIPPED = ("parseType", "lang", "about", "xmptk")
"""Attributes whose values belong to XML and RDF."""
_SCHEMAS = ("{http://www.aiim.org/pdfa/ns/schema#}", "{http://www.aiim.org/pdfa/ns/property#}")
"""PDF/A asks every packet to describe its own vocabulary: 'Adobe PDF schema', 'Name of the application that ...'."""


def xmp_texts(data: bytes) -> list[str]:
    """What an XMP packet says: text nodes, attribute values, comments and unknown tags, but not its own vocabulary.

    A packet that is not proper XML, or that defines entities, is given whole.
    """
    whole = data.decode("utf-8", "replace")
    if "<!DOCTYPE" in whole or "<!ENTITY" in whole:
        return [whole]
    try:
        root = ElementTree.fromstring(data.strip(b"\x00 \r\n\t"))
    except ElementTree.ParseError:
        return [whole]
    nodes = [node for node in root.iter() if not node.tag.startswith(_SCHEMAS)]
    texts = [text for node in nodes for text in (node.text, node.tail) if text and text.strip()]
    values = [v for node in nodes for k, v in node.attrib.items() if k.rpartition("}")[2] not in _SKIPPED]
    return [*texts, *values, *_COMMENT.findall(whole)]


def foreign_namespaces(data: bytes, known: frozenset[str]) -> bool:
    """Whether an XMP packet speaks a vocabulary that is not among the known ones."""
    return any(found.decode("utf-8", "replace") not in known for found in _NAMESPACE.findall(data))


def jpeg_texts(data: bytes) -> list[str]:
    """The application and comment segments of a JPEG (EXIF, XMP, IPTC, COM), read as Latin-1."""
    return [segment.decode("latin-1") for segment in _segments(data)]


def _segments(data: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        marker = data[at + 1]
        is_profile = data[at + 4 : at + 16] == b"ICC_PROFILE\x00"
        if (0xE0 <= marker <= 0xEF or marker == 0xFE) and not is_profile:
            yield data[at + 4 : at + 2 + length]
        at += 2 + max(length, 2)
