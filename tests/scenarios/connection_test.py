"""`onewindow test-connection` names the cause: every cause is made by a real listener. `onewindow twin` plays the
partner from its own file.

Usage: connection_test.py ONEWINDOW
"""
import pathlib
import socket
import ssl
import sys
import threading
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support")]
from bureau import Bureau, Listener, Twin, signature  # noqa: E402

PROGRAM = sys.argv.pop()
PUSH = """adapter: http_push
trust: {{hmac_key_file: ../run/keys/bureau.hmac}}
endpoint: {url}
total_deadline_ms: {deadline}
tls: {{ca_file: ../ca.pem{ours}}}
outbound: {{application: back_office/application}}
settings: {{content: {content}, path.application: /in/application}}
"""
SOAP = """adapter: soap
trust: {{hmac_key_file: ../run/keys/bureau.hmac}}
endpoint: {url}
settings: {{namespace: {space}, operation: {operation}, soap_action: {action}}}
"""
JSON = {"Content-Type": "application/json"}


def good(_):
    return 200, JSON, '{"code":"OK"}'


def wsdl(space="urn:sample:bureau", operation="receive", style="document", use="literal", binding="http://schemas.xmlsoap.org/wsdl/soap/"):
    return f"""<?xml version="1.0"?><w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="{binding}" targetNamespace="{space}">
<w:types><x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" targetNamespace="{space}"><x:element name="{operation}"/></x:schema></w:types>
<w:binding name="b" type="b"><s:binding style="{style}" transport="t"/><w:operation name="{operation}"><s:operation soapAction="urn:act"/>
<w:input><s:body use="{use}"/></w:input></w:operation></w:binding></w:definitions>"""


class TestConnection(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bureau = Bureau(PROGRAM)

    @classmethod
    def tearDownClass(cls):
        cls.bureau.__exit__()

    def found(self, name, code, *said):
        exit_code, out, err = self.bureau.run("test-connection", "bureau")
        self.assertIn(f"（{name}）", out, err)
        self.assertEqual(exit_code, code, out)
        self.assertIn("处理：", out)
        for words in said:
            self.assertIn(words, out)
        return out

    def push(self, url, name, code, *said, ours="", content="json", deadline=5000):
        own = f", certificate_file: ../{ours}.pem, key_file: ../{ours}.key" if ours else ""
        self.bureau.is_described(PUSH.format(url=url, ours=own, content=content, deadline=deadline))
        return self.found(name, code, *said)

    def test_a_name_that_does_not_resolve(self):
        out = self.push("https://no-such-host.invalid/b", "NAME_UNKNOWN", 10, "失败  域名解析", "no-such-host.invalid")
        self.assertNotIn("通过", out)

    def test_a_port_where_nobody_listens(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.push(f"http://127.0.0.1:{taken.getsockname()[1]}/b", "TCP_REFUSED", 11, "通过  域名解析", "失败  建立连接")

    def test_a_host_that_drops_what_comes(self):
        with socket.socket() as full:
            full.bind(("127.0.0.1", 0))
            full.listen(0)
            waiting = []
            for _ in range(8):
                one = socket.socket()
                one.setblocking(False)
                one.connect_ex(full.getsockname())
                waiting.append(one)
            self.push(f"http://127.0.0.1:{full.getsockname()[1]}/b", "TCP_TIMEOUT", 11, "防火墙", deadline=300)
            for one in waiting:
                one.close()

    def test_plain_http_behind_an_https_address(self):
        with Listener(good) as plain:
            self.push(f"https://127.0.0.1:{plain.port}/b", "TLS_NOT_SPOKEN", 12, "通过  建立连接")

    def test_what_is_wrong_with_the_servers_certificate(self):
        for certificate, name, said in (("foreign", "TLS_UNTRUSTED", "foreign"), ("expired", "TLS_EXPIRED", "有效期至 20"),
                                        ("early", "TLS_NOT_YET_VALID", "自 2099-01-01 起有效"),
                                        ("named", "TLS_OTHER_NAME", "证书上的名称：bureau.example")):
            with self.subTest(certificate), Listener(good, self.bureau.context(certificate)) as server:
                self.push(server.url(), name, 12, said, "失败  TLS 和证书")
                self.push(server.url(host="localhost"), name, 12)

    def test_a_server_that_hangs_up_in_the_handshake(self):
        with socket.socket() as rude:
            rude.bind(("127.0.0.1", 0))
            rude.listen()

            def hang_up():
                one = rude.accept()[0]
                one.recv(1)
                one.close()

            threading.Thread(target=hang_up, daemon=True).start()
            self.push(f"https://127.0.0.1:{rude.getsockname()[1]}/b", "TLS_FAILED", 12)

    def test_our_certificate_is_refused_by_either_version_of_tls(self):
        for newest in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            for ours in ("", "stranger"):
                with self.subTest(newest=newest, ours=ours), Listener(good, self.bureau.context("good", True, newest)) as server:
                    self.push(server.url(), "TLS_OUR_CERTIFICATE", 12, "tls.certificate_file", ours=ours)
                    self.push(server.url(), "FINE", 0, ours="ours")

    def test_what_the_server_answers(self):
        cases = (((401, JSON, "{}"), "UNAUTHORIZED", 13), ((403, JSON, "{}"), "FORBIDDEN", 13), ((404, JSON, "{}"), "PATH_UNKNOWN", 14),
                 ((302, {"Location": "/login"}, ""), "REDIRECTED", 14), ((500, JSON, "{}"), "SERVER_ERROR", 14),
                 ((200, {"Content-Type": "text/html; charset=utf-8"}, "<html>"), "CONTENT_TYPE", 14), (None, "NO_ANSWER", 14),
                 ((405, {}, ""), "FINE", 0))
        for answer, name, code in cases:
            with self.subTest(name), Listener(lambda _, told=answer: told, self.bureau.context("good")) as server:
                self.push(server.url(), name, code, "通过  TLS 和证书")
        with Listener(good) as server:
            self.push(server.url(), "CONTENT_TYPE", 14, "application/json", content="xml")

    def test_an_answer_that_does_not_come(self):
        done = threading.Event()
        with Listener(lambda _: done.wait(60) and None) as server:
            self.push(server.url(), "NO_ANSWER", 14, deadline=300)
            done.set()

    def test_the_department_sees_a_get_that_is_signed(self):
        seen = []

        def check(request):
            head = request.headers
            fits = head["X-OW-Signature"] == signature("GET", "/b/in/application", head["X-OW-Time"], head["X-OW-Nonce"], b"")
            seen.append((request.command, request.path, fits))
            return good(request)

        with Listener(check) as server:
            self.push(server.url(), "FINE", 0)
        self.assertEqual(seen, [("GET", "/b/in/application", True)])

    def test_a_service_description_that_does_not_fit(self):
        xml = {"Content-Type": "text/xml; charset=utf-8"}
        cases = (((200, xml, wsdl()), "FINE", 0, ""),
                 ((200, xml, wsdl(space="urn:sample:bureau/")), "WSDL_NAMESPACE", 15, "`urn:sample:bureau/`"),
                 ((200, xml, wsdl(operation="accept")), "WSDL_OPERATION", 15, "没有 receive；有 accept"),
                 ((200, xml, wsdl(style="rpc")), "WSDL_STYLE", 15, "rpc"), ((200, xml, wsdl(use="encoded")), "WSDL_STYLE", 15, "encoded"),
                 ((200, xml, wsdl(binding="http://schemas.xmlsoap.org/wsdl/soap12/")), "WSDL_STYLE", 15, "没有 SOAP 1.1"),
                 ((200, xml, "<html/>"), "WSDL_UNREADABLE", 15, "html"), ((200, {"Content-Type": "text/html"}, "<p>"), "CONTENT_TYPE", 14, ""),
                 ((404, xml, ""), "PATH_UNKNOWN", 14, "?wsdl"))
        for answer, name, code, said in cases:
            with self.subTest(name + said), Listener(lambda _, told=answer: told) as server:
                self.bureau.is_described(SOAP.format(url=server.url(), space="urn:sample:bureau", operation="receive", action="urn:act"))
                self.found(name, code, said)
        with Listener(lambda _: (200, xml, wsdl())) as server:
            self.bureau.is_described(SOAP.format(url=server.url(), space="urn:sample:bureau", operation="receive", action="urn:other"))
            self.found("WSDL_ACTION", 15, "`urn:act`")

    def test_the_twin_of_a_partner_is_played_from_its_own_file(self):
        self.push("https://bureau.example/b", "NAME_UNKNOWN", 10)
        with Twin(self.bureau) as twin:
            self.assertTrue(twin.url.endswith("/b"))
            self.push(twin.url, "FINE", 0)
            (self.bureau.folder / "run/keys/bureau.hmac").write_text("another key than the twin has")
            self.push(twin.url, "UNAUTHORIZED", 13)
        from bureau import KEY
        (self.bureau.folder / "run/keys/bureau.hmac").write_text(KEY)
        self.bureau.is_described(SOAP.format(url="https://bureau.example/s", space="urn:sample:bureau", operation="receive", action="urn:act"))
        with Twin(self.bureau) as twin:
            self.bureau.is_described(SOAP.format(url=twin.url, space="urn:sample:bureau", operation="receive", action="urn:act"))
            self.found("FINE", 0)
            self.bureau.is_described(SOAP.format(url=twin.url, space="urn:sample:other", operation="receive", action="urn:act"))
            self.found("WSDL_NAMESPACE", 15)

    def test_wrong_words_are_told(self):
        self.push("https://no-such-host.invalid/b", "NAME_UNKNOWN", 10)
        for words, said in ((("test-connection",), "the name of one partner"), (("test-connection", "bureaux"), "did you mean `bureau`?"),
                            (("twin", "bureau"), "say where with --port"), (("twin", "bureau", "--port", "x"), "a number"),
                            (("twin", "bureau", "--port", "0", "--fault", "busy"), "name=count"),
                            (("twin", "bureau", "--port", "0", "--fault", "bussy=1"), "no such fault"),
                            (("conformance", "bureau", "--oversize-kb", "x"), "a number above 0")):
            code, _, err = self.bureau.run(*words)
            self.assertIn(code, (1, 2))
            self.assertIn(said, err)


unittest.main(argv=sys.argv[:1], verbosity=0)
