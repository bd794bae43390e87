"""A store is lost after its backup was made: `onewindow restore`, every partner held, released one by one.
The partners are ahead of the backup, one of them cannot recognise a message it had before; nothing is doubled there,
and cases that are only at the partners come back when their source repeats them.

Usage: restore_test.py ONEWINDOW
"""
import datetime
import json
import pathlib
import shutil
import sys
import urllib.request

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1] / "demo")]
from calling import Caller, Clerk, Partner  # noqa: E402
from complete_application import SAMPLE  # noqa: E402
from running_site import Site, poll  # noqa: E402

SECONDS = 60


def require(truth, words):
    if not truth:
        raise AssertionError(words)


class Rehearsal:
    def __init__(self, site):
        self.site = site
        self.sent = []  # numbers of the portal, in the order they were handed in
        self.connect()

    def connect(self):
        caller = Caller(f"localhost:{self.site.first}", self.site.run / "certs/ca.crt")

        def partner(name):
            return Partner(name, (self.site.run / f"keys/{name}.hmac").read_text().strip(), caller)

        self.portal, self.office = partner("portal"), partner("back_office")
        self.operator = Clerk("yunwei", (self.site.run / "keys/demo.password").read_text().strip(), caller)

    def hand_in(self, number):
        body = SAMPLE.replace("BAD-0", number).encode()
        status, reply = self.portal.post("application", body, "application/json", number)
        require(status == 200, f"{number}: {status} {reply.decode()}")
        if number not in self.sent:
            self.sent.append(number)
        return json.loads(reply)

    def twin(self, name, path, body=None):
        url = f"http://127.0.0.1:{self.site.twin(name)}/{name}/twin/{path}"
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(url, data), timeout=10) as reply:
            return json.load(reply)

    def applications(self):
        """What the department has, by our number: how often it acted on each."""
        return {row["case_no"]: row["acted"] for row in self.twin("back_office", "log")["messages"] if row["kind"] == "application"}

    def decided(self, numbers):
        return {row["case_no"] for row in self.twin("back_office", "log")["sent"] if row["status"] == 200} >= set(numbers)

    def department_is_busy(self, is_busy):
        self.twin("back_office", "faults", {"busy": 1_000_000} if is_busy else {})

    def queue(self, state):
        status, answer = self.operator.get("queue")
        require(status == 200, f"queue: {status} {answer}")
        return {cause["partner_id" if state == "held" else "partner"]: cause for cause in answer["causes"] if cause["state"] == state}

    def release(self, partner, received):
        status, answer = self.operator.post(f"held/{partner}/release", {"received": received})
        require(status == 200, f"release {partner}: {status} {answer}")
        return answer["in_doubt"]

    def stage(self, number):
        page = self.site.rows("onewindow", "SELECT stage FROM stream WHERE name = ?", f"case:{number}")
        return page[0][0] if page else None

    def unsent(self, number, partner):
        return self.site.rows("onewindow", "SELECT o.kind FROM outbox o JOIN stream s ON s.id = o.stream WHERE s.name = ? AND"
                              " o.partner = ? AND o.place > 0", f"case:{number}", partner)


def before_the_loss(run, backup):
    """Case numbers: finished before the backup, unsent in it, and taken in after it."""
    finished = [run.hand_in(f"A-{n}")["case_no"] for n in range(3)]
    poll("decisions", SECONDS, lambda: run.decided(finished))
    run.department_is_busy(True)
    unsent = [run.hand_in(f"B-{n}")["case_no"] for n in range(2)]
    poll("tried in vain", SECONDS, lambda: "back_office" in {row[0] for row in run.site.rows(
        "onewindow", "SELECT partner FROM outbox WHERE place = 1 AND reason <> '' AND state < 2")})
    run.site.onewindow("backup", "make", "--to", backup)
    run.department_is_busy(False)
    later = [run.hand_in(f"C-{n}")["case_no"] for n in range(3)]
    poll("the partners are ahead", SECONDS, lambda: run.decided(finished + unsent + later))
    poll("taken in", SECONDS, lambda: all(run.stage(no) == "decided" for no in unsent + later))
    return finished, unsent, later


def lose_and_restore(site, backup):
    serve = site.processes.pop()
    require(serve.args[1] == "serve", "the gateway is the last that was started")
    serve.terminate()
    serve.wait(30)
    refused = site.onewindow("restore", "--from", backup, expected=1)
    require("move the old store away" in refused, refused)
    shutil.rmtree(site.run / "store")
    said = site.onewindow("restore", "--from", backup)
    require("7 partners are held" in said and "all chains and roots hold" in said, said)
    require("all chains and roots hold" in site.onewindow("verify"), "the restored store does not verify")
    require(site.onewindow("queue").count("held ") == 7, "queue does not tell of the hold")
    require(site.start("serve", site.first), "the gateway does not start on the restored store")


def reconcile(run, known_as):
    """What a person does: asks the department about every row in doubt. `known_as`: our number -> the number it knows."""
    has = run.applications()
    while True:
        doubt = run.queue("unknown")
        rows = [row for cause in doubt.values() for row in cause["rows"]]
        if not rows:
            return
        for row in rows:
            number = known_as.get(row["case_no"], row["case_no"])
            there = number in has or "-application-" not in row["id"]
            values = {"verb": "confirm_sent", "number": number if number != row["case_no"] else ""} if there else {"verb": "retry"}
            status, answer = run.operator.post(f"queue/{row['id']}", values)
            require(status == 200, f"{row['id']}: {status} {answer}")


def decide(run, number):
    """The department repeats a decision that the gateway has lost, under the number it knows."""
    body = (HERE.parents[1] / "mappings/back_office/samples/decision.in.approved.txt").read_text(encoding="utf-8").split("----------")[0]
    message = json.loads(body)
    message["caseNo"] = number
    message["decidedAt"] = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S")
    status, reply = run.office.post("decision", json.dumps(message, ensure_ascii=False).encode(), "application/json", f"again-{number}")
    require(status == 200, f"decision of {number}: {status} {reply.decode()}")


def main(program):
    with Site(program) as site:
        run, backup = Rehearsal(site), site.folder / "backup"
        finished, unsent, later = before_the_loss(run, backup)
        at_department = run.applications()
        lose_and_restore(site, backup)
        run.connect()

        ready = site.call("curl", "-s", "--cacert", site.run / "certs/ca.crt", f"{run.site.base}/readyz")
        require(ready == "ready\nheld: 7 partners, nothing is sent to them\n", ready)
        require('"partner.held"' in (site.run / "log/serve.log").read_text(), "the log does not tell of the hold")
        require(set(run.queue("held")) == {"back_office", "counter_printer", "ems", "insurance", "own_system", "portal", "wechat"}, "the page does not tell of the hold")

        again = {number: run.hand_in(number) for number in run.sent}
        numbers = [again[f"C-{n}"]["case_no"] for n in range(3)]
        require(not set(numbers) & set(finished + unsent + later), "a number was given out twice")
        require([again[f"B-{n}"]["case_no"] for n in range(2)] == unsent, "a case of the backup has lost its number")
        require(run.applications() == at_department, "something was sent to a held partner")

        in_doubt = run.release("back_office", "some")
        require(in_doubt >= 5, f"{in_doubt} rows in doubt, at least the five applications are")
        reconcile(run, dict(zip(numbers, later)))
        require(run.release("portal", "some") >= 3, "what the portal was told of cases with new numbers is in doubt")
        for partner in ("counter_printer", "ems", "insurance", "own_system", "wechat"):
            run.release(partner, "none")
        reconcile(run, {})
        require(run.queue("held") == {}, "somebody is still held")

        for number in unsent + later:
            decide(run, number)
        poll("decided again", SECONDS, lambda: all(run.stage(no) == "decided" for no in unsent + numbers))
        fresh = run.hand_in("D-0")["case_no"]
        poll("a new case goes its way", SECONDS, lambda: run.decided([fresh]))
        poll("nothing is left unsent", SECONDS, lambda: not any(run.unsent(no, "back_office") for no in unsent + numbers + [fresh]))

        has = run.applications()
        require(has == {**at_department, fresh: 1}, f"doubled or lost at the department: {has}")
        require(len(has) == len(run.sent) and set(has.values()) == {1}, f"{len(has)} applications of {len(run.sent)}: {has}")
        require(run.twin("back_office", "log")["doubles"] == [], "doubled")
        require(run.twin("portal", "log")["doubles"] == [], "the portal was told twice")
        site.stop()
        require("all chains and roots hold" in site.onewindow("verify"), "the store does not verify")
        print(f"{len(has)} applications, each once at the department; {in_doubt} rows were in doubt")


if __name__ == "__main__":
    main(sys.argv[1])
