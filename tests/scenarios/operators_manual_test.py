"""The operators' manual holds: every line of its shell examples is run, in the manual's order, on a gateway of its own,
and says what the table below expects of it. A line without a row in the table, or a row without a line, is a failure.

Usage: operators_manual_test.py ONEWINDOW
"""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import urllib.request

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1] / "demo")]
from calling import Caller, Partner  # noqa: E402
from complete_application import SAMPLE  # noqa: E402
from running_site import ROOT, Site, end_with_parent, poll  # noqa: E402

MANUAL = ROOT / "gateway/docs/operators/README.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
SECONDS = 60
FIRST_NO = "4101842026112110000012"  # the number that the manual shows

# What a line begins with | does the gateway run | what it says (any place, … for anything). "elsewhere": `./dev test` and
# the demo run it; "stays": a process that stays up; "person": an editor.
LINES = (
    ("./dev up", "elsewhere", ""),
    ("./dev down", "elsewhere", ""),
    ("build/onewindow check", "any", "no mistakes"),
    ("build/onewindow serve", "stays", ""),
    ("curl -s --cacert", "yes", "ready"),
    ("printf '%s\\n' '这里写至少十个字符的口令' | build/onewindow user add --id wang", "any", ""),
    ("build/onewindow mapping diff", "any", ""),
    ("build/onewindow queue --config config      # 同一清单", "no", "parked out back_office PARTNER_REFUSED  1 条…"),
    ("build/onewindow queue rows", "no", "parked out back_office PARTNER_REFUSED  1 条…-application-back_office…"),
    ("build/onewindow queue resend", "no", "1"),
    ("build/onewindow case show", "no", "受理…"),
    ("build/onewindow explain", "no", "由下面的事得来"),
    ("vi mappings/", "person", ""),
    ("build/onewindow mapping test", "any", " 0 wrong"),
    ("build/onewindow map --config config portal/application", "any", '"applicant"'),
    ('kill -HUP "$(cat run/gateway.pid)"', "yes", ""),
    ("onewindow test-connection", "yes", "正常"),
    ("onewindow conformance", "yes", ""),
    ("onewindow twin", "stays", ""),
    ("build/onewindow deadline --config config --hall xinzheng --from 2024-09-27T10:00 --days 5              #", "any", "2024-10-10"),
    ("build/onewindow deadline --config config --hall xinzheng --from 2024-09-27T10:00 --days 5 --explain", "any", "2024-10-10  …"),
    ("build/onewindow figures", "any", "部门月度统计"),
    ("build/onewindow ledger window", "any", ""),
    ("build/onewindow verify --config config     # 须停机", "no", "streams, … steps, … roots: all chains and roots hold"),
    ("build/onewindow check --config config      ", "any", "no mistakes"),
    ("build/onewindow verify 受理通知书.pdf --config", "elsewhere", ""),
    ("build/onewindow verify 受理通知书.pdf --trusted", "elsewhere", ""),
    ("build/onewindow key public", "any", ""),
    ("build/onewindow archive", "elsewhere", ""),
    ("build/onewindow verify /media", "elsewhere", ""),
    ("build/onewindow backup make", "yes", ""),
    ("build/onewindow verify --config config --root", "no", "all chains and roots hold"),
    ("mv run/store run/store.lost", "no", ""),
    ("build/onewindow restore", "no", "7 partners are held"),
    ("build/onewindow verify --config config", "no", "all chains and roots hold"),
    ("build/onewindow serve --config config      ", "stays", "held: 7 partners"),
    ("build/onewindow queue --config config      ", "no", "held …"),
    ("build/onewindow release", "no", "back_office"),
    ("printf '%s\\n' '这里写至少十个字符的口令' | build/onewindow user add --id tiyuju", "any", ""),
    ("build/onewindow case destroy --config config --no", "no", ""),
    ("build/onewindow case destroy --config config --message", "no", ""),
    ("build/onewindow backup forget", "no", ""),
)


def require(truth, words):
    if not truth:
        raise AssertionError(words)


class Operator:
    """Types what the manual says; the placeholders become this gateway's own numbers and files."""

    def __init__(self, site):
        self.site = site
        (site.folder / "bin").mkdir()
        (site.folder / "build").symlink_to(pathlib.Path(site.program).parent)
        (site.folder / "bin/onewindow").symlink_to(site.program)
        (site.folder / "backup").mkdir()
        self.environment = {**os.environ, "PATH": f"{site.folder}/bin:{os.environ['PATH']}"}
        sample = (ROOT / "mappings/portal/samples/application.in.person.txt").read_text(encoding="utf-8")
        self.message = site.folder / "message.json"
        self.message.write_text(sample.split("----------")[0], encoding="utf-8")
        self.case_no = self.with_a_parked_row()
        self.refused = self.with_a_refused_message()
        self.runs = True

    def with_a_parked_row(self):
        """The department refuses one application for good."""
        caller = Caller(f"localhost:{self.site.first}", self.site.run / "certs/ca.crt")
        portal = Partner("portal", (self.site.run / "keys/portal.hmac").read_text().strip(), caller)
        faults = urllib.request.Request(f"http://127.0.0.1:{self.site.twin('back_office')}/back_office/twin/faults", b'{"refuse": 1}')
        urllib.request.urlopen(faults, timeout=10).close()
        status, reply = portal.post("application", SAMPLE.encode(), "application/json", "manual-1")
        require(status == 200, reply.decode())
        poll("the row is parked", SECONDS, lambda: self.site.rows("onewindow", "SELECT 1 FROM outbox WHERE reason = 'PARTNER_REFUSED'"))
        return json.loads(reply)["case_no"]

    def with_a_refused_message(self):
        caller = Caller(f"localhost:{self.site.first}", self.site.run / "certs/ca.crt")
        portal = Partner("portal", (self.site.run / "keys/portal.hmac").read_text().strip(), caller)
        status, reply = portal.post("application", b"{", "application/json", "manual-2")
        require(status != 200, reply.decode())
        ((stream,),) = self.site.rows("onewindow", "SELECT name FROM stream WHERE name LIKE 'message:%'")
        return stream.split(":")[1]

    def let_run(self, wanted):
        if wanted == self.runs:
            return
        if wanted:
            require(self.site.start("serve", self.site.first), "the gateway does not start: " + self.site.last_words())
        else:
            serve = self.site.processes.pop()
            require(serve.args[1] == "serve", "the gateway is the last that was started")
            serve.terminate()
            require(serve.wait(SECONDS) == 0, "the gateway did not stop in order")
        self.runs = wanted

    def command(self, line):
        for shown, meant in (("localhost:8443", f"localhost:{self.site.first}"), (FIRST_NO, self.case_no), ("来文文件…", str(self.message)), ("application.v1.in.yaml", "application.v2.in.yaml"),
                             ("来文文件", str(self.message)), ("<对端>", "own_system"), ("<报文编号>", self.refused),
                             ("<测试地址>", f"http://127.0.0.1:{self.site.twin('own_system')}/own_system"),
                             ("--port 8500", "--port 0")):
            line = line.replace(shown, meant)
        return line

    def type(self, line, runs, expected):
        if runs == "stays":
            return self.start(line, expected)
        self.let_run({"yes": True, "no": False}.get(runs, self.runs))
        (self.site.run / "gateway.pid").write_text(str(self.site.processes[-1].pid))
        done = subprocess.run(["bash", "-uc", self.command(line)], cwd=self.site.folder, env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=180)
        pattern = ".*?".join(re.escape(part) for part in expected.split("…"))
        require(done.returncode == 0 and re.search(pattern, done.stdout, re.S), f"{line}\nexit {done.returncode}: {done.stdout}")
        require(self.site.processes[-1].poll() is None, f"{line}\nthe gateway ended")

    def start(self, line, expected):
        """A process that stays up until it is asked to stop, which it does in order."""
        serves = "onewindow serve" in line
        if serves:
            self.let_run(False)
        with open(self.site.folder / "stays.log", "w+", encoding="utf-8") as log:
            process = subprocess.Popen(["bash", "-uc", "exec " + self.command(line)], cwd=self.site.folder, env=self.environment,
                                       stdout=log, stderr=subprocess.STDOUT, preexec_fn=end_with_parent)
            try:
                if serves:
                    poll(line, SECONDS, lambda: "ready" in self.ready())
                    require(expected in self.ready(), self.ready())
                else:
                    poll(line, SECONDS, lambda: (self.site.folder / "stays.log").stat().st_size > 0)
                require(process.poll() is None, line)
            finally:
                process.send_signal(signal.SIGTERM)
                code = process.wait(SECONDS)
        require(code == 0, f"{line}\nexit {code}")

    def ready(self):
        done = subprocess.run(["curl", "-s", "--cacert", self.site.run / "certs/ca.crt", self.site.base + "/readyz"],
                              stdout=subprocess.PIPE, text=True, check=False)
        return done.stdout


def main(program):
    lines = [line for block in BLOCK.findall(MANUAL.read_text(encoding="utf-8")) for line in block.splitlines()]
    require(len(lines) == len(LINES), f"{len(lines)} lines in the manual, {len(LINES)} in the table")
    with Site(program) as site:
        operator = Operator(site)
        for line, (begins, runs, expected) in zip(lines, LINES):
            require(line.startswith(begins), f"the manual says\n{line}\nthe table\n{begins}")
            if runs not in ("elsewhere", "person"):
                operator.type(line, runs, expected)


main(sys.argv[1])
