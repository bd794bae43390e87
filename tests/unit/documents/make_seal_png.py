#!/usr/bin/env python3
"""make_seal_png.py out.png SIDE [opaque|empty|cut]: a red ring with a disc, as a registry would deliver it."""
import struct
import sys
import zlib

path, side = sys.argv[1], int(sys.argv[2])
kind = sys.argv[3] if len(sys.argv) > 3 else ""
rows = bytearray()
for y in range(side):
    rows.append(0)
    for x in range(side):
        away = ((x - (side - 1) / 2) ** 2 + (y - (side - 1) / 2) ** 2) ** 0.5 / (side / 2)
        inked = 0.94 < away <= 1 or away < 0.3
        alpha = 255 if kind == "opaque" else 0 if kind == "empty" else 255 * inked
        rows += bytes((220, 30, 35, alpha))


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
data += chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + chunk(b"IEND", b"")
open(path, "wb").write(data[: len(data) // 2] if kind == "cut" else data)
