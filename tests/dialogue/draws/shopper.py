"""A shopper who reads what the bot asks and answers it from what they have in mind."""

import asyncio
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

import httpx
import yaml

from tests.dialogue.servers import ROOT, SECRET
from tests.integration.connectors.running import shopper_token

_MOST_TURNS = 14
_DEADLINE_S = 90.0
_PLACE = re.compile(r"\\\{\w+\\\}")


@dataclass(frozen=True)
class Heard:
    """What the bot said in one turn; `responses` are the domain's names of it, in order."""

    texts: tuple[str, ...]
    responses: tuple[str, ...]
    facts: Mapping[str, str]  # what fills the places of the last response
    quick_replies: Mapping[str, str]  # payloads by title
    cards: Sequence[Mapping[str, Any]]

    @property
    def question(self) -> str:
        """The last thing said, which is what asks."""
        return self.responses[-1]


@dataclass
class Talk:
    """A verified shopper's conversation through the gateway, with its transcript."""

    client: httpx.AsyncClient
    token: str
    conversation: str | None = None
    conversation_token: str | None = None
    transcript: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)  # of the whole talk

    @classmethod
    def of(cls, client: httpx.AsyncClient, customer_id: str) -> "Talk":
        """A talk of that customer, for whom the shop's token vouches."""
        return cls(client, shopper_token(customer_id, secret=SECRET))

    async def say(self, text: str | None = None, *, payload: str | None = None, shown: str = "") -> Heard:
        """Send a text, or press a quick reply that is `shown` so."""
        self.transcript.append(f"> {text or f'[{shown}]'}")
        body: dict[str, Any] = {"id": uuid4().hex, "shopper_token": self.token}
        body |= {"payload": payload} if payload else {"text": text}
        body |= {"conversation": self.conversation} if self.conversation else {}
        answer = await self._answered(body)
        self.conversation = answer["conversation"]
        self.conversation_token = answer.get("conversation_token", self.conversation_token)
        said = [message for message in answer["messages"] if message["from"] == "bot"]
        assert said, f"no answer to {text or payload!r}"
        texts = tuple(message["text"] for message in said)
        read = [recognise(each) for each in texts]
        self.transcript += [f"  {name}: {each}" for (name, _), each in zip(read, texts, strict=True)]
        self.responses += [name for name, _ in read]
        offered = {reply["title"]: reply["payload"] for each in said for reply in each["quick_replies"] or []}
        cards = [card for each in said for card in each["cards"] or []]
        return Heard(texts, tuple(name for name, _ in read), read[-1][1], offered, cards)

    async def _answered(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The turn's answer; a busy machine's is asked for again, under the same id."""
        async with asyncio.timeout(_DEADLINE_S):
            while True:
                headers = (
                    {"Authorization": f"Bearer {self.conversation_token}"} if self.conversation_token else {}
                )
                answer = await self.client.post("/chat/messages", json=body, headers=headers)
                if answer.status_code == 200:
                    return answer.json()
                assert answer.status_code == 202, answer.text


Answer = Callable[[Heard], str | tuple[str, str]]  # words, or a quick reply's title and payload


@dataclass
class ScriptedShopper:
    """Opens, answers each question by its name, and stops at a response that ends the matter.

    `answers` are by the names of responses; a question asked again is answered as the first time unless it
    has an answer of its own under the name that ends in `_again`.
    """

    talk: Talk
    answers: Mapping[str, Answer]
    ends: Callable[[str], bool]

    async def pursue(self, opening: str) -> str:
        """The response that ended it; raises AssertionError when the shopper does not know what to answer."""
        heard = await self.talk.say(opening)
        for _ in range(_MOST_TURNS):
            if end := next((name for name in heard.responses if self.ends(name)), None):
                return end
            heard = await self._reply(heard)
        raise AssertionError(f"it is not over after {_MOST_TURNS} turns")

    async def _reply(self, heard: Heard) -> Heard:
        question = heard.question
        answer = self.answers.get(question) or self.answers.get(question.removesuffix("_again"))
        assert answer is not None, f"{question} was not expected"
        said = answer(heard)
        if isinstance(said, tuple):
            title, payload = said
            return await self.talk.say(payload=payload, shown=title)
        return await self.talk.say(said)


def pressed(heard: Heard, fits: Callable[[str], bool]) -> tuple[str, str]:
    """The one quick reply whose title fits."""
    found = [(title, payload) for title, payload in heard.quick_replies.items() if fits(title)]
    assert len(found) == 1, f"{len(found)} of {list(heard.quick_replies)} fit"
    return found[0]


def one_of(dice: random.Random, *wordings: str) -> str:
    return dice.choice(wordings)


@cache
def _responses() -> Sequence[tuple[str, re.Pattern[str], int]]:
    """Each response's name, its text as a pattern, and how much of that is words of its own."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    found = []
    for name, variations in domain["responses"].items():
        for each in variations:
            literal = re.escape(each["text"].strip())
            places: set[str] = set()

            def place(match: re.Match[str], places: set[str] = places) -> str:
                key = match[0].replace("\\", "").strip("{}")
                if key in places:
                    return f"(?P={key})"
                places.add(key)
                return f"(?P<{key}>.*?)"

            pattern = _PLACE.sub(place, literal)
            found.append((name, re.compile(pattern, re.DOTALL), len(_PLACE.sub("", literal))))
    return sorted(found, key=lambda each: -each[2])


def recognise(text: str) -> tuple[str, dict[str, str]]:
    """Which response of the domain `text` is, and what fills its places."""
    for name, pattern, _ in _responses():
        if match := pattern.fullmatch(text.strip()):
            return name, match.groupdict()
    raise AssertionError(f"no response of the domain reads {text!r}")
