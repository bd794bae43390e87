#!/usr/bin/env python3
"""golden_test.py ONEWINDOW: every document looks as its golden picture, and a moved line is seen.

After a change that is meant: look at the pages (`./dev gallery`), then `./dev gallery --accept`.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ONEWINDOW = sys.argv.pop(1)
GALLERY = ["python3", "-B", "tests/gallery/gallery.py"]
GOLDEN = "tests/gallery/golden"


def render(templates, to):
    subprocess.run([ONEWINDOW, "template", "gallery", "--templates", str(templates), "--out", str(to)], check=True, capture_output=True)


def compare(folder):
    ran = subprocess.run([*GALLERY, "compare", str(folder), GOLDEN], capture_output=True, text=True)
    return ran.stdout.split("\n")[:-1]


class Golden(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def changed(self, name, pattern, replacement):
        """What is seen if one template is changed."""
        templates = self.folder / "templates"
        shutil.copytree("templates", templates)
        text = (templates / name).read_text()
        self.assertRegex(text, pattern)
        (templates / name).write_text(re.sub(pattern, replacement, text, count=1))
        for other in templates.glob("*.xml"):
            if other.name != name:
                other.unlink()
        fonts = (templates / "fonts.yaml").read_text().replace("path: fonts/", f"path: {pathlib.Path.cwd()}/fonts/")
        (templates / "fonts.yaml").write_text(fonts)
        render(templates, self.folder / "out")
        return [line for line in compare(self.folder / "out") if line.startswith(name[: -len(".xml")] + ":")]

    def test_every_document_looks_as_it_did(self):
        render("templates", self.folder / "out")
        self.assertEqual(compare(self.folder / "out"), [])

    def test_a_line_that_moved_by_two_millimetres_is_seen(self):
        self.assertTrue(self.changed("D2.xml", r'<space height="2"/>', '<space height="4"/>'))

    def test_a_row_that_is_one_millimetre_higher_is_seen(self):
        self.assertTrue(self.changed("D15.xml", r'row="8"', 'row="9"'))

    def test_a_seal_that_is_gone_is_seen(self):
        self.assertTrue(self.changed("D4.xml", r'<arc><value select="document/seal_text"/></arc>', "<arc></arc>"))

    def test_an_unchanged_template_is_not_accused(self):
        self.assertEqual(self.changed("D3.xml", r"<title>", "<title>"), [])


if __name__ == "__main__":
    unittest.main()
