#!/usr/bin/env python3
"""check_structure.py file.pdf …: the structure tree (ISO 32000-1, 14.7 and 14.8), over qpdf's reading of the file.

Prints the tree in reading order with its words, as an independent reader finds them: page contents decoded by
the fonts' ToUnicode, marked content joined to the tree by MCID. What is wrong goes to stderr, exit 1:
something drawn outside of marked content, a mark that no element or more than one has, a parent tree that says
otherwise, a cell that is missing in a row, a figure without words. Standard library and qpdf only.
"""
import base64
import json
import re
import subprocess
import sys

TYPES = set("Document Figure Form H1 L LBody LI P Sect TD TH TR Table".split())
INSIDE = {"L": {"LI"}, "LI": {"LBody"}, "Table": {"TR"}, "TR": {"TH", "TD"}}
ONLY_IN = {"LI": "L", "LBody": "LI", "TR": "Table", "TH": "TR", "TD": "TR"}
PAINT = set("f f* F S s B b B* b* Tj TJ Do sh".split())
TOKEN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<<|>>|<[0-9A-Fa-f\s]*>|\[|\]|/[^\s<>\[\]()/]*|[^\s<>\[\]()/]+")


class Reader:
    def __init__(self, path):
        ran = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", path], capture_output=True)
        self.objects = json.loads(ran.stdout)["qpdf"][1]
        self.wrong, self.lines, self.texts, self.seen, self.fields = [], [], {}, set(), set()

    def need(self, true, what):
        if not true:
            self.wrong.append(what)

    def get(self, value):
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            value = self.objects["obj:" + value]
            value = value["value"] if "value" in value else value["stream"]
        return value

    def run(self):
        catalog = self.get(self.objects["trailer"]["value"]["/Root"])
        self.need(catalog.get("/MarkInfo", {}).get("/Marked") is True, "not marked")
        self.need(catalog.get("/Lang") == "u:zh-CN", "no language")
        self.need(catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is True, "the title is not shown")
        root = self.get(catalog.get("/StructTreeRoot", {}))
        if not root:
            return self.need(False, "no structure")
        self.root_reference = catalog["/StructTreeRoot"]
        self.classes = root.get("/ClassMap", {})
        numbers = self.get(root["/ParentTree"])["/Nums"]
        self.parents = dict(zip(numbers[::2], numbers[1::2]))
        self.need(numbers[::2] == sorted(numbers[::2]) and root["/ParentTreeNextKey"] > max(numbers[::2]), "keys of the parent tree")
        self.pages = self.get(catalog["/Pages"])["/Kids"]
        keys = [self.get(page).get("/StructParents") for page in self.pages]
        self.need(len(set(keys)) == len(keys) and None not in keys, "pages share a key")
        for page in self.pages:
            self.read_page(page)
        self.need(isinstance(root["/K"], str) and self.get(root["/K"])["/S"] == "/Document", "the root is no document")
        self.walk(root["/K"], self.root_reference, None, 0)
        for key in self.texts:
            self.need(key in self.seen, f"mark {key} is in no element")
        self.check_fields(catalog)

    def check_fields(self, catalog):
        for field in self.get(catalog.get("/AcroForm", {"/Fields": []})["/Fields"]):
            shows = self.get(field)["/Rect"] != [0, 0, 0, 0]
            self.need((field in self.fields) == shows, f"{field}: a field that shows something is an element, no other")

    def read_page(self, page):
        entry = self.get(page)
        fonts = {name: self.characters(font) for name, font in self.get(self.get(entry["/Resources"]).get("/Font", {})).items()}
        content = base64.b64decode(self.get(entry["/Contents"])["data"])
        operands, stack, font, in_text = [], [], {}, False
        for token in (match[0].decode("latin-1") for match in TOKEN.finditer(content)):
            if token[0] in "/<>[](" or re.fullmatch(r"[-+]?\d*\.?\d+", token):
                operands.append(token)
                continue
            if token in ("BDC", "BMC"):
                self.need(not in_text, "marked content begins inside of a text object")
                stack.append(self.begin(page, operands, stack))
            elif token == "EMC":
                self.need(stack and not in_text, "EMC without its begin, or inside of a text object")
                stack = stack[:-1]
            elif token in ("BT", "ET"):
                in_text = token == "BT"
            elif token == "Tf":
                font = fonts[operands[-2]]
            if token in PAINT:
                self.need(stack, f"{token} outside of marked content")
            if token in ("Tj", "TJ"):
                words = "".join(font[o[i : i + 4]] for o in operands if re.fullmatch("<[0-9A-F]+>", o) for i in range(1, len(o) - 1, 4))
                for key in stack:
                    if key:
                        self.texts[key] += words
            operands = []
        self.need(not stack, "marked content that does not end")

    def begin(self, page, operands, stack):
        kind = operands[0][1:]
        if "/MCID" in operands:
            key = (page, int(operands[operands.index("/MCID") + 1]))
            self.need(not stack, f"{key} inside of other marked content")
            self.need(key not in self.texts, f"{key} twice on its page")
            self.need(key[1] == 0 or (page, key[1] - 1) in self.texts, f"{key}: a number left out")
            self.need(self.get(self.parent_of(key))["/S"] == "/" + kind, f"{key} is {kind} on the page and something else in the tree")
            self.texts[key] = ""
            return key
        self.need(kind == "Artifact" and not stack or kind == "Span" and stack, f"{kind} without a number")
        return None

    def characters(self, font):
        cmap = base64.b64decode(self.get(self.get(font)["/ToUnicode"])["data"]).decode()
        return {cid: bytes.fromhex(to).decode("utf-16-be") for cid, to in re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", cmap, re.M) if len(to) > 4 or cid != "0000"}

    def parent_of(self, key):
        return self.parents[self.get(key[0])["/StructParents"]][key[1]]

    def attributes(self, element):
        found = {}
        for one in (self.classes.get(element.get("/C"), {}), element.get("/A", {})):
            found.update(one)
        return found

    def walk(self, reference, parent, above, depth):
        element = self.get(reference)
        kind = element["/S"][1:]
        kids = element.get("/K", [])
        self.need(kind in TYPES, f"{kind} is no type we know")
        self.need(element["/P"] == parent, f"{reference}: parent is {element['/P']}, not {parent}")
        self.need(above is None or kind in INSIDE.get(above, {kind}), f"{kind} in {above}")
        self.need(ONLY_IN.get(kind, above) == above, f"{kind} in {above}")
        self.need(kind not in ("Figure", "Form") or element.get("/Alt", "u:") not in ("u:", "u:印章："), f"{kind} without words")
        self.need(kids or kind in ("TD", "TH"), f"an empty {kind}")
        about = self.attributes(element)
        self.need(kind != "TH" or about.get("/Scope") in ("/Row", "/Column"), "a TH that heads nothing")
        words = "".join(self.words_of(kid, element, reference) for kid in kids)
        shown = {"TH": " " + about.get("/Scope", "")[1:], "TD": f" +{about['/ColSpan'] - 1}" if "/ColSpan" in about else ""}
        line = "  " * depth + kind + shown.get(kind, "") + (": " + words if words else "")
        self.lines.append(line + (f" [{element['/Alt'][2:]}]" if "/Alt" in element else ""))
        for kid in kids:
            if isinstance(kid, str):
                self.walk(kid, reference, kind, depth + 1)
        if kind == "Table":
            widths = {sum(self.attributes(self.get(cell)).get("/ColSpan", 1) for cell in self.get(row)["/K"]) for row in kids}
            self.need(len(widths) == 1, f"rows of {widths} columns in one table")

    def words_of(self, kid, element, reference):
        if isinstance(kid, str):
            return ""
        if isinstance(kid, dict) and kid["/Type"] == "/OBJR":
            note = self.get(kid["/Obj"])
            self.need(self.parents[note["/StructParent"]] == reference, f"{kid} is of another element")
            self.need(kid["/Obj"] in self.get(kid["/Pg"])["/Annots"], f"{kid} is not on its page")
            self.fields.add(kid["/Obj"])
            return ""
        key = (kid["/Pg"], kid["/MCID"]) if isinstance(kid, dict) else (element["/Pg"], kid)
        self.need(key in self.texts, f"{key} is not on its page")
        self.need(key not in self.seen, f"{key} is in the tree twice")
        self.need(self.parent_of(key) == reference, f"{key}: the parent tree names another element")
        self.seen.add(key)
        return self.texts.get(key, "")


failed = False
for path in sys.argv[1:]:
    reader = Reader(path)
    reader.run()
    print("\n".join(reader.lines))
    for wrong in reader.wrong:
        failed = True
        print(f"{path}: {wrong}", file=sys.stderr)
sys.exit(failed)
