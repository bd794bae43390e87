#!/usr/bin/env python3
"""compare_ink.py page.pgm glyph.png: how far two drawings of a glyph differ, 0 (same) … 1.

The page is what poppler draws of our PDF, the glyph what hb-view draws of the original font. Both are
cropped to their ink; sizes must agree within two pixels. Prints the difference, or the word "blank" or
"size". Standard library only.
"""
import struct
import sys
import zlib


def read_pgm(path):
    data = open(path, "rb").read()
    fields, at = [], 0
    while len(fields) < 4:
        end = at
        while data[end : end + 1].strip():
            end += 1
        fields.append(data[at:end])
        at = end + 1
    width, height = int(fields[1]), int(fields[2])
    return [list(data[at + y * width : at + (y + 1) * width]) for y in range(height)]


def read_png(path):
    data = open(path, "rb").read()
    at, packed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
        if kind == b"IDAT":
            packed += body
        at += size + 12
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    assert depth == 8
    raw, stride = zlib.decompress(packed), width * channels
    rows, before = [], bytearray(stride)
    for y in range(height):
        line = raw[y * (stride + 1) : (y + 1) * (stride + 1)]
        now = bytearray(line[1:])
        for i in range(stride):
            left = now[i - channels] if i >= channels else 0
            up, corner = before[i], before[i - channels] if i >= channels else 0
            guess = left + up - corner
            paeth = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            now[i] = (now[i] + [0, left, up, (left + up) // 2, paeth][line[0]]) & 255
        rows.append([now[x * channels] for x in range(width)])
        before = now
    return rows


def ink(rows):
    dark = [[255 - value for value in row] for row in rows]
    ys = [y for y, row in enumerate(dark) if max(row) > 128]
    xs = [x for x in range(len(dark[0])) if max(row[x] for row in dark) > 128]
    if not ys or not xs:
        return None
    return [row[xs[0] : xs[-1] + 1] for row in dark[ys[0] : ys[-1] + 1]]


def main():
    ours, theirs = ink(read_pgm(sys.argv[1])), ink(read_png(sys.argv[2]))
    if ours is None or theirs is None:
        return print("blank")
    height, width = min(len(ours), len(theirs)), min(len(ours[0]), len(theirs[0]))
    if abs(len(ours) - len(theirs)) > 2 or abs(len(ours[0]) - len(theirs[0])) > 2:
        return print("size")
    total = sum(map(sum, ours)) + sum(map(sum, theirs))
    differ = sum(abs(ours[y][x] - theirs[y][x]) for y in range(height) for x in range(width))
    print(f"{differ / total:.3f}")


if __name__ == "__main__":
    main()
