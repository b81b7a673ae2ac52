"""Conversations for trainers: found by words and outcome, read with what is personal masked."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from commerce.customers.models import Address, Customer
from commerce.desk.models import CsatRating
from commerce.errors import NotFound
from commerce.orders.models import Order
from commerce.support.models import Conversation, Handoff, Message, MessageAuthor, Understanding
from commerce.training.models import ConversationTag, ShadowAnswer

SHOWN = 50
_LONGEST_TAG = 40
PRIVATE = "[private]"
_SHORTEST_NAME = 3
_OF_ADDRESS = ("line1", "line2", "city", "postcode")


class ConversationUnknown(NotFound):
    """There is no such conversation."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; empty means any."""

    words: str = ""
    intent: str = ""
    outcome: str = ""  # "contained" or "handed over"
    channel: str = ""
    rating: str = ""  # "low" (1, 2) or "high" (4, 5)
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation in the list."""

    id: UUID
    channel: str
    begun_at: datetime
    messages: int
    first: str
    is_handed_over: bool
    score: int | None


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, and what was understood of it where it is a shopper's."""

    message_id: UUID
    author: str
    at: datetime
    text: str
    understanding: Understanding | None = None
    others: Mapping[str, ShadowAnswer] = field(default_factory=dict)  # by the name of another model


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation as trainers read it."""

    conversation: Conversation
    turns: Sequence[Turn]
    tags: Sequence[str]
    score: int | None

    @property
    def models(self) -> list[str]:
        """Other models that have read it."""
        return sorted({model for turn in self.turns for model in turn.others})


async def search_conversations(session: AsyncSession, search: Search) -> list[Found]:
    """The latest conversations that fit, at most SHOWN."""
    first = (
        select(Understanding.text)
        .where(Understanding.conversation_id == Conversation.id)
        .order_by(Understanding.created_at)
        .limit(1)
        .scalar_subquery()
    )
    messages = select(func.count()).where(Message.conversation_id == Conversation.id).scalar_subquery()
    handed_over = exists().where(Handoff.conversation_id == Conversation.id)
    score = (
        select(func.min(CsatRating.score))
        .where(CsatRating.conversation_id == Conversation.id)
        .scalar_subquery()
    )
    query = select(
        Conversation.id, Conversation.channel, Conversation.created_at, messages, first, handed_over, score
    )
    rows = await session.execute(
        _filtered(query, search).order_by(Conversation.created_at.desc()).limit(SHOWN)
    )
    return [
        Found(conversation_id, channel, begun_at, count, said or PRIVATE, is_handed_over, rated)
        for conversation_id, channel, begun_at, count, said, is_handed_over, rated in rows
    ]


def _filtered(query: Select[Any], search: Search) -> Select[Any]:
    of_it = Understanding.conversation_id == Conversation.id
    query = query.where(exists().where(of_it))
    for word in search.words.split()[:8]:
        query = query.where(exists().where(of_it, Understanding.text.icontains(word, autoescape=True)))
    if search.intent:
        query = query.where(exists().where(of_it, Understanding.intent == search.intent))
    if search.channel:
        query = query.where(Conversation.channel == search.channel)
    handed_over = exists().where(Handoff.conversation_id == Conversation.id)
    if search.outcome:
        query = query.where(handed_over if search.outcome == "handed over" else ~handed_over)
    if search.rating:
        of_rating = CsatRating.score <= 2 if search.rating == "low" else CsatRating.score >= 4
        query = query.where(exists().where(CsatRating.conversation_id == Conversation.id, of_rating))
    if search.tag:
        is_tagged = (ConversationTag.conversation_id == Conversation.id) & (ConversationTag.tag == search.tag)
        query = query.where(exists().where(is_tagged))
    return query


async def read_transcript(
    session: AsyncSession, conversation_id: UUID, mask: Callable[[str], str]
) -> Transcript:
    """The conversation, personal data masked: by `mask` what has a form, and the customer's own words.

    Raises ConversationUnknown.
    """
    conversation = await session.get(
        Conversation, conversation_id, options=[joinedload(Conversation.customer)]
    )
    if conversation is None:
        raise ConversationUnknown
    found = await session.execute(
        select(Message, Understanding)
        .outerjoin(Understanding, Understanding.message_id == Message.id)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.position)
    )
    rows: list[tuple[Message, Understanding | None]] = [(row[0], row[1]) for row in found]
    private = {known.message_id for _, known in rows if known and not known.text}
    hide = await _mask_of(session, conversation.customer, mask)
    others = await _others(session, conversation_id)
    turns = [
        Turn(
            message.id,
            message.author.value,
            message.created_at,
            _shown(message, understanding, private, hide),
            understanding,
            others.get(message.id, {}),
        )
        for message, understanding in rows
    ]
    tags = await session.scalars(
        select(ConversationTag.tag)
        .where(ConversationTag.conversation_id == conversation_id)
        .order_by(ConversationTag.tag)
    )
    score = await session.scalar(
        select(func.min(CsatRating.score)).where(CsatRating.conversation_id == conversation_id)
    )
    return Transcript(conversation, turns, tags.all(), score)


async def tag_conversation(session: AsyncSession, conversation_id: UUID, tag: str, trainer_id: UUID) -> None:
    """Put a tag on a conversation, or take it off when it is there. Raises ConversationUnknown."""
    name = " ".join(tag.lower().split())[:_LONGEST_TAG]
    if not name or await session.get(Conversation, conversation_id) is None:
        raise ConversationUnknown
    there = await session.get(ConversationTag, (conversation_id, name))
    if there is not None:
        await session.delete(there)
        return
    values = {"conversation_id": conversation_id, "tag": name, "made_by": trainer_id}
    await session.execute(insert(ConversationTag).values(**values).on_conflict_do_nothing())


async def all_tags(session: AsyncSession) -> Sequence[str]:
    """Every tag in use."""
    return (await session.scalars(select(ConversationTag.tag).distinct().order_by(ConversationTag.tag))).all()


async def _others(session: AsyncSession, conversation_id: UUID) -> dict[UUID, dict[str, ShadowAnswer]]:
    found = await session.scalars(
        select(ShadowAnswer)
        .join(Message, Message.id == ShadowAnswer.message_id)
        .where(Message.conversation_id == conversation_id)
    )
    others: dict[UUID, dict[str, ShadowAnswer]] = {}
    for each in found:
        others.setdefault(each.message_id, {})[each.model] = each
    return others


class _Mask:
    """Hides what is a customer's in what the store's side said."""

    def __init__(self, words: Sequence[str], mask: Callable[[str], str]) -> None:
        self._mask = mask
        listed = sorted({word for word in words if len(word) >= _SHORTEST_NAME}, key=len, reverse=True)
        joined = "|".join(map(re.escape, listed))
        self._words = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None

    def __call__(self, text: str) -> str:
        shown = self._mask(text)
        return self._words.sub("[personal]", shown) if self._words else shown


async def _mask_of(session: AsyncSession, customer: Customer | None, mask: Callable[[str], str]) -> _Mask:
    if customer is None:
        return _Mask([], mask)
    addresses = await session.scalars(select(Address).where(Address.customer_id == customer.id))
    shipped = await session.scalars(select(Order.shipping_address).where(Order.customer_id == customer.id))
    words = [customer.first_name, customer.last_name, customer.email or "", customer.phone or ""]
    words += [part or "" for each in addresses for part in (each.line1, each.line2, each.city, each.postcode)]
    words += [str((each or {}).get(part) or "") for each in shipped for part in _OF_ADDRESS]
    return _Mask(words, mask)


def _shown(
    message: Message, understanding: Understanding | None, private: Collection[UUID], hide: _Mask
) -> str:
    """What trainers may read: nothing that was said to or by a person, or that a private answer led to."""
    if message.author is MessageAuthor.SHOPPER:
        return (understanding.text if understanding else "") or PRIVATE
    if message.author is MessageAuthor.AGENT or message.in_reply_to in private:
        return PRIVATE
    return hide(message.text)
