"""The proxy we ship an example of, by a real nginx: handshakes, what it tells, what it logs."""

from __future__ import annotations

import os
import re
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.config.embedded_help import wait_until

ROOT = Path(__file__).resolve().parents[3]
CONF = ROOT / "deploy" / "nginx.conf"
HOST = "desk.example"
BINARY = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
REQUIRED = "HUANCUI_REQUIRE_NGINX"
TOKEN = "a-token-of-a-gateway"


@dataclass(frozen=True)
class Proxy:
    """Listening on this machine. `heard`: headers of each request, names in lower case."""

    port: int
    certificate: Path
    heard: list[dict[str, str]]
    folder: Path

    def log(self) -> str:
        return (self.folder / "access.log").read_text("utf-8")

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def shake(self, context: ssl.SSLContext) -> tuple[str | None, str]:
        """Protocol and suite of a handshake. Raises ssl.SSLError, or what a cut line raises."""
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=10) as plain,
            context.wrap_socket(plain, server_hostname=HOST) as secured,
        ):
            return secured.version(), (secured.cipher() or ("",))[0]

    def get(self, path: str, headers: dict[str, str]) -> int:
        caller = _Named(self.port, self.context())
        caller.request("GET", path, headers={"Host": HOST, **headers})
        return caller.getresponse().status


class _Named(HTTPSConnection):
    """To this machine, by the name on the certificate."""

    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        super().__init__(HOST, port, context=context, timeout=10)
        self._ssl = context

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        self.sock = self._ssl.wrap_socket(plain, server_hostname=HOST)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    if BINARY is None:
        message = "These tests need nginx: apt install nginx-light"
        if os.environ.get(REQUIRED):
            pytest.fail(message)
        pytest.skip(message)
    folder = tmp_path_factory.mktemp("nginx")
    heard: list[dict[str, str]] = []
    with _application(folder / "web.sock", heard):
        port = _free_port()
        _certificate(folder)
        (folder / "nginx.conf").write_text(_configuration(folder, port))
        command = [BINARY, "-c", str(folder / "nginx.conf"), "-p", str(folder)]
        running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            wait_until(lambda: _listens(port))
            yield Proxy(port, folder / "desk.pem", heard, folder)
        finally:
            running.terminate()
            running.wait(10)


def _configuration(folder: Path, port: int) -> str:
    """The shipped one at places of this test; nothing else of it is changed."""
    text = CONF.read_text("utf-8")
    for shipped, ours in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/desk.example.pem", str(folder / "desk.pem")),
        ("/etc/ssl/private/desk.example.key", str(folder / "desk.key")),
        ("/var/log/nginx/huancui.log", str(folder / "access.log")),
        ("/var/log/nginx/huancui-error.log", str(folder / "error.log")),
        ("/run/huancui/web.sock", str(folder / "web.sock")),
    ):
        assert shipped in text
        text = text.replace(shipped, ours)
    temporary = "".join(
        f"{name}_temp_path {folder / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}daemon off;\nworker_processes 1;\npid {folder / 'pid'};\nerror_log stderr crit;\n"
        f"events {{ }}\nhttp {{\n{temporary}{text}\n}}\n"
    )


def _application(path: Path, heard: list[dict[str, str]]) -> _Serving:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append({name.lower(): said for name, said in self.headers.items()})
            self.send_response(204)
            self.end_headers()

        def address_string(self) -> str:
            return "proxy"

        def log_message(self, *_said: object) -> None:
            """Into no log."""

    return _Serving(str(path), Handler)


class _Serving(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __enter__(self) -> _Serving:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()


def _certificate(folder: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "desk.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "desk.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def weak(proxy: Proxy, version: ssl.TLSVersion, suites: str) -> ssl.SSLContext:
    """A client that would take what is not to be given."""
    context = proxy.context()
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = version
    context.set_ciphers(f"{suites}:@SECLEVEL=0")
    return context


@pytest.mark.parametrize(
    ("most", "said"), [(ssl.TLSVersion.TLSv1_3, "TLSv1.3"), (ssl.TLSVersion.TLSv1_2, "TLSv1.2")]
)
def test_a_browser_of_today_is_taken(proxy: Proxy, most: ssl.TLSVersion, said: str) -> None:
    context = proxy.context()
    context.maximum_version = most
    version, suite = proxy.shake(context)
    assert version == said
    assert re.search("GCM|CHACHA20", suite)


@pytest.mark.parametrize(
    ("most", "suites"),
    [
        (ssl.TLSVersion.TLSv1_1, "ALL"),
        (ssl.TLSVersion.TLSv1_2, "AES128-GCM-SHA256"),  # without forward secrecy
        (
            ssl.TLSVersion.TLSv1_2,
            "ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA",
        ),  # not authenticated
        (ssl.TLSVersion.TLSv1_2, "aNULL"),
    ],
)
def test_what_is_weak_gets_no_handshake(proxy: Proxy, most: ssl.TLSVersion, suites: str) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        proxy.shake(weak(proxy, most, suites))


def test_without_tls_nothing_is_reached(proxy: Proxy) -> None:
    before = len(proxy.heard)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: desk.example\r\n\r\n")
        assert plain.recv(64).startswith(b"HTTP/1.1 400")
    assert len(proxy.heard) == before


def test_it_tells_what_it_knows_and_nothing_a_visitor_claims(proxy: Proxy) -> None:
    claimed = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "for=203.0.113.9",
    }
    assert proxy.get("/staff/", claimed) == 204
    told = proxy.heard[-1]
    assert told["host"] == HOST
    assert told["x-forwarded-proto"] == "https"
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert "203.0.113.9" not in str(told)
    assert "evil.example" not in str(told)


def test_no_secret_of_an_address_is_in_its_log(proxy: Proxy) -> None:
    for path in (
        f"/gateways/ali/{TOKEN}/receipts/",
        f"/gateways/kannel/replies/?t={TOKEN}",
        f"/staff/set-password/MQ/{TOKEN}/",
    ):
        assert proxy.get(path, {}) == 204
    wait_until(lambda: proxy.log().count("GET ") >= 3)
    assert TOKEN not in proxy.log()
    assert "/gateways/ali/-/receipts/" in proxy.log()


def test_the_example_in_the_documents_is_the_shipped_one() -> None:
    shipped = CONF.read_text("utf-8").partition("\n")[2].strip()
    assert shipped in (ROOT / "docs" / "proxy.md").read_text("utf-8")
