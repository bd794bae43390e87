#!/usr/bin/env python3
"""documents_peers.py: other producers of PDF on our notice (D2), where they are installed.

  ./dev bench documents [SECONDS]        runs it after our own figures; ./dev packages peers installs what is missing

Every peer draws the very page the gateway made: its list of words with font, size and place, its rules, seal and QR code. So a peer lays
out nothing, breaks no line, reads no template and chooses no fallback font; it writes neither PDF/A nor a signature. Warm: the median
processor time of one document after the first, in one process a peer (of a browser: all its processes), fonts loaded once where the
library can keep them. Then its file is looked at with poppler: whether all fonts are embedded and which rare characters come back.
"""
import ctypes
import ctypes.util
import html
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from documents_page import Path, Text, font_files, read_page

WIDTH, HEIGHT = 595.276, 841.89
RARE = "𬱖䶮𠮷"
BENCH, ONEWINDOW = "build/bench_documents", "build/onewindow"


class Missing(Exception):
    """The Debian package a peer needs."""


def busy():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def library(name, package):
    found = ctypes.util.find_library(name)
    if found is None:
        raise Missing(package)
    return ctypes.CDLL(found)


def real(*numbers):
    return [ctypes.c_double(one) for one in numbers]


def libharu(page, fonts, out):
    """As its manual says, a document at a time: no font outlives its document."""
    hpdf = library("hpdf-2.3.0" if ctypes.util.find_library("hpdf-2.3.0") else "hpdf", "libhpdf-2.3.0")
    handler = ctypes.CFUNCTYPE(None, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_void_p)(lambda *_: None)
    for name in ("New", "AddPage", "GetFont", "LoadTTFontFromFile"):
        getattr(hpdf, "HPDF_" + name).restype = ctypes.c_void_p
    compress_all, embed = 0x0F, 1

    def float_call(name, target, *numbers):
        getattr(hpdf, "HPDF_Page_" + name)(target, *[ctypes.c_float(one) for one in numbers])

    def draw_path(target, path):
        names = {"m": "MoveTo", "l": "LineTo", "c": "CurveTo", "re": "Rectangle"}
        float_call("SetRGBFill" if path.paint == "fill" else "SetRGBStroke", target, *path.colour)
        float_call("SetLineWidth", target, path.width)
        dash = (ctypes.c_uint16 * len(path.dash))(*map(int, path.dash))
        hpdf.HPDF_Page_SetDash(target, dash, len(path.dash), 0)
        for name, *numbers in path.steps:
            hpdf.HPDF_Page_ClosePath(target) if name == "h" else float_call(names[name], target, *numbers)
        hpdf.HPDF_Page_Fill(target) if path.paint == "fill" else hpdf.HPDF_Page_Stroke(target)

    def draw_text(target, text, faces):
        hpdf.HPDF_Page_BeginText(target)
        float_call("SetRGBFill", target, *text.colour)
        hpdf.HPDF_Page_SetFontAndSize(target, ctypes.c_void_p(faces[text.font]), ctypes.c_float(text.size))
        float_call("SetTextMatrix", target, *text.matrix)
        hpdf.HPDF_Page_ShowText(target, text.words.encode())
        hpdf.HPDF_Page_EndText(target)

    def make():
        document = ctypes.c_void_p(hpdf.HPDF_New(handler, None))
        hpdf.HPDF_UseUTFEncodings(document)
        hpdf.HPDF_SetCompressionMode(document, compress_all)
        faces = {}
        for name, path in fonts.items():
            loaded = hpdf.HPDF_LoadTTFontFromFile(document, path.encode(), embed)
            if loaded:
                faces[name] = hpdf.HPDF_GetFont(document, ctypes.c_void_p(loaded), b"UTF-8")
            else:  # CFF outlines
                hpdf.HPDF_ResetError(document)
        for name in fonts:
            faces.setdefault(name, next(iter(faces.values())))
        target = ctypes.c_void_p(hpdf.HPDF_AddPage(document))
        float_call("SetWidth", target, WIDTH)
        float_call("SetHeight", target, HEIGHT)
        for one in page:
            draw_path(target, one) if isinstance(one, Path) else draw_text(target, one, faces)
        hpdf.HPDF_SaveToFile(document, out.encode())
        hpdf.HPDF_Free(document)

    return make, busy


class Matrix(ctypes.Structure):
    _fields_ = [(name, ctypes.c_double) for name in ("xx", "yx", "xy", "yy", "x0", "y0")]


def cairo(page, fonts, out):
    cairo_, freetype = library("cairo", "libcairo2"), library("freetype", "libfreetype6")
    for name in ("pdf_surface_create", "create", "ft_font_face_create_for_ft_face"):
        getattr(cairo_, "cairo_" + name).restype = ctypes.c_void_p
    pointer, handle = ctypes.c_void_p, ctypes.c_void_p()
    freetype.FT_Init_FreeType(ctypes.byref(handle))
    faces = {}
    for name, path in fonts.items():
        face = pointer()
        freetype.FT_New_Face(handle, path.encode(), 0, ctypes.byref(face))
        faces[name] = pointer(cairo_.cairo_ft_font_face_create_for_ft_face(face, 0))

    def draw_path(context, path):
        cairo_.cairo_set_source_rgb(context, *real(*path.colour))
        cairo_.cairo_set_line_width(context, *real(path.width))
        cairo_.cairo_set_dash(context, (ctypes.c_double * len(path.dash))(*path.dash), len(path.dash), *real(0))
        for name, *numbers in path.steps:
            up = [HEIGHT - n if i % 2 else n for i, n in enumerate(numbers)]
            if name == "h":
                cairo_.cairo_close_path(context)
            elif name == "re":
                x, y, width, height = numbers
                cairo_.cairo_rectangle(context, *real(x, HEIGHT - y - height, width, height))
            else:
                {"m": cairo_.cairo_move_to, "l": cairo_.cairo_line_to, "c": cairo_.cairo_curve_to}[name](context, *real(*up))
        cairo_.cairo_fill(context) if path.paint == "fill" else cairo_.cairo_stroke(context)

    def draw_text(context, text):
        a, b, c, d, e, f = text.matrix
        cairo_.cairo_set_source_rgb(context, *real(*text.colour))
        cairo_.cairo_set_font_face(context, faces[text.font])
        turned = Matrix(a * text.size, -b * text.size, -c * text.size, d * text.size, 0, 0)
        cairo_.cairo_set_font_matrix(context, ctypes.byref(turned))
        cairo_.cairo_move_to(context, *real(e, HEIGHT - f))
        cairo_.cairo_show_text(context, text.words.encode())

    def make():
        surface = pointer(cairo_.cairo_pdf_surface_create(out.encode(), *real(WIDTH, HEIGHT)))
        context = pointer(cairo_.cairo_create(surface))
        for one in page:
            (draw_path if isinstance(one, Path) else draw_text)(context, one)
        cairo_.cairo_destroy(context)
        cairo_.cairo_surface_finish(surface)
        cairo_.cairo_surface_destroy(surface)

    return make, busy


def reportlab(page, fonts, out):
    try:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFError, TTFont
        from reportlab.pdfgen import canvas
    except ImportError:
        raise Missing("python3-reportlab") from None
    faces = {}
    for name, path in fonts.items():
        try:
            pdfmetrics.registerFont(TTFont(name, path))
            faces[name] = name
        except TTFError:  # CFF outlines
            continue
    for name in fonts:
        faces.setdefault(name, next(iter(faces)))

    def draw_path(sheet, path):
        sheet.setFillColorRGB(*path.colour)
        sheet.setStrokeColorRGB(*path.colour)
        sheet.setLineWidth(path.width)
        sheet.setDash(list(path.dash))
        line = sheet.beginPath()
        for name, *numbers in path.steps:
            {"m": line.moveTo, "l": line.lineTo, "c": line.curveTo, "re": line.rect, "h": line.close}[name](*numbers)
        sheet.drawPath(line, stroke=path.paint == "stroke", fill=path.paint == "fill")

    def draw_text(sheet, text):
        words = sheet.beginText()
        words.setFont(faces[text.font], text.size)
        words.setFillColorRGB(*text.colour)
        words.setTextTransform(*text.matrix)
        words.textOut(text.words)
        sheet.drawText(words)

    def make():
        sheet = canvas.Canvas(out, pagesize=(WIDTH, HEIGHT), pageCompression=1)
        for one in page:
            (draw_path if isinstance(one, Path) else draw_text)(sheet, one)
        sheet.save()

    return make, busy


def rgb(colour):
    return "rgb({:.0f},{:.0f},{:.0f})".format(*(255 * one for one in colour))


def as_html(page, fonts):
    """The page as one SVG in HTML, for those that print web pages."""
    used = {one.font for one in page if isinstance(one, Text)}
    faces = "".join(f"@font-face{{font-family:'{name}';src:url('file://{path}')}}" for name, path in fonts.items() if name in used)
    parts = []
    for one in page:
        if isinstance(one, Path):
            steps = []
            for name, *n in one.steps:
                up = " ".join(f"{HEIGHT - v if i % 2 else v:.2f}" for i, v in enumerate(n))
                steps.append(f"M{n[0]} {HEIGHT - n[1] - n[3]:.2f}h{n[2]}v{n[3]}h-{n[2]}z" if name == "re" else "Z" if name == "h" else name.upper() + up)
            ink = f"fill='{rgb(one.colour)}'" if one.paint == "fill" else f"fill='none' stroke='{rgb(one.colour)}' stroke-width='{one.width}'"
            dash = f" stroke-dasharray='{' '.join(map(str, one.dash))}'" if one.dash else ""
            parts.append(f"<path {ink}{dash} d='{''.join(steps)}'/>")
        else:
            a, b, c, d, e, f = one.matrix
            place = f"x='{e:.2f}' y='{HEIGHT - f:.2f}'" if (a, b, c, d) == (1, 0, 0, 1) else f"transform='matrix({a} {-b} {-c} {d} {e:.2f} {HEIGHT - f:.2f})'"
            parts.append(f"<text {place} font-family='{one.font}' font-size='{one.size}' fill='{rgb(one.colour)}'>{html.escape(one.words)}</text>")
    size = f"{WIDTH}pt {HEIGHT}pt"
    style = f"@page{{size:{size};margin:0}}body{{margin:0}}svg{{display:block;width:{WIDTH}pt;height:{HEIGHT - 1}pt}}"
    view = f"viewBox='0 0 {WIDTH} {HEIGHT}' preserveAspectRatio='xMinYMin'"
    return f"<!doctype html><meta charset=utf-8><style>{faces}{style}</style><svg xmlns='http://www.w3.org/2000/svg' {view}>{''.join(parts)}</svg>"


def weasyprint(page, fonts, out):
    try:
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError):
        raise Missing("weasyprint") from None
    text, kept = as_html(page, fonts), FontConfiguration()
    return lambda: HTML(string=text).write_pdf(out, font_config=kept), busy


class Chromium:
    """One browser and one of its pages, spoken to over a pair of pipes (DevTools protocol)."""

    def __init__(self, folder):
        name = shutil.which("chromium")
        if name is None:
            raise Missing("chromium")
        down, self.to = os.pipe()
        self.back, up = os.pipe()
        high = [os.dup2(down, 63), os.dup2(up, 64)]  # out of the way of 3 and 4
        command = f'exec "$@" 3<&{high[0]} 4>&{high[1]}'
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", f"--user-data-dir={folder}/profile", "about:blank"]
        self.process = subprocess.Popen(["bash", "-c", command, "bash", name, *options], pass_fds=high, stderr=subprocess.DEVNULL)
        for one in (down, up, *high):
            os.close(one)
        self.number, self.rest, self.session = 0, b"", None
        target = next(one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        self.call("Page.enable")

    def messages(self):
        while True:
            while b"\0" not in self.rest:
                more = os.read(self.back, 1 << 20)
                if not more:
                    raise Missing("chromium that stays alive")
                self.rest += more
            one, self.rest = self.rest.split(b"\0", 1)
            yield json.loads(one)

    def call(self, method, until=None, **given):
        self.number += 1
        message = {"id": self.number, "method": method, "params": given} | ({"sessionId": self.session} if self.session else {})
        os.write(self.to, json.dumps(message).encode() + b"\0")
        result = seen = None
        for one in self.messages():
            if one.get("id") == self.number:
                if "error" in one:
                    raise RuntimeError(one["error"])
                result = one["result"]
            seen = seen or (until is not None and one.get("method") == until)
            if result is not None and (seen or until is None):
                return result

    def busy(self):
        """Processor seconds of the browser and all its children, those that have ended included."""
        parents, ticks = {}, {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                fields = open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace").read().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(pid)], ticks[int(pid)] = int(fields[1]), sum(map(int, fields[11:15]))
        ours, found = {self.process.pid}, True
        while found:
            found = {pid for pid, parent in parents.items() if parent in ours} - ours
            ours |= found
        return sum(ticks.get(pid, 0) for pid in ours) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.kill()
        self.process.wait()


def chromium(page, fonts, out):
    import base64
    folder = os.path.dirname(out)
    source = os.path.join(folder, "page.html")
    with open(source, "w", encoding="utf-8") as file:
        file.write(as_html(page, fonts))
    browser = Chromium(folder)

    def make():
        browser.call("Page.navigate", until="Page.loadEventFired", url="file://" + source)
        browser.call("Runtime.evaluate", expression="document.fonts.ready.then(() => 1)", awaitPromise=True)
        pdf = browser.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
        with open(out, "wb") as file:
            file.write(base64.b64decode(pdf))

    make.stop = browser.stop
    return make, browser.busy


# Name | how | what is to be known of it.
PEERS = {
    "stock libharu": (libharu, "stops at U+FFFF; no CFF fonts; loads its fonts for each document"),
    "cairo": (cairo, "through FreeType"),
    "ReportLab": (reportlab, "Python; no CFF fonts"),
    "WeasyPrint": (weasyprint, "Python; a web page of one SVG"),
    "Chromium": (chromium, "one browser, one page; a web page of one SVG"),
}


def measure(name, page, out, seconds):
    """One document to warm up, then as many as the time allows, at least three."""
    used = {one.font for one in page if isinstance(one, Text)}
    fonts = {font: os.path.abspath(path) for font, path in font_files().items() if font in used}
    make, clock = PEERS[name][0](page, fonts, out)
    try:
        make()
        costs, end = [], time.monotonic() + seconds
        while time.monotonic() < end or len(costs) < 3:
            before = clock()
            make()
            costs.append((clock() - before) * 1000)
        # The clock of other processes ticks in hundredths: their mean is finer than their median.
        return statistics.median(costs) if clock is busy else statistics.mean(costs)
    finally:
        getattr(make, "stop", lambda: None)()


def said_by(*command):
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def looked_at(path):
    """Bytes, "4 of 4" fonts that are embedded as subsets, the rare characters that pdftotext gives back."""
    fonts = said_by("pdffonts", path).splitlines()[2:]
    whole = [line for line in fonts if line.split()[-5:-3] == ["yes", "yes"]]
    text = said_by("pdftotext", path, "-")
    return os.path.getsize(path), f"{len(whole)} of {len(fonts)}", "".join(one if one in text else "–" for one in RARE)


def case_with_rare_characters(folder):
    sample = open("templates/samples/D2.xml", encoding="utf-8").read()
    before, found, after = sample.partition("<applicant><kind>person</kind><name>")
    assert found, "the sample of D2 has another form now"
    path = os.path.join(folder, "case.xml")
    with open(path, "w", encoding="utf-8") as out:
        out.write(before + found + "王" + RARE + after[after.index("</name>"):])
    return path


def row(name, cost, ours, floor, looked, note=""):
    size, fonts, rare = looked
    print(f"{name:<22}{cost:9.2f} ms {cost / ours:7.1f}× {cost / floor:7.1f}× {size:9,} {fonts:>9}  {rare}  {note}")


def ask_peer(name, ours, out, seconds):
    """A process of its own: a peer that falls takes nobody with it."""
    run = subprocess.run([sys.executable, "-B", __file__, "--peer", name, ours, out, str(seconds)], capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return float(run.stdout), None
    return None, (run.stderr.strip().splitlines() or [f"ended with {run.returncode}"])[-1]


def table(seconds):
    with tempfile.TemporaryDirectory() as folder:
        case, ours = case_with_rare_characters(folder), os.path.join(folder, "ours.pdf")
        said_by(ONEWINDOW, "template", "preview", "templates/D2.xml", "--case", case, "--out", ours)
        own, floor = map(float, said_by(BENCH, "notice", case, str(seconds)).split())
        print("\nThe same page of D2 by others, a document in one warm process (they lay out nothing, write no PDF/A, sign nothing):")
        print(f"{'':<22}{'processor':>12} {'ours':>8} {'floor':>8} {'bytes':>9} {'embedded':>9}  read back")
        row("OneWindow, unsigned", own, own, floor, looked_at(ours), "lays the page out, PDF/A-2b")
        for name, (_, note) in PEERS.items():
            out = os.path.join(folder, "peer.pdf")
            cost, why = ask_peer(name, ours, out, seconds)
            if cost is None:
                print(f"{name:<22}{why}")
            else:
                row(name, cost, own, floor, looked_at(out), note)
    return 0


def main():
    if len(sys.argv) == 6 and sys.argv[1] == "--peer":
        name, ours, out, seconds = sys.argv[2:]
        try:
            print(measure(name, read_page(ours), out, float(seconds)))
        except Missing as missing:
            print(f"skipped: not installed ({missing}; ./dev packages peers)", file=sys.stderr)
            return 1
        return 0
    return table(float(sys.argv[1]) if len(sys.argv) > 1 else 3)


if __name__ == "__main__":
    sys.exit(main())
