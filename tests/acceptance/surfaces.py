"""One conversation as the shopper has it on each channel: what they send, and what they see."""

import asyncio
import html
import re
import time
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any, Protocol
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.support.models import Conversation, Message, MessageAuthor, MessageStatus
from connectors.channels.web.tokens import Tokens
from tests.dialogue.servers import SECRET
from tests.dialogue.shoppers import ShopperWithOrders
from tests.fakes import slack_events
from tests.fakes.slack import SIGNING_SECRET, FakeSlack, direct_channel
from tests.fakes.twilio import FakeTwilio, TwilioCaller

_ANSWER_DEADLINE_S = 60.0
_TOKENS = Tokens(conversation_secret=SECRET, shopper_secret=SECRET, clock=SystemClock())


@dataclass(frozen=True)
class Heard:
    """An answer as the shopper sees it."""

    text: str
    offers: list[str]  # the titles of the quick replies
    cards: list[str]  # the titles of the cards


class Surface(Protocol):
    """A conversation on one channel."""

    async def say(self, text: str) -> Heard:
        """Write a text."""
        ...

    async def choose(self, title: str) -> Heard:
        """Take the quick reply whose title begins so, the way it is taken on this channel."""
        ...

    async def conversation(self) -> Conversation:
        """The conversation as it is stored."""
        ...


@dataclass
class World:
    """What the surfaces work on."""

    client: httpx.AsyncClient  # of the gateway
    sessions: Sessions
    slack: FakeSlack
    twilio: FakeTwilio
    caller: TwilioCaller


def offered(title: str, titles: list[str]) -> str:
    """The full title of the quick reply that begins so."""
    found = [each for each in titles if each.startswith(title)]
    assert found, f"{title!r} is not among {titles}"
    return found[0]


class Web:
    """The widget's own API: quick replies are buttons, cards are cards."""

    def __init__(self, world: World, shopper: ShopperWithOrders, *, is_known: bool) -> None:
        self._world = world
        self._id: str | None = None
        self._token: str | None = None
        self._shopper_token = _TOKENS.shopper_token(shopper.id, timedelta(hours=1)) if is_known else None
        self._payloads: dict[str, str] = {}

    async def say(self, text: str) -> Heard:
        return await self._send(text=text)

    async def choose(self, title: str) -> Heard:
        return await self._send(payload=self._payloads[offered(title, list(self._payloads))])

    async def conversation(self) -> Conversation:
        assert self._id is not None
        async with self._world.sessions() as session:
            return await session.get_one(Conversation, UUID(self._id))

    async def _send(self, **said: str) -> Heard:
        body = {"id": uuid4().hex, "conversation": self._id, "shopper_token": self._shopper_token} | said
        given = {name: value for name, value in body.items() if value is not None}
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        answer = await self._world.client.post("/chat/messages", json=given, headers=headers)
        assert answer.status_code == 200, answer.text
        view = answer.json()
        self._id, self._token = view["conversation"], view.get("conversation_token", self._token)
        return self._read(view["messages"])

    def _read(self, messages: list[dict[str, Any]]) -> Heard:
        buttons = [button for message in messages for button in message["quick_replies"]]
        assert all(button.keys() == {"title", "payload"} for button in buttons)
        self._payloads = {button["title"]: button["payload"] for button in buttons}
        return Heard(
            text="\n".join(message["text"] for message in messages),
            offers=list(self._payloads),
            cards=[card["title"] for message in messages for card in message["cards"]],
        )


@dataclass
class Addressed:
    """What channels with addresses have in common: the answer is there once the worker has handed it over."""

    world: World
    channel: str
    address: str
    told: int = field(default=0)

    async def conversation(self) -> Conversation:
        async with self.world.sessions() as session:
            of_address = select(Conversation).where(
                Conversation.channel == self.channel, Conversation.address == self.address
            )
            return (await session.scalars(of_address)).one()

    async def answered(self) -> None:
        """Wait until everything that was said is answered and delivered."""
        self.told += 1
        deadline = time.monotonic() + _ANSWER_DEADLINE_S
        while not await self._is_answered():
            assert time.monotonic() < deadline, f"no answer in {self.address}"
            await asyncio.sleep(0.05)

    async def _is_answered(self) -> bool:
        async with self.world.sessions() as session:
            rows = await session.execute(
                select(Message.author, Message.status)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .where(Conversation.channel == self.channel, Conversation.address == self.address)
            )
            found = [(author, status) for author, status in rows]
        statuses = {status for _, status in found}
        assert MessageStatus.FAILED not in statuses, f"an answer was given up in {self.address}"
        said = [author for author, _ in found if author is MessageAuthor.SHOPPER]
        return len(said) == self.told and statuses <= {MessageStatus.ANSWERED, MessageStatus.DELIVERED}


_LINK = re.compile(r"<(https?://[^>|]+)>")
_CARD = re.compile(r"\*(.+)\*(?:\n|$)")


class Slack:
    """A direct message: quick replies are buttons of an actions block, cards are sections with fields."""

    def __init__(self, world: World, shopper: ShopperWithOrders, *, is_known: bool) -> None:
        user = f"U{uuid4().hex[:10].upper()}"
        email = shopper.email if is_known else f"{user.lower()}@elsewhere.example"
        self._user = user
        self._channel = world.slack.member(user, email)
        self._world = world
        self._addressed = Addressed(world, "slack", f"{slack_events.TEAM}:{direct_channel(user)}")
        self._read_so_far = 0

    async def say(self, text: str) -> Heard:
        body = slack_events.event_body(slack_events.message_event(self._user, self._channel, text))
        return await self._tell("/slack/events", body)

    async def choose(self, title: str) -> Heard:
        posted = self._world.slack.posted[self._channel]
        message = next(each for each in reversed(posted) if _quick_replies(each))
        full = offered(title, _quick_replies(message))
        payload = slack_events.press_payload(self._user, self._channel, dict(message), full)
        heard = await self._tell("/slack/interactivity", slack_events.press_body(payload))
        await self._settled(message, full)
        return heard

    async def conversation(self) -> Conversation:
        return await self._addressed.conversation()

    async def _tell(self, path: str, body: bytes) -> Heard:
        headers = slack_events.signed(SIGNING_SECRET, body)
        answer = await self._world.client.post(path, content=body, headers=headers)
        assert answer.status_code == 200, answer.text
        await self._addressed.answered()
        messages = self._world.slack.posted[self._channel][self._read_so_far :]
        self._read_so_far += len(messages)
        return _read_slack(messages)

    async def _settled(self, message: dict[str, Any], title: str) -> None:
        """The choice takes the place of the buttons, so that nothing is chosen twice."""
        deadline = time.monotonic() + _ANSWER_DEADLINE_S
        while _quick_replies(message):
            assert time.monotonic() < deadline, "the buttons are still there"
            await asyncio.sleep(0.02)
        note = message["blocks"][-1]
        assert (note["type"], note["elements"][0]["text"]) == (
            "context",
            f"✓ {html.escape(title, quote=False)}",
        )


def _quick_replies(message: dict[str, Any]) -> list[str]:
    return [
        element["text"]["text"]
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"].startswith("quick_reply")
    ]


def _read_slack(messages: list[dict[str, Any]]) -> Heard:
    assert messages, "an answer without a message"
    assert all(message["text"].strip() for message in messages)
    assert not any("thread_ts" in message for message in messages)
    sections = [
        block["text"]["text"]
        for message in messages
        for block in message["blocks"]
        if block["type"] == "section" and "text" in block
    ]
    cards = [found[1] for section in sections if (found := _CARD.match(section))]
    texts = [section for section in sections if not _CARD.match(section)]
    return Heard(
        text=_plain("\n".join(texts)),
        offers=[title for message in messages for title in _quick_replies(message)],
        cards=[_plain(card) for card in cards],
    )


def _plain(text: str) -> str:
    return html.unescape(_LINK.sub(r"\1", text))


_NUMBERED = re.compile(r"^(\d+) (.+)$", re.MULTILINE)
_NAMED = re.compile(r"^You can reply: (.+)$", re.MULTILINE)
_STRANGER = "+1303555{:04d}"
_strangers = count(1)


class Sms:
    """Texts: quick replies are numbered choices, taken by their number; cards are lines."""

    def __init__(self, world: World, shopper: ShopperWithOrders, *, is_known: bool) -> None:
        assert shopper.customer.phone is not None
        self._number = shopper.customer.phone if is_known else _STRANGER.format(next(_strangers))
        self._world = world
        self._addressed = Addressed(world, "sms", self._number)
        self._read_so_far = 0
        self._offered: dict[str, str] = {}  # what is typed for each quick reply

    async def say(self, text: str) -> Heard:
        answer = await self._world.caller.text(self._number, text)
        assert answer.status_code == 200, answer.text
        await self._addressed.answered()
        texts = self._world.twilio.texts_to(self._number)[self._read_so_far :]
        self._read_so_far += len(texts)
        return self._read(texts)

    async def choose(self, title: str) -> Heard:
        return await self.say(self._offered[offered(title, list(self._offered))])

    async def conversation(self) -> Conversation:
        return await self._addressed.conversation()

    def _read(self, texts: list[str]) -> Heard:
        assert texts, "an answer without a text"
        said = "\n".join(texts)
        shown, separator, choices = said.partition("Reply with a number:")
        self._offered = {title: number for number, title in _NUMBERED.findall(choices)}
        assert list(self._offered.values()) == [str(number) for number in range(1, len(self._offered) + 1)]
        assert bool(separator) == bool(self._offered)
        named = _NAMED.search(said)
        if named is not None:
            self._offered = {title: title for title in named[1].split(" / ")}
        return Heard(text=shown, offers=list(self._offered), cards=shown.splitlines())
