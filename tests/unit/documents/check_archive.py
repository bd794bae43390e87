#!/usr/bin/env python3
"""check_archive.py file.pdf …: our own list of what PDF/A-2b (ISO 19005-2) asks, over qpdf's reading of the file.

Prints one line for each thing that is wrong; nothing and exit 0 if all is well. It knows the kinds of objects
we write and refuses any other: a list of what is allowed rather than of what is forbidden. `./dev interop` asks
veraPDF where that is installed. Standard library and qpdf only.
"""
import base64
import json
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
OPERATORS = set("q Q gs cm w d g rg RG m l c h s S f re BT ET Tf Td Tm Tj TJ Do BDC BMC EMC".split())
CATALOG_KEYS = set("/Type /Pages /PageLayout /PageMode /Metadata /OutputIntents /Lang /AcroForm /MarkInfo /StructTreeRoot /ViewerPreferences /Extensions /DSS".split())
PAGE_KEYS = set("/Type /Parent /MediaBox /Contents /Resources /Annots /StructParents /Tabs /Rotate /CropBox".split())


class Checker:
    def __init__(self, path):
        self.path, self.wrong = path, []
        self.raw = open(path, "rb").read()
        ran = subprocess.run(
            ["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", path], capture_output=True
        )
        if ran.returncode != 0:
            self.wrong.append(f"qpdf: {ran.stderr.decode()}")
        self.objects = json.loads(ran.stdout)["qpdf"][1] if ran.stdout else {}

    def need(self, true, what):
        if not true:
            self.wrong.append(what)

    def get(self, value):
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            value = self.objects["obj:" + value]
            value = value["value"] if "value" in value else value["stream"]
        return value

    def dict_of(self, value):
        value = self.get(value)
        return value["dict"] if isinstance(value, dict) and "dict" in value else value

    def data_of(self, value):
        return base64.b64decode(self.get(value)["data"])

    def run(self):
        if self.wrong:
            return self.wrong
        self.check_file()
        trailer = self.objects["trailer"]["value"]
        catalog = self.get(trailer["/Root"])
        self.need(set(catalog) <= CATALOG_KEYS, f"catalog has {set(catalog) - CATALOG_KEYS}")
        self.need("/Encrypt" not in trailer, "encrypted")
        self.need(len(trailer.get("/ID", [])) == 2, "6.1.3 no /ID")
        self.check_metadata(catalog, self.get(trailer.get("/Info", {})))
        self.check_intent(catalog)
        self.check_form(catalog)
        pages = self.get(catalog["/Pages"])
        for kid in pages["/Kids"]:
            self.check_page(self.get(kid), pages)
        for name, entry in self.objects.items():
            self.check_object(name, entry)
        return self.wrong

    def check_file(self):
        self.need(re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", self.raw), "6.1.2 header")
        self.need(re.search(rb"%%EOF\r?\n?\Z", self.raw), "6.1.3 bytes after the end")
        for at in re.finditer(rb"(?<!end)obj(.)", self.raw, re.S):
            if re.search(rb"\n\d+ \d+ $", self.raw[max(0, at.start() - 20) : at.start()]):
                self.need(at[1] in b"\r\n", f"6.1.9 obj at {at.start()} without end of line")

    def check_metadata(self, catalog, info):
        stream = self.get(catalog.get("/Metadata", ""))
        if not isinstance(stream, dict):
            return self.need(False, "6.6.2 no metadata")
        self.need(stream["dict"].get("/Type") == "/Metadata" and stream["dict"].get("/Subtype") == "/XML", "6.6.2 type of metadata")
        self.need("/Filter" not in stream["dict"], "metadata is compressed")
        text = self.data_of(catalog["/Metadata"])
        root = ElementTree.fromstring(text)
        one = lambda path: (root.find(".//" + path, NS).text if root.find(".//" + path, NS) is not None else None)
        self.need(one("pdfaid:part") == "2" and one("pdfaid:conformance") == "B", "6.6.4 not PDF/A-2b")
        title = info.get("/Title", "u:")[2:]
        self.need(one("dc:title/rdf:Alt/rdf:li") == title, "title of Info and of XMP differ")
        self.need(one("pdf:Producer") == info.get("/Producer", "u:")[2:], "producer of Info and of XMP differ")
        self.need(set(info) <= {"/Title", "/Producer"}, f"Info has {set(info)}")
        names = {element.tag.split("}")[1] for element in root.find(".//rdf:Description", NS)}
        self.need(names == {"format", "title", "Producer", "part", "conformance"}, f"XMP has {names}")

    def check_intent(self, catalog):
        intents = [self.get(one) for one in self.get(catalog.get("/OutputIntents", []))]
        if len(intents) != 1 or intents[0].get("/S") != "/GTS_PDFA1":
            return self.need(False, "6.2.3 no output intent")
        self.need("/OutputConditionIdentifier" in intents[0], "6.2.3 no condition")
        profile = self.data_of(intents[0]["/DestOutputProfile"])
        self.need(self.dict_of(intents[0]["/DestOutputProfile"]).get("/N") == 3, "6.2.3 /N")
        size, version = struct.unpack(">I4xI", profile[:12])
        self.need(size == len(profile) and size % 4 == 0, "ICC size")
        self.need(version >> 24 == 2 and profile[12:24] == b"mntrRGB XYZ " and profile[36:40] == b"acsp", "ICC header")
        (count,) = struct.unpack(">I", profile[128:132])
        tags = {}
        for i in range(count):
            name, at, length = struct.unpack(">4sII", profile[132 + 12 * i : 144 + 12 * i])
            self.need(at % 4 == 0 and at + length <= size, f"ICC tag {name}")
            tags[name] = profile[at : at + length]
        needed = {b"cprt", b"desc", b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"}
        self.need(set(tags) == needed and list(tags) == sorted(tags), "ICC tags")
        columns = [struct.unpack(">3i", tags[name][8:20]) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]
        white = struct.unpack(">3i", tags[b"wtpt"][8:20])
        self.need(all(abs(sum(c[i] for c in columns) - white[i]) <= 12 for i in range(3)), "ICC: red + green + blue is not white")
        curve = struct.unpack(">256H", tags[b"rTRC"][12:524])
        self.need(curve[0] == 0 and curve[255] == 65535 and abs(curve[128] / 65535 - 0.2158) < 0.001, "ICC curve")

    def check_form(self, catalog):
        form = self.get(catalog.get("/AcroForm", {}))
        self.need("/XFA" not in form and form.get("/NeedAppearances", False) is False, "6.4.1 form")

    def check_page(self, page, pages):
        self.need(set(page) <= PAGE_KEYS, f"page has {set(page) - PAGE_KEYS}")
        self.need("/MediaBox" in page or "/MediaBox" in pages, "page without MediaBox")
        resources = self.get(page["/Resources"])
        self.check_content(self.data_of(page["/Contents"]), *self.names_in(resources))
        for note in self.get(page.get("/Annots", [])):
            self.check_note(self.get(note))

    def names_in(self, resources):
        fonts = {name: self.check_font(self.get(font)) for name, font in self.get(resources.get("/Font", {})).items()}
        states = resources.get("/ExtGState", {})
        self.need(all(state == {"/BM": "/Multiply"} for state in states.values()), "6.2.5 a state we do not know")
        return fonts, set(self.get(resources.get("/XObject", {}))) | set(states)

    def check_note(self, note):
        self.need(note.get("/Subtype") == "/Widget" and note.get("/FT") == "/Sig", "an annotation that is no signature")
        self.need(note.get("/F", 0) & 4 and not note.get("/F", 0) & (1 | 2 | 32 | 256), "6.3.2 flags")
        self.need("/A" not in note and "/AA" not in note, "6.4.1 action")
        look = self.dict_of(self.get(note["/AP"])["/N"])
        self.need(set(self.get(note["/AP"])) == {"/N"} and look.get("/Subtype") == "/Form", "6.3.3 appearance")
        self.need(note["/Rect"] == look["/BBox"] and "/Matrix" not in look, "the look is moved or stretched")
        self.need("/Group" not in look, "6.2.10 a group we do not know")
        self.check_content(self.data_of(self.get(note["/AP"])["/N"]), *self.names_in(look.get("/Resources", {})))

    def check_font(self, font):
        self.need(font["/Subtype"] == "/Type0" and font["/Encoding"] == "/Identity-H", "font")
        self.need("/ToUnicode" in font, "font without ToUnicode")
        below = self.get(self.get(font["/DescendantFonts"])[0])
        descriptor = self.get(below["/FontDescriptor"])
        name = below["/BaseFont"]
        self.need(re.match(r"/[A-Z]{6}\+\w", name) and descriptor["/FontName"] == name, f"6.2.11.4.2 name {name}")
        self.need(self.get(below["/CIDSystemInfo"]).get("/Ordering") == "u:Identity", "6.2.11.3.1 CIDSystemInfo")
        self.need("/CIDSet" not in descriptor, "6.2.11.4.2 CIDSet: we write none")
        if below["/Subtype"] == "/CIDFontType0":
            self.need(self.dict_of(descriptor["/FontFile3"]).get("/Subtype") == "/CIDFontType0C", "font program")
            return cff_glyphs(self.data_of(descriptor["/FontFile3"]))
        self.need(below["/Subtype"] == "/CIDFontType2" and below.get("/CIDToGIDMap") == "/Identity", "6.2.11.3.2 CIDToGIDMap")
        program = self.data_of(descriptor["/FontFile2"])
        advances = truetype_advances(program)
        widths = widths_of(self.get(below.get("/W", [])), below.get("/DW", 1000))
        for cid in range(1, self.characters(font) + 1):
            self.need(abs(widths(cid) - advances[cid]) <= 1, f"6.2.11.5 width of {cid} in {name}")
        return len(advances)

    def characters(self, font):
        return len(re.findall(rb"^<[0-9A-F]{4}> <", self.data_of(font["/ToUnicode"]), re.M)) - 1  # the code space

    def check_content(self, content, fonts, names):
        used, depth = None, 0
        content = re.sub(rb"/Span << /ActualText <FEFF(?:[0-9A-F]{4})+> >>", b"", content)
        content = re.sub(rb"/\w+<</MCID \d+>>|/Artifact(<</Type/Pagination/Subtype/(Head|Foot)er>>)?(?= ?B[MD]C)", b"", content)
        for token in re.findall(rb"<[0-9A-Fa-f]*>|/[^\s<>\[\]]+|[^\s<>\[\]/]+", content):
            word = token.decode("latin-1")
            if word.startswith("/"):
                self.need(word in fonts or word in names, f"{word} is not in the resources")
                used = fonts.get(word, used)
            elif word.startswith("<"):
                cids = [int(word[i : i + 4], 16) for i in range(1, len(word) - 1, 4)]
                self.need(all(0 < cid < used for cid in cids), "6.2.11.8 a glyph that the font has not")
            elif not re.fullmatch(r"[-+]?\d*\.?\d+", word):
                self.need(word in OPERATORS, f"6.2.2 operator {word}")
                depth += (word == "q") - (word == "Q")
                self.need(0 <= depth <= 28, "6.1.13 nesting")
        self.need(depth == 0, "q without Q")

    def check_object(self, name, entry):
        self.check_value(name, entry.get("value"))
        stream = entry.get("stream")
        if stream is None:
            return
        header = stream["dict"]
        self.check_value(name, header)
        self.need(self.get(header.get("/Filter", "/FlateDecode")) == "/FlateDecode", f"{name}: filter")
        self.need("/F" not in header, f"{name}: 6.1.7 external data")
        kind = header.get("/Subtype")
        if kind == "/Image":
            self.need(header["/ColorSpace"] in ("/DeviceRGB", "/DeviceGray") and not header.get("/Interpolate"), f"{name}: image")

    def check_value(self, name, value):
        if isinstance(value, dict):
            self.need(not set(value) & {"/AA", "/JS", "/OpenAction", "/Launch", "/EmbeddedFiles", "/OCProperties"}, f"{name}: {list(value)}")
            for key, inner in value.items():
                self.need(len(key.encode()) <= 127, f"{name}: 6.1.13 a long name")
                self.check_value(name, inner)
        elif isinstance(value, list):
            for inner in value:
                self.check_value(name, inner)
        elif isinstance(value, str):
            size = len(value) // 2 if value.startswith("b:") else len(value.encode())
            self.need(size <= 32767, f"{name}: 6.1.13 a long string")


def truetype_advances(program):
    (count,) = struct.unpack(">H", program[4:6])
    tables = {}
    for i in range(count):
        tag, _, at, length = struct.unpack(">4sIII", program[12 + 16 * i : 28 + 16 * i])
        tables[tag] = program[at : at + length]
    (em,) = struct.unpack(">H", tables[b"head"][18:20])
    (longs,) = struct.unpack(">H", tables[b"hhea"][34:36])
    (glyphs,) = struct.unpack(">H", tables[b"maxp"][4:6])
    each = [struct.unpack(">H", tables[b"hmtx"][4 * i : 4 * i + 2])[0] * 1000 / em for i in range(longs)]
    return each + [each[-1]] * (glyphs - longs)


def cff_glyphs(program):
    """How many charstrings: header, four indexes, the offset of CharStrings in the top dictionary."""

    def index(at):
        count, size = struct.unpack(">HB", program[at : at + 3]) if program[at : at + 2] != b"\0\0" else (0, 1)
        if count == 0:
            return [], at + 2
        offsets = [int.from_bytes(program[at + 3 + i * size : at + 3 + (i + 1) * size], "big") for i in range(count + 1)]
        base = at + 2 + (count + 1) * size
        return [program[base + a : base + b] for a, b in zip(offsets, offsets[1:])], base + offsets[-1]

    _, at = index(program[2])
    (top,), at = index(at)
    operands, i = [], 0
    while i < len(top):
        byte = top[i]
        if byte == 29:
            operands.append(int.from_bytes(top[i + 1 : i + 5], "big", signed=True))
            i += 5
        elif byte == 28:
            operands.append(int.from_bytes(top[i + 1 : i + 3], "big", signed=True))
            i += 3
        elif byte == 30:
            i += 1
            while top[i] & 15 != 15:
                i += 1
            i += 1
        elif byte >= 247:
            operands.append((byte - 247) * 256 + top[i + 1] + 108 if byte < 251 else 0)
            i += 2
        elif byte >= 32:
            operands.append(byte - 139)
            i += 1
        else:
            if byte == 17:
                return len(index(operands[-1])[0])
            i += 2 if byte == 12 else 1
            operands = []
    return 0


def widths_of(array, default):
    found, i = {}, 0
    while i < len(array):
        for offset, width in enumerate(array[i + 1]):
            found[array[i] + offset] = width
        i += 2
    return lambda cid: found.get(cid, default)


failed = False
for path in sys.argv[1:]:
    for wrong in Checker(path).run():
        failed = True
        print(f"{path}: {wrong}")
sys.exit(failed)
