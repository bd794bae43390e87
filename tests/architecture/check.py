"""Checks a source tree against table.py: check(root) -> sorted findings, one a violation.

By hand: python3 tests/architecture/check.py [root]   (prints the findings, exits 1 if there are any)
"""

import csv
import fnmatch
import json
import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

import table


class Finding(NamedTuple):
    path: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


class File(NamedTuple):
    path: str  # from the root, with /
    text: str

    @property
    def name(self):
        return self.path.rsplit("/", 1)[-1]

    @property
    def suffix(self):
        return "." + self.name.rsplit(".", 1)[-1] if "." in self.name else ""

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1


CODE = (".cpp", ".hpp")
TEXT = (*CODE, ".cmake", ".css", ".csv", ".html", ".js", ".json", ".md", ".mjs", ".py", ".sh", ".txt",
        ".xml", ".yaml", "")
LEXEME = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)'
    r'|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Za-z])'(?:\\[^\n]{1,9}?|[^'\\\n])'", re.DOTALL)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>|(\w+))', re.MULTILINE)


def read_tree(root):
    files = []
    for folder, folders, names in os.walk(root):
        here = Path(folder).relative_to(root).as_posix()
        folders[:] = sorted(f for f in folders if not skipped(f if here == "." else f"{here}/{f}"))
        for name in sorted(names):
            path = name if here == "." else f"{here}/{name}"
            if Path(folder, name).is_file():
                files.append(File(path, Path(folder, name).read_text("utf-8", "replace")))
    return files


def skipped(path):
    name = path.rsplit("/", 1)[-1]
    return path in table.SKIPPED_FOLDERS or name in table.SKIPPED_FOLDERS or name.startswith("build-")


def without_comments(text):
    def blank(match):
        return re.sub(r"[^\n]", " ", match[0]) if match["comment"] else match[0]

    return LEXEME.sub(blank, text)


def string_literals(text):
    return [m for m in LEXEME.finditer(text) if not m["comment"] and m[0][0] in 'R"']


def is_ours(file):
    return file.suffix in CODE and file.path.startswith(("adapters/", "gateway/"))


# ---- the table: who may include whom -----------------------------------------------------------

def unit_of(path):
    """The row's folder a source belongs to: gateway/main.cpp, adapters/registry.* and adapters/twins.* are their own."""
    parts = path.split("/")
    return "/".join([parts[0], parts[1].rsplit(".", 1)[0] if len(parts) == 2 else parts[1]])


def row_of(path):
    if path.count("/") == 0:
        return None
    exact = [r for r in table.ROWS if r.folder == unit_of(path)]
    inside = path.count("/") > 1
    loose = [r for r in table.ROWS if inside and fnmatch.fnmatchcase(unit_of(path), r.folder)]
    return (exact or loose or [None])[0]


def side_of(path):
    return "twin" if path.rsplit("/", 1)[-1].startswith("twin") else "adapter"


def edge_problem(path, row, target):
    to = row_of(target)
    if to is None:
        return f"{target} is in no folder of the table"
    if unit_of(path) == unit_of(target):
        across = path.startswith("adapters/") and side_of(path) != side_of(target)
        return f"a twin and its adapter share no code: {target}" if across else None
    if to.level == row.level:
        return f"sideways, L{row.level:g}: {target}"
    if to.level > row.level:
        return f"up, L{row.level:g} to L{to.level:g}: {target}"
    return None


def third_party_allowed(path, row, header):
    if row.everything_but is not None:
        return not header.startswith(row.everything_but)
    name = path.rsplit("/", 1)[-1]
    prefixes = [e.prefix if isinstance(e, table.Only) else e for e in row.third_party
                if not isinstance(e, table.Only) or fnmatch.fnmatchcase(name, e.files)]
    return header.startswith(tuple(prefixes))


def include_problem(file, row, ours, system):
    if ours and ours.startswith(("adapters/", "gateway/")):
        return "edge", edge_problem(file.path, row, ours)
    if ours:
        return "include-path", f'"{ours}" does not start at the root'
    if system.startswith(("adapters/", "gateway/")):
        return "include-path", f"<{system}> is ours, so it is quoted"
    if "/" not in system and "." not in system:
        impure = unit_of(file.path) in table.PURE and system in table.IMPURE_HEADERS
        return "pure", f"<{system}> in a pure folder" if impure else None
    allowed = third_party_allowed(file.path, row, system)
    return "third-party", None if allowed else f"<{system}> is not in the row of {row.folder}"


def check_includes(files):
    for file in filter(is_ours, files):
        row = row_of(file.path)
        if row is None:
            yield Finding(file.path, 1, "edge", "the folder has no row in the table")
            continue
        for match in INCLUDE.finditer(without_comments(file.text)):
            system = match[2] or ("freetype/" if (match[3] or "").startswith("FT_") else match[3])
            rule, problem = include_problem(file, row, match[1], system)
            if problem:
                yield Finding(file.path, file.line_of(match.start()), rule, problem)


def check_own_header_first(files):
    paths = {f.path for f in files}
    for file in filter(is_ours, files):
        own = file.path[:-4] + ".hpp"
        first = INCLUDE.search(without_comments(file.text))
        if file.suffix == ".cpp" and own in paths and (first is None or first[1] != own):
            yield Finding(file.path, 1, "own-header-first", own)


# ---- the lists of sources against the tree -----------------------------------------------------

CALL = re.compile(r"(\w+)\s*\(([^()]*)\)")


def cmake_calls(text):
    text = re.sub(r"#[^\n]*", "", text)
    return [(m[1].lower(), m[2].split()) for m in CALL.finditer(text)]


def reached_lists(by_path):
    """CMakeLists.txt reached from the root by add_subdirectory, as folder -> calls."""
    reached, waiting = {}, [""]
    while waiting:
        folder = waiting.pop()
        lists = by_path.get(f"{folder}CMakeLists.txt")
        if lists is None or folder in reached:
            continue
        reached[folder] = cmake_calls(lists.text)
        waiting += [f"{folder}{a[0]}/" for name, a in reached[folder] if name == "add_subdirectory" and a]
    return reached


def resolve(folder, word):
    for prefix in ("${CMAKE_SOURCE_DIR}/", "${PROJECT_SOURCE_DIR}/"):
        if word.startswith(prefix):
            return word[len(prefix):]
    if word.startswith("tests/"):
        return word  # an argument of a command that ctest runs from the root
    return os.path.normpath(folder + word.removeprefix("${CMAKE_CURRENT_SOURCE_DIR}/"))


def check_source_lists(files):
    by_path = {f.path: f for f in files}
    sources, tests = {}, set()
    for folder, calls in reached_lists(by_path).items():
        for name, args in calls:
            named = {resolve(folder, a) for a in args if a.endswith((".cpp", "_test.mjs", "_test.py"))}
            sources.update({path: f"{folder}CMakeLists.txt" for path in named})
            tests |= named if name in ("add_test", "ow_python_scenario", "ow_test") else set()
    for path, lists in sources.items():
        if path not in by_path:
            yield Finding(lists, 1, "source-list", f"{path} is listed but is not there")
    for file in files:
        if file.suffix == ".cpp" and file.path not in sources:
            yield Finding(file.path, 1, "source-list", "is built by no CMakeLists.txt")
        elif file.name.endswith(("_test.cpp", "_test.mjs", "_test.py")) and file.path not in tests:
            yield Finding(file.path, 1, "source-list", "is a test that ctest does not run")


def check_no_glob(files):
    for file in files:
        if file.name == "CMakeLists.txt" or file.suffix == ".cmake":
            for match in re.finditer(r"(?im)^[^#\n]*\bfile\s*\(\s*GLOB", file.text):
                yield Finding(file.path, file.line_of(match.start()), "glob", "sources are listed by hand")


# ---- names -------------------------------------------------------------------------------------

def words_of(identifier):
    """EmsSender, ems_sender, ems-sender -> ems sender"""
    split = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", identifier)
    split = re.sub(r"([A-Z])([A-Z][a-z])", r"\1 \2", split)
    return tuple(w.lower() for w in re.split(r"[^0-9A-Za-z]+", split) if w)


def names_in(line):
    """Every run of words inside one identifier, joined: WeChatSender -> we wechat chat … sender"""
    for identifier in re.findall(r"[0-9A-Za-z_-]+", line):
        words = words_of(identifier)
        yield from ("".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1))


CATALOGUES = {  # file -> columns with ids, columns with Chinese names
    "config/catalogue/department_kinds.csv": (("kind", "kind_now"), ("name",)),
    "config/catalogue/departments.csv": (("department", "kind"), ("name",)),
}


def foreign_names(files):
    """(ids without separators, Chinese names) that no source under gateway/ may hold."""
    latin, chinese = set(table.WORDS), set(table.CHINESE_WORDS)
    for file in files:
        if re.fullmatch(r"config/(halls|partners)/[^/]+\.yaml", file.path):
            latin.add("".join(words_of(file.name.removesuffix(".yaml"))))
        ids, names = CATALOGUES.get(file.path, ((), ()))
        for row in csv.DictReader(file.text.lstrip("\ufeff").splitlines()) if ids else ():
            latin.update("".join(words_of(row[column])) for column in ids if row.get(column))
            chinese.update(row[column] for column in names if len(row.get(column) or "") > 1)
    return latin - {""}, chinese


def check_foreign_names(files):
    latin, chinese = foreign_names(files)
    han = re.compile("|".join(sorted(map(re.escape, chinese), key=len, reverse=True)))
    for file in files:
        if not file.path.startswith("gateway/") or file.suffix not in (*CODE, ".css", ".html", ".js", ".mjs"):
            continue
        for number, line in enumerate(file.text.splitlines(), 1):
            for name in sorted(latin.intersection(names_in(line))):
                yield Finding(file.path, number, "foreign-name", name)
            for ordinary in table.NOT_A_NAME:
                line = line.replace(ordinary, "")
            for match in han.finditer(line):
                yield Finding(file.path, number, "foreign-name", match[0])


def check_file_names(files):
    for file in files:
        bad = set(words_of(file.name.rsplit(".", 1)[0])) & set(table.BAD_FILE_NAMES)
        if file.suffix in (*CODE, ".js", ".mjs", ".py") and bad:
            yield Finding(file.path, 1, "file-name", f"{min(bad)} says nothing")


# ---- what a file holds -------------------------------------------------------------------------

def check_lengths(files):
    for file in files:
        lines = file.text.count("\n")
        if file.suffix in (*CODE, ".css", ".html", ".js", ".mjs", ".py", ".sh") and lines > table.MAX_LINES:
            yield Finding(file.path, 1, "too-long", f"{lines} lines, {table.MAX_LINES} at most")


SQL = re.compile(r"\b(select\s.+\sfrom|insert\s+(or\s+\w+\s+)?into|update\s+\w+\s+set|delete\s+from"
                 r"|(create|alter|drop)\s+(unique\s+)?(table|index|view|trigger)|pragma\s+\w)\b",
                 re.IGNORECASE | re.DOTALL)


def check_sql(files):
    for file in files:
        if file.path.startswith("gateway/storage/") or not file.path.startswith("gateway/"):
            continue
        for literal in string_literals(file.text) if file.suffix in CODE else ():
            if SQL.search(literal[0]):
                yield Finding(file.path, file.line_of(literal.start()), "sql", "only gateway/storage speaks SQL")


def check_pattern(files, rule, pattern, applies, text):
    for file in filter(applies, files):
        body = without_comments(file.text) if file.suffix in CODE else file.text
        for match in re.finditer(pattern, body, re.MULTILINE):
            yield Finding(file.path, file.line_of(match.start()), rule, text)


def check_patterns(files):
    def pure(f):
        return is_ours(f) and unit_of(f.path) in table.PURE

    yield from check_pattern(files, "machine-path", r"(?<![\w.}/-])/(?:home|root|work)/", lambda f: f.suffix in TEXT,
                             "the path of one machine")
    yield from check_pattern(files, "private-key", r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{8}",
                             lambda f: True, "a private key is never committed")
    yield from check_pattern(files, "macro", r"^[ \t]*#[ \t]*define\b", is_ours, "no macros")
    yield from check_pattern(files, "pure", r"\b\w+_clock::now\b|\brandom_device\b|\bstd::(?:time|clock)\(", pure,
                             "time and randomness are passed in")
    yield from check_pattern(files, "sleep", r"\bsleep_(?:for|until)\b|\bu?sleep\(",
                             lambda f: f.name.endswith("_test.cpp"), "a test never sleeps")


def check_pragma_once(files):
    for file in files:
        if file.suffix == ".hpp" and "#pragma once" not in file.text.split("\n", 1)[0]:
            yield Finding(file.path, 1, "pragma-once", "the first line is #pragma once")


def check_lock_files(files):
    for file in files:
        if file.name != "package-lock.json":
            continue
        for name, package in json.loads(file.text).get("packages", {}).items():
            if "resolved" in package:
                yield Finding(file.path, 1, "lock-resolved", f"{name} is tied to one registry")


RULES = (
    check_file_names, check_foreign_names, check_includes, check_lengths, check_lock_files, check_no_glob,
    check_own_header_first, check_patterns, check_pragma_once, check_source_lists, check_sql,
)


def check(root):
    files = read_tree(Path(root))
    return sorted({finding for rule in RULES for finding in rule(files)})


def main():
    findings = check(sys.argv[1] if len(sys.argv) > 1 else ".")
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
