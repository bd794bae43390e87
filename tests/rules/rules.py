"""Which tests hold which rule, from the tests themselves; and that each rule, switched off, is missed.

rules.py [R26 ...]        rule -> tests of R1 to R47, or of those named; exit 1 if one has none, or off.txt is wrong
rules.py check            only that off.txt fits the tree: files, texts, programs, tests
rules.py prove [R26 ...]  in a clone below build/, demands that the tests of off.txt pass; then switches each row off and demands
                          that its tests fail

A rule is cited by a gtest's name (R26_NotToldInTime), by the head of a story (规则: [R26]) and by the docstring of a
scenario in Python that CMake runs.
"""

import fnmatch
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
RULES = [f"R{number}" for number in range(1, 48)]
OFF = "tests/rules/off.txt"
LIMIT = 300  # seconds a test

GTEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", re.MULTILINE)
CITED = re.compile(r"(?<![A-Za-z0-9])R(\d+)(?![A-Za-z0-9])")
CITED_IN_NAME = re.compile(r"(?:^|_)R(\d+)(?=_|$)")
STORY_RULES = re.compile(r"^规则: *\[([^\]]*)\]", re.MULTILINE)
PYTHON_SCENARIO = re.compile(r"^ow_python_scenario\(\w+ ([^\s)]+)", re.MULTILINE)
PROGRAM = re.compile(r"^\s*ow_test\((\w+)", re.MULTILINE)


class Row(NamedTuple):
    """A way to switch a rule off: `text` of `file` becomes `replacement`, then `tests` of `program` fail."""

    rule: str
    file: str
    text: str
    replacement: str
    program: str
    tests: str  # a gtest filter, or a story's file, which `onewindow simulate` plays


def numbers(pattern, text):
    return {f"R{number}" for number in pattern.findall(text)}


def gtests(root):
    for path in sorted((root / "tests").rglob("*_test.cpp")):
        for suite, name in GTEST.findall(path.read_text("utf-8")):
            yield f"{suite}.{name}"


def stories(root):
    return sorted((root / "tests/scenarios/stories").glob("*.yaml"))


def scenarios(root):
    for listed in sorted((root / "tests").rglob("CMakeLists.txt")):
        for script in PYTHON_SCENARIO.findall(listed.read_text("utf-8")):
            yield root / script


def docstring(script):
    parts = script.read_text("utf-8").split('"""')
    return parts[1] if len(parts) > 2 else ""


def citations(root):
    """(rule, test) of every test that names one; a rule that does not exist as well."""
    for test in gtests(root):
        for rule in numbers(CITED_IN_NAME, test.split(".")[1]):
            yield rule, test
    for story in stories(root):
        for head in STORY_RULES.findall(story.read_text("utf-8")):
            for rule in numbers(CITED, head):
                yield rule, f"story {story.stem}"
    for script in scenarios(root):
        for rule in numbers(CITED, docstring(script)):
            yield rule, f"scenario {script.stem}"


def read_off(root):
    rows = []
    for line in (root / OFF).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            rows.append(Row(*(part.strip() for part in line.split(" | "))))
    return rows


def mistakes_of_row(root, row, programs, tests):
    if row.rule not in RULES:
        yield f"{row.rule} is no rule"
    file = root / row.file
    found = file.read_text("utf-8").count(row.text) if file.is_file() else 0
    if found != 1:
        yield f"`{row.text}` stands {found} times in {row.file}, not once"
    if row.text == row.replacement:
        yield "nothing is replaced"
    if row.tests.endswith(".yaml"):
        if not (root / row.tests).is_file():
            yield f"no story {row.tests}"
        return
    if row.program not in programs:
        yield f"no test program {row.program}"
    for pattern in row.tests.split(":"):
        if not fnmatch.filter(tests, pattern):
            yield f"no test {pattern}"


def check_off(root):
    programs = {"onewindow"}
    for listed in (root / "tests").rglob("CMakeLists.txt"):
        programs.update(PROGRAM.findall(listed.read_text("utf-8")))
    tests = list(gtests(root))
    return [f"{OFF}: {row.rule}: {mistake}" for row in read_off(root)
            for mistake in mistakes_of_row(root, row, programs, tests)]


def show(root, wanted):
    tests = {rule: [] for rule in RULES}
    wrong = check_off(root)
    for rule, test in citations(root):
        if rule in tests:
            tests[rule].append(test)
        else:
            wrong.append(f"{test} cites {rule}, which is no rule")
    switched_off = {row.rule for row in read_off(root)}
    for rule in wanted or RULES:
        named = tests[rule] if wanted else tests[rule][:3] + ["…"] * (len(tests[rule]) > 3)
        mark = "off" if rule in switched_off else "   "
        print(f"{rule:4} {mark} {len(tests[rule]):3}  {', '.join(named)}")
        if not tests[rule]:
            wrong.append(f"{rule} has no test")
    return wrong


class Scratch:
    """A clone of HEAD below build/, kept between runs with its build folder; its own uncommitted changes are lost."""

    def __init__(self, root):
        self.tree = root / "build/rules"
        if not (self.tree / ".git").exists():
            shutil.rmtree(self.tree, ignore_errors=True)
            subprocess.run(["git", "clone", "--quiet", "--shared", root, self.tree], check=True)
        for command in ("fetch --quiet origin HEAD", "checkout --quiet --force --detach FETCH_HEAD"):
            subprocess.run(["git", *command.split()], cwd=self.tree, check=True)
        # The same path from sources to build folder as in the tree itself, so that the compiler cache serves both.
        subprocess.run(["cmake", "-S", self.tree, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release"],
                       check=True, capture_output=True)

    @property
    def build(self):
        return self.tree / "build"

    def passes(self, row):
        """None: it does not build."""
        made = subprocess.run(["cmake", "--build", self.build, "-j2", "--target", row.program], capture_output=True)
        return self.runs(row) if made.returncode == 0 else None

    def runs(self, row):
        program = self.build / row.program
        command = [program, "simulate", row.tests] if row.tests.endswith(".yaml") else [
            program, f"--gtest_filter={row.tests}", "--gtest_brief=1"]
        try:
            return subprocess.run(command, cwd=self.tree, capture_output=True, timeout=LIMIT).returncode == 0
        except subprocess.TimeoutExpired:  # without its rule a test may never end
            return False

    def without(self, row):
        """Whether the tests pass with the rule switched off."""
        file = self.tree / row.file
        whole = file.read_text("utf-8")
        file.write_text(whole.replace(row.text, row.replacement), "utf-8")
        try:
            return self.passes(row)
        finally:
            file.write_text(whole, "utf-8")


MISSED = "missed, as it must be"


def verdict_of(scratch, row):
    passes = scratch.without(row)
    if passes is None:
        return "does not build when switched off"
    return "NOT MISSED: its tests pass without it" if passes else MISSED


def prove(root, wanted):
    rows = [row for row in read_off(root) if not wanted or row.rule in wanted]
    wrong = []
    scratch = Scratch(root)
    sound = [row for row in rows if scratch.passes(row)]
    wrong += [f"{row.rule}: {row.tests}: fails although nothing is switched off" for row in rows if row not in sound]
    for row in sorted(sound, key=lambda row: row.program):
        verdict = verdict_of(scratch, row)
        print(f"{row.rule:4} {row.tests:60} {verdict}", flush=True)
        if verdict != MISSED:
            wrong.append(f"{row.rule}: {row.tests}: {verdict}")
    wrong += [f"{rule} has no row in {OFF}" for rule in wanted or RULES if rule not in {r.rule for r in rows}]
    return wrong


def main(arguments):
    verb = arguments.pop(0) if arguments and arguments[0] in ("check", "prove") else "show"
    unknown = [word for word in arguments if word not in RULES]
    if unknown:
        print(f"{' '.join(unknown)}: no rule; R1 to R47 are", file=sys.stderr)
        return 2
    wrong = {"check": lambda: check_off(ROOT), "prove": lambda: prove(ROOT, arguments),
             "show": lambda: show(ROOT, arguments)}[verb]()
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
