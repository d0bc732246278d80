"""The MQ coder of JBIG2 (ITU-T T.88, annexes A and E), with which pixels and whole numbers are coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

# (Qe, next state after the likely symbol, after the unlikely one, whether the likely symbol changes): table E.1
_STATES = (
    *((0x5601, 1, 1, True), (0x3401, 2, 6, False), (0x1801, 3, 9, False), (0x0AC1, 4, 12, False)),
    *((0x0521, 5, 29, False), (0x0221, 38, 33, False), (0x5601, 7, 6, True), (0x5401, 8, 14, False)),
    *((0x4801, 9, 14, False), (0x3801, 10, 14, False), (0x3001, 11, 17, False), (0x2401, 12, 18, False)),
    *((0x1C01, 13, 20, False), (0x1601, 29, 21, False), (0x5601, 15, 14, True), (0x5401, 16, 14, False)),
    *((0x5101, 17, 15, False), (0x4801, 18, 16, False), (0x3801, 19, 17, False), (0x3401, 20, 18, False)),
    *((0x3001, 21, 19, False), (0x2801, 22, 19, False), (0x2401, 23, 20, False), (0x2201, 24, 21, False)),
    *((0x1C01, 25, 22, False), (0x1801, 26, 23, False), (0x1601, 27, 24, False), (0x1401, 28, 25, False)),
    *((0x1201, 29, 26, False), (0x1101, 30, 27, False), (0x0AC1, 31, 28, False), (0x09C1, 32, 29, False)),
    *((0x08A1, 33, 30, False), (0x0521, 34, 31, False), (0x0441, 35, 32, False), (0x02A1, 36, 33, False)),
    *((0x0221, 37, 34, False), (0x0141, 38, 35, False), (0x0111, 39, 36, False), (0x0085, 40, 37, False)),
    *((0x0049, 41, 38, False), (0x0025, 42, 39, False), (0x0015, 43, 40, False), (0x0009, 44, 41, False)),
    *((0x0005, 45, 42, False), (0x0001, 45, 43, False), (0x5601, 46, 46, False)),
)
# (numbers from, prefix of bits, how many of them, bits that follow): table A.1
_RANGES = ((4436, 31, 5, 32), (340, 30, 5, 12), (84, 14, 4, 8), (20, 6, 3, 6), (4, 2, 2, 4), (0, 0, 1, 2))
_NUMBER_CONTEXTS = 512


@dataclass(slots=True)
class Contexts:
    """What the coder has learnt: of each context its state and the likelier bit."""

    size: int = _NUMBER_CONTEXTS
    state: list[int] = field(init=False, repr=False)
    likely: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.state, self.likely = [0] * self.size, [0] * self.size


class Coder:
    """Codes bits one after the other; `finish` gives the bytes."""

    def __init__(self) -> None:
        self._out = bytearray()
        self._byte, self._a, self._c, self._room = 0, 0x8000, 0, 12

    def runs(self, known: Contexts, contexts: Sequence[int], bits: Sequence[int], lengths: Sequence[int]) -> None:
        """Code runs of equal bits in the same context; within a run all that end no interval go in one step."""
        state, likely, out = known.state, known.likely, self._out
        byte, a, c, room = self._byte, self._a, self._c, self._room
        for context, bit, left in zip(contexts, bits, lengths, strict=True):
            while left:
                qe, after_likely, after_unlikely, switch = _STATES[state[context]]
                expected = bit == likely[context]
                if expected:
                    steps = min(left - 1, (a - 0x8000) // qe)
                    a, c, left = a - steps * qe, c + steps * qe, left - steps
                a, left = a - qe, left - 1
                if (a < qe) == expected:
                    a = qe
                else:
                    c += qe
                if a >= 0x8000:
                    continue
                state[context] = after_likely if expected else after_unlikely
                if switch and not expected:
                    likely[context] = 1 - likely[context]
                while a < 0x8000:
                    a, c, room = a << 1, c << 1, room - 1
                    if room == 0:
                        byte, c, room = _byte_out(out, byte, c)
        self._byte, self._a, self._c, self._room = byte, a, c, room

    def number(self, known: Contexts, value: int | None) -> None:
        """Code a whole number, or None for 'there are no more'."""
        bits = [int(value is None or value < 0)]
        low, prefix, count, width = next(each for each in _RANGES if abs(value or 0) >= each[0])
        bits += [prefix >> at & 1 for at in reversed(range(count))]
        bits += [(abs(value or 0) - low) >> at & 1 for at in reversed(range(width))]
        contexts = [1]
        for bit in bits[:-1]:
            before = contexts[-1] << 1 | bit
            contexts.append(before if contexts[-1] < 256 else before & 511 | 256)
        self.runs(known, contexts, bits, [1] * len(bits))

    def symbol(self, known: Contexts, value: int, width: int) -> None:
        """Code which of up to 2 ** width symbols comes."""
        bits = [value >> at & 1 for at in reversed(range(width))]
        contexts = [1 << at | value >> (width - at) for at in range(width)]
        self.runs(known, contexts, bits, [1] * width)

    def finish(self) -> bytes:
        """The code with what is still in the register, and the marker that ends it; the first byte is an empty one."""
        a, c, room, byte, out = self._a, self._c, self._room, self._byte, self._out
        c = (c | 0xFFFF) if (c | 0xFFFF) < c + a else (c | 0xFFFF) - 0x8000
        byte, c, room = _byte_out(out, byte, c << room)
        byte, c, room = _byte_out(out, byte, c << room)
        if byte != 0xFF:
            out.append(byte)
        return bytes(out[1:]) + b"\xff\xac"


def _byte_out(out: bytearray, byte: int, c: int) -> tuple[int, int, int]:
    """Hand out the waiting byte, with the carry; the next one, the register, and the shifts until then.

    A byte of 255 is followed by one with a spare bit, which catches the carry.
    """
    if byte != 0xFF and c >= 0x8000000:
        byte, c = byte + 1, c & 0x7FFFFFF
    out.append(byte)
    return (c >> 20, c & 0xFFFFF, 7) if byte == 0xFF else (c >> 19, c & 0x7FFFF, 8)
