"""Finds a string in raw bytes whatever it was written in: UTF-8, GB 18030, UTF-16, each of them plain, as hex or
in base64 at any of its three offsets.
"""
import base64


def base64_cores(data):
    """The characters of base64 that depend on `data` alone, for each place it can begin at in a group of three."""
    for offset in range(3):
        skipped = -(-offset * 8 // 6)  # characters that a byte before it has a part in
        usable = (offset + len(data)) * 8 // 6
        yield base64.b64encode(b"\0" * offset + data)[skipped:usable]


def forms(text):
    """{bytes: how it is written}; short forms that random bytes would match are left out."""
    found = {}
    for charset in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        data = text.encode(charset)
        found[data] = charset
        found[data.hex().encode()] = f"hex of {charset}"
        found[data.hex().upper().encode()] = f"hex of {charset}"
        for core in base64_cores(data):
            found[core] = f"base64 of {charset}"
            found[core.replace(b"+", b"-").replace(b"/", b"_")] = f"base64url of {charset}"
    return {data: how for data, how in found.items() if len(data) >= 6}


def traces(folder, strings):
    """[(file, what, how)] of every file below `folder`; file names count too."""
    found = []
    wanted = [(label, data, how) for label, text in strings.items() for data, how in forms(text).items()]
    for path in sorted(folder.rglob("*")):
        data = str(path.relative_to(folder)).encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
        found += [(path, label, how) for label, form, how in wanted if form in data]
    return found


def planted(strings):
    """One text in which every string stands in every form, each between other bytes: what `traces` must find."""
    for label, text in strings.items():
        for data, how in forms(text).items():
            yield label, how, b"\x00\xff\x01" + data + b"\x02"
    for label, text in strings.items():
        for offset in range(3):  # as an encoder writes it, not as `forms` expects it
            yield label, "base64 of utf-8", base64.b64encode(b"xyz"[:offset] + text.encode() + b"zz")
            yield label, "base64 of gb18030", base64.b64encode(b"xyz"[:offset] + text.encode("gb18030") + b"zz")
