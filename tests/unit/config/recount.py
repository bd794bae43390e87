"""Recounts working and natural days from config/calendar alone, sharing nothing with the gateway.

Usage: recount.py <seed> <cases>; prints `from unit days due` a line. Run from the repository root.
"""
import datetime as d
import glob
import json
import random
import sys

named, published = {}, set()
for path in sorted(glob.glob("config/calendar/*.json")):
    with open(path, encoding="utf-8") as stream:
        notice = json.load(stream)
    if notice["days"]:
        published.add(notice["year"])
    for day in notice["days"]:
        named[day["date"]] = not day["isOffDay"]


def works(day):
    if day.year not in published:
        raise LookupError
    return named.get(day.isoformat(), day.weekday() < 5)


def due(day, unit, count):
    if unit == "wd":
        while count:
            day += d.timedelta(1)
            count -= works(day)
        return day
    if count == 0:
        return day
    day += d.timedelta(count)
    while not works(day):
        day += d.timedelta(1)
    return day


random.seed(int(sys.argv[1]))
first = d.date(2007, 1, 1)
for _ in range(int(sys.argv[2])):
    start = first + d.timedelta(random.randrange(7300))
    unit, count = random.choice(["wd", "nd"]), random.choice([0, 1, 2, 3, 5, 7, 10, 20, 30, 45, 60])
    try:
        answer = due(start, unit, count).isoformat()
    except LookupError:
        answer = "unknown"
    clock = "%02d:%02d" % (random.randrange(24), random.randrange(60))
    print("%sT%s %s %d %s" % (start, clock, unit, count, answer))
