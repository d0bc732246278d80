"""Blank black and white stand-ins for the pictures of a page while MuPDF removes, and the pictures put back after.

    picture (any coding, any colour space)      stand-in: 1 bit a pixel, all black
              |                                     |  MuPDF whitens what lies under a box
              |   same samples made white           v
              +<----------------------------  stand-in: white where something has to go
              v
    picture in its own coding and colours

MuPDF alone would store every picture it touches as plain samples with a profile of its own: colours change, a palette,
16 bits or a spot colour do not survive, and 500 scanned pages do not fit in memory.
"""

from __future__ import annotations

import math
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Name

from redact.burn.coding import recode, store
from redact.burn.samples import Unreadable, depth, samples, white

MARK = "/StandIn"
"""Key under which a stand-in that was not touched says which object of the source it stands for."""
MASKS = ("/SMask", "/Mask")
COARSE = 8
"""Times as long as those of its mask that the pixels of a picture may be and still go where a box touches them; coarser
ones say nothing of letters, and go where a box covers them wholly."""
_CODING = frozenset({"/Length", "/Filter", "/DecodeParms"})
Sizes = Mapping[int, Mapping[tuple[int, int], int]]
"""By page: width and height of a stand-in, and the number of the object it stands for."""


class Unblankable(Exception):
    """Pictures that were touched, but cannot be read or written here; `numbers` are their objects'."""

    def __init__(self, numbers: Collection[int]) -> None:
        super().__init__()
        self.numbers = frozenset(numbers)


def put_stand_ins(source: Path, target: Path, pages: Collection[int], without: Collection[int]) -> Sizes:
    """Write `source` to `target` with stand-ins for the pictures that the pages draw.

    On one page no two stand-ins have the same size, so that it tells which one MuPDF has changed.

    Args:
        source: a normalised document.
        target: where it goes.
        pages: those from which something is to be removed, counted from 1.
        without: numbers of the pictures to leave as they are.

    Returns:
        The stand-ins by size; nothing, and no file written, where the pages draw no pictures.
    """
    with pikepdf.open(source) as pdf:
        drawn = {number: list(drawn_images(pdf.pages[number - 1].obj)) for number in pages}
        users: dict[int, set[int]] = defaultdict(set)
        sizes: dict[int, dict[tuple[int, int], int]] = {number: {} for number in pages}
        images: dict[int, pikepdf.Object] = {}
        for page, found in drawn.items():
            for image in found:
                images[image.objgen[0]] = image
                users[image.objgen[0]].add(page)
        if not images:
            return {}
        for number in without:
            for page in users[number]:
                sizes[page][_size(images[number])] = number
        for number, image in images.items():
            if number not in without:
                free = _free_size(_grain(image), [sizes[page] for page in users[number]])
                for page in users[number]:
                    sizes[page][free] = number
                _stand(image, number, free)
        pdf.save(target, compress_streams=False)
    return {page: {size: n for size, n in known.items() if n not in without} for page, known in sizes.items()}


def drawn_images(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Images that a page draws by itself or in forms, each once."""
    todo, seen = [page], set()
    while todo:
        resources = todo.pop().get("/Resources")
        entries = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        for value in entries.values() if isinstance(entries, pikepdf.Dictionary) else ():
            if isinstance(value, pikepdf.Stream) and value.objgen not in seen:
                seen.add(value.objgen)
                if value.get("/Subtype") == Name.Image:
                    yield value
                else:
                    todo.append(value)


def _size(image: pikepdf.Object) -> tuple[int, int]:
    return int(image.get("/Width", 1)), int(image.get("/Height", 1))


def _grain(image: pikepdf.Object) -> tuple[int, int]:
    """The pixels of an image, or of its mask if that has more: scans draw a pixel of ink through a mask of letters."""
    masks = [image.get(key) for key in MASKS]
    return max((_size(each) for each in (image, *masks) if isinstance(each, pikepdf.Stream)), key=math.prod)


def _free_size(size: tuple[int, int], taken: Collection[Mapping[tuple[int, int], int]]) -> tuple[int, int]:
    """The size itself, or one a little larger that no other picture of the same pages has."""
    for extra in count():
        for across in range(extra + 1):
            free = size[0] + across, size[1] + extra - across
            if not any(free in known for known in taken):
                return free
    raise AssertionError


def _stand(image: pikepdf.Object, number: int, size: tuple[int, int]) -> None:
    for key in set(image.keys()) - _CODING:
        del image[key]
    image["/Type"], image["/Subtype"], image["/ColorSpace"] = Name.XObject, Name.Image, Name.DeviceGray
    image["/Width"], image["/Height"], image["/BitsPerComponent"], image[MARK] = *size, 1, number
    image.write(zlib.compress(bytes((size[0] + 7) // 8 * size[1]), 1), filter=Name.FlateDecode)


def put_back(source: Path, removed: Path, target: Path, sizes: Sizes) -> None:
    """Write `removed` to `target` with its pictures again, blank where their stand-ins are.

    Raises:
        Unblankable: a picture that was touched cannot be treated here.
    """
    failed: set[int] = set()
    with pikepdf.open(source) as original, pikepdf.open(removed) as pdf:
        for image, number in _touched(pdf, sizes):
            area = _whitened(image)
            try:
                _become(image, pdf.copy_foreign(original.get_object(number, 0)))
                _blank(pdf, image, area)
            except Unreadable:
                failed.add(number)
        if failed:
            raise Unblankable(failed)
        for value in pdf.objects:
            if isinstance(value, pikepdf.Stream) and MARK in value:
                _become(value, pdf.copy_foreign(original.get_object(int(value[MARK]), 0)))
        pdf.save(target, compress_streams=False)


def _touched(pdf: pikepdf.Pdf, sizes: Sizes) -> list[tuple[pikepdf.Object, int]]:
    """Stand-ins that MuPDF has changed, with what they stand for; other pictures it has changed are coded small."""
    found: dict[tuple[int, int], tuple[pikepdf.Object, int]] = {}
    for page, known in sizes.items():
        for image in drawn_images(pdf.pages[page - 1].obj):
            if MARK not in image and _size(image) in known:
                found[image.objgen] = image, known[_size(image)]
            elif MARK not in image and "/Filter" not in image:
                recode(image)
    return list(found.values())


def _whitened(image: pikepdf.Object) -> Any:
    """Which pixels of a stand-in are white now."""
    width, height = _size(image)
    packed = np.frombuffer(image.read_bytes(), np.uint8).reshape(height, -1)
    return np.unpackbits(packed, axis=1)[:, :width].astype(bool)


def _become(image: pikepdf.Object, other: pikepdf.Object) -> None:
    """Make an image the same as another, in place, so that all that refer to it see the change."""
    for key in set(image.keys()) - _CODING:
        del image[key]
    image.write(other.read_raw_bytes())
    for key, value in other.items():
        if key != "/Length":
            image[key] = value


def _blank(pdf: pikepdf.Pdf, image: pikepdf.Object, area: Any) -> None:
    """Whiten an area of an image, and let its mask show nothing there."""
    for key in MASKS:
        if isinstance(image.get(key), pikepdf.Stream):
            mask = pdf.make_stream(b"")
            _become(mask, image[key])
            image[key] = mask
            _whiten(mask, area, opaque=key == "/Mask")
    _whiten(image, area)


def _whiten(image: pikepdf.Object, area: Any, *, opaque: bool = True) -> None:
    array = samples(image)
    highest = 65535 if array.dtype == np.uint16 else (1 << min(depth(image), 8)) - 1
    array[_stretched(area, *array.shape[:2])] = white(image, array.shape[2], highest, opaque=opaque)
    store(image, array)


def _stretched(area: Any, height: int, width: int) -> Any:
    """An area at another resolution: every pixel that it touches, or covers where they are coarse."""
    for axis, size in enumerate((height, width)):
        if area.shape[axis] != size:
            area = _stretched_along(area, axis, size)
    return area


def _stretched_along(area: Any, axis: int, size: int) -> Any:
    given, steps = area.shape[axis], np.arange(size, dtype=np.int64)
    first, last = steps * given // size, -(-(steps + 1) * given // size)
    sums = np.insert(area.astype(np.int32).cumsum(axis=axis), 0, 0, axis=axis)
    covered = np.take(sums, last, axis=axis) - np.take(sums, first, axis=axis)
    enough = np.expand_dims(last - first, 1 - axis) if given >= COARSE * size else 1
    return covered >= enough
