"""The tree keeps the rules of table.py, and a tree that breaks each of them is caught doing so."""

import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import check  # noqa: E402
import table  # noqa: E402


class Architecture(unittest.TestCase):
    maxDiff = None

    def test_the_tree_breaks_no_rule(self):
        self.assertEqual([], [str(f) for f in check.check(HERE.parents[1])])

    def test_the_tree_is_really_read(self):
        sources = [f for f in check.read_tree(HERE.parents[1]) if check.is_ours(f)]
        edges = sum(len(check.INCLUDE.findall(f.text)) for f in sources)
        self.assertGreater(len(sources), 15)
        self.assertGreater(edges, 50)

    def test_every_violation_of_the_fixture_is_reported_and_nothing_else(self):
        expected = (HERE / "fixture.expected").read_text("utf-8").splitlines()
        self.assertEqual(expected, [str(f) for f in check.check(HERE / "fixture")])

    def test_a_private_key_is_found_wherever_it_lies(self):
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder, "tree")
            shutil.copytree(HERE / "fixture", tree)
            body = "-----BEGIN EC {0}-----\nTm90QUtleUF0QWxs\n-----END EC {0}-----\n".format("PRIVATE KEY")
            Path(tree, "server.pem").write_text(body, "utf-8")
            found = [str(f) for f in check.check(tree) if f.rule == "private-key"]
            self.assertEqual(["server.pem:1: private-key: a private key is never committed"], found)

    def test_every_rule_is_broken_somewhere_in_the_fixture(self):
        for rule in check.RULES:
            with self.subTest(rule=rule.__name__):
                self.assertTrue(list(rule(check.read_tree(HERE / "fixture"))))

    def test_levels_of_the_table_are_those_of_the_design(self):
        levels = {}
        for row in table.ROWS:
            levels.setdefault(int(row.level), []).append(row.folder.split("/", 1)[1])
        self.assertEqual({
            0: ["base"], 1: ["crypto", "model", "xml", "yaml"], 2: ["casetree", "ports", "spreadsheet"],
            3: ["documents", "mapping"], 4: ["flow", "http", "storage", "archive", "department_twin", "http_probe", "json_fields", "partner_keys", "refusal", "timestamp_twin", "twin_faults",
               "twin_signature"], 5: ["*", "console", "registry", "twins"],
            6: ["app", "main"]}, levels)

    def test_every_wording_of_a_hall_is_said_somewhere(self):
        gateway = HERE.parents[1] / "gateway"
        table_of = re.search(r"kWordings\[\] = \{(.*?)\};", (gateway / "model/hall.hpp").read_text("utf-8"), re.S)
        wordings = set(re.findall(r'^ *"(\w+)"', table_of[1], re.M))
        self.assertGreater(len(wordings), 2)
        said = set()
        for source in gateway.rglob("*.cpp"):
            said.update(re.findall(r'(?:wordings\.find|\bword)\("(\w+)"\)', source.read_text("utf-8")))
        self.assertEqual(set(), wordings - said, "a hall may write them, and nothing happens")


if __name__ == "__main__":
    unittest.main()
