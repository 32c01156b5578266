#!/usr/bin/env python3
"""Draws the icon of the packages, icon.png (128 x 128): two nodes, one gone, and the address that has moved to the living one.

    packaging/icon/draw.py packaging/icon/icon.png

Nothing but Python's standard library; the same input gives the same bytes."""
import math
import struct
import sys
import zlib

SIZE, SAMPLES = 128, 4
BACKGROUND, GONE, ALIVE, WAY = (18, 42, 66), (108, 132, 153), (72, 214, 145), (255, 255, 255)


def rounded_square(x, y, margin, radius):
    dx, dy = max(abs(x - 64) - 64 + margin + radius, 0), max(abs(y - 64) - 64 + margin + radius, 0)
    return math.hypot(dx, dy) - radius


def triangle(x, y, a, b, c):
    def side(p, q):
        return (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])
    signs = (side(a, b), side(b, c), side(c, a))
    return all(s >= 0 for s in signs) or all(s <= 0 for s in signs)


def colour(x, y):
    """The colour at a point; None outside."""
    if rounded_square(x, y, 2, 26) > 0:
        return None
    left, right = math.hypot(x - 37, y - 84), math.hypot(x - 91, y - 84)
    if right <= 19:
        return ALIVE
    if abs(left - 16) <= 3:
        return GONE
    if left < 13 and abs(x - 37) < 9 and abs(abs(x - 37) - abs(y - 84)) <= 3:
        return GONE
    arc = math.hypot((x - 64) / 27, (y - 60) / 31)
    if y <= 55 and abs(arc - 1) <= 0.1:
        return WAY
    if triangle(x, y, (81, 50), (101, 50), (91, 63)):
        return WAY
    return BACKGROUND


def pixel(column, row):
    hits = [colour(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES) for i in range(SAMPLES) for j in range(SAMPLES)]
    seen = [c for c in hits if c]
    if not seen:
        return bytes(4)
    return bytes([round(sum(c[k] for c in seen) / len(seen)) for k in range(3)] + [round(255 * len(seen) / len(hits))])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(SIZE)) for y in range(SIZE))
with open(sys.argv[1], "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
