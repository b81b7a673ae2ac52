"""The action server is asked over one connection, and gets the domain once."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from rasa.utils.endpoints import ClientResponseError

from bot.action_endpoint import ActionEndpoint

DOMAIN = {"intents": ["greet"], "responses": {"utter_greet": [{"text": "Hi"}]}}


class KeepsTheDomain(ThreadingHTTPServer):
    """Does with the domain what rasa-sdk does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.digest = ""
        self.bodies: list[dict[str, Any]] = []
        self.connections: set[int] = set()


class _Handler(BaseHTTPRequestHandler):
    server: KeepsTheDomain
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body)
        self.server.connections.add(self.client_address[1])
        if "domain" in body:
            self.server.digest = body["domain_digest"]
        known = body["domain_digest"] == self.server.digest
        answer = b'{"events": [], "responses": []}'
        self.send_response(500 if body["next_action"] == "breaks" else 200 if known else 449)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[KeepsTheDomain]:
    with KeepsTheDomain() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


async def ask(endpoint: ActionEndpoint, action: str = "greets", domain: dict[str, Any] = DOMAIN) -> Any:
    body = {"next_action": action, "tracker": {}, "domain": domain}
    return await endpoint.request(json=body, method="post", timeout=10, compress=False)


@pytest.fixture
def endpoint(server: KeepsTheDomain) -> ActionEndpoint:
    return ActionEndpoint(f"http://127.0.0.1:{server.server_port}/webhook", {"Authorization": "Bearer x"})


def run(coroutine: Any) -> Any:
    import asyncio

    return asyncio.run(coroutine)


def test_the_domain_goes_when_it_is_asked_for(server: KeepsTheDomain, endpoint: ActionEndpoint) -> None:
    async def thrice() -> None:
        for _ in range(3):
            assert await ask(endpoint) == {"events": [], "responses": []}
        await endpoint.close()

    run(thrice())
    assert [body.get("domain") for body in server.bodies] == [None, DOMAIN, None, None]
    assert len(server.connections) == 1


def test_another_domain_and_a_restarted_action_server_get_it_again(
    server: KeepsTheDomain, endpoint: ActionEndpoint
) -> None:
    async def changing() -> None:
        await ask(endpoint)
        await ask(endpoint, domain=DOMAIN | {"intents": []})
        server.digest = ""
        await ask(endpoint, domain=DOMAIN | {"intents": []})
        await endpoint.close()

    run(changing())
    assert ["domain" in body for body in server.bodies] == [False, True] * 3


def test_a_failed_action_raises_what_rasa_expects(endpoint: ActionEndpoint) -> None:
    async def failing() -> None:
        await ask(endpoint)
        with pytest.raises(ClientResponseError) as failed:
            await ask(endpoint, "breaks")
        assert failed.value.status == 500
        await endpoint.close()

    run(failing())
