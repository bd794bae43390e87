#!/usr/bin/env python3
"""EMS envelope vectors made without the gateway: Python's standard library and `openssl enc -sm4-ecb`.

    make_vectors.py > vectors.json          the committed file (always the same bytes)
    make_vectors.py --fresh SEED            a few vectors from another seed, one JSON document on stdout
    make_vectors.py --open < request.json   opens {"sign_key","sealed"} and prints {"json": …}

sealed = "|$4|" + base64(SM4-ECB-PKCS7(base64dec(signKey), json + signKey text)); openssl does the padding itself.
"""
import base64
import hashlib
import json
import subprocess
import sys


def sm4(arguments, key, data):
    command = ["openssl", "enc", "-sm4-ecb", "-K", key.hex()] + arguments
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def wrap(data):
    return "|$4|" + base64.b64encode(data).decode()


def seal(sign_key, text):
    return wrap(sm4([], base64.b64decode(sign_key), (text + sign_key).encode()))


def sign_key_of(seed):
    return base64.b64encode(hashlib.sha256(seed.encode()).digest()[:16]).decode()


def good(seed, count):
    out = []
    for size in range(count):
        key = sign_key_of(seed + str(size))
        text = json.dumps({"receiver": {"name": "王测试䶮" + "。" * size}, "n": "a" * size}, ensure_ascii=False)
        out.append({"sign_key": key, "json": text, "sealed": seal(key, text)})
    return out


def damaged(seed):
    key = sign_key_of(seed)
    raw, text = base64.b64decode(key), '{"waybillNo":"1234567890123"}'
    whole = base64.b64decode(seal(key, text)[4:])
    body = (text + key).encode()
    full = body + b" " * (-len(body) % 16)
    cases = {
        "another_prefix": "|$3|" + base64.b64encode(whole).decode(),
        "no_prefix": base64.b64encode(whole).decode(),
        "cut_in_a_block": wrap(whole[:-3]),
        "cut_by_a_block": wrap(whole[:-16]),
        "empty": "|$4|",
        "not_base64": "|$4|*" + base64.b64encode(whole).decode()[1:],
        "sealed_with_another_key": seal(sign_key_of("other"), text),
        "sign_key_of_another_inside": wrap(sm4([], raw, (text + sign_key_of("other")).encode())),
        "no_sign_key_inside": wrap(sm4([], raw, text.encode())),
        "pad_zero": wrap(sm4(["-nopad"], raw, full + bytes(16))),
        "pad_17": wrap(sm4(["-nopad"], raw, full + bytes([17]) * 16 + bytes([17]) * 16)),
        "pad_run_broken": wrap(sm4(["-nopad"], raw, full + bytes([16]) * 7 + b"x" + bytes([16]) * 8)),
    }
    return [{"name": name, "sign_key": key, "sealed": sealed} for name, sealed in cases.items()]


def main():
    if sys.argv[1:2] == ["--open"]:
        request = json.load(sys.stdin)
        assert request["sealed"].startswith("|$4|")
        data = base64.b64decode(request["sealed"][4:], validate=True)
        plain = sm4(["-d"], base64.b64decode(request["sign_key"]), data).decode()
        assert plain.endswith(request["sign_key"])
        print(json.dumps({"json": plain[:-len(request["sign_key"])]}))
    elif sys.argv[1:2] == ["--fresh"]:
        print(json.dumps({"good": good(sys.argv[2], 4), "damaged": damaged(sys.argv[2])}))
    else:
        made = {"good": good("onewindow ems vectors", 34), "damaged": damaged("onewindow ems vectors")}
        print(json.dumps(made, ensure_ascii=False, indent=1))


main()
