"""Show 2: a department with a shape of its own – XML in GBK, pinyin names, its own codes – is connected by files
alone. Its application becomes a case, one from elsewhere is pushed to it, its decision is taken, and what it is
told it can read. The department is played here, with no code of the gateway's.

Usage: new_department_test.py ONEWINDOW
"""
import collections
import datetime
import http.server
import json
import pathlib
import queue
import shutil
import sys
import threading
import xml.etree.ElementTree as tree

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1] / "demo")]
from calling import Caller, Partner  # noqa: E402
from running_site import ROOT, Site  # noqa: E402

FILES = HERE / "new_department"
KEY = "5a" * 32
SECONDS = 60


def require(truth, words):
    if not truth:
        raise AssertionError(words)


class Department:
    """Takes what is pushed and answers in its own words."""

    def __init__(self):
        pushed = self.pushed = collections.defaultdict(queue.Queue)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                pushed[self.path].put((self.headers, body))
                answer = "<HZ><ZT>收到</ZT></HZ>".encode("gbk")
                self.send_response(200)
                self.send_header("Content-Type", "text/xml; charset=GBK")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.2", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self, path):
        """The next message on `path`, parsed from its GBK bytes."""
        headers, body = self.pushed["/cy" + path].get(timeout=SECONDS)
        require("GBK" in headers["Content-Type"], f"labelled {headers['Content-Type']}")
        require("signature" in str(headers).lower(), "not signed")
        text = body.decode("gbk")
        return tree.fromstring(text.split("?>", 1)[-1].strip())


class SiteWithDepartment(Site):
    """Files alone: this is the whole of connecting a department."""

    def __init__(self, program, port):
        super().__init__(program)
        self.port = port

    def write_config(self):
        super().write_config()
        shutil.copytree(ROOT / "mappings", self.folder / "own_mappings", dirs_exist_ok=True)
        shutil.copytree(FILES / "mappings", self.folder / "own_mappings", dirs_exist_ok=True)
        gateway = self.config / "gateway.yaml"
        gateway.write_text(gateway.read_text(encoding="utf-8").replace("../mappings", "../own_mappings"), encoding="utf-8")
        for table in ("departments", "items", "materials"):
            self.append(f"catalogue/{table}.csv", f"{table}.csv")
        self.append("halls/xinzheng.yaml", "hall.yaml")
        partner = (FILES / "chaye.yaml").read_text(encoding="utf-8").replace("PORT", str(self.port))
        (self.config / "partners/chaye.yaml").write_text(partner, encoding="utf-8")
        (self.run / "keys").mkdir(parents=True, exist_ok=True)
        (self.run / "keys/chaye.hmac").write_text(KEY + "\n")

    def append(self, to, what):
        with open(self.config / to, "a", encoding="utf-8") as file:
            file.write((FILES / what).read_text(encoding="utf-8"))


def sample(name):
    text = (FILES / "mappings/chaye/samples" / name).read_text(encoding="utf-8")
    return text.split("\n----------\n")[0]


def member(reply, name):
    """Of an answer in XML."""
    return tree.fromstring(reply.decode()).findtext(name)


def main(program):
    department = Department()
    with SiteWithDepartment(program, department.server.server_port) as site:
        require("no mistakes" in site.onewindow("check"), "check finds mistakes")
        caller = Caller(f"localhost:{site.first}", site.run / "certs/ca.crt")
        chaye = Partner("chaye", KEY, caller)
        portal = Partner("portal", (site.run / "keys/portal.hmac").read_text().strip(), caller)

        # Its own application, and what it is told.
        status, reply = chaye.post("application", sample("application.in.plain.txt").encode("gbk"), "text/xml; charset=GBK", "cy-1")
        require(status == 200, f"{status} {reply.decode()}")
        own = member(reply, "case_no")
        accepted = department.next("/slhz")
        require((accepted.tag, accepted.findtext("SBLSH"), accepted.findtext("CTBH")) == ("SLHZ", "CY-2024-7", own), "what was accepted")
        require("年" in accepted.findtext("CNRQ"), "no promised day")
        require(department.next("/sjts").find("SBXX").get("CTBH") == own, "its case is not pushed to it")

        # A code it never named waits; a wrong number is its own mistake, and named.
        unknown = sample("application.in.plain.txt").replace('ZL="SFZ"', 'ZL="HZ"').replace("CY-2024-7", "CY-2024-8")
        status, reply = chaye.post("application", unknown.encode("gbk"), "text/xml", "cy-2")
        require(member(reply, "state") == "quarantined", reply.decode())
        wrong = sample("application.in.plain.txt").replace("41018419900104003x", "410184199001040031")
        status, reply = chaye.post("application", wrong.encode("gbk"), "text/xml", "cy-3")
        require(status == 422 and b"applicant.cert_number" in reply, f"{status} {reply.decode()}")

        # From another channel: pushed in its own shape, and decided by it.
        body = (HERE / "samples/portal_application.json").read_text(encoding="utf-8")
        for ours, other in (("BAD-0", "CY-P-1"), ("demo-sy-spjy-m01", "demo-cy-beian-m01"), ("食品经营许可申请书", "备案申请表"),
                            ("demo-sy-spjy", "demo-cy-beian"), ("食品经营许可证核发（新办）", "茶叶包装备案（样本）")):
            require(ours in body, f"the sample has no {ours}")
            body = body.replace(ours, other)
        message = json.loads(body)
        message["param"]["material"].append({"materialName": "授权委托书", "getType": "1", "getNum": 1})  # an agent applies (R23)
        body = json.dumps(message, ensure_ascii=False)
        status, reply = portal.post("application", body.encode(), "application/json", "p-1")
        require(status == 200 and b'"accepted"' in reply, f"{status} {reply.decode()}")
        pushed = department.next("/sjts")
        require(pushed.tag == "CYBA" and pushed.findtext("SQRXX/SQXM") == "王测试", "the applicant")
        require(pushed.find("SQRXX/ZJ").attrib == {"ZL": "SFZ"} and pushed.findtext("SBXX/SXBM") == "CY01", "its own codes")
        require([one.get("MC") for one in pushed.findall("CLQD/CL")] == ["备案申请表", "授权委托书"], "the materials")
        number = pushed.find("SBXX").get("CTBH")
        decision = sample("decision.in.plain.txt").replace("4101842024092780000051", number)
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
        decision = decision.replace("2024年9月29日 16:05", f"{today:%Y}年{today.month}月{today.day}日 {today:%H:%M}")
        status, reply = chaye.post("decision", decision.encode("gbk"), "text/xml", "cy-d-1")
        require(status == 200 and member(reply, "case_no") == number, f"{status} {reply.decode()}")
        require("decision" in site.clear_text(number) or "decided" in site.clear_text(number), "the decision is not in the case")

        # Its own case decided: it is told in its own code.
        decision = decision.replace(number, own).replace("准</BJJG>", "不准</BJJG>").replace(
            "</BJ>", "<LY>样本理由</LY></BJ>")
        status, reply = chaye.post("decision", decision.encode("gbk"), "text/xml", "cy-d-2")
        require(status == 200, f"{status} {reply.decode()}")
        decided = department.next("/bjhz")
        require((decided.findtext("CTBH"), decided.findtext("BJJG")) == (own, "不准"), "what was decided")
        require("chaye/application@1" in str(site.rows("onewindow", "SELECT * FROM step WHERE stream IN (SELECT id FROM stream WHERE name = ?)",
                                                      f"case:{own}")), "the case does not say which version made it")


main(sys.argv[1])
