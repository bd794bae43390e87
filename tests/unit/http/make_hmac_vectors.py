#!/usr/bin/env python3
"""Writes hmac_vectors.txt: the request signature by Python's hmac, sharing no code with ours."""
import hashlib
import hmac
import pathlib

CASES = [
    (b"sixteen byte key", "POST", "/partners/bureau/decision", "1700000000", "n-00000001", b'{"a":1}'),
    (b"sixteen byte key", "GET", "/", "0", "n-00000002", b""),
    (bytes(range(256)), "PUT", "/a?b=%E4%B8%80&c", "1767225600", "\u4e00-nonce", "受理通知书".encode()),
    (b"k" * 65, "POST", "/partners/portal/application?x=1", "1800000000", "A" * 128, bytes(500)),
    (b"gbk", "POST", "/partners/bureau/application", "1700000123", "n-gb", "业务".encode("gb18030")),
]

lines = ["# key(hex) method target time nonce body(hex, - = empty) signature; made by make_hmac_vectors.py"]
for key, method, target, time, nonce, body in CASES:
    text = "\n".join([method, target, time, nonce, hashlib.sha256(body).hexdigest()])
    mac = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    lines.append(" ".join([key.hex(), method, target, time, nonce, body.hex() or "-", mac]))
pathlib.Path(__file__).with_name("hmac_vectors.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
