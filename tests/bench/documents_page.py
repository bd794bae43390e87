"""documents_page.py: a page of ours as a list of what is drawn, so that others can draw the same.

Reads one page from a PDF of the gateway by way of `qpdf --json`: runs of text (font, size, matrix, colour) and paths. Standard library.
"""
import base64
import json
import re
import struct
import subprocess
from dataclasses import dataclass


@dataclass
class Text:
    font: str  # PostScript name
    size: float
    matrix: tuple  # a b c d e f
    words: str
    colour: tuple


@dataclass
class Path:
    steps: list  # ("m", x, y), ("l", x, y), ("c", x1, y1, x2, y2, x3, y3), ("re", x, y, w, h), ("h",)
    paint: str  # "fill" or "stroke"
    width: float
    dash: tuple
    colour: tuple


class Pdf:
    def __init__(self, path):
        said = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=all", path], capture_output=True, check=True).stdout
        self.whole = json.loads(said)
        self.objects = self.whole["qpdf"][1]

    def value(self, it):
        if isinstance(it, str) and re.fullmatch(r"\d+ \d+ R", it):
            found = self.objects["obj:" + it]
            return found["value"] if "value" in found else found["stream"]["dict"]
        return it

    def stream(self, reference):
        return base64.b64decode(self.objects["obj:" + reference]["stream"]["data"])


class Font:
    """Name, characters and widths of one of our subsets."""

    def __init__(self, pdf, reference):
        font = pdf.value(reference)
        self.name = font["/BaseFont"].lstrip("/").split("+")[-1]
        self.characters = {}
        for cid, text in re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", pdf.stream(font["/ToUnicode"])):
            self.characters[int(cid, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
        inner = pdf.value(pdf.value(font["/DescendantFonts"])[0])
        self.default = inner.get("/DW", 1000)
        self.widths = {}
        rest = list(pdf.value(inner.get("/W", [])))
        while rest:
            first, second = rest[0], pdf.value(rest[1])
            if isinstance(second, list):
                self.widths.update({first + i: width for i, width in enumerate(second)})
                rest = rest[2:]
            else:
                self.widths.update({cid: rest[2] for cid in range(first, second + 1)})
                rest = rest[3:]

    def width(self, cid):
        return self.widths.get(cid, self.default)


TOKEN = re.compile(rb"<<.*?>>|<[0-9A-Fa-f]*>|\[|\]|/?[^\s\[\]<>]+", re.S)


class Reader:
    """The operators our canvas writes, and no others: an unknown one is an error, so that nothing is left out unseen."""

    def __init__(self, fonts):
        self.fonts, self.drawn, self.steps = fonts, [], []
        self.fill = self.stroke = (0.0, 0.0, 0.0)
        self.width, self.dash, self.saved = 1.0, (), []
        self.font, self.size, self.matrix = None, 0.0, None

    def shown(self, strings):
        x = 0.0
        for one in strings:
            if not isinstance(one, bytes):
                x -= float(one) * self.size / 1000
                continue
            cids = [int(one[i:i + 4], 16) for i in range(0, len(one), 4)]
            a, b, c, d, e, f = self.matrix
            words = "".join(self.font.characters[cid] for cid in cids)
            if words:
                self.drawn.append(Text(self.font.name, self.size, (a, b, c, d, e + a * x, f + b * x), words, self.fill))
            x += sum(map(self.font.width, cids)) * self.size / 1000

    def paint(self, how):
        self.drawn.append(Path(self.steps, how, self.width, self.dash, self.fill if how == "fill" else self.stroke))
        self.steps = []

    def operator(self, name, given):
        if name in ("m", "l", "c", "re"):
            self.steps.append((name, *map(float, given)))
        elif name in ("S", "s", "f"):
            if name == "s":
                self.steps.append(("h",))
            self.paint("fill" if name == "f" else "stroke")
        elif name == "g":
            self.fill = (float(given[0]),) * 3
        elif name == "rg":
            self.fill = tuple(map(float, given))
        elif name == "RG":
            self.stroke = tuple(map(float, given))
        elif name == "w":
            self.width = float(given[0])
        elif name == "d":
            self.dash = tuple(map(float, given[0]))
        elif name == "Tf":
            self.font, self.size = self.fonts[given[0]], float(given[1])
        elif name == "Td":
            self.matrix = (1.0, 0.0, 0.0, 1.0, float(given[0]), float(given[1]))
        elif name == "Tm":
            self.matrix = tuple(map(float, given))
        elif name in ("TJ", "Tj"):
            self.shown(given[0] if name == "TJ" else given)
        elif name == "q":
            self.saved.append((self.fill, self.stroke, self.width, self.dash))
        elif name == "Q":
            self.fill, self.stroke, self.width, self.dash = self.saved.pop()
        elif name not in ("BT", "ET", "BDC", "BMC", "EMC"):
            raise ValueError(f"an operator nobody reads: {name}")


def read_page(path):
    pdf = Pdf(path)
    page = pdf.value(pdf.whole["pages"][0]["object"])
    names = pdf.value(pdf.value(page["/Resources"])["/Font"])
    reader = Reader({name: Font(pdf, reference) for name, reference in names.items()})
    given, inside = [], None
    for token in TOKEN.findall(b"\n".join(map(pdf.stream, pdf.whole["pages"][0]["contents"]))):
        if token == b"[":
            inside = []
        elif token == b"]":
            given.append(inside)
            inside = None
        elif token.startswith(b"<<") or token.startswith(b"/"):
            given.append(token.decode("latin-1"))
        elif token.startswith(b"<"):
            (given if inside is None else inside).append(token[1:-1])
        elif re.fullmatch(rb"-?[0-9.]+", token):
            (given if inside is None else inside).append(token.decode())
        else:
            reader.operator(token.decode(), given)
            given = []
    return reader.drawn


def postscript_name(path, face=0):
    """Of a TrueType or CFF font file (name table, id 6)."""
    data = open(path, "rb").read()
    start = struct.unpack_from(">I", data, 12 + 4 * face)[0] if data[:4] == b"ttcf" else 0
    for i in range(struct.unpack_from(">H", data, start + 4)[0]):
        tag, _, at, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * i)
        if tag != b"name":
            continue
        count, strings = struct.unpack_from(">HH", data, at + 2)
        for record in range(count):
            platform, _, _, name, size, offset = struct.unpack_from(">HHHHHH", data, at + 6 + 12 * record)
            if name == 6:
                text = data[at + strings + offset:][:size]
                return text.decode("utf-16-be" if platform in (0, 3) else "latin-1")
    raise ValueError(f"{path}: no PostScript name")


def font_files(config="templates/fonts.yaml"):
    """PostScript name → file, of the fonts the templates use."""
    paths = re.findall(r"path: (\S+)", open(config, encoding="utf-8").read())
    return {postscript_name(path): path for path in sorted(set(paths))}
