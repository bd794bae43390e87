"""Counts a ctest run in test cases: prints one line, "N passed, N failed"; exits 1 if any failed.

tally.py RESULTS    RESULTS/programs.xml is ctest's JUnit file, RESULTS/cases/<program>.xml gtest's.
A program that died before it could write its file, or that is not a gtest one, counts as one.
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def cases_of(results, program):
    """(passed, failed, skipped) of one program."""
    died = program.get("status") != "run"
    report = Path(results, "cases", program.get("name") + ".xml")
    try:
        cases = list(ET.parse(report).getroot().iter("testcase"))
    except (OSError, ET.ParseError):
        return (0, 1, 0) if died else (1, 0, 0)
    failed = sum(case.find("failure") is not None for case in cases)
    skipped = sum(case.get("result") in ("skipped", "suppressed") for case in cases)
    return len(cases) - failed - skipped, max(failed, int(died)), skipped


def main():
    results = sys.argv[1]
    programs = list(ET.parse(Path(results, "programs.xml")).getroot().iter("testcase"))
    counts = [cases_of(results, program) for program in programs]
    passed, failed, skipped = (sum(column) for column in zip(*counts)) if counts else (0, 1, 0)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
