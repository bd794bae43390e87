"""The ways into the gateway that partners, clerks and applicants have: addresses and credentials, no more."""
import datetime
import hashlib
import hmac
import html
import http.client
import json
import re
import secrets
import ssl
import time

TWINS = ("portal", "back_office", "own_system", "wechat", "ems", "insurance", "counter_printer")  # their ports follow one another


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


class BookingPage:
    """The page a person gets on the phone: what it offers, and what it says after the form was sent."""

    def __init__(self, status, page):
        self.status, self.text = status, page.decode()
        self.hidden = {k: html.unescape(v) for k, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', self.text)}
        self.heading = self.words(re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.S))
        self.problem = self.words(re.search(r'class="problem"[^>]*>(.*?)</p>', self.text, re.S))
        self.lines = {self.plain(k): self.plain(v) for k, v in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", self.text, re.S)}

    @staticmethod
    def plain(text):
        return html.unescape(re.sub(r"<[^>]+>", "", text)).strip()

    def words(self, found):
        return self.plain(found.group(1)) if found else ""

    def options(self, name):
        """[(value, words)] of a list; without the empty one."""
        found = re.search(rf'<select[^>]* name="{name}".*?</select>', self.text, re.S)
        rows = re.findall(r'<option value="([^"]*)"[^>]*>(.*?)</option>', found.group(0), re.S) if found else []
        return [(html.unescape(value), self.plain(label)) for value, label in rows if value]

    def days(self):
        found = re.search(r'type="date" min="([0-9-]+)" max="([0-9-]+)"', self.text)
        if not found:
            return []
        first, last = map(datetime.date.fromisoformat, found.groups())
        return [(first + datetime.timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]

    def booking_no(self):
        return self.lines.get("预约编号", "") if self.heading == "预约成功" else ""

    def reason(self):
        return self.lines.get("未能预约的原因") or self.problem or self.lines.get("说明") or self.heading or f"status {self.status}"
