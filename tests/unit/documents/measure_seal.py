#!/usr/bin/env python3
"""measure_seal.py file.pdf …: the geometry of the seal on a page, from the ink poppler draws.

One line a file, lengths in millimetres: width height border clear gap runs
  border   thickness of the border, measured inwards from the outermost ink (the thinnest of 360 places)
  clear    free paper between the border and whatever stands within it (the narrowest place)
  gap      free rows between the name on the arc and the line below it; -1: no such line
  runs     stretches of ink of the name, walking round it: one a character, where each is a closed box
Only the page is looked at: the PDF says no more than where to crop. Standard library only.
"""
import math
import re
import subprocess
import sys

DPI = 300
MM = 25.4 / DPI
UNEVEN = 0.8  # mm: one character of a line may reach so much higher than another
MARGIN = 12  # points around the seal
NAME = 0.07  # of the height: less than any character of a name is high


def picture(path):
    data = open(path, "rb").read()
    left, bottom, right, top = map(float, re.search(rb"/S/Figure.*/O/Layout/BBox\[([-0-9. ]+)\]", data)[1].split())
    pixel = lambda points: int(points * DPI / 72)
    height = 841.89
    box = [pixel(left - MARGIN), pixel(height - top - MARGIN), pixel(right - left + 2 * MARGIN), pixel(top - bottom + 2 * MARGIN)]
    command = ["pdftoppm", "-r", str(DPI), "-singlefile"]
    for flag, value in zip(("-x", "-y", "-W", "-H"), box):
        command += [flag, str(value)]
    raw = subprocess.run(command + [path], capture_output=True, check=True).stdout
    kind, size, _, body = raw.split(b"\n", 3)
    width, rows = map(int, size.split())
    assert kind == b"P6"
    return width, rows, body


def red_rows(width, rows, body):
    """Per row the columns of red ink: much less green than red."""
    out = []
    for y in range(rows):
        line = body[y * width * 3 : (y + 1) * width * 3]
        red, green = line[0::3], line[1::3]
        out.append([x for x, (r, g) in enumerate(zip(red, green)) if r - g > 90])
    return out


def measure(path):
    inked = red_rows(*picture(path))
    ys = [y for y, row in enumerate(inked) if row]
    left, right = min(row[0] for row in inked if row), max(row[-1] for row in inked if row)
    width, height = right - left + 1, ys[-1] - ys[0] + 1
    a, b = width / 2, height / 2
    middle_x, middle_y = (left + right) / 2, (ys[0] + ys[-1]) / 2
    mask = [bytearray(right + 2) for _ in inked]
    for y, row in enumerate(inked):
        for x in row:
            mask[y][x] = 1

    def is_ink(x, y):
        return mask[int(y + 0.5)][int(x + 0.5)]

    border, clear = [], []
    for step in range(360):
        angle = step * math.pi / 180
        x, y = a * math.cos(angle), b * math.sin(angle)
        nx, ny = math.cos(angle) / a, math.sin(angle) / b
        length = math.hypot(nx, ny)
        nx, ny = nx / length, ny / length
        at = lambda depth: is_ink(middle_x + x - nx * depth, middle_y + y - ny * depth)
        depth = 1.0  # the outermost pixel is grey
        while at(depth) and depth < a:
            depth += 0.5
        border.append(depth)
        free = depth
        while not at(free) and free < min(a, b) * 0.9:
            free += 0.5
        clear.append(free - depth)
    edge = max(border) + min(clear) * 0.6
    return [width * MM, height * MM, min(border) * MM, min(clear) * MM, bottom_gap(inked, middle_y, a, b, edge) * MM,
            runs_on_ring(is_ink, middle_x, middle_y, a, b, edge, edge + NAME * height)]


def bottom_gap(inked, middle_y, a, b, edge):
    """Free rows between the words on the bottom line and whatever else stands above them within the border."""
    columns = [x for row in inked for x in row]
    centre = (min(columns) + max(columns)) / 2

    def filled(y, half):
        room = (a - edge) * math.sqrt(max(0.0, 1 - ((y - middle_y) / (b - edge)) ** 2))
        return any(abs(x - centre) < min(half, room) for x in inked[y])

    middle = 3 / MM  # no name reaches the middle columns so low
    y = round(middle_y + (b - edge) * 0.97)
    while y > middle_y and not filled(y, middle):
        y -= 1
    if y < middle_y + b * 0.2:
        return -1 / MM
    while y > middle_y and filled(y, middle):
        y -= 1
    for _ in range(round(UNEVEN / MM)):
        y -= filled(y, a)
    gap = 0
    while y > middle_y - b and not filled(y, a):
        y, gap = y - 1, gap + 1
    return gap


def runs_on_ring(is_ink, middle_x, middle_y, a, b, first, last):
    """Walking round the upper part: stretches with any ink between two depths below the outer edge."""
    runs, on = 0, False
    for step in range(-750, 751):
        angle = step * math.pi / 1080
        x, y = a * math.sin(angle), -b * math.cos(angle)
        nx, ny = math.sin(angle) / a, -math.cos(angle) / b
        length = math.hypot(nx, ny)
        now = any(
            is_ink(middle_x + x - nx / length * depth, middle_y + y - ny / length * depth)
            for depth in range(round(first), round(last))
        )
        runs += now and not on
        on = now
    return runs


for name in sys.argv[1:]:
    print(" ".join(f"{value:.2f}" if isinstance(value, float) else str(value) for value in measure(name)))
