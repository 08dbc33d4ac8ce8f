"""Just enough of PNG to compare two pictures: the pixels of 8-bit pictures as grey."""

import struct
import zlib
from collections.abc import Iterator


def grey(picture: bytes) -> tuple[int, int, bytes]:
    """Width, height and one byte of grey per pixel."""
    chunks = list(_chunks(picture))
    width, height, depth, colour = struct.unpack(">IIBB", chunks[0][1][:10])
    assert depth == 8
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    packed = b"".join(body for name, body in chunks if name == b"IDAT")
    rows = _rows(zlib.decompress(packed), width * channels, height, channels)
    return width, height, b"".join(row[::channels][:width] for row in rows)


def apart(one: bytes, other: bytes) -> float:
    """The share of pixels that differ clearly; 1 when the sizes differ."""
    first, second = grey(one), grey(other)
    if first[:2] != second[:2]:
        return 1.0
    clear = sum(abs(a - b) > 64 for a, b in zip(first[2], second[2], strict=True))
    return clear / len(first[2])


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        at += size + 12


def _rows(raw: bytes, wide: int, height: int, step: int) -> Iterator[bytes]:
    above = bytes(wide)
    for y in range(height):
        start = y * (wide + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + wide], above, step)
        yield above


def _unfiltered(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    if kind == 0:
        return line
    if kind == 2:
        return bytes((a + b) & 255 for a, b in zip(line, above, strict=True))
    row = bytearray(line)
    for at, value in enumerate(line):
        left = row[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        guess = {1: left, 3: (left + above[at]) // 2}.get(kind)
        if guess is None:
            guess = _paeth(left, above[at], corner)
        row[at] = (value + guess) & 255
    return bytes(row)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
