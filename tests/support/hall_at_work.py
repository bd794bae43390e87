"""The people of a running site: the portal, a department's clerk, the window, the issuing clerk."""
import json

from calling import Caller, Clerk, Partner


def require(truth, words):
    if not truth:
        raise AssertionError(words)


class Hall:
    def __init__(self, site):
        self.site = site
        self.caller = Caller(f"localhost:{site.first}", site.run / "certs/ca.crt")
        password = (site.run / "keys/demo.password").read_text().strip()
        self.department, self.window, self.issuing = (Clerk(user, password, self.caller) for user in ("tiyu", "shouli", "chuzheng"))
        self.portal = Partner("portal", (site.run / "keys/portal.hmac").read_text().strip(), self.caller)

    def hand_in(self, number, body):
        status, reply = self.portal.post("application", body, "application/json", number)
        require(status == 200, f"{number}: {status} {reply.decode()}")
        return json.loads(reply)["case_no"]

    def case(self, clerk, no):
        status, case = clerk.get(f"cases/{no}")
        require(status == 200, f"{no}: {status} {case}")
        return case

    def act(self, clerk, no, action, expected=200, **values):
        status, answer = clerk.act(no, self.case(clerk, no)["version"], action, **values)
        require(status == expected, f"{action} {no}: {status} {answer}")
        return answer

    def work_list(self):
        status, answer = self.department.get("todo?tab=to_work")
        require(status == 200, f"work list: {status} {answer}")
        return {row["case_no"]: row["flags"] for row in answer["rows"]}

    def batches(self, clerk):
        status, answer = clerk.get("handovers")
        require(status == 200, f"handovers: {status} {answer}")
        return answer["rows"]

    def texts(self, no):
        return [line["text"] for line in self.case(self.department, no)["timeline"]]
