"""A department without a system, the whole way through the console: its work list, the paper handover with its list,
phone calls, signature, decision entered after the fact, and the way to the end. Pictures of the pages are kept.

Usage: no_system_test.py ONEWINDOW SCREENS
"""
import csv
import datetime
import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1] / "demo")]
from hall_at_work import Hall, require  # noqa: E402
from running_site import ROOT, Site, poll  # noqa: E402

ITEM, NAME = "demo-ty-gaowei", "经营高危险性体育项目许可"


def application(number):
    message = json.loads((HERE / "samples/portal_application.json").read_text(encoding="utf-8"))
    base = message["param"]["baseInfo"][0]
    base.update(projectNo=number, taskName=NAME, taskItemCode=ITEM, deliveryWay="0")
    message["param"].pop("formData", None)
    with open(ROOT / "config/catalogue/materials.csv", encoding="utf-8") as table:
        names = [row["name"] for row in csv.DictReader(table) if row["item_id"] == ITEM]
    names.append("授权委托书")  # an agent applies (R23)
    message["param"]["material"] = [{"materialName": name, "getType": "1", "getNum": 1} for name in names]
    return json.dumps(message, ensure_ascii=False).encode()


def only_its_own(hall, foreign):
    require(hall.department.get(f"cases/{foreign}")[0] == 404, "a department reads another's case")
    require(hall.department.get(f"cases/{foreign}/documents/D2")[0] == 404, "a department reads another's document")
    require(hall.department.act(foreign, 0, "log_call", to="applicant", outcome="reached")[0] == 404, "a department acts on another's case")
    require(hall.department.post("search", {"text": foreign})[1]["rows"] == [], "a department finds another's case")
    require(foreign not in hall.work_list(), "another's case stands in the work list")
    for path in ("queue", "refused", "parcels"):
        require(hall.department.get(path)[0] == 403, f"a department reads {path}")


def hand_over_papers(hall, cases):
    """The window makes the list, the department checks it and signs; one case differs."""
    draft = hall.batches(hall.window)
    require(len(draft) == 1 and draft[0]["state"] == "draft", draft)
    batch = draft[0]["id"]
    require({row["case_no"] for row in draft[0]["cases"]} == set(cases), draft)
    require(hall.department.post(f"handovers/{batch}/make", {})[0] == 403, "the department makes its own list")
    require(hall.window.post(f"handovers/{batch}/make", {})[0] == 200, "the list is not made")
    require(hall.window.post(f"handovers/{batch}/make", {})[0] == 409, "the list is made twice")
    status, _, pdf = hall.caller.call("GET", f"/console/api/handovers/{batch}/list", b"", hall.department.headers)
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True).stdout.decode()
    require(status == 200 and "材料交接单" in text and all(no in text for no in cases), text)
    require("王测试" not in text, "the list names a person")
    require(hall.caller.call("GET", f"/console/api/handovers/{batch}/list", b"", hall.window.headers)[2] == pdf, "a reprint is another file")
    require(hall.window.post(f"handovers/{batch}/sign", {"lines": {no: "" for no in cases}})[0] == 403, "the window signs for the department")
    status, answer = hall.department.post(f"handovers/{batch}/sign", {"lines": {cases[0]: ""}})
    require(status == 422 and cases[1] in json.dumps(answer), f"a line nobody checked: {status} {answer}")
    status, answer = hall.department.post(f"handovers/{batch}/sign", {"lines": {cases[0]: "", cases[1]: "营业执照缺一份"}})
    require(status == 200 and answer["differing"] == 1, f"{status} {answer}")
    require(hall.batches(hall.window) == [], "a signed batch still waits")
    require("部门签收材料" in hall.texts(cases[0]) and "部门签收材料，与清单有差异" in hall.texts(cases[1]), hall.texts(cases[1]))
    return batch


def pictures(site, hall, screens):
    credentials = site.folder / "credentials.json"
    credentials.write_text(json.dumps({"password": (site.run / "keys/demo.password").read_text().strip()}), encoding="utf-8")
    site.call("node", ROOT / "tests/browser/run.mjs", "--base", site.base, "--credentials", credentials, "--timeout", "30000",
              "--screens", screens, ROOT / "tests/browser/department/work_by_hand.mjs")
    kept = list(pathlib.Path(screens).glob("work_by_hand-*.png"))
    require(len(kept) >= 5, f"only {len(kept)} pictures were kept")


def decide_later(hall, no):
    """Entered the day after it was so: it keeps its time and is marked (R36)."""
    received = datetime.datetime.fromisoformat(hall.case(hall.department, no)["timeline"][0]["at"])
    at = received + datetime.timedelta(milliseconds=1)
    future = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    values = {"outcome": "approved", "number": "体许〔2026〕1号", "document_name": "高危险性体育项目经营许可证", "applicant_name": "王测试"}
    hall.act(hall.department, no, "enter_decision", 422, at=future.isoformat(), **values)
    hall.act(hall.department, no, "enter_progress", stage="审查", at=at.isoformat(timespec="milliseconds"))
    hall.act(hall.department, no, "enter_decision", at=at.isoformat(timespec="milliseconds"), **values)
    case = hall.case(hall.department, no)
    decided = [line for line in case["timeline"] if line["text"].startswith("部门作出决定")]
    require(datetime.datetime.fromisoformat(decided[0]["at"]) == at, f"the stated time is lost: {decided}")
    require(case["stage"] == "decided", case["stage"])


def to_the_end(hall, no):
    case = hall.case(hall.issuing, no)
    rows = [row for action in case["actions"] if action["id"] == "take_over" for field in action["fields"] for row in field.get("rows", [])]
    hall.act(hall.issuing, no, "take_over", check={row["name"]: {"same": True} for row in rows})
    hall.act(hall.issuing, no, "notify", how="phone", note="本人接听")
    hall.act(hall.issuing, no, "hand_over", proof="slip")
    hall.act(hall.issuing, no, "feed_back")
    require(hall.case(hall.issuing, no)["stage"] == "fed_back", "the case does not end")


def main(program, screens):
    with Site(program) as site:
        hall = Hall(site)
        cases = sorted(hall.hand_in(f"T-{n}", application(f"T-{n}")) for n in range(2))
        foreign = hall.hand_in("F-0", (HERE / "samples/portal_application.json").read_text(encoding="utf-8").replace("BAD-0", "F-0").encode())
        poll("the work list", 60, lambda: hall.work_list() == {no: ["待签收"] for no in cases})
        only_its_own(hall, foreign)
        require(hall.act(hall.department, cases[0], "enter_decision", 409, outcome="approved", number="1", document_name="x",
                         applicant_name="王测试")["error"]["code"] == "COMMAND_NOT_ALLOWED", "decided before it signed")
        hall.act(hall.window, cases[0], "log_call", to="department", outcome="not_reached")
        hall.act(hall.window, cases[0], "log_call", to="department", outcome="reached", note="请来窗口签收")
        require(hall.texts(cases[0])[-2:] == ["电话通知部门：未接通", "电话通知部门：已接通"], hall.texts(cases[0]))
        hand_over_papers(hall, cases)
        require(hall.work_list() == {no: [] for no in cases}, "still to be signed")
        decide_later(hall, cases[0])
        require(list(hall.work_list()) == [cases[1]], "a decided case stays in the work list")
        to_the_end(hall, cases[0])
        again = [hall.hand_in(f"T-{n}", application(f"T-{n}")) for n in (7, 8)]
        poll("the work list grows", 60, lambda: set(again) <= set(hall.work_list()))
        pictures(site, hall, screens)
        site.stop()
        log = (site.run / "log/serve.log").read_text(encoding="utf-8")
        require("13800000001" not in log and "王测试" not in log, "a person stands in the log")
        require("all chains and roots hold" in site.onewindow("verify"), "the store does not verify")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
