#!/usr/bin/env python3
"""Pictures of documents, with the standard library and poppler's pdftoppm.

gallery.py pages FOLDER              a PNG beside every PDF, and FOLDER/index.html
gallery.py sheet FOLDER FILE.png     one picture of every first page below FOLDER
gallery.py accept FOLDER GOLDEN      what the PDFs look like now is right
gallery.py compare FOLDER GOLDEN     exit 1 and say which document looks otherwise

A golden picture is 24 dots an inch, grey, all pages below one another. A dot counts as moved if no dot
within one of it has its tone in the other picture; a moved line moves dozens, another version of the
rasteriser none.
"""
import html
import pathlib
import struct
import subprocess
import sys
import zlib

GOLDEN_DPI = 24
SHEET_DPI = 26
TONE = 80  # of 255
MOST_MOVED = 8


def pages(pdf, dpi):
    """Every page as (width, height, bytes), one byte a dot."""
    data = subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", str(pdf)], check=True, capture_output=True).stdout
    out, at = [], 0
    while at < len(data):
        fields, start = [], at
        while len(fields) < 4:
            end = start
            while data[end : end + 1].strip():
                end += 1
            fields.append(data[start:end])
            start = end + 1
        width, height = int(fields[1]), int(fields[2])
        out.append((width, height, data[start : start + width * height]))
        at = start + width * height
    return out


def stacked(pictures):
    """All pages below one another."""
    width = max(w for w, _, _ in pictures)
    rows = [body[y * w : (y + 1) * w].ljust(width, b"\xff") for w, h, body in pictures for y in range(h)]
    return width, len(rows), b"".join(rows)


def write_png(path, width, height, body):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + body[y * width : (y + 1) * width] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def read_png(path):
    """What write_png wrote."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        if kind == b"IDAT":
            packed += body
        at += size + 12
    raw = zlib.decompress(packed)
    return width, height, b"".join(raw[y * (width + 1) + 1 : (y + 1) * (width + 1)] for y in range(height))


def moved_from(one, other):
    """How many dots of `one` are nowhere near in `other`."""
    width, height, mine = one
    _, _, theirs = other
    moved = 0
    for at, tone in enumerate(mine):
        if abs(tone - theirs[at]) <= TONE:
            continue
        x, y = at % width, at // width
        near = [theirs[ny * width + nx] for ny in (y - 1, y, y + 1) for nx in (x - 1, x, x + 1) if 0 <= nx < width and 0 <= ny < height]
        if not any(abs(tone - other_tone) <= TONE for other_tone in near):
            moved += 1
    return moved


def difference(now, golden):
    if now[:2] != golden[:2]:
        return f"is {now[0]} × {now[1]} dots, was {golden[0]} × {golden[1]}: other pages"
    moved = max(row_shift(now, golden), moved_from(now, golden) + moved_from(golden, now))
    return f"{moved} dots moved" if moved > MOST_MOVED else ""


def row_shift(now, golden):
    """Ruled lines that stand in another row: dots of rows that are much darker in one picture only."""
    width, height, _ = now
    sums = [[sum(255 - v for v in body[y * width : (y + 1) * width]) for y in range(height)] for _, _, body in (now, golden)]
    return sum(abs(a - b) // 255 for a, b in zip(*sums) if abs(a - b) > 12 * 255)


def pdfs(folder):
    return sorted(pathlib.Path(folder).rglob("*.pdf"), key=lambda p: (p.parent.name, len(p.stem), p.stem))


def make_pages(folder):
    rows, before = [], None
    for pdf in pdfs(folder):
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(pdf), str(pdf.with_suffix(""))], check=True)
        if pdf.parent != before:
            before = pdf.parent
            rows.append(f"<h2>{html.escape(before.name)}</h2>")
        place = pdf.relative_to(folder)
        pictures = sorted(pdf.parent.glob(pdf.stem + "-*.png"))
        shown = "".join(f'<img src="{place.parent / picture.name}" alt="" loading="lazy">' for picture in pictures)
        rows.append(f'<a href="{place}"><figure>{shown}<figcaption>{html.escape(pdf.stem)}</figcaption></figure></a>')
    style = "body{font:14px sans-serif;background:#eee}figure{display:inline-block;margin:8px}img{background:#fff;margin:2px;width:280px}"
    (pathlib.Path(folder) / "index.html").write_text(
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>文书样张</title><style>{style}</style><h1>文书样张</h1>' + "\n".join(rows) + "</html>\n"
    )
    return 0


def make_sheet(folder, to, columns=16):
    cells = [pages(pdf, SHEET_DPI)[0] for pdf in pdfs(folder)]
    gap = 4
    width, height = max(w for w, _, _ in cells) + gap, max(h for _, h, _ in cells) + gap
    lines = -(-len(cells) // columns)
    canvas = bytearray(b"\xb0" * (width * columns * height * lines))
    for i, (w, h, body) in enumerate(cells):
        left, top = (i % columns) * width, (i // columns) * height
        for y in range(h):
            start = (top + y) * width * columns + left
            canvas[start : start + w] = bytes(v & 0xF0 | v >> 4 for v in body[y * w : (y + 1) * w])
    write_png(pathlib.Path(to), width * columns, height * lines, bytes(canvas))
    return 0


def accept(folder, golden):
    to = pathlib.Path(golden)
    to.mkdir(parents=True, exist_ok=True)
    for old in to.glob("*.png"):
        old.unlink()
    for pdf in pdfs(folder):
        write_png(to / (pdf.stem + ".png"), *stacked(pages(pdf, GOLDEN_DPI)))
    return 0


def compare(folder, golden):
    found = 0
    known = {p.stem for p in pathlib.Path(golden).glob("*.png")}
    for pdf in pdfs(folder):
        picture = pathlib.Path(golden) / (pdf.stem + ".png")
        words = "has no golden picture" if pdf.stem not in known else difference(stacked(pages(pdf, GOLDEN_DPI)), read_png(picture))
        known.discard(pdf.stem)
        if words:
            found += 1
            print(f"{pdf.stem}: {words}")
    for stem in sorted(known):
        found += 1
        print(f"{stem}: has a golden picture and is not made")
    return 1 if found else 0


COMMANDS = {"accept": accept, "compare": compare, "pages": make_pages, "sheet": make_sheet}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))
