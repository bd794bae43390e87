"""R29 with the real program: a changed calendar first shows which open cases it moves; taken, the next start writes an
event for each, with the old day, the new one and why, beside the traffic.

Usage: calendar_test.py ONEWINDOW
"""
import datetime
import json
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1] / "demo")]
from calling import Caller, Partner  # noqa: E402
from complete_application import SAMPLE  # noqa: E402
from running_site import Site, poll  # noqa: E402


def amended(site):
    """The calendar of the days ahead with three of them off; where the year is not published yet, that is news too."""
    today = datetime.date.today()
    days = [today + datetime.timedelta(n) for n in range(1, 4)]
    year = (today + datetime.timedelta(10)).year
    notice = json.loads((site.config / f"calendar/{year}.json").read_text(encoding="utf-8"))
    dates = {day.isoformat() for day in days}
    notice["days"] = [day for day in notice["days"] if day["date"] not in dates]
    notice["days"] += [{"name": "样本节", "date": date, "isOffDay": True} for date in sorted(dates)]
    file = site.folder / "amended.json"
    file.write_text(json.dumps(notice, ensure_ascii=False), encoding="utf-8")
    return file


def main(program):
    with Site(program) as site:
        caller = Caller(f"localhost:{site.first}", site.run / "certs/ca.crt")
        portal = Partner("portal", (site.run / "keys/portal.hmac").read_text().strip(), caller)
        status, reply = portal.post("application", SAMPLE.replace("BAD-0", "CAL-1").encode(), "application/json", "cal-1")
        if status != 200:
            raise AssertionError(f"{status} {reply.decode()}")
        number = json.loads(reply)["case_no"]
        site.stop()
        file = amended(site)

        def onewindow(*words):
            return site.call(site.program, *words, "--config", site.config)

        shown = onewindow("calendar", "import", "--file", file)
        if f"{number}  承诺期限" not in shown or "没有改动配置" not in shown:
            raise AssertionError(shown)
        taken = onewindow("calendar", "import", "--take", "--file", file)
        if "已导入" not in taken or f"{number}  承诺期限" not in taken:
            raise AssertionError(taken)
        if not site.restart():
            raise AssertionError(site.last_words())

        def recomputed():
            site.stop()
            page = onewindow("case", "show", "--no", number)
            if "clock.recomputed" in page:
                return page
            site.restart()
            return None

        poll("the case's limit moves", 60, recomputed)
        again = onewindow("calendar", "import", "--file", file)
        if "其中 0 件的期限变动" not in again:
            raise AssertionError(again)


main(sys.argv[1])
