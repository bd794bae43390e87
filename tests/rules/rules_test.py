"""What `./dev rules` sees and what it does not let pass, on a small tree of its own; and that off.txt fits ours."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import rules


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("tests/a_test.cpp", 'TEST(Clock, R9_TheFirstDay) {\n}\n// TEST(Clock, R10_InAComment)\n'
                                       'TEST_F(Desk,\n       TwoRules_R26_R28) {}\nTEST(Desk, R2D2) {}\n')
        self.write("tests/CMakeLists.txt", "ow_test(unit_a SOURCES a_test.cpp)\now_python_scenario(x tests/x_test.py)\n")
        self.write("tests/x_test.py", '"""R33 with the real program."""\n"""R34"""\n')
        self.write("tests/y_test.py", '"""R35, which nobody runs."""\n')
        self.write("tests/scenarios/stories/甲.yaml", "标题: 容缺\n规则: [R4, R5]\n说明: R6\n")
        self.write("clock.cpp", "if (late) return;\n")
        self.write("tests/rules/off.txt", "# a comment\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def off(self, line):
        self.write("tests/rules/off.txt", line + "\n")
        return rules.check_off(self.root)

    def test_a_rule_is_cited_by_a_test_that_is_one(self):
        cited = sorted({rule for rule, _ in rules.citations(self.root)}, key=lambda rule: int(rule[1:]))
        self.assertEqual(["R4", "R5", "R9", "R26", "R28", "R33"], cited)

    def test_a_row_that_fits_is_right(self):
        self.assertEqual([], self.off("R9 | clock.cpp | if (late) | if (false) | unit_a | Clock.R9_*"))

    def test_a_row_that_does_not_fit_the_tree_is_named(self):
        for line, mistake in (
                ("R48 | clock.cpp | if (late) | if (false) | unit_a | Clock.R9_*", "R48 is no rule"),
                ("R9 | clock.cpp | if (early) | if (false) | unit_a | Clock.R9_*", "stands 0 times"),
                ("R9 | clock.cpp | e | x | unit_a | Clock.R9_*", "not once"),
                ("R9 | clock.cpp | late | late | unit_a | Clock.R9_*", "nothing is replaced"),
                ("R9 | clock.cpp | late | x | unit_b | Clock.R9_*", "no test program unit_b"),
                ("R9 | clock.cpp | late | x | unit_a | Clock.R10_*", "no test Clock.R10_*"),
                ("R9 | clock.cpp | late | x | onewindow | tests/scenarios/stories/乙.yaml", "no story")):
            self.assertTrue(any(mistake in one for one in self.off(line)), (line, mistake))


class Ours(unittest.TestCase):
    def test_every_row_of_off_fits(self):
        self.assertEqual([], rules.check_off(rules.ROOT))


if __name__ == "__main__":
    unittest.main()
