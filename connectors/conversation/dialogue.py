"""Asks the dialogue servers (Rasa's REST webhook) for the replies to a message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import aiohttp
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from aisle.tracing import carried
from commerce.support.asking import Asks
from commerce.support.messages import Reply, WaitingMessage
from commerce.support.understandings import Understood
from connectors.conversation.understanding import Understanding
from connectors.edge.schemas import CardView, QuickReplyView

_WEBHOOK = "/webhooks/rest/webhook"
_CONNECT_S = 2.0
_HEALTH_TIMEOUT = aiohttp.ClientTimeout(total=2.0)
_KEPT_S = 4.0  # shorter than Rasa keeps them, so that no turn meets a closing one
_TRANSPORT_ERRORS = (aiohttp.ClientError, TimeoutError)

# Rasa reads a text whose first visible character is "/" as an intent.
_LOOKS_LIKE_INTENT = re.compile(r"^[\s/]*/\s*")


class DialogueUnavailable(Exception):
    """The dialogue server did not answer; the same message may be sent again."""


class TurnRefused(DialogueUnavailable):
    """The dialogue server is there, and something that the turn needs is away; nothing was saved."""


class TurnBroke(DialogueUnavailable):
    """The turn itself failed, and nothing of it was saved: the same failure twice will be the same again."""


class DialogueFailed(Exception):
    """The dialogue server answered, and not with a reply: asking again would get the same."""


@dataclass(frozen=True, slots=True)
class Question:
    """One turn's message as the dialogue server gets it."""

    conversation_id: UUID
    message_id: UUID
    channel: str
    text: str
    sent_at: datetime
    meanwhile: Sequence[dict[str, str]] = ()  # what was said since the bot last spoke, by whom
    shown: str | None = None  # what is kept of the text, where it holds a one-time code
    is_given_up: bool = False  # its turn has failed for good: what was under way is left
    is_probe: bool = False  # it only shows that turns work, and is not kept

    @property
    def metadata(self) -> dict[str, Any]:
        """What goes to the dialogue server beside the text."""
        metadata: dict[str, Any] = {
            "message_id": str(self.message_id),
            "channel": self.channel,
            "sent_at": self.sent_at.isoformat(),
        }
        if self.meanwhile:
            metadata["meanwhile"] = list(self.meanwhile)
        if self.shown is not None:
            metadata["shown"] = self.shown
        flags = {"is_given_up": self.is_given_up, "is_probe": self.is_probe}
        return metadata | {name: True for name, is_set in flags.items() if is_set}


class _Custom(BaseModel):
    cards: list[CardView] = []
    asks: Asks | None = None
    understanding: Understanding | None = None


@dataclass(frozen=True, slots=True)
class TurnAnswer:
    """What the bot says to a message, and what it understood of it, if the dialogue server tells."""

    replies: list[Reply]
    understanding: Understanding | None = None

    def kept_of(self, waiting: WaitingMessage) -> Understood | None:
        """What is kept for trainers: nothing of a pressed quick reply, nor where nothing was told."""
        if self.understanding is None or waiting.message.payload is not None:
            return None
        text, is_as_heard = harmless(waiting.shown), waiting.heard == waiting.shown
        return self.understanding.kept(text, is_as_heard=is_as_heard)


class _RasaReply(BaseModel):
    text: str | None = None
    buttons: list[QuickReplyView] = []
    custom: _Custom = Field(default_factory=_Custom)

    def as_reply(self) -> Reply:
        return Reply(
            text=self.text or "",
            quick_replies=[button.model_dump() for button in self.buttons],
            cards=[card.model_dump(exclude_none=True) for card in self.custom.cards],
            asks=self.custom.asks,
        )


class _Error(BaseModel):
    reason: str


class _Failure(BaseModel):
    error: _Error


_ANSWER = TypeAdapter(list[_RasaReply])
_FAILURE = TypeAdapter(_Failure)


class DialogueServer:
    """One dialogue server. Connections are kept alive between turns."""

    def __init__(self, url: str, secret: str, *, timeout_s: float = 30.0) -> None:
        self.url = url
        self._secret = secret
        self._timeout = aiohttp.ClientTimeout(sock_connect=_CONNECT_S, sock_read=timeout_s)
        self._opened: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close its connections."""
        if self._opened is not None:
            await self._opened.close()

    async def ask(self, question: Question) -> TurnAnswer:
        """The answer to a message; asked again under the same message id, the same one.

        Raises DialogueUnavailable (as TurnRefused or TurnBroke) when it may help to ask again, and
        DialogueFailed when it does not.
        """
        body = {
            "sender": str(question.conversation_id),
            "message": question.text,
            "metadata": question.metadata,
        }
        try:
            async with self._session.post(
                self.url + _WEBHOOK, json=body, headers=carried(), allow_redirects=False
            ) as answer:
                status, content = answer.status, await answer.read()
        except _TRANSPORT_ERRORS as error:
            raise DialogueUnavailable(f"{self.url}: {type(error).__name__}") from error
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TurnBroke(f"{self.url}: {_reason(content)}")
        if status > HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TurnRefused(f"{self.url}: HTTP {status}: {_reason(content)}")
        if status != HTTPStatus.OK:
            raise DialogueFailed(f"{self.url}: HTTP {status}")
        return read_answer(content, self.url)

    async def is_up(self) -> bool:
        """Whether its web server answers at all."""
        try:
            async with self._session.get(f"{self.url}/", timeout=_HEALTH_TIMEOUT) as answer:
                return answer.ok
        except _TRANSPORT_ERRORS:
            return False

    @property
    def _session(self) -> aiohttp.ClientSession:
        """Opened when it is first needed, where the event loop runs."""
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                headers={"Authorization": f"Bearer {self._secret}"},
                timeout=self._timeout,
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEPT_S),
            )
        return self._opened


class DialogueServers:
    """All dialogue servers; a conversation always meets the same one."""

    def __init__(self, urls: Sequence[str], secret: str, *, timeout_s: float = 30.0) -> None:
        self.all = [DialogueServer(url, secret, timeout_s=timeout_s) for url in urls]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self.all:
            await server.close()

    def of(self, conversation_id: UUID) -> DialogueServer:
        """The server that holds this conversation."""
        return self.all[conversation_id.int % len(self.all)]


def harmless(text: str) -> str:
    """A shopper's text such that Rasa takes it for words, never for an intent."""
    return _LOOKS_LIKE_INTENT.sub("", text) or "?"


def question_of(waiting: WaitingMessage) -> Question:
    """What the dialogue server is asked about a message that waits."""
    message = waiting.message
    return Question(
        conversation_id=message.conversation_id,
        message_id=message.id,
        channel=message.channel,
        text=message.payload or harmless(waiting.heard),
        sent_at=message.created_at,
        meanwhile=waiting.meanwhile,
        shown=None if waiting.heard == waiting.shown else harmless(waiting.shown),
    )


def read_answer(body: bytes, url: str) -> TurnAnswer:
    """What the server at `url` said. Raises DialogueFailed when that is nothing, or no answer of Rasa's."""
    try:
        answer = _ANSWER.validate_json(body)
    except ValidationError as error:
        raise DialogueFailed(f"{url}: an answer of another shape ({error.error_count()} errors)") from None
    replies = _joined([each.as_reply() for each in answer])
    if not replies:
        raise DialogueFailed(f"{url}: an empty answer")
    told = [each.custom.understanding for each in answer if each.custom.understanding]
    return TurnAnswer(replies, told[0] if told else None)


def _reason(content: bytes) -> str:
    """Why a turn failed, as the dialogue server words it; it quotes nobody."""
    try:
        return _FAILURE.validate_json(content).error.reason
    except ValidationError:
        return "no reason given"


def _joined(replies: Sequence[Reply]) -> list[Reply]:
    """One reply for each thing said: Rasa sends what is beside a text as a message of its own behind it."""
    joined: list[Reply] = []
    for reply in replies:
        if reply.text or reply.quick_replies or not joined:
            joined.append(reply)
        else:
            before = joined[-1]
            joined[-1] = replace(before, cards=[*before.cards, *reply.cards], asks=reply.asks or before.asks)
    return [reply for reply in joined if reply.text or reply.cards or reply.quick_replies]
