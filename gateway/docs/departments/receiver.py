"""部门一侧的接收程序样本：收下网关推送的 JSON 报文，核对签名，重发的不再办理。只用 Python 3 自带的库。

用法：receiver.py 端口 密钥文件 事项编码[,事项编码…]      端口为 0 时由系统选一个，启动后打印。
"""
import hashlib
import hmac
import http.server
import itertools
import json
import sys
import time

key = open(sys.argv[2], "rb").read().strip()
items = set(sys.argv[3].split(","))
taken = {}  # 流水号 → 我方办件号；正式系统放在数据库里，与业务在同一个事务中
numbers = itertools.count(1)


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def credentials(self, body):
        """签名覆盖方法、目标、时间、随机串和正文，差一个字节就不符。"""
        stamp = self.headers.get("X-OW-Time", "")
        lines = [self.command, self.path, stamp, self.headers.get("X-OW-Nonce", ""), hashlib.sha256(body).hexdigest()]
        expected = hmac.new(key, "\n".join(lines).encode(), hashlib.sha256).hexdigest()
        fresh = stamp.isdigit() and abs(int(stamp) - time.time()) <= 300
        return fresh and hmac.compare_digest(expected, self.headers.get("X-OW-Signature", ""))

    def decided(self, body):
        """（状态码，应答）"""
        if not self.credentials(body):
            return 401, {"code": "BAD_SIGNATURE"}
        if self.command == "GET":  # 连通测试
            return 200, {"code": "OK"}
        if self.headers.get("Content-Type", "").split(";")[0].strip() != "application/json":
            return 415, {"code": "MEDIA_TYPE"}
        try:
            case = json.loads(body.decode("utf-8"))
            item = case["item"]["code"]
        except (ValueError, KeyError, TypeError):
            return 400, {"code": "NOT_READABLE"}
        if item not in items:
            return 422, {"code": "ITEM_UNKNOWN"}
        number = self.headers["Idempotency-Key"]
        if number in taken:
            return 409, {"code": "DUPLICATE", "foreign_no": taken[number]}
        taken[number] = f"BJ-{next(numbers)}"
        return 200, {"code": "OK", "foreign_no": taken[number]}

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, told = self.decided(body)
        text = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
print(server.server_address[1], flush=True)
server.serve_forever()
