"""The architecture, as one literal table. check.py reads it; nothing else decides an edge.

An #include points down: from a folder to one with a smaller level, or within the folder.
Third-party headers are listed by prefix; a folder may use the prefixes of its own row and no others.
There is no list of exceptions.
"""

from typing import NamedTuple


class Only(NamedTuple):
    """A third-party prefix that only the files matching `files` may include."""

    prefix: str
    files: str


class Row(NamedTuple):
    folder: str  # "*" stands for one path component
    level: float
    third_party: tuple = ()
    everything_but: tuple = None  # instead of third_party: all third party except these prefixes


POSIX = (
    "arpa/", "dirent.h", "fcntl.h", "netdb.h", "netinet/", "poll.h", "pthread.h", "signal.h",
    "spawn.h", "sys/", "termios.h", "unistd.h",
)

ROWS = (
    # L0
    Row("gateway/base", 0, ("boost/assert", "boost/system", "fmt/", "iconv.h", *POSIX)),
    # L1
    Row("gateway/crypto", 1, ("fmt/", "openssl/", *POSIX)),
    Row("gateway/model", 1, ("boost/json", "fmt/")),
    Row("gateway/xml", 1, ("fmt/", "libxml/")),
    Row("gateway/yaml", 1, ("fmt/", "yaml-cpp/")),
    # L2
    Row("gateway/casetree", 2, ("boost/json", "fmt/")),
    Row("gateway/ports", 2, ("boost/json", "fmt/")),
    Row("gateway/spreadsheet", 2, ("Poco/", "fmt/", Only("xlsxwriter.h", "workbook_writer.*"))),
    # L3
    Row("gateway/documents", 3, (
        "fmt/", "freetype/", "ft2build.h", "hb", "hpdf", "libdeflate.h", "png.h", "qrencode.h", "zlib.h",
        Only("openssl/", "*sign*"), Only("openssl/", "cms.*"), Only("p11-kit/", "token_signer.*"),
        *POSIX)),
    Row("gateway/mapping", 3, ("boost/json", "fmt/", Only("unicode/", "normal_form.*"))),
    # L4: blind to each other
    Row("gateway/flow", 4, ("boost/json", "fmt/")),
    Row("gateway/http", 4, ("Poco/", "boost/asio", "boost/beast", "fmt/", "openssl/", *POSIX)),
    Row("gateway/storage", 4, ("Poco/", "boost/json", "fmt/", "sqlite3.h", *POSIX)),
    # On the store and the flow: a closed case as a file
    Row("gateway/archive", 4.4, ("boost/json", "fmt/", "zlib.h")),
    # Beneath L5: what several protocols share
    Row("adapters/department_twin", 4.7, ("boost/json",)),
    Row("adapters/http_probe", 4.6, ()),
    Row("adapters/json_fields", 4.5, ("boost/json",)),
    Row("adapters/partner_keys", 4.5, ()),
    Row("adapters/refusal", 4.6, ("boost/json",)),
    Row("adapters/timestamp_twin", 4.7, ("boost/json", "openssl/")),
    Row("adapters/twin_faults", 4.6, ("boost/json",)),
    Row("adapters/twin_signature", 4.6, ()),
    # L5: one folder a protocol, the console, and above them the one list of adapters
    Row("adapters/*", 5, ("Poco/", "boost/json", "boost/url", "fmt/", *POSIX,
                          Only("cups/", "printer.cpp"))),
    Row("gateway/console", 5, ("boost/json", "fmt/")),
    Row("adapters/registry", 5.5, ()),
    Row("adapters/twins", 5.5, ()),
    # L6: composes everything by hand; main.cpp stands on it
    Row("gateway/app", 6, everything_but=("hpdf", "libxml/")),
    Row("gateway/main", 6.5, POSIX),
)

# Pure folders: the same input gives the same output, so neither I/O nor threads nor a clock.
PURE = ("gateway/casetree", "gateway/model", "gateway/ports")
IMPURE_HEADERS = (
    "atomic", "condition_variable", "filesystem", "fstream", "future", "iostream",
    "mutex", "random", "shared_mutex", "thread",
)

# Words that name a channel, a partner or a department. Those of config/ are added when it is there.
WORDS = ("ems", "portal", "wechat", "weixin", "yjs", "zwfw")
CHINESE_WORDS = ("微信", "公众号", "邮政", "速递", "政务服务网", "省平台", "工商局", "公安局", "税务局")
# A field's label in the national standard, not the carrier; what R22 and R44 speak of and a paper of 三单一书, not a partner's system.
NOT_A_NAME = ("邮政编码", "电子档案", "档案室", "档案查阅", "档案移交", "档案管理", "收件档案", "诚信档案")

BAD_FILE_NAMES = ("common", "helper", "helpers", "impl", "manager", "misc", "util", "utils")
MAX_LINES = 500

# Never part of the tree: what is built, run or fetched.
SKIPPED_FOLDERS = (
    ".cache", ".git", "__pycache__", "build", "certs/dev", "node_modules", "run",
    "tests/architecture/fixture",
)
