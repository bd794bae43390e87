"""`./dev`, its tally and certs/make-dev-certs, where a mistake would go unnoticed."""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


class Dev(unittest.TestCase):
    def test_a_typing_error_gets_the_nearest_command_and_exit_2(self):
        for typed, meant in (("tset", "test"), ("biuld", "build"), ("hlep", "help"), ("tortur", "torture")):
            answer = run("./dev", typed)
            self.assertEqual(2, answer.returncode)
            self.assertIn(f"Did you mean `./dev {meant}`?", answer.stderr)

    def test_a_word_like_no_command_gets_no_guess(self):
        answer = run("./dev", "zzzzzzzzz")
        self.assertEqual(2, answer.returncode)
        self.assertNotIn("Did you mean", answer.stderr)

    def test_help_has_one_line_for_every_command_and_no_other(self):
        functions = set(re.findall(r"^cmd_(\w+)\(\)", (ROOT / "dev").read_text("utf-8"), re.MULTILINE))
        listed = [line.split()[1] for line in run("./dev", "help").stdout.splitlines()]
        self.assertEqual(sorted(functions), listed)

    def test_packages_are_sorted_and_named_once(self):
        listed = re.search(r"^PACKAGES=\((.*?)^\)", (ROOT / "dev").read_text("utf-8"), re.DOTALL | re.MULTILINE)
        packages = listed[1].split()
        self.assertEqual(sorted(set(packages)), packages)


class Tally(unittest.TestCase):
    def tally(self, programs, cases):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "cases").mkdir()
            rows = "".join(f'<testcase name="{n}" status="{s}"/>' for n, s in programs.items())
            Path(folder, "programs.xml").write_text(f"<testsuite>{rows}</testsuite>", "utf-8")
            for name, body in cases.items():
                Path(folder, "cases", f"{name}.xml").write_text(f"<testsuites>{body}</testsuites>", "utf-8")
            answer = run(sys.executable, "-B", "tests/support/tally.py", folder)
            return answer.stdout.strip(), answer.returncode

    PASS = '<testcase name="A" result="completed"/>'
    FAIL = '<testcase name="B" result="completed"><failure message="x"/></testcase>'

    def test_counts_cases_not_programs(self):
        self.assertEqual(("3 passed, 0 failed", 0), self.tally({"a": "run", "b": "run"}, {"a": self.PASS * 2}))

    def test_counts_a_failed_case_once(self):
        self.assertEqual(("1 passed, 1 failed", 1), self.tally({"a": "fail"}, {"a": self.PASS + self.FAIL}))

    def test_a_program_that_died_has_failed_with_or_without_a_file(self):
        self.assertEqual(("0 passed, 1 failed", 1), self.tally({"a": "fail"}, {}))
        self.assertEqual(("1 passed, 1 failed", 1), self.tally({"a": "fail"}, {"a": self.PASS}))

    def test_nothing_run_is_a_failure(self):
        self.assertEqual(("0 passed, 1 failed", 1), self.tally({}, {}))


class DevCertificates(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def make(self, *partners):
        answer = run("certs/make-dev-certs", self.folder.name, *partners)
        self.assertEqual(0, answer.returncode, answer.stderr)
        return answer.stdout.splitlines()

    def openssl(self, *arguments):
        return run("openssl", *arguments)

    def test_each_certificate_is_good_for_its_purpose_and_for_no_other(self):
        self.make("north")
        for name, good, bad in (("server", "sslserver", "sslclient"), ("clients/north", "sslclient", "sslserver"),
                                ("documents", "smimesign", "sslserver")):
            for purpose, code in ((good, 0), (bad, 2)):
                answer = self.openssl("verify", "-x509_strict", "-purpose", purpose, "-CAfile",
                                      f"{self.folder.name}/ca.crt", f"{self.folder.name}/{name}.crt")
                self.assertEqual(code, answer.returncode, f"{name} {purpose} {answer.stderr}")

    def test_the_second_run_makes_only_what_is_new(self):
        self.assertEqual(5, len(self.make("north")))
        self.assertEqual([f"made {self.folder.name}/clients/south.crt"], self.make("north", "south"))

    def test_a_new_ca_renews_what_the_old_one_signed(self):
        self.make("north")
        Path(self.folder.name, "ca.crt").unlink()
        self.assertEqual(5, len(self.make("north")))

    def test_keys_are_readable_by_the_owner_only(self):
        self.make("north")
        for key in Path(self.folder.name).rglob("*.key"):
            self.assertEqual(0o600, key.stat().st_mode & 0o777, key)

    def test_a_partner_id_cannot_leave_the_folder(self):
        self.assertEqual(2, run("certs/make-dev-certs", self.folder.name, "../x").returncode)


if __name__ == "__main__":
    unittest.main()
