"""The nginx example of docs/, but for its ports, files and seconds, in front of a real gateway."""

import asyncio
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect

from tests.integration.connectors.running import ChatClient, RunningGateway, receive, send, until

ROOT = Path(__file__).resolve().parents[3]
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
HEADERS_WITHIN_S = 1
FEW = {"address_messages_per_minute": 1, "address_message_burst": 3}

pytestmark = pytest.mark.skipif(not Path(NGINX).exists(), reason="needs nginx, which .ci/run installs")


@dataclass
class Proxy:
    port: int
    plain_port: int
    trust: ssl.SSLContext

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def configured(folder: Path, gateway_port: int, port: int, plain_port: int) -> str:
    """The example in nginx's main file, with what a machine decides replaced."""
    example = (ROOT / "docs" / "nginx.conf").read_text()
    for written, meant in {
        "127.0.0.1:8080": f"127.0.0.1:{gateway_port}",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80": f"listen 127.0.0.1:{plain_port}",
        "/etc/ssl/chat.shop.example": str(folder / "own"),
        "chat.shop.example": "localhost",
        "client_header_timeout 15s": f"client_header_timeout {HEADERS_WITHIN_S}s",
        "limit_conn aisle_connections 200": "limit_conn aisle_connections 2",
    }.items():
        assert written in example, written
        example = example.replace(written, meant)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"user root;\ndaemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{places}{example}}}\n"
    )


def make_certificate(folder: Path) -> None:
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost"
    named = [
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        folder / "own.key",
        "-out",
        folder / "own.pem",
    ]
    subprocess.run(["openssl", *made.split(), *named], check=True, capture_output=True)


@pytest.fixture
async def gateway(start_gateway) -> RunningGateway:
    return await start_gateway(trusted_proxies=1, public_url="https://localhost", **FEW)


@pytest.fixture
async def proxy(gateway: RunningGateway, tmp_path: Path) -> AsyncIterator[Proxy]:
    port, plain_port = free_ports(2)
    await asyncio.to_thread(make_certificate, tmp_path)
    main = tmp_path / "nginx.conf"
    main.write_text(configured(tmp_path, gateway.port, port, plain_port))
    process = subprocess.Popen(  # noqa: ASYNC220  it only starts it
        [NGINX, "-p", str(tmp_path), "-c", str(main)], stderr=subprocess.PIPE
    )
    trust = ssl.create_default_context(cafile=str(tmp_path / "own.pem"))
    started = Proxy(port, plain_port, trust)

    async def listens() -> bool:
        assert process.poll() is None, process.stderr and process.stderr.read()
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        return False

    await until(listens)
    yield started
    process.terminate()
    process.communicate(timeout=10)


@pytest.fixture
async def client(proxy: Proxy) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=proxy.url, verify=proxy.trust, timeout=10) as client:
        yield client


async def test_shoppers_chat_through_it_by_http_and_websocket(
    proxy: Proxy, client: httpx.AsyncClient
) -> None:
    assert await ChatClient(client).say("hello") == ["You said: hello"]
    answer = await client.get("/healthz")
    assert answer.headers["strict-transport-security"]
    async with connect(f"wss://localhost:{proxy.port}/chat/ws", ssl=proxy.trust) as socket:
        await send(socket, type="hello")
        await receive(socket, "welcome")
        await send(socket, type="message", id="m", text="hi")
        assert (await receive(socket, "message"))["message"]["text"] == "hi"


async def test_plain_http_is_sent_to_https(proxy: Proxy) -> None:
    async with httpx.AsyncClient() as plain:
        answer = await plain.get(f"http://127.0.0.1:{proxy.plain_port}/help?x=1")
    assert (answer.status_code, answer.headers["location"]) == (301, "https://127.0.0.1/help?x=1")


async def test_nobody_is_another_address_by_saying_so(client: httpx.AsyncClient) -> None:
    statuses = [
        (
            await client.post(
                "/chat/messages",
                json={"id": "m", "text": "hi"},
                headers={"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"},
            )
        ).status_code
        for number in range(4)
    ]
    assert statuses == [200, 200, 200, 429]


async def test_dripped_headers_are_ended(proxy: Proxy) -> None:
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", proxy.port, ssl=proxy.trust, server_hostname="localhost"
    )
    began = time.monotonic()
    writer.write(b"GET /healthz HTTP/1.1\r\n")
    answer = asyncio.create_task(reader.read())
    with suppress(ConnectionError):
        while not answer.done() and time.monotonic() - began < 5 * HEADERS_WITHIN_S:
            writer.write(b"X: y\r\n")
            await writer.drain()
            await asyncio.wait({answer}, timeout=HEADERS_WITHIN_S / 5)
    assert b" 408 " in await answer or await answer == b""
    assert time.monotonic() - began < 3 * HEADERS_WITHIN_S
    writer.close()


async def test_connections_of_one_address_are_counted(proxy: Proxy, client: httpx.AsyncClient) -> None:
    opened = []
    for _ in range(2):
        socket = await connect(f"wss://localhost:{proxy.port}/chat/ws", ssl=proxy.trust)
        opened.append(socket)
    assert (await client.get("/healthz")).status_code == 429
    for socket in opened:
        await socket.close()

    async def has_room() -> bool:
        return (await client.get("/healthz")).status_code == 200

    await until(has_room)


async def test_desk_is_told_news_at_once(proxy: Proxy, client: httpx.AsyncClient, enter) -> None:
    browser = await enter()
    cookies = {f"__Host-{name}": value for name, value in browser.client.cookies.items()}
    async with client.stream("GET", "/desk/news", cookies=cookies) as stream:
        assert stream.status_code == 200
        async with asyncio.timeout(3):
            assert "retry" in await anext(stream.aiter_text())
