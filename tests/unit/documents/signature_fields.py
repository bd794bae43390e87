#!/usr/bin/env python3
"""signature_fields.py file.pdf N: the N-th signature field and its look, over qpdf's reading; nothing if there is none."""
import base64
import json
import re
import subprocess
import sys

ran = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", sys.argv[1]], capture_output=True)
objects = json.loads(ran.stdout)["qpdf"][1]


def get(value):
    while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
        value = objects["obj:" + value]
        value = value["value"] if "value" in value else value["stream"]
    return value


def seals_in(content):
    return [bytes.fromhex(text).decode("utf-16-be") for text in re.findall(r"/ActualText <FEFF([0-9A-F]+)>", content)]


catalog = get(objects["trailer"]["value"]["/Root"])
fields = get(catalog.get("/AcroForm", {"/Fields": []})["/Fields"])
if int(sys.argv[2]) <= len(fields):
    field = get(fields[int(sys.argv[2]) - 1])
    page = get(field["/P"])
    numbers = get(get(catalog["/StructTreeRoot"])["/ParentTree"])["/Nums"]
    element = get(numbers[numbers.index(field["/StructParent"], 2 * len(get(catalog["/Pages"])["/Kids"])) + 1])
    look = get(field["/AP"])["/N"]
    seals = seals_in(base64.b64decode(get(look)["data"]).decode("latin-1"))
    on_page = seals_in(base64.b64decode(get(page["/Contents"])["data"]).decode("latin-1"))
    state = "signed" if get(field.get("/V", "")) and get(field["/V"])["/Type"] == "/Sig" else "empty"
    printed = "printed" if field["/F"] & 4 and not field["/F"] & 2 else "not printed"
    listed = "" if fields[int(sys.argv[2]) - 1] in get(page["/Annots"]) else ", not on the page"
    print(f"{field['/T'][2:]} {state}, {printed}, tagged {element['/S'][1:]}{listed}, {field['/TU'][2:]}")
    left, _, right, _ = field["/Rect"]
    print(f"look: {' '.join(seals)}, on the page: {'yes' if set(seals) & set(on_page) else 'no'}, {right - left:.0f} points wide")
