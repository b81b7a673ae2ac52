"""Who is at a page of the shop: by their conversation's own token, and the shop's word on who signed in."""

from typing import Annotated
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field
from sanic import Request
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.identity import Shopper
from commerce.support.conversations import begin_conversation
from connectors.channels.web.tokens import Tokens
from connectors.channels.web.vouching import Vouching
from connectors.edge.schemas import WEB, Token


class PageRequest(BaseModel):
    """What the body of every request of a page may say of who sends it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    conversation: Annotated[UUID, Field(strict=False)] | None = None
    shopper_token: Token | None = None


async def conversation_of(
    tokens: Tokens, vouching: Vouching, request: Request, body: PageRequest
) -> tuple[UUID, str | None]:
    """The shopper's conversation, and its token where it is a new one. Raises a 401."""
    conversation_id, token = body.conversation or uuid4(), None
    if body.conversation is None:
        token = tokens.conversation_token(conversation_id)
    else:
        tokens.check_conversation(request.token, conversation_id)
    if body.shopper_token is not None:
        subject = tokens.shopper_subject(body.shopper_token)
        await vouching.verify(conversation_id, subject, begin=True)
    return conversation_id, token


async def shopper_in(session: AsyncSession, conversation_id: UUID) -> Shopper:
    """The shopper as the conversation's row says now."""
    conversation = await begin_conversation(session, conversation_id, WEB)
    return Shopper(conversation.id, conversation.customer_id, conversation.identity_level)
