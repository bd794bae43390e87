#!/usr/bin/env python3
"""Looks through every log of a demo run for what `demo/feed.py` told the gateway about its applicants:
names, resident numbers, phones, openids, addresses, links with tokens (design: logs are events with
fixed names and fields, never personal data). Prints where something was found; exit 1 then.

Usage: tests/privacy/logs.py [FOLDER]     (run/log)
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "demo"))
import people  # noqa: E402  what is fed is what is looked for

KINDS = {
    "name": re.compile("|".join(map(re.escape, people.NAMES))),
    "resident number": re.compile(rf"(?:{'|'.join(people.AREAS)})19\d{{9}}[0-9X]"),
    "phone": re.compile(r"(?<![0-9])1[3-9]\d{9}(?![0-9])"),
    "openid": re.compile(r"o-demo-"),
    "address": re.compile(r"样本路"),
    "token": re.compile(r"/q/[A-Za-z0-9_-]{8,}|[?&](?:t|token|k|key|sign)=[A-Za-z0-9_-]{8,}"),
    "password or key": re.compile(r"PRIVATE KEY|\"password\""),
}


# Traces and hashes are random hex: now and then eleven digits in one look like a phone. Only a value
# of exactly their form is left out.
RANDOM = re.compile(r'"(?:trace":"[0-9a-f]{16}|hash":"[0-9a-f]{64})"')


def found_in(text):
    return [(n, kind) for n, line in enumerate(RANDOM.sub('""', text).splitlines(), 1)
            for kind, pattern in KINDS.items() if pattern.search(line)]


def samples():
    """One line of each kind, so that a search that finds nothing is known to be able to."""
    return [people.NAMES[4], people.id_card(7), "13800000001", '"trace":"13800000001"', "o-demo-0001", "样本路9号", "GET /q/7fK3mQ9vT2xW8bLr", '"password":"x"']


def main():
    blind = [line for line in samples() if not found_in(line)]
    if blind:
        sys.exit(f"the search itself is blind to: {blind}")
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "run/log")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines, bad = 0, 0
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        lines += text.count("\n")
        for number, kind in found_in(text):
            bad += 1
            print(f"{path}:{number}: a {kind}")  # the line itself is not repeated
    if lines == 0:
        sys.exit(f"no log line in {folder}: nothing was shown")
    print(f"privacy: {len(files)} log files, {lines} lines, {bad} with personal data")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
