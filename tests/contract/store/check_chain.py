"""Recomputes the evidence chain and the newest Merkle root of a SHA-256 store from its rows,
sharing no code with the gateway. Exit code 0: all agree."""
import hashlib
import json
import sqlite3
import sys


def h(data):
    return hashlib.sha256(data).digest()


db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro&immutable=1", uri=True)
heads = {}
for stream, sequence, events, clear, cipher, stored in db.execute(
    "SELECT stream, sequence, events, clear, cipher, hash FROM step ORDER BY id"
):
    previous, version = heads.get(stream, (bytes(32), 0))
    assert h(previous + clear.encode() + h(cipher)) == stored, ("chain", stream, sequence)
    said = json.loads(clear)
    assert said["sequence"] == sequence == version + 1
    assert len(said["events"]) == events
    if "message" in said:
        (body,) = db.execute(
            "SELECT body FROM message WHERE partner = ? AND key = ?",
            (said["message"]["partner"], said["message"]["key"]),
        ).fetchone()
        assert said["message"]["body"] == h(body).hex(), "message"
    heads[stream] = (stored, sequence + events - 1)

names = dict(db.execute("SELECT id, name FROM stream"))
level = []
for stream in sorted(heads):
    head, version = heads[stream]
    level.append(h(b"\0" + names[stream].encode() + b"\n%d\n" % version + head))
while len(level) > 1:
    pairs = [h(b"\1" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
    level = pairs + (level[-1:] if len(level) % 2 else [])
(root,) = db.execute("SELECT root FROM root ORDER BY id DESC LIMIT 1").fetchone()
assert root == level[0], "root"
print(len(heads), "streams agree")
