"""Show 9: nothing that names a person is readable in logs, store or backup; after `case destroy` the key that
opens the rest is gone from every byte of the store and of a backup made before, and both still verify.

Usage: destroy_test.py ONEWINDOW
"""
import json
import pathlib
import re
import sqlite3
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support"), str(HERE.parents[1] / "demo")]
from calling import Caller, Clerk  # noqa: E402
from running_site import Site, poll  # noqa: E402
from traces import planted, traces  # noqa: E402


def require(truth, words):
    if not truth:
        raise AssertionError(words)


def strings_of(person):
    return {key: person[key] for key in ("name", "id_number", "phone", "address")}


def check_the_search_itself(folder, strings):
    """A search that finds nothing has to be one that would have."""
    folder.mkdir()
    count = 0
    for label, how, data in planted(strings):
        (folder / "planted").write_bytes(data)
        require(any(what == label for _, what, _ in traces(folder, strings)), f"the search is blind to {label} as {how}")
        count += 1
    (folder / "planted").unlink()
    require(traces(folder, strings) == [], "the search finds what is not there")
    print(f"the search finds {count} planted forms")


def nothing_readable(folder, people):
    for person in people:
        found = traces(folder, strings_of(person))
        require(found == [], f"{found[0][0].name} holds a {found[0][1]} in {found[0][2]}" if found else "")


def wrapped_key(store, stream):
    with sqlite3.connect(f"file:{store}/onewindow.db?mode=ro", uri=True) as database:
        row = database.execute("SELECT key FROM stream WHERE name = ?", (stream,)).fetchone()
    require(row is not None, f"no stream {stream} in {store}")
    return row[0]


def holding(folder, key):
    """The files that hold a piece of a key: eight bytes in a row are no chance."""
    pieces = [key[n:n + 8] for n in range(len(key) - 7)]
    contents = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return sorted(name for name, data in contents.items() if any(piece in data for piece in pieces))


def copied_config(site, name, store):
    """The same configuration over another store."""
    file = site.config / "gateway.yaml"
    folder = site.folder / name
    folder.mkdir()
    for path in site.config.iterdir():
        if path.name != "gateway.yaml":
            (folder / path.name).symlink_to(path)
    (folder / "gateway.yaml").write_text(file.read_text(encoding="utf-8").replace("../run/store", str(store)), encoding="utf-8")
    return folder


class Window:
    """What a clerk reads of a case: the control of everything that is looked for in vain."""

    def __init__(self, site):
        password = (site.run / "keys/demo.password").read_text().strip()
        self.clerk = Clerk("chuzheng", password, Caller(f"localhost:{site.first}", site.run / "certs/ca.crt"))

    def paper(self, no):
        """The text of the printed notice, or None."""
        status, _, pdf = self.clerk.caller.call("GET", f"/console/api/cases/{no}/documents/D2", b"", self.clerk.headers)
        if status != 200:
            return None
        return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True).stdout.decode()

    def found(self, text):
        status, answer = self.clerk.post("search", {"text": text})
        require(status == 200, f"search: {status} {answer}")
        return {row["case_no"] for row in answer["rows"]}

    def knows(self, person):
        """What of a person the window still has."""
        paper, no = self.paper(person["no"]), person["no"]
        return {"paper": person["name"] in (paper or ""), **{key: no in self.found(person[key]) for key in ("id_number", "phone", "name")}}


def destroy(site, backup, streams_before):
    """Destroys one case in the store; its backup follows by `backup forget`."""
    store, no = site.run / "store", streams_before["case"].split(":")[1]
    keys = {stream: wrapped_key(store, stream) for stream in streams_before.values()}
    for stream, key in keys.items():
        require(key and len(key) >= 32, f"{stream} has no key of its own")
        for folder in (store, backup):
            require(holding(folder, key), f"{folder.name}: the key of {stream} is not where it is looked for")
    site.onewindow("case", "destroy", "--no", no)
    for stream, key in keys.items():
        require(wrapped_key(store, stream) is None, f"{stream} still has a key")
        require(holding(store, key) == [], f"the key of {stream} is still in {holding(store, key)}")
        require(holding(backup, key), "a backup that was not told cannot have forgotten")
    said = site.onewindow("backup", "forget", "--in", backup)
    require(f"destroyed {len(keys)} keys" in said, said)
    for stream, key in keys.items():
        require(holding(backup, key) == [], f"the backup still holds the key of {stream} in {holding(backup, key)}")
    require("destroyed 0 keys" in site.onewindow("backup", "forget", "--in", backup), "forgetting twice is not forgetting once")


def main(program):
    with Site(program) as site:
        people_file = site.folder / "people.json"
        site.feed("--each", "3", "--down", "0", "--people", people_file)
        people = json.loads(people_file.read_text(encoding="utf-8"))["cases"]
        store, before, after = site.run / "store", site.folder / "before", site.folder / "after"
        site.onewindow("backup", "make", "--to", before)  # beside the running gateway
        nothing_readable(store, people)                   # WAL files and all
        chosen = [next(one for one in people if one["source"] == source) for source in ("portal", "own_system", "wechat", "ems")]
        window = Window(site)
        for person in chosen:
            poll(f"the window knows the applicant of {person['source']}", 20, lambda: all(window.knows(person).values()))
        site.stop()
        print(site.call("python3", "-B", HERE / "logs.py", site.run / "log"))
        check_the_search_itself(site.folder / "planted", strings_of(people[0]))

        # One case of each kind of source: a booking and a parcel hold the same person once more.
        for person in chosen:
            source, streams = person["source"], {"case": f"case:{person['no']}"}
            origin = re.search(r"(?:booking|parcel):[0-9A-Z]+", site.clear_text(person["no"]))
            if source in ("wechat", "ems"):
                require(origin, f"the case of {source} does not say what it grew from")
                streams["origin"] = origin.group(0)
            destroy(site, before, streams)
            page = site.onewindow("case", "show", "--no", person["no"])
            require(not any(text in page for text in strings_of(person).values()), "case show still knows the person")
            terms = site.search_terms(person["no"])
            require(terms == 0, f"{terms} search terms of the destroyed case are left")

        site.onewindow("backup", "make", "--to", after)
        configs = {"store": site.config, "before": copied_config(site, "config-before", before), "after": copied_config(site, "config-after", after)}
        for name, config in configs.items():
            print(name, site.onewindow("verify", config=config).strip())
        site.restart()
        window = Window(site)
        for person in chosen:
            require(not any(window.knows(person).values()), f"after: {window.knows(person)}")
        others = [one for one in people if one not in chosen]
        for person in others:
            require(all(window.knows(person).values()), f"another case lost its person: {window.knows(person)}")
        site.stop()
        for folder in (store, before, after):
            nothing_readable(folder, people)
            print(folder.name, sum(1 for path in folder.rglob("*") if path.is_file()), "files,",
                  sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024, "KB: nothing of", len(people), "persons")


if __name__ == "__main__":
    main(sys.argv[1])
