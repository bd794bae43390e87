"""`onewindow conformance` is green against a partner that does what it owes, and red for the right reason against one
that does not.

Usage: conformance_test.py ONEWINDOW
"""
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]
from bureau import Bureau, Listener, Twin  # noqa: E402

PROGRAM = sys.argv.pop()
TRUST = "trust: {hmac_key_file: ../run/keys/bureau.hmac}\nendpoint: https://bureau.example/b\ndeduplicates: true\ntotal_deadline_ms: 3000\n"
SPEAKS = {
    "json": "adapter: http_push\n" + TRUST + "inbound: {decision: back_office/decision}\noutbound: {application: back_office/application}\n"
            "settings: {content: json, path.application: /in/application}\n",
    "xml": "adapter: http_push\n" + TRUST + "outbound: {application: own_system/application}\n"
           "settings: {content: xml, path.application: /in/application}\n",
    "soap": "adapter: soap\n" + TRUST + "outbound: {application: own_system/application}\n"
            "settings: {namespace: 'urn:sample:bureau', operation: receive, soap_action: 'urn:act'}\n",
}
CREDENTIALS = {"unsigned", "bad_signature", "changed_body", "old_time"}


class Conformance(unittest.TestCase):
    def setUp(self):
        self.bureau = Bureau(PROGRAM)
        self.addCleanup(self.bureau.__exit__)

    def failed(self, url, *more):
        """The names of the checks that failed, and the report."""
        report = self.bureau.folder / "report.md"
        code, _, err = self.bureau.run("conformance", "bureau", "--endpoint", url, "--report", report, "--oversize-kb", 1024, *more)
        names = {line.split(":")[0] for line in err.splitlines()}
        self.assertEqual(code, 3 if names else 0, err)
        return names, report.read_text(encoding="utf-8")

    def against_twin(self, speaks, *options):
        self.bureau.is_described(SPEAKS[speaks])
        with Twin(self.bureau, *options) as twin:
            return self.failed(twin.url)

    def test_a_partner_that_does_what_it_owes_is_green_in_every_protocol(self):
        for speaks in SPEAKS:
            with self.subTest(speaks):
                names, report = self.against_twin(speaks)
                self.assertEqual(names, set())
                self.assertIn("14 项通过，0 项不通过，0 项不适用", report)

    def test_each_fault_is_red_for_its_own_reason(self):
        wrong = {"wrong_type", "wrong_charset", "broken", "unknown_code", "old_time"}
        for fault, expected in (("trusting", CREDENTIALS), ("forgetful", {"repeated", "replayed"}), ("careless", wrong)):
            for speaks in SPEAKS:
                with self.subTest(fault, speaks=speaks):
                    names, report = self.against_twin(speaks, "--fault", f"{fault}=1000")
                    # Whoever parses the envelope at all refuses half of one.
                    self.assertEqual(names, expected - ({"broken", "wrong_charset"} if speaks == "soap" else set()))
                    self.assertIn("**不通过**", report)
        _, report = self.against_twin("json", "--fault", "forgetful=1")
        part = report[report.index("（`repeated`）"):report.index("（`replayed`）")]
        for words in ("应当：不再办理一次", "发送：", "收到：", "HTTP 200", "说明：被收下了", "idempotency-key: conformance-"):
            self.assertIn(words, part)
        self.assertNotIn("x-ow-signature: a", report)

    def test_an_endpoint_that_answers_anything_with_a_page(self):
        self.bureau.is_described(SPEAKS["json"])
        with Listener(lambda _: (200, {"Content-Type": "text/html"}, "<html>")) as server:
            names, _ = self.failed(server.url())
        self.assertEqual(names, CREDENTIALS | {"numbered", "wrong_type", "broken", "wrong_charset", "unknown_code"}
                         | {"alive", "oversize", "repeated", "replayed", "taken"})

    def test_without_a_key_the_checks_of_signatures_do_not_apply(self):
        self.bureau.is_described(SPEAKS["json"].replace("trust: {hmac_key_file: ../run/keys/bureau.hmac}\n", ""))
        with Listener(lambda _: (200, {"Content-Type": "application/json"}, '{"foreign_no":"B-1"}')) as server:
            names, report = self.failed(server.url())
        self.assertEqual(names, {"wrong_type", "broken", "wrong_charset", "unknown_code"})
        self.assertIn("5 项不适用", report)

    def test_messages_the_partner_means_to_send_are_read_too(self):
        self.bureau.is_described(SPEAKS["json"])
        good = self.bureau.folder / "good.json"
        good.write_text('{"caseNo":"4101842024092710000017","outcome":"ZY","number":"样本许〔2024〕17号","documentName":"准予行政许可决定书",'
                        '"decidedAt":"2024-10-09 16:00:00","decidedBy":"赵样本","ownNo":"B-1"}', encoding="utf-8")
        bad = self.bureau.folder / "bad.json"
        bad.write_text('{"outcome":"??"}', encoding="utf-8")
        with Twin(self.bureau) as twin:
            self.assertEqual(self.failed(twin.url, f"decision={good}")[0], set())
            names, report = self.failed(twin.url, f"decision={bad}")
            self.assertEqual(names, {"inward"})
            self.assertIn("FIELD_MISSING", report)
            self.assertIn("MAPPING_CODE_UNKNOWN", report)


unittest.main(argv=sys.argv[:1], verbosity=0)
