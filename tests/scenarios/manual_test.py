"""The departments' manual holds: every command in it is run against a gateway of its own and says what the manual says
(… stands for anything); its tables are those of the program; its sample receiver does what a department owes.

Usage: manual_test.py ONEWINDOW
"""
import os
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]
from bureau import Bureau  # noqa: E402
from running_site import ROOT, Site, end_with_parent  # noqa: E402

MANUAL = ROOT / "gateway/docs/departments"
IN_ORDER = ("README.md", "receive.md", "soap.md")  # later ones use what the first made
GENERATED = ("conformance", "connections", "errors", "fields")
BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:\n输出：\n\n```text\n(.*?)^```\n)?", re.M | re.S)

mistakes = []


def as_pattern(text):
    """A line of … alone stands for any lines."""
    parts = [re.escape(part) for part in text.strip().split("…")]
    return re.compile(".*?".join(parts) + r"\s*", re.S)


def run_examples(site):
    (site.folder / "bin").mkdir()
    (site.folder / "bin/onewindow").symlink_to(site.program)
    environment = {**os.environ, "PATH": f"{site.folder}/bin:{os.environ['PATH']}"}
    count = 0
    for page in IN_ORDER:
        for command, expected in BLOCK.findall((MANUAL / page).read_text(encoding="utf-8")):
            done = subprocess.run(["bash", "-uc", command.replace("localhost:8443", f"localhost:{site.first}")], cwd=site.folder,
                                  env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
            said = done.stdout.decode("utf-8", "replace")
            count += 1
            if done.returncode != 0 or not as_pattern(expected).fullmatch(said.strip() + "\n"):
                mistakes.append(f"{page}: exit {done.returncode}\n{command}--- expected\n{expected}--- said\n{said}")
    if count < 14:
        mistakes.append(f"only {count} examples were found")


def compare_tables(program):
    for page in GENERATED:
        told = subprocess.run([program, "reference", page], capture_output=True, text=True, check=True).stdout
        if told != (MANUAL / f"{page}.md").read_text(encoding="utf-8"):
            mistakes.append(f"{page}.md is not what `onewindow reference {page}` says")


def hold_the_receiver(program):
    with Bureau(program) as bureau:
        bureau.is_described("adapter: http_push\ntrust: {hmac_key_file: ../run/keys/bureau.hmac}\nendpoint: http://127.0.0.1:1/b\n"
                            "deduplicates: true\noutbound: {application: back_office/application}\n"
                            "settings: {path.application: /in/application}\n")
        receiver = subprocess.Popen([sys.executable, MANUAL / "receiver.py", "0", bureau.folder / "run/keys/bureau.hmac", "000131128000"],
                                    stdout=subprocess.PIPE, text=True, preexec_fn=end_with_parent)
        try:
            endpoint = f"http://127.0.0.1:{receiver.stdout.readline().strip()}/b"
            code, report, err = bureau.run("conformance", "bureau", "--endpoint", endpoint, "--oversize-kb", "1024")
            if code != 0 or "14 项通过" not in report:
                mistakes.append(f"receiver.py: {err}")
        finally:
            receiver.terminate()
            receiver.wait()


def main(program):
    compare_tables(program)
    hold_the_receiver(program)
    with Site(program) as site:
        run_examples(site)
    sys.exit("\n".join(mistakes) or 0)


main(sys.argv[1])
