"""Shoppers who talk whatever breaks, and write down what they were told."""

import itertools
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import uuid4

import httpx

ANSWER_DEADLINE_S = 180.0
QUESTIONS = (
    "hello",
    "where is my order?",
    "show me my orders",
    "how long do I have to return something?",
    "how many points do I have?",
    "thanks",
)
# A change, to its yes: what is asked between depends on the order, and a no is no harm.
CHANGE = ("cancel my latest order", "I don't need it any more", "yes", "yes")


@dataclass(frozen=True, slots=True)
class Told:
    """A message that the product took, and what it answered."""

    client_id: str
    text: str
    replies: tuple[str, ...]
    waited_s: float


@dataclass(slots=True)
class Shopper:
    """One conversation, by way of any gateway. A message is sent again under its id until it is answered."""

    urls: Sequence[str]
    token: str
    random: Random
    told: list[Told] = field(default_factory=list)
    conversation: str | None = None
    unanswered: list[str] = field(default_factory=list)
    _conversation_token: str | None = None

    def talk(self, over: threading.Event) -> None:
        """Say one thing after the other until `over`."""
        with httpx.Client(timeout=30, trust_env=False) as client:
            for lines in itertools.cycle([QUESTIONS, CHANGE]):
                for line in lines:
                    if over.is_set() or not self._say(client, line):
                        return

    def _say(self, client: httpx.Client, text: str) -> bool:
        body = {"id": str(uuid4()), "text": text, "shopper_token": self.token}
        if self.conversation is not None:
            body["conversation"] = self.conversation
        began = time.monotonic()
        while time.monotonic() - began < ANSWER_DEADLINE_S:
            answer = self._post(client, body)
            if answer is not None:
                texts = tuple(each["text"] for each in answer["messages"])
                self.told.append(Told(body["id"], text, texts, time.monotonic() - began))
                return True
            time.sleep(self.random.uniform(0.1, 0.5))  # as the widget waits before it sends again
        self.unanswered.append(body["id"])
        return False

    def _post(self, client: httpx.Client, body: dict[str, str]) -> dict | None:
        headers = {"Authorization": f"Bearer {self._conversation_token}"} if self._conversation_token else {}
        try:
            url = f"{self.random.choice(self.urls)}/chat/messages"
            answer = client.post(url, json=body, headers=headers)
        except httpx.TransportError:
            return None
        assert answer.status_code in {200, 202, 429, 503}, f"{answer.status_code} {answer.text}"
        if answer.status_code not in {200, 202}:
            return None
        found = answer.json()
        self.conversation = body["conversation"] = found["conversation"]
        self._conversation_token = found.get("conversation_token", self._conversation_token)
        return found if answer.status_code == 200 else None
