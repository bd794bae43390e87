"""clang-tidy over the sources that the build compiles; exits 1 if it finds anything.

tidy.py BUILD JOBS [FOLDER ...]    BUILD holds compile_commands.json; without FOLDER: every source.

A clean file is remembered in BUILD/tidy under the hash of all that its result hangs on: .clang-tidy,
its compile command, itself and each of our headers that it includes, however deep. Only what
changed is looked at again; the folder may be copied to another checkout.
"""

import hashlib
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
LIMIT = 600  # seconds a file


@cache
def digest(path):
    return hashlib.sha256(path.read_bytes()).digest()


@cache
def includes(path):
    """Our headers that a file names: from the root, or beside it."""
    names = [name.decode() for name in INCLUDE.findall(path.read_bytes())]
    found = [next((p for p in (ROOT / n, path.parent / n) if p.is_file()), None) for n in names]
    return [path for path in found if path]


def closure(path):
    seen, todo = set(), [path]
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            todo += includes(path)
    return sorted(seen)


def stamp_of(build, row):
    parts = [digest(ROOT / ".clang-tidy"), row["command"].replace(str(ROOT), "").encode()]
    parts += [digest(path) for path in closure(Path(row["file"]))]
    return build / "tidy" / hashlib.sha256(b"".join(parts)).hexdigest()[:32]


def examine(build, row):
    """True if clean."""
    stamp = stamp_of(build, row)
    if stamp.exists():
        return True
    command = ["clang-tidy-14", "-p", str(build), "--quiet", "--extra-arg=-w", row["file"]]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        print(f"clang-tidy: {row['file']}: not done after {LIMIT} s", flush=True)
        return False
    if run.returncode == 0:
        stamp.touch()
        return True
    print(f"clang-tidy: {row['file']}\n{run.stdout}{run.stderr}", end="", flush=True)
    return False


def main(build, jobs, *folders):
    build = Path(build).resolve()
    (build / "tidy").mkdir(exist_ok=True)
    wanted = tuple(str(ROOT / folder) for folder in folders or [""])
    rows = json.loads((build / "compile_commands.json").read_text())
    rows = {row["file"]: row for row in rows if row["file"].startswith(wanted)}
    with ThreadPoolExecutor(int(jobs)) as pool:
        clean = list(pool.map(lambda row: examine(build, row), rows.values()))
    print(f"tidy: {len(clean)} files, {clean.count(False)} with findings")
    return 0 if clean and all(clean) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
