"""A case that came through quarantine: its message has a key of its own, and `case destroy` takes that too.

Usage: quarantine_destroy_test.py ONEWINDOW
"""
import pathlib
import shutil
import signal
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1] / "demo")]
from calling import Caller, Partner  # noqa: E402
from complete_application import SAMPLE  # noqa: E402
from running_site import ROOT, Site, poll  # noqa: E402

SECONDS = 60


class OwnMappings(Site):
    """A site whose operator may add a code."""

    def write_config(self):
        super().write_config()
        mappings = self.folder / "own-mappings"
        if not mappings.exists():
            shutil.copytree(ROOT / "mappings", mappings)
        file = self.config / "gateway.yaml"
        text = file.read_text(encoding="utf-8")
        if "mappings: ../mappings" not in text and str(mappings) not in text:
            raise AssertionError("the configuration names its mappings otherwise")
        file.write_text(text.replace("mappings: ../mappings", f"mappings: {mappings}"), encoding="utf-8")

    def add_a_code(self):
        with open(self.folder / "own-mappings/portal/codes/cert_types.yaml", "a", encoding="utf-8") as file:
            file.write('  "777": id_card\n')
        self.processes[-1].send_signal(signal.SIGHUP)


def main(program):
    with OwnMappings(program) as site:
        caller = Caller(f"localhost:{site.first}", site.run / "certs/ca.crt")
        portal = Partner("portal", (site.run / "keys/portal.hmac").read_text().strip(), caller)
        unknown = SAMPLE.replace('"applyerPageType": "111"', '"applyerPageType": "777"')
        status, reply = portal.post("application", unknown.encode(), "application/json", "Q-1")
        if status != 200 or b"quarantined" not in reply:
            raise AssertionError(reply.decode())
        site.add_a_code()
        poll("the case is made", SECONDS, lambda: site.rows("onewindow", "SELECT 1 FROM stream WHERE kind = 'case'"))
        ((stream,),) = site.rows("onewindow", "SELECT name FROM stream WHERE kind = 'case'")
        site.stop()
        site.onewindow("case", "destroy", "--no", stream.split(":")[1])
        left = site.rows("onewindow", "SELECT name FROM stream WHERE kind IN ('case', 'message') AND key IS NOT NULL")
        if left:
            raise AssertionError(f"still readable: {left}")
        print(site.onewindow("verify").strip())


main(sys.argv[1])
