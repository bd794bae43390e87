#!/usr/bin/env python3
"""documents_peers.py: other producers of PDF on the words of the same notice (D2), where they are installed.

  ./dev bench documents; tests/bench/documents_peers.py

Milliseconds of processor time (a program of its own: with its start) and bytes, the median of a few. General layout engines against a
fixed-template engine: read the ratios so. Standard library and whatever is found; what is not found is said.
"""
import ctypes
import ctypes.util
import html
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TEXT = open("tests/unit/documents/expected/D2.txt", encoding="utf-8").read().replace("\f", "")
FONT = os.path.abspath("fonts/node_modules/@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf")


class Missing(Exception):
    pass


def cairo_pango(path):
    names = [ctypes.util.find_library(name) for name in ("cairo", "pango-1.0", "pangocairo-1.0", "gobject-2.0")]
    if None in names:
        raise Missing("libcairo2, libpangocairo-1.0-0")
    cairo, pango, both, gobject = map(ctypes.CDLL, names)
    for function in (cairo.cairo_pdf_surface_create, cairo.cairo_create, both.pango_cairo_create_layout, pango.pango_font_description_from_string):
        function.restype = ctypes.c_void_p
    pointer = ctypes.c_void_p

    def make():
        surface = pointer(cairo.cairo_pdf_surface_create(path.encode(), ctypes.c_double(595.276), ctypes.c_double(841.89)))
        context = pointer(cairo.cairo_create(surface))
        layout = pointer(both.pango_cairo_create_layout(context))
        font = pointer(pango.pango_font_description_from_string(b"LXGW WenKai 9"))
        pango.pango_layout_set_font_description(layout, font)
        pango.pango_layout_set_text(layout, TEXT.encode(), -1)
        cairo.cairo_move_to(context, ctypes.c_double(40), ctypes.c_double(40))
        both.pango_cairo_show_layout(context, layout)
        pango.pango_font_description_free(font)
        gobject.g_object_unref(layout)
        cairo.cairo_destroy(context)
        cairo.cairo_surface_finish(surface)
        cairo.cairo_surface_destroy(surface)

    return make


def reportlab(path):
    try:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen import canvas
    except ImportError:
        raise Missing("python3-reportlab") from None
    pdfmetrics.registerFont(TTFont("song", FONT))

    def make():
        page = canvas.Canvas(path, pagesize=(595.276, 841.89))
        page.setFont("song", 10)
        for row, line in enumerate(TEXT.splitlines()):
            page.drawString(40, 800 - 14 * row, line)
        page.save()

    return make


def weasyprint(path):
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        raise Missing("weasyprint") from None
    return lambda: HTML(string=f"<pre style='font-family:LXGW WenKai'>{html.escape(TEXT)}</pre>").write_pdf(path)


def program(name, package, command):
    def of(path):
        if shutil.which(name) is None:
            raise Missing(package)
        folder = os.path.dirname(path)
        page = os.path.join(folder, "page.html")
        with open(page, "w", encoding="utf-8") as out:
            out.write(f"<meta charset=utf-8><pre style='font-family:LXGW WenKai'>{html.escape(TEXT)}</pre>")
        with open(os.path.join(folder, "page.tex"), "w", encoding="utf-8") as out:
            lines = "\n\n".join(line.replace("_", r"\_") for line in TEXT.splitlines())
            out.write("\\documentclass{article}\\usepackage{fontspec}\\setmainfont{LXGW WenKai}\\begin{document}" + lines + "\\end{document}")
        return lambda: subprocess.run(command(path, folder), cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return of


PRODUCERS = [
    ("cairo + pango", cairo_pango),
    ("ReportLab", reportlab),
    ("WeasyPrint", weasyprint),
    ("Chromium, headless", program("chromium", "chromium", lambda path, folder: ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={path}", f"--user-data-dir={folder}/profile", f"file://{folder}/page.html"])),
    ("LibreOffice", program("soffice", "libreoffice-writer", lambda path, folder: ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf", "--outdir", folder, f"{folder}/page.html"])),
    ("XeLaTeX", program("xelatex", "texlive-xetex", lambda path, folder: ["xelatex", "-interaction=batchmode", "page.tex"])),
]


def busy():
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def main():
    for name, producer in PRODUCERS:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "page.pdf")
            try:
                make = producer(path)
                make()
            except Missing as missing:
                print(f"{name:<20} not installed ({missing})")
                continue
            except subprocess.CalledProcessError as error:
                print(f"{name:<20} failed: {error}")
                continue
            costs, end = [], time.monotonic() + 3
            while time.monotonic() < end or len(costs) < 3:
                before = busy()
                make()
                costs.append((busy() - before) * 1000)
            print(f"{name:<20} {statistics.median(costs):8.1f} ms {os.path.getsize(path):8} bytes")
    return 0


sys.exit(main())
