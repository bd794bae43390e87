"""R33 with the real program: an unknown code waits; a line added to the code table and a HUP later it is a case.

Usage: reload_test.py ONEWINDOW
"""
import json
import pathlib
import shutil
import signal
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1] / "demo")]
from calling import Caller, Partner  # noqa: E402
from running_site import ROOT, Site, poll  # noqa: E402


def main(program):
    with Site(program) as site:
        mappings = site.folder / "mappings"
        mappings.unlink()
        shutil.copytree(ROOT / "mappings", mappings)
        good = (HERE / "samples/portal_application.json").read_text(encoding="utf-8")
        body = good.replace('"applyerPageType": "111"', '"applyerPageType": "777"')
        key = (site.run / "keys/portal.hmac").read_text().strip()
        portal = Partner("portal", key, Caller(f"localhost:{site.first}", site.run / "certs/ca.crt"))

        def send():
            status, reply = portal.post("application", body.encode(), "application/json", "reload-1")
            if status != 200:
                raise AssertionError(f"{status} {reply.decode()}")
            return json.loads(reply)

        if send().get("state") != "quarantined":
            raise AssertionError("an unknown code was not quarantined")
        with open(mappings / "portal/codes/cert_types.yaml", "a", encoding="utf-8") as table:
            table.write('  "777": id_card\n')
        gateway = next(process for process in site.processes if process.args[1] == "serve")
        gateway.send_signal(signal.SIGHUP)
        poll("a case after the HUP", 30, lambda: "case_no" in send())
        if gateway.poll() is not None:
            raise AssertionError("a HUP ended the gateway")


main(sys.argv[1])
