#!/usr/bin/env python3
"""Feeds a running gateway as its partners, applicants and clerks would: with addresses and credentials
only. Bookings through the WeChat account, applications from the portal and from a department's own
system, parcels from EMS; then the clerks' work at the window, to the end. One partner is down for a
while in between. Prints what became of each case.

Usage: demo/feed.py [--each N] [--gateway HOST:PORT] [--twins FIRST_PORT] [--leave-work] [--keys run/keys] [--ca run/certs/ca.crt]
"""
import argparse
import datetime
import hashlib
import hmac
import html
import http.client
import itertools
import json
import re
import secrets
import ssl
import sys
import time
import urllib.parse

TWINS = ("portal", "back_office", "own_system", "wechat", "ems")  # their ports follow one another
NAMES = ["王测试", "李样本", "赵示例", "䶮样本", "𠮷测试", "童𬱖", "欧阳示例", "阿卜杜拉·示例", "钱样本", "孙测试"]
PLAIN_NAMES = NAMES[:3] + NAMES[6:]  # what a GBK system can hold; it is an error for the operator otherwise (R32)
CHINA = datetime.timezone(datetime.timedelta(hours=8))
serial = itertools.count(int(time.time()) % 1_000_000 * 100)


def id_card(n):
    """A synthetic resident number of area 410184 with its check character (GB 11643)."""
    body = "410184" + "19900101" + f"{n % 1000:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


def waybill_no(n):
    """An S10 number (UPU) with its check digit."""
    body = f"{n % 10**8:08d}"
    check = 11 - sum(int(c) * w for c, w in zip(body, [8, 6, 4, 2, 3, 5, 9, 7])) % 11
    return f"EA{body}{0 if check == 10 else 5 if check == 11 else check}CN"


def now():
    return datetime.datetime.now(CHINA)


def xml_text(value):
    """A character GBK lacks goes as a numeric reference, as old systems do."""
    return html.escape(value).encode("gbk", "xmlcharrefreplace").decode("gbk")


class Caller:
    """One kept-alive connection to the gateway; reconnects once if it was closed while idle."""

    def __init__(self, gateway, ca):
        self.gateway = gateway
        self.context = ssl.create_default_context(cafile=ca)
        self.connection = None

    def call(self, method, path, body=b"", headers=None):
        for attempt in (1, 2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPSConnection(self.gateway, context=self.context, timeout=30)
                self.connection.request(method, path, body, headers or {})
                reply = self.connection.getresponse()
                return reply.status, reply.headers, reply.read()
            except (http.client.HTTPException, OSError):
                self.connection = None
                if attempt == 2:
                    raise


class Partner:
    """A partner that signs its requests (docs/departments: HMAC over method, target, time, nonce, body)."""

    def __init__(self, name, key, caller):
        self.name, self.key, self.caller = name, key, caller

    def post(self, kind, body, content_type, key):
        target = f"/partners/{self.name}/{kind}"
        stamp, nonce = str(int(time.time())), secrets.token_hex(12)
        text = "\n".join(["POST", target, stamp, nonce, hashlib.sha256(body).hexdigest()])
        headers = {
            "Content-Type": content_type, "Idempotency-Key": key, "X-OW-Partner": self.name, "X-OW-Time": stamp,
            "X-OW-Nonce": nonce, "X-OW-Signature": hmac.new(self.key.encode(), text.encode(), "sha256").hexdigest(),
        }
        status, _, reply = self.caller.call("POST", target, body, headers)
        return status, reply


class Clerk:
    """A person at the console."""

    def __init__(self, user, password, caller):
        self.caller = caller
        self.headers = {"Content-Type": "application/json"}
        status, headers, body = self.caller.call(
            "POST", "/console/api/session", json.dumps({"user": user, "password": password}).encode(), self.headers)
        if status != 200:
            raise SystemExit(f"{user} cannot sign in: {status} {body.decode()}")
        self.headers["Cookie"] = headers["Set-Cookie"].split(";")[0]
        self.headers["X-CSRF-Token"] = json.loads(body)["csrf"]

    def get(self, path):
        status, _, body = self.caller.call("GET", "/console/api/" + path, b"", self.headers)
        return status, json.loads(body)

    def post(self, path, value):
        status, _, body = self.caller.call("POST", "/console/api/" + path, json.dumps(value).encode(), self.headers)
        return status, json.loads(body or b"{}")

    def act(self, case_no, version, action, **values):
        return self.post(f"cases/{case_no}/actions", {
            "action": action, "seen_version": version, "idempotency_key": secrets.token_hex(8), "values": values})


class Twins:
    """The partners' own side of things: what an applicant or a postman does there."""

    def __init__(self, first_port):
        self.ports = {name: first_port + n for n, name in enumerate(TWINS)}

    def post(self, name, path, value):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=10)
        connection.request("POST", path, json.dumps(value).encode(), {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read() or b"{}")


def portal_application(item, n, name, materials):
    return {"param": {
        "baseInfo": [{
            "projectNo": f"ZW{next(serial)}", "taskName": item["name"], "taskItemCode": item["code"],
            "applyerType": "1", "applyerName": name, "applyerPageType": "111", "applyerPageCode": id_card(n),
            "applyerMobile": f"1380000{n:04d}", "applyDate": now().strftime("%Y-%m-%d %H:%M:%S"),
            "deliveryWay": str(n % 2), "receiverName": name, "receiverMobile": f"1380000{n:04d}",
            "receiverProvince": "河南省", "receiverCity": "郑州市", "receiverCounty": "新郑市",
            "receiverAddress": f"样本路{n}号"}],
        "material": [{"materialName": m["name"], "getType": "3", "getNum": 1} for m in materials]}}


def own_application(item, n, name, materials):
    rows = "".join(f"<CL><CLMC>{xml_text(m['name'])}</CLMC><CLLX>2</CLLX><FS>1</FS></CL>" for m in materials)
    return (f'<?xml version="1.0" encoding="GBK"?><APPROVEDATAINFO><SB><SBLSH>RS{next(serial)}</SBLSH>'
            f"<SXBM>{item['code']}</SXBM><SXMC>{xml_text(item['name'])}</SXMC><SQRLX>1</SQRLX>"
            f"<SQRMC>{xml_text(name)}</SQRMC><SQRZJLX>10</SQRZJLX><SQRZJHM>{id_card(n)}</SQRZJHM>"
            f"<SQRSJ>1390000{n:04d}</SQRSJ><SBSJ>{now():%Y%m%dT%H%M%S}</SBSJ></SB><SBCL>{rows}</SBCL>"
            "</APPROVEDATAINFO>").encode("gbk")


class Demo:
    def __init__(self, arguments):
        self.each = arguments.each
        self.left_to_do = 1 if arguments.leave_work else 0  # bookings and parcels that nobody takes in
        self.twins = Twins(arguments.twins)
        read = lambda name: open(f"{arguments.keys}/{name}", encoding="utf-8").read().strip()
        caller = lambda: Caller(arguments.gateway, arguments.ca)
        self.partners = {name: Partner(name, read(name + ".hmac"), caller()) for name in ("portal", "own_system", "ems")}
        password = read("demo.password")
        self.window = Clerk("shouli", password, caller())
        self.issuing = Clerk("chuzheng", password, caller())
        self.cases = {}   # case number -> source
        self.refused = []

    def check(self, what, status, reply, expected=(200,)):
        if status not in expected:
            self.refused.append(f"{what}: {status} {reply if isinstance(reply, dict) else reply.decode()}")
            return None
        return reply if isinstance(reply, dict) else json.loads(reply)

    def learn_items(self):
        """The items and their materials, as the window's form lists them."""
        waybill = waybill_no(next(serial))
        self.parcels([waybill], "王测试")
        status, form = self.window.get(f"intake/parcel/{waybill}")
        self.items = {item["id"]: item for item in self.check("form", status, form)["items"]}
        for item in self.items.values():
            item.setdefault("code", item["id"])
        self.first_parcel = waybill

    def parcels(self, waybills, name):
        rows = [{"waybill_no": w, "arrived_at": now().strftime("%Y-%m-%d %H:%M:%S"),
                 "sender": {"name": name, "phone": "13800000005"}, "item": "食品经营许可证核发（新办）"} for w in waybills]
        body = json.dumps({"batch_no": f"B{next(serial)}", "parcels": rows}, ensure_ascii=False).encode()
        status, reply = self.partners["ems"].post("parcels", body, "application/json", secrets.token_hex(8))
        answer = self.check("parcels", status, reply)
        self.refused += [f"parcel: {row}" for row in (answer or {}).get("results", []) if "error" in row]

    def needed(self, item_id):
        return [m for m in self.items[item_id]["materials"] if m["required"]]

    def portal(self):
        item = self.items["demo-sy-spjy"]
        for n in range(self.each):
            materials = self.needed("demo-sy-spjy")
            short = n % 5 == 4  # every fifth lacks one: told once, then supplemented
            message = portal_application(item, n, NAMES[n % len(NAMES)], materials[:-1] if short else materials)
            body = json.dumps(message, ensure_ascii=False).encode()
            key = message["param"]["baseInfo"][0]["projectNo"]
            status, reply = self.partners["portal"].post("application", body, "application/json", key)
            answer = self.check("portal", status, reply)
            again, repeated = self.partners["portal"].post("application", body, "application/json", key)
            if answer and json.loads(repeated).get("case_no") != answer["case_no"]:
                self.refused.append(f"portal: a repeated message got another answer: {again} {repeated.decode()}")
            if not answer:
                continue
            self.cases[answer["case_no"]] = "portal"
            if short:
                missing = {"param": {"baseInfo": [{"caseNo": answer["case_no"], "supplyDate": now().strftime("%Y-%m-%d %H:%M:%S")}],
                                     "material": [{"materialName": materials[-1]["name"], "getType": "3", "getNum": 1}]}}
                status, reply = self.partners["portal"].post(
                    "supplement", json.dumps(missing, ensure_ascii=False).encode(), "application/json", key + "-1")
                self.check("supplement", status, reply)

    def own_system(self):
        item = self.items["demo-gjj-tiqu"]
        for n in range(self.each):
            body = own_application(item, 100 + n, PLAIN_NAMES[n % len(PLAIN_NAMES)], self.needed("demo-gjj-tiqu"))
            status, reply = self.partners["own_system"].post("application", body, "application/xml; charset=GBK", f"RS-{next(serial)}")
            if status != 200:
                self.refused.append(f"own_system: {status} {reply.decode('gbk', 'replace')}")
                continue
            found = re.search(rb"<case_no>([0-9A-Z]{22})</case_no>", reply)
            self.cases[found.group(1).decode()] = "own_system"

    def bookings(self):
        day = self.next_workday()
        self.booked = []
        for n in range(self.each):
            shown = self.twins.post("wechat", "/twin/push", {"openid": f"o-demo-{n:04d}", "event": "CLICK", "event_key": "book"})
            link = re.search(r"https://[^\s\"<>]+", html.unescape(shown.get("text", "")))
            if not link:
                self.refused.append(f"wechat: no link in {shown}")
                continue
            target = urllib.parse.urlsplit(link.group(0))
            status, _, page = self.window.caller.call("GET", f"{target.path}?{target.query}")
            fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.decode()))
            fields = {k: html.unescape(v) for k, v in fields.items()}
            fields.update(item="demo-sb-yanglao", date=day, slot="09:00-10:00", name=NAMES[n % len(NAMES)],
                          id_number=id_card(200 + n), phone=f"1370000{n:04d}")
            status, _, page = self.window.caller.call("POST", target.path, urllib.parse.urlencode(fields).encode(),
                                                      {"Content-Type": "application/x-www-form-urlencoded"})
            if status != 200:
                self.refused.append(f"booking: {status} {re.sub('<[^>]+>', ' ', page.decode())[-200:]}")
        status, rows = self.window.get(f"bookings?day={day}")
        confirmed = [row for row in self.rows_of(rows) if row["state"] == "confirmed"]
        for row in confirmed[:len(confirmed) - self.left_to_do]:
            self.take_in("booking", row["booking_no"], "demo-sb-yanglao", "wechat", {})

    @staticmethod
    def rows_of(value):
        return value if isinstance(value, list) else value.get("rows", [])

    @staticmethod
    def next_workday():
        day = now().date() + datetime.timedelta(days=1)
        while day.weekday() >= 5:
            day += datetime.timedelta(days=1)
        return day.isoformat()

    def ems(self):
        waybills = [waybill_no(next(serial)) for _ in range(self.each - 1)]
        self.parcels(waybills, "李样本")
        for n, waybill in enumerate(([self.first_parcel] + waybills)[:self.each - self.left_to_do]):
            self.take_in("parcel", waybill, "demo-sy-spjy", "ems",
                         {"name": NAMES[n % len(NAMES)], "cert_number": id_card(300 + n), "phone": f"1360000{n:04d}"})

    def take_in(self, kind, number, item, source, values):
        materials = [{"id": m["id"], "received": True, "form": "original", "copies": 1} for m in self.needed(item)]
        status, answer = self.window.post(f"intake/{kind}/{urllib.parse.quote(number)}", {
            "seen_version": 0, "idempotency_key": secrets.token_hex(8),
            "values": {**values, "item": item, "materials": materials, "pick_up": "self" if kind == "booking" else "mail",
                       "province": "河南省", "city": "郑州市", "county": "新郑市", "address": "样本路9号"}})
        answer = self.check(kind, status, answer)
        if answer:
            self.cases[answer["case_no"]] = source

    def issue(self, deadline):
        """The issuance window's day: take over, notify, hand over or mail, feed back."""
        open_cases = set(self.cases)
        while open_cases and time.time() < deadline:
            for no in sorted(open_cases):
                status, case = self.issuing.get(f"cases/{no}")
                if status == 200 and self.step(no, case):
                    open_cases.discard(no)
            time.sleep(0.5)
        return open_cases

    def step(self, no, case):
        version, stage = case["version"], case["stage"]

        def act(name, **values):
            status, answer = self.issuing.act(no, version, name, **values)
            if status not in (200, 409):  # 409: the case moved since we looked; the next round sees it
                self.refused.append(f"{name} {no}: {status} {answer}")

        if stage == "decided":
            act("take_over", check={row["name"]: {"same": True} for action in case["actions"] if action["id"] == "take_over"
                                    for field in action["fields"] for row in field.get("rows", [])})
        elif stage == "at_issuance":
            act("notify", how="message")
        elif stage == "notified":
            if case["delivery"]["way"] == "邮寄送达":
                if not any(m["kind"] == "寄件下单" for m in case["messages"]):
                    act("mail_out")
            else:
                act("hand_over", proof="slip")
        elif stage == "mailed":
            self.twins.post("ems", "/twin/track", {"events": [{"waybill_no": case["delivery"]["waybill"], "op_code": "704", "deliver_code": "10"}]})
        elif stage == "delivered":
            act("feed_back")
        return stage == "fed_back"

    def table(self):
        print(f"{'办件编号':<20} {'来源':<10} {'事项':<22} {'部门':<18} {'状态':<10} 文书 / 已发报文")
        finished = 0
        for no in sorted(self.cases):
            status, case = self.issuing.get(f"cases/{no}")
            if status != 200:
                print(no, self.cases[no], status)
                continue
            finished += case["stage"] == "fed_back"
            documents = " ".join(d["id"] + ("" if d["state"] == "ready" else "!") for d in case["documents"])
            sent = " ".join(f"{m['partner']}:{m['kind']}" for m in case["messages"]
                            if m["direction"] == "out" and m["state"] == "sent" and m["partner"] != "文书生成")
            print(f"{no}  {self.cases[no]:<10} {case['item']['name'][:12]:<14} {case['department']['name'][:12]:<14} "
                  f"{case['stage_label']:<8} {documents} / {sent}")
        return finished


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=10, help="applications from each of the four sources")
    parser.add_argument("--gateway", default="localhost:8443", help="HOST:PORT")
    parser.add_argument("--twins", type=int, default=8461, help="port of the first twin; the others follow it")
    parser.add_argument("--leave-work", action="store_true", help="leave the windows' work to a person")
    parser.add_argument("--keys", default="run/keys")
    parser.add_argument("--ca", default="run/certs/ca.crt")
    parser.add_argument("--seconds", type=int, default=120, help="give up after")
    arguments = parser.parse_args()
    demo = Demo(arguments)
    start = time.time()
    down = (now() + datetime.timedelta(seconds=8)).isoformat(timespec="milliseconds")
    demo.twins.post("own_system", "/own_system/twin/faults", {"down_until": down})
    print("one partner (own_system) is down for 8 s; what it misses waits and goes on by itself")
    demo.learn_items()
    demo.portal()
    demo.own_system()
    demo.bookings()
    demo.ems()
    fed = time.time() - start
    left = set() if arguments.leave_work else demo.issue(start + arguments.seconds)
    finished = demo.table()
    for line in sorted(set(demo.refused))[:20]:
        print("refused:", line)
    print(f"{len(demo.cases)} cases, {finished} to the end; fed in {fed:.1f} s, finished after {time.time() - start:.1f} s")
    expected = 4 * demo.each - 2 * demo.left_to_do
    return 0 if not left and not demo.refused and len(demo.cases) >= expected else 1


if __name__ == "__main__":
    sys.exit(main())
