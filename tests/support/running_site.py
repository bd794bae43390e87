"""A gateway with its twins in a temporary folder, on free ports of its own: what `./dev up` starts, for
tests that run beside each other. Nothing of it is left when the `with` block ends.

    with Site(program) as site:
        site.feed("--each", "2")
"""
import ctypes
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIRST_TWIN = 8461  # config/partners: their ports follow one another
TWINS = ("portal", "back_office", "own_system", "wechat", "ems", "insurance", "counter_printer")
READY_SECONDS = 60  # under a sanitizer on a busy machine


def free_block(count):
    """The first of `count` free ports in a row, below those that the system hands out to others."""
    for first in random.sample(range(12_000, 32_000, count), 200):
        sockets = []
        try:
            for port in range(first, first + count):
                sockets.append(socket.socket())
                sockets[-1].bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
        finally:
            for one in sockets:
                one.close()
    raise RuntimeError("no free ports")


def poll(what, seconds, ready):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not after {seconds} s")
        time.sleep(0.02)


def end_with_parent():
    """A test that is killed for being late leaves no gateway behind."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


class Site:
    def __init__(self, program):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="onewindow-site-"))
        self.run, self.config = self.folder / "run", self.folder / "config"
        self.processes = []

    def __enter__(self):
        try:
            for attempt in (1, 2, 3):  # somebody else may have taken a port meanwhile
                self.write_config()
                if attempt == 1:
                    self.call(ROOT / "demo/prepare", self.run, self.config, self.program)
                if self.restart():
                    return self
                self.stop()
            raise AssertionError("the gateway does not start: " + self.last_words())
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def write_config(self):
        """The demo's own configuration with other ports and folders."""
        self.first = free_block(1 + len(TWINS))
        shutil.rmtree(self.config, ignore_errors=True)
        shutil.copytree(ROOT / "config", self.config)
        for name in ("templates", "mappings", "gateway", "fonts"):
            if not (self.folder / name).exists():
                (self.folder / name).symlink_to(ROOT / name)
        for file in [self.config / "gateway.yaml", *(self.config / "partners").glob("*.yaml")]:
            text = file.read_text(encoding="utf-8").replace("8443", str(self.first))
            for n in range(len(TWINS)):
                text = text.replace(f"127.0.0.1:{FIRST_TWIN + n}", f"127.0.0.1:{self.first + 1 + n}")
            file.write_text(text, encoding="utf-8")

    def restart(self):
        """False: somebody else took a port."""
        return self.start("twin", self.first + 1) and self.start("serve", self.first)

    def start(self, command, port):
        log = open(self.run / f"log/{command}.log", "ab")
        process = subprocess.Popen([self.program, command, "--config", self.config], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=subprocess.STDOUT, cwd=ROOT, preexec_fn=end_with_parent)
        log.close()
        self.processes.append(process)

        def listens():
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        poll(command, READY_SECONDS, lambda: process.poll() is not None or listens())
        return process.poll() is None

    def stop(self):
        """In order, as an operator would; what does not stop is killed and told."""
        while self.processes:
            process = self.processes.pop()
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise AssertionError(f"{process.args[1]} did not stop within 30 s")

    def last_words(self):
        return "\n".join(path.read_text(errors="replace")[-1000:] for path in (self.run / "log").glob("*.log"))

    def twin(self, name):
        """Its port."""
        return self.first + 1 + TWINS.index(name)

    @property
    def base(self):
        return f"https://localhost:{self.first}"

    def call(self, *command, expected=0, **options):
        done = subprocess.run([str(word) for word in command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=240, **options)
        if done.returncode != expected:
            raise AssertionError(f"{command[0]}: exit {done.returncode}\n{done.stdout}\n{self.last_words()}")
        return done.stdout

    def onewindow(self, *words, config=None, expected=0):
        return self.call(self.program, *words, "--config", config or self.config, expected=expected)

    def feed(self, *options):
        """Runs the feeder; returns what it prints."""
        return self.call("python3", "-B", ROOT / "demo/feed.py", "--gateway", f"localhost:{self.first}", "--twins", self.first + 1,
                         "--keys", self.run / "keys", "--ca", self.run / "certs/ca.crt", *options)

    def rows(self, database, statement, *values):
        with sqlite3.connect(f"file:{self.run}/store/{database}.db?mode=ro", uri=True) as connection:
            return connection.execute(statement, values).fetchall()

    def clear_text(self, case_no):
        """What anybody who has the file reads of a case's events."""
        return "\n".join(row[0] for row in self.rows("onewindow", "SELECT clear FROM step JOIN stream ON stream.id = step.stream"
                                                    " WHERE name = ?", f"case:{case_no}"))

    def search_terms(self, case_no):
        stream = self.rows("onewindow", "SELECT id FROM stream WHERE name = ?", f"case:{case_no}")[0][0]
        return sum(self.rows("search", f"SELECT count(*) FROM {table} WHERE stream = ?", stream)[0][0] for table in ("term", "terms_of"))
