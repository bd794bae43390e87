#!/usr/bin/env python3
"""WeChat safe-mode vectors made without the gateway: Python's standard library and `openssl enc`.

    make_vectors.py > vectors.json          the committed file (always the same bytes)
    make_vectors.py --fresh SEED            a few vectors from another seed, one JSON document on stdout
    make_vectors.py --open < request.json   opens {"key","appid","encrypt"} and prints the message as JSON

The platform's rules it follows: key = base64(EncodingAESKey + "=") with spare bits dropped, AES-256-CBC, iv = key[:16],
PKCS#7 with a block of 32, plaintext = random16 | len(4, big-endian) | message | appid, signature = SHA-1 of the sorted parts.
"""
import base64
import hashlib
import json
import struct
import subprocess
import sys

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


class Source:
    """Bytes from a seed, so that the committed file can be made again."""

    def __init__(self, seed):
        self.seed, self.count = seed.encode(), 0

    def take(self, size):
        out = b""
        while len(out) < size:
            out += hashlib.sha256(self.seed + struct.pack(">I", self.count)).digest()
            self.count += 1
        return out[:size]


def encoding_key(raw, spare_bits):
    """43 characters; the last one carries 4 bits of the key and the 2 spare bits."""
    text = base64.b64encode(raw).decode().rstrip("=")
    last = ALPHABET.index(text[-1])
    assert len(text) == 43 and last % 4 == 0
    return text[:-1] + ALPHABET[last + spare_bits]


def key_bytes(text):
    bits = "".join(format(ALPHABET.index(c), "06b") for c in text)[:256]
    return bytes(int(bits[i:i + 8], 2) for i in range(0, 256, 8))


def aes(decrypt, key, data):
    command = ["openssl", "enc", "-aes-256-cbc", "-nopad", "-K", key.hex(), "-iv", key[:16].hex()]
    return subprocess.run(command + (["-d"] if decrypt else []), input=data, stdout=subprocess.PIPE, check=True).stdout


def frame(random16, message, appid, length=None):
    size = len(message) if length is None else length
    return random16 + struct.pack(">I", size) + message + appid.encode()


def pad32(plain):
    count = 32 - len(plain) % 32
    return plain + bytes([count]) * count


def sign(*parts):
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def text_push(filler):
    return ("<xml><ToUserName><![CDATA[gh_0a1b2c3d4e5f]]></ToUserName><FromUserName><![CDATA[oTest_1-A]]></FromUserName>"
            "<CreateTime>1735689600</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            "<Content><![CDATA[䶮" + filler + "]]></Content><MsgId>6054768590064713728</MsgId></xml>").encode()


def vector(source, appid, spare, message):
    raw, random16 = source.take(32), source.take(16)
    token, nonce, stamp = source.take(8).hex(), str(int.from_bytes(source.take(4), "big")), "1735689600"
    padded = pad32(frame(random16, message, appid))
    encrypt = base64.b64encode(aes(False, raw, padded)).decode()
    return {"key": encoding_key(raw, spare), "spare_bits": spare, "appid": appid, "token": token, "timestamp": stamp,
            "nonce": nonce, "random": random16.hex(), "pad": padded[-1], "message": message.decode(), "encrypt": encrypt,
            "signature": sign(token, stamp, nonce), "msg_signature": sign(token, stamp, nonce, encrypt)}


def all_pads(source, appid, per_spare):
    out, empty = [], len(frame(b"0" * 16, text_push(""), appid))
    for spare in range(4):
        for pad in range(1, 33):
            if pad % per_spare == spare % per_spare:
                out.append(vector(source, appid, spare, text_push("." * ((-empty - pad) % 32))))
    return out


def damaged(source, appid):
    raw, random16 = source.take(32), source.take(16)
    message = text_push("")
    key = encoding_key(raw, 3)
    whole = pad32(frame(random16, message, appid))
    count = whole[-1]
    broken_run = bytearray(whole)
    broken_run[-count] ^= 1
    seventeen = frame(random16, message + b" " * ((-len(frame(random16, message, appid)) - 17) % 32), appid)
    broken_17 = bytearray(pad32(seventeen))
    broken_17[-17] ^= 1
    plains = {
        "appid_of_another": pad32(frame(random16, message, "wxother0000000000")),
        "appid_missing": pad32(frame(random16, message, "")),
        "appid_longer": pad32(frame(random16, message, appid + "x")),
        "pad_zero": whole[:-count] + bytes([0]) * count,
        "pad_33": whole + bytes([33]) * 32 + bytes([33]) * 32,
        "pad_run_broken": bytes(broken_run),
        "pad_run_of_17_broken": bytes(broken_17),
        "length_ffffffff": pad32(frame(random16, message, appid, 0xffffffff)),
        "length_7fffffff": pad32(frame(random16, message, appid, 0x7fffffff)),
        "length_one_too_many": pad32(frame(random16, message, appid, len(message) + len(appid) + 1)),
        "length_one_less": pad32(frame(random16, message, appid, len(message) - 1)),
        "length_zero": pad32(frame(random16, message, appid, 0)),
        "only_the_random_part": pad32(random16),
        "nothing_but_pad": bytes([32]) * 32,
    }
    out = [{"name": name, "key": key, "appid": appid, "encrypt": base64.b64encode(aes(False, raw, p)).decode()}
           for name, p in plains.items()]
    good = base64.b64encode(aes(False, raw, whole)).decode()
    for name, text in {"cut_in_a_block": good[:-8], "cut_to_nothing": "", "not_base64": "*" + good[1:],
                       "pad_sign_inside": good[:8] + "=" + good[9:]}.items():
        out.append({"name": name, "key": key, "appid": appid, "encrypt": text})
    return out


def make(seed, few):
    source, appid = Source(seed), "wx5823bf96d3bd56c7"
    good = all_pads(source, appid, 8 if few else 1)
    checks = [{"token": t, "timestamp": s, "nonce": n, "signature": sign(t, s, n)}
              for t, s, n in [("token", "1735689600", "99"), ("z", "9", "10"), ("Tok_en", "1735689600", "1735689599"), ("中文", "1", "2")]]
    return {"good": good, "damaged": damaged(source, appid), "url_checks": checks}


def main():
    if sys.argv[1:2] == ["--open"]:
        request = json.load(sys.stdin)
        plain = aes(True, key_bytes(request["key"]), base64.b64decode(request["encrypt"], validate=True))
        assert 1 <= plain[-1] <= 32 and len(plain) % 32 == 0 and plain.endswith(bytes([plain[-1]]) * plain[-1])
        body = plain[:-plain[-1]]
        size = struct.unpack(">I", body[16:20])[0]
        assert body[20 + size:].decode() == request["appid"]
        print(json.dumps({"message": body[20:20 + size].decode()}))
    elif sys.argv[1:2] == ["--fresh"]:
        print(json.dumps(make(sys.argv[2], True)))
    else:
        print(json.dumps(make("onewindow wechat vectors", False), ensure_ascii=False, indent=1))


main()
