"""A dialogue server that speaks Rasa's REST shape and remembers every turn, for tests of the gateway.

It answers a repeated message id from memory, as the real one does. What a shopper writes decides what it
does: see `_reply_to`.
"""

import json
import socket
import threading
import time
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from connectors.server.readiness import WARM_UP_CONVERSATION

GIVEN_UP = {"text": "I've left it."}


class FakeDialogue:
    """Listens on a port of loopback until closed; may be restarted on the same one."""

    def __init__(self, turn_s: float = 0.0) -> None:
        self.turn_s = turn_s
        self.turns: defaultdict[str, list[str]] = defaultdict(list)  # what ran, by sender
        self.asked: Counter[str] = Counter()  # how often each message id was asked
        self.metadata: list[dict[str, Any]] = []
        self.parents: dict[str, str | None] = {}  # the span each message was asked within, as told
        self.breaks_for_probes = False  # the turns that only try whether it works are refused
        self.held = threading.Event()  # a text "hold" waits for it
        self.statuses: list[int] = []  # what the shoppers' next turns are refused with
        self.scripted: dict[str, list[dict[str, Any]]] = {}  # what it answers to a text
        self._answers: dict[str, list[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._per_sender: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.drop_connections()
            self._server = None

    def answer(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        message_id = body["metadata"]["message_id"]
        with self._lock:
            self.asked[message_id] += 1
        with self._per_sender[body["sender"]]:
            self.metadata.append(body["metadata"])
            if message_id not in self._answers:
                time.sleep(self.turn_s)
                is_given_up = body["metadata"].get("is_given_up", False)
                self.turns[body["sender"]].append(
                    f"given up: {body['message']}" if is_given_up else body["message"]
                )
                self._answers[message_id] = [GIVEN_UP] if is_given_up else self._reply_to(body["message"])
            return self._answers[message_id]

    def _reply_to(self, text: str) -> list[dict[str, Any]]:
        if text in self.scripted:
            return self.scripted[text]
        if text == "hold":
            self.held.wait(30)
        if text == "say nothing":
            return []
        if text == "offer":
            buttons = [{"title": "Yes, please", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}]
            return [{"text": "Shall I?", "buttons": buttons}]
        if text.startswith("tell "):
            told = {"intent": "greet", "confidence": 0.5, "is_fallback": True, "actions": ["utter_greet"]}
            return [{"text": "Told."}, {"custom": {"understanding": told}}]
        if text == "show":
            card = {"title": "Order #W1", "facts": [{"label": "Status", "value": "shipped"}]}
            return [{"text": "Here it is."}, {"custom": {"cards": [card]}}, {"text": "Anything else?"}]
        return [{"text": f"You said: {text}"}]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                self._send(200, b"Hello from the fake dialogue server")

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                fake.parents[body["metadata"]["message_id"]] = self.headers["traceparent"]
                is_warm_up = body["sender"] == str(WARM_UP_CONVERSATION)  # comes in its own time
                if is_warm_up and fake.breaks_for_probes:
                    self._send(500, b"{}")
                    return
                with fake._lock:
                    refusal = fake.statuses.pop(0) if fake.statuses and not is_warm_up else None
                if refusal is not None:
                    self._send(refusal, b"{}")
                    return
                self._send(200, json.dumps(fake.answer(body)).encode())

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        return Handler


class _Server(ThreadingHTTPServer):
    """Closes its open connections when it stops, as a process that ends does."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[socket.socket] = set()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in the middle is expected here."""

    def drop_connections(self) -> None:
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it has just closed by itself
