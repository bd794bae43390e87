"""A result mailed, the whole way with the courier: order, label and voucher, a voided order cancelled at the courier,
mailed anew, delivered, the delivery taken back (743) and made again; whoever was told is told again (R30).

Usage: mailing_test.py ONEWINDOW
"""
import datetime
import json
import pathlib
import subprocess
import sys
import urllib.request

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1] / "demo")]
from complete_application import SAMPLE  # noqa: E402
from hall_at_work import Hall, require  # noqa: E402
from running_site import Site, poll  # noqa: E402

SECONDS = 60


def orders(site):
    with urllib.request.urlopen(f"http://127.0.0.1:{site.twin('ems')}/twin/orders", timeout=10) as reply:
        return {row["waybill_no"]: row["cancelled"] for row in json.load(reply)["orders"]}


def track(site, waybill, code, second):
    """The courier tells times to the second: two events of one kind must differ in it."""
    at = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).replace(second=second)
    body = json.dumps({"events": [{"waybill_no": waybill, "op_code": code, "deliver_code": "10",
                                   "op_time": at.strftime("%Y-%m-%d %H:%M:%S")}]}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{site.twin('ems')}/twin/track", body)
    with urllib.request.urlopen(request, timeout=10) as reply:
        require(reply.status == 200, f"track {code}")


def told(site, partner, no):
    """How often a partner was told of the delivery."""
    with urllib.request.urlopen(f"http://127.0.0.1:{site.twin(partner)}/{partner}/twin/log", timeout=10) as reply:
        return sum(row["kind"] == "delivered" and row["case_no"] == no for row in json.load(reply)["messages"])


def main(program):
    with Site(program) as site:
        hall = Hall(site)
        no = hall.hand_in("M-0", SAMPLE.replace("BAD-0", "M-0").encode())
        case = lambda: hall.case(hall.issuing, no)  # noqa: E731
        ready = lambda: {d["id"] for d in case()["documents"] if d["state"] == "ready"}  # noqa: E731
        poll("decided", SECONDS, lambda: case()["stage"] == "decided")
        rows = [row for action in case()["actions"] if action["id"] == "take_over" for field in action["fields"] for row in field.get("rows", [])]
        hall.act(hall.issuing, no, "take_over", check={row["name"]: {"same": True} for row in rows})
        hall.act(hall.issuing, no, "notify", how="phone")

        hall.act(hall.issuing, no, "mail_out")
        poll("label and voucher", SECONDS, lambda: {"D19", "label"} <= ready())
        first = case()["delivery"]["waybill"]
        require(orders(site) == {first: False}, orders(site))
        _, _, pdf = hall.caller.call("GET", f"/console/api/cases/{no}/documents/D19", b"", hall.issuing.headers)
        text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True).stdout.decode()
        require(first in text and no in text, text)
        status, _, label = hall.caller.call("GET", f"/console/api/cases/{no}/documents/label", b"", hall.issuing.headers)
        require(status == 200 and label.startswith(b"%PDF-"), f"label: {status}")

        hall.act(hall.issuing, no, "void_dispatch", reason="地址有误")
        poll("cancelled at the courier", SECONDS, lambda: orders(site) == {first: True})
        hall.act(hall.issuing, no, "mail_out")
        poll("mailed anew", SECONDS, lambda: {"D19-2", "label-2"} <= ready())
        second = case()["delivery"]["waybill"]
        require(orders(site) == {first: True, second: False}, orders(site))

        track(site, first, "704", 0)  # of the voided parcel: history
        track(site, second, "704", 1)
        poll("delivered", SECONDS, lambda: case()["stage"] == "delivered")
        poll("told", SECONDS, lambda: told(site, "portal", no) == 1 and told(site, "back_office", no) == 1)
        track(site, second, "743", 2)
        poll("taken back", SECONDS, lambda: case()["stage"] == "mailed")
        poll("told again", SECONDS, lambda: told(site, "portal", no) == 2 and told(site, "back_office", no) == 2)
        track(site, second, "704", 3)
        poll("delivered again", SECONDS, lambda: case()["stage"] == "delivered")
        hall.act(hall.issuing, no, "feed_back")
        site.stop()
        stuck = [line for line in site.onewindow("queue").splitlines() if line.startswith(("parked", "unknown"))]
        require(not stuck, f"messages are stuck: {stuck}")


main(sys.argv[1])
