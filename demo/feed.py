#!/usr/bin/env python3
"""Feeds a running gateway as its partners, applicants and clerks would: with addresses and credentials
only. Bookings through the WeChat account, applications from the portal and from a department's own
system, parcels from EMS; then the clerks' work at the window, to the end. One partner is down for a
while in between. Prints what became of each case.

Every run has persons of its own (synthetic numbers); whoever did not get what they asked for is named
with the reason, and the exit code is 1 then.

Usage: demo/feed.py [--each N] [--gateway HOST:PORT] [--twins FIRST_PORT] [--leave-work] [--people FILE]
"""
import argparse
import datetime
import html
import json
import re
import secrets
import sys
import time
import unicodedata
import urllib.parse

sys.dont_write_bytecode = True
from calling import BookingPage, Caller, Clerk, Partner, Twins  # noqa: E402
from people import PLAIN_NAMES, RUN, now, own_application, person, portal_application, serial, waybill_no  # noqa: E402


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)  # "…" and "×" take one


def column(text, columns):
    """Cut and padded to a width on the screen, where a Chinese character takes two columns."""
    if width(text) > columns:
        while width(text) > columns - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (columns - width(text))


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
        self.people = {}  # case number -> person
        self.refused = []  # what was not taken, each with its reason

    def note(self, answer, source, who):
        self.cases[answer["case_no"]] = source
        self.people[answer["case_no"]] = {**who, "query_token": answer.get("query_token", "")}

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
        if not self.check("the window's form", status, form):
            raise SystemExit("cannot feed: " + "; ".join(self.refused))
        self.items = {item["id"]: item for item in form["items"]}
        for item in self.items.values():
            item.setdefault("code", item["id"])
        self.first_parcel = waybill

    def parcels(self, waybills, name):
        rows = [{"waybill_no": w, "arrived_at": now().strftime("%Y-%m-%d %H:%M:%S"),
                 "sender": {"name": name, "phone": person(999, "136")["phone"]}, "item": "食品经营许可证核发（新办）"} for w in waybills]
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
            who = person(n, "138")
            message = portal_application(item, who, n % 2 == 1, materials[:-1] if short else materials)
            body = json.dumps(message, ensure_ascii=False).encode()
            key = message["param"]["baseInfo"][0]["projectNo"]
            status, reply = self.partners["portal"].post("application", body, "application/json", key)
            answer = self.check("portal", status, reply)
            again, repeated = self.partners["portal"].post("application", body, "application/json", key)
            if answer and json.loads(repeated).get("case_no") != answer["case_no"]:
                self.refused.append(f"portal: a repeated message got another answer: {again} {repeated.decode()}")
            if not answer:
                continue
            self.note(answer, "portal", who)
            if short:
                missing = {"param": {"baseInfo": [{"caseNo": answer["case_no"], "supplyDate": now().strftime("%Y-%m-%d %H:%M:%S")}],
                                     "material": [{"materialName": materials[-1]["name"], "getType": "3", "getNum": 1}]}}
                status, reply = self.partners["portal"].post(
                    "supplement", json.dumps(missing, ensure_ascii=False).encode(), "application/json", key + "-1")
                self.check("supplement", status, reply)

    def own_system(self):
        item = self.items["demo-gjj-tiqu"]
        for n in range(self.each):
            who = person(100 + n, "139", PLAIN_NAMES)
            body = own_application(item, who, self.needed("demo-gjj-tiqu"))
            status, reply = self.partners["own_system"].post("application", body, "application/xml; charset=GBK", f"RS-{next(serial)}")
            if status != 200:
                self.refused.append(f"own_system: {status} {reply.decode('gbk', 'replace')}")
                continue
            found = re.search(rb"<case_no>([0-9A-Z]{22})</case_no>", reply)
            self.note({"case_no": found.group(1).decode()}, "own_system", who)

    def bookings(self):
        """Everybody books by the phone's page, the earliest day it can be had; then they come."""
        self.booked = {}       # booking number -> (day, person)
        self.not_to_be_had = {}  # a day, or a slot of it -> why the page said no
        for n in range(self.each):
            self.book(f"o-demo-{RUN}-{n:04d}", n, person(200 + n, "137"))
        for what, why in self.not_to_be_had.items():
            print(f"the booking page on {what}: {why}")
        came = list(self.booked.items())[:len(self.booked) - self.left_to_do]
        lists = {day: self.window.get(f"bookings?day={day}")[1] for day, _ in self.booked.values()}
        states = {row["booking_no"]: row["state"] for rows in lists.values() for row in self.rows_of(rows)}
        for no, (day, _) in self.booked.items():
            if states.get(no) != "confirmed":
                self.refused.append(f"booking {no} of {day}: the page said yes, the window's list says {states.get(no)}")
        for no, (_, who) in came:
            self.take_in("booking", no, "demo-sb-yanglao", "wechat", who, {})

    def link(self, openid):
        shown = self.twins.post("wechat", "/twin/push", {"openid": openid, "event": "CLICK", "event_key": "book"})
        found = re.search(r"https://[^\s\"<>]+", html.unescape(shown.get("text", "")))
        return urllib.parse.urlsplit(found.group(0)) if found else None

    def book(self, openid, n, who):
        """Tries the days and slots that the page offers, until one is confirmed."""
        target = self.link(openid)
        if not target:
            self.refused.append(f"booking {n + 1}: no link behind the menu")
            return
        for _ in range(100):
            page = self.phone("GET", f"{target.path}?{target.query}")
            item = next((code for code, name in page.options("item") if "养老" in name), None)
            slots = page.options("slot")
            wish = next(((day, slots[(n + k) % len(slots)][0]) for day in page.days() if day not in self.not_to_be_had
                         for k in range(len(slots)) if f"{day} {slots[(n + k) % len(slots)][0]}" not in self.not_to_be_had), None)
            if not item or not wish:
                why = "; ".join(f"{what} {why}" for what, why in self.not_to_be_had.items())
                self.refused.append(f"booking {n + 1}: the page offers nothing ({why or page.reason()})")
                return
            day, slot = wish
            fields = {**page.hidden, "item": item, "date": day, "slot": slot, **{k: who[k] for k in ("name", "id_number", "phone")}}
            page = self.phone("POST", target.path, urllib.parse.urlencode(fields).encode())
            if no := page.booking_no():
                self.booked[no] = (day, who)
                return
            if "该日" not in page.reason() and "时段" not in page.reason():  # not the day's fault: no other day helps
                self.refused.append(f"booking {n + 1} on {day} {slot}: {page.reason()}")
                return
            self.not_to_be_had[f"{day} {slot}" if "时段" in page.reason() else day] = page.reason()
        self.refused.append(f"booking {n + 1}: not confirmed after 100 tries: {page.reason()}")

    def phone(self, method, path, body=b""):
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        status, _, page = self.window.caller.call(method, path, body, headers)
        return BookingPage(status, page)

    @staticmethod
    def rows_of(value):
        return value if isinstance(value, list) else value.get("rows", [])

    def ems(self):
        waybills = [waybill_no(next(serial)) for _ in range(self.each - 1)]
        self.parcels(waybills, "李样本")
        for n, waybill in enumerate(([self.first_parcel] + waybills)[:self.each - self.left_to_do]):
            who = person(300 + n, "136")
            self.take_in("parcel", waybill, "demo-sy-spjy", "ems", who,
                         {"name": who["name"], "cert_number": who["id_number"], "phone": who["phone"]})

    def take_in(self, kind, number, item, source, who, values):
        materials = [{"id": m["id"], "received": True, "form": "original", "copies": 1} for m in self.needed(item)]
        status, answer = self.window.post(f"intake/{kind}/{urllib.parse.quote(number)}", {
            "seen_version": 0, "idempotency_key": secrets.token_hex(8),
            "values": {**values, "item": item, "materials": materials, "identity": "original" if kind == "booking" else "copy", "pick_up": "self" if kind == "booking" else "mail",
                       "province": "河南省", "city": "郑州市", "county": "新郑市", "address": who["address"]}})
        answer = self.check(f"{kind} {number}", status, answer)
        if answer:
            self.note(answer, source, who)

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

    def await_decisions(self, deadline):
        """Until the departments have decided what they were sent: the windows have work then."""
        waiting = {no for no, source in self.cases.items() if source == "own_system"}
        while waiting and time.time() < deadline:
            waiting = {no for no in waiting if self.issuing.get(f"cases/{no}")[1].get("stage") != "decided"}
            time.sleep(0.2)
        return waiting

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
        rows = ("办件编号", 23), ("来源", 11), ("事项", 23), ("部门", 23), ("状态", 9), ("文书", 10), ("已发报文", 61)
        print("".join(column(title, columns - 1) + " " for title, columns in rows).rstrip())
        finished = 0
        for no in sorted(self.cases):
            status, case = self.issuing.get(f"cases/{no}")
            if status != 200:
                print(no, self.cases[no], f"cannot be read: {status} {case}")
                continue
            finished += case["stage"] == "fed_back"
            documents = " ".join(d["id"] + ("" if d["state"] == "ready" else "!") for d in sorted(case["documents"], key=lambda d: d["id"]))
            department = case["department"]["name"].removeprefix("新郑市")
            values = no, self.cases[no], case["item"]["name"], department, case["stage_label"], documents, self.sent(case)
            print("".join(column(value, columns - 1) + " " for value, (_, columns) in zip(values, rows)).rstrip())
        return finished

    @staticmethod
    def sent(case):
        """The partners' names cut to four characters, each with the kinds of messages it took."""
        partners = {}
        for message in case["messages"]:
            if message["direction"] == "out" and message["state"] == "sent" and message["partner"] != "文书生成":
                kinds = partners.setdefault(re.sub(r"^邮政 ", "", message["partner"])[:4].strip(" （"), {})
                kind = message["kind"].removesuffix("结果")
                kinds[kind] = kinds.get(kind, 0) + 1
        times = lambda kind, n: kind if n == 1 else f"{kind}×{n}"
        return " ".join(f"{name}:" + "/".join(times(*one) for one in kinds.items()) for name, kinds in sorted(partners.items()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=10, help="applications from each of the four sources")
    parser.add_argument("--gateway", default="localhost:8443", help="HOST:PORT")
    parser.add_argument("--twins", type=int, default=8461, help="port of the first twin; the others follow it")
    parser.add_argument("--leave-work", action="store_true", help="leave the windows' work to a person")
    parser.add_argument("--down", type=float, default=8, help="seconds that one partner is down for")
    parser.add_argument("--people", help="write who was fed into this file, as a person at the window would know them")
    parser.add_argument("--keys", default="run/keys")
    parser.add_argument("--ca", default="run/certs/ca.crt")
    parser.add_argument("--seconds", type=int, default=120, help="give up after")
    arguments = parser.parse_args()
    demo = Demo(arguments)
    start = time.time()
    if arguments.down:
        down = (now() + datetime.timedelta(seconds=arguments.down)).isoformat(timespec="milliseconds")
        demo.twins.post("own_system", "/own_system/twin/faults", {"down_until": down})
        print(f"one partner (own_system) is down for {arguments.down:g} s; what it misses waits and goes on by itself")
    demo.learn_items()
    demo.portal()
    demo.own_system()
    demo.bookings()
    demo.ems()
    fed = time.time() - start
    left = (demo.await_decisions if arguments.leave_work else demo.issue)(start + arguments.seconds)
    finished = demo.table()
    for line in demo.refused:
        print("not taken:", line)
    for no in sorted(left):
        print(f"not to the end after {arguments.seconds} s: {no}")
    print(f"{len(demo.cases)} cases, {finished} to the end; fed in {fed:.1f} s, finished after {time.time() - start:.1f} s")
    if arguments.people:
        days = sorted({day for day, _ in demo.booked.values()})
        with open(arguments.people, "w", encoding="utf-8") as file:
            json.dump({"booking_days": days, "cases": [{"no": no, "source": demo.cases[no], **demo.people[no]} for no in sorted(demo.cases)]},
                      file, ensure_ascii=False)
    expected = 4 * demo.each - 2 * demo.left_to_do
    if len(demo.cases) < expected:
        print(f"{expected} cases were expected")
    return 0 if not left and not demo.refused and len(demo.cases) >= expected else 1


if __name__ == "__main__":
    sys.exit(main())
