"""A department's side for tests of the program: a configuration of its own, certificates made by openssl,
and listeners on ports the system chooses. Everything lies in one temporary folder.
"""
import ctypes
import hashlib
import hmac
import http.server
import pathlib
import shutil
import signal
import ssl
import subprocess
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEY = "a key of the tests, more than sixteen bytes"

CERTIFICATES = r"""
set -e
key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
for ca in ca other; do openssl req -x509 $key -days 2 -subj /CN=$ca -keyout $ca.key -out $ca.pem; done
leaf() {  # name, CA, names, days
    openssl req $key -subj /CN=$1 -keyout $1.key -out $1.csr
    printf 'subjectAltName=%s\n' "$3" > $1.san
    openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -CAcreateserial -days $4 -extfile $1.san -out $1.pem
}
here=DNS:localhost,IP:127.0.0.1
leaf good ca $here 2; leaf foreign other $here 2; leaf expired ca $here -1; leaf named ca DNS:bureau.example 2
leaf ours ca $here 2; leaf stranger other $here 2
printf '[ca]\ndefault_ca=a\n[a]\ndatabase=index\nnew_certs_dir=.\nserial=next\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\n[p]\ncommonName=supplied\n' > ca.cnf
: > index; echo 01 > next
openssl req $key -subj /CN=early -addext subjectAltName=$here -keyout early.key -out early.csr
openssl ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -in early.csr -out early.pem -startdate 20990101000000Z -enddate 20991231000000Z
"""


def end_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def signature(method, target, time, nonce, body, key=KEY):
    text = "\n".join([method, target, time, nonce, hashlib.sha256(body).hexdigest()])
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


class Bureau:
    """`partner` is the text of config/partners/bureau.yaml but for its name."""

    def __init__(self, program):
        self.program = str(pathlib.Path(program).resolve())
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="onewindow-bureau-"))
        self.config = self.folder / "config"
        shutil.copytree(ROOT / "config", self.config)
        for name in ("templates", "mappings", "gateway", "fonts"):
            (self.folder / name).symlink_to(ROOT / name)
        (self.folder / "run/keys").mkdir(parents=True)
        for partner in ("portal", "back_office", "own_system", "ems", "insurance", "bureau"):
            (self.folder / f"run/keys/{partner}.hmac").write_text(KEY + "\n")
        subprocess.run(["bash", "-c", CERTIFICATES], cwd=self.folder, check=True, capture_output=True)
        (self.folder / "run/certs").mkdir()
        shutil.copy(self.folder / "ca.pem", self.folder / "run/certs/ca.crt")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_described(self, text):
        (self.config / "partners/bureau.yaml").write_text("name: 样本局\n" + text, encoding="utf-8")

    def run(self, *words):
        """(exit code, standard output, standard error)"""
        done = subprocess.run([self.program, *map(str, words), "--config", self.config], cwd=ROOT, capture_output=True, text=True,
                              timeout=120)
        return done.returncode, done.stdout, done.stderr

    def context(self, certificate, clients=False, newest=ssl.TLSVersion.TLSv1_3):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{certificate}.pem", self.folder / f"{certificate}.key")
        context.maximum_version = newest
        if clients:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.folder / "ca.pem")
        return context


class Listener:
    """Answers every request by `answer(request) -> (status, headers, body)`; None hangs up without a word.
    `request` has .command, .path, .headers and .body. With `tls` an ssl.SSLContext."""

    def __init__(self, answer, tls=None):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def reply(self):
                self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                told = answer(self)
                if told is None:
                    self.close_connection = True
                    return
                status, headers, body = told
                body = body.encode() if isinstance(body, str) else body
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = reply

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):  # a client that refuses us is what is tested
                pass

            def finish_request(self, request, client_address):
                if tls:
                    request = tls.wrap_socket(request, server_side=True)
                try:
                    super().finish_request(request, client_address)
                finally:
                    if tls:
                        request.close()

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.scheme = "https" if tls else "http"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def url(self, path="/b", host="127.0.0.1"):
        return f"{self.scheme}://{host}:{self.port}{path}"


class Twin:
    """`onewindow twin bureau` on a port the system chooses."""

    def __init__(self, bureau, *options):
        self.process = subprocess.Popen([bureau.program, "twin", "bureau", "--config", bureau.config, "--port", "0", *options], cwd=ROOT,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=end_with_parent)
        said = self.process.stdout.readline()
        if " at " not in said:
            raise AssertionError(said + self.process.communicate(timeout=30)[1])
        self.url = said.split(" at ")[1].strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=30)
