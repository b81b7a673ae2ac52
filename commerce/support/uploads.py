"""Files that shoppers send by a client of ours: kept with a message that waits for no answer of the bot's."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.attachments.files import CheckedFile
from commerce.attachments.models import Attachment, AttachmentStatus
from commerce.errors import CommerceError
from commerce.support.conversations import lock_conversation
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.messages import ConversationEnded, InboundMessage
from commerce.support.models import ConversationOwner, Handoff, HandoffStatus, Message
from commerce.support.notices import store_settled
from commerce.support.outgoing import ConversationNotFound, say_first

MOST_FILES = 25  # of one conversation
KEPT = "Thank you, your file is kept with this conversation for our team."
WHAT_ABOUT = "What is it about?"


class TooManyFiles(CommerceError):
    """the conversation has as many files as one can"""


async def keep_upload(
    session: AsyncSession,
    queue: DeliveryQueue,
    conversation_id: UUID,
    inbound: InboundMessage,
    file: CheckedFile,
) -> bool:
    """Keep a shopper's file with its message; False when it is there already.

    While the bot has the conversation the shopper is told that people will see it. Raises
    ConversationNotFound, ConversationEnded and TooManyFiles.
    """
    conversation = await lock_conversation(session, conversation_id)
    if conversation is None:
        raise ConversationNotFound(conversation_id)
    if conversation.ended_at is not None:
        raise ConversationEnded(conversation_id)
    cards = [{"title": file.name, "subtitle": file.description}]
    message_id = await store_settled(session, conversation_id, inbound, cards=cards)
    if message_id is None:
        return False
    if await _files_of(session, conversation_id) >= MOST_FILES:
        raise TooManyFiles
    session.add(
        Attachment(
            message_id=message_id,
            number=0,
            name=file.name,
            status=AttachmentStatus.STORED,
            content_type=file.content_type,
            content=file.content,
        )
    )
    await session.flush()
    if conversation.owner is ConversationOwner.BOT:
        is_waited_for = await _is_case(session, conversation_id)
        await say_first(session, queue, conversation_id, KEPT if is_waited_for else f"{KEPT} {WHAT_ABOUT}")
    return True


async def _files_of(session: AsyncSession, conversation_id: UUID) -> int:
    counted = await session.scalar(
        select(func.count(Attachment.id))
        .join(Message, Message.id == Attachment.message_id)
        .where(Message.conversation_id == conversation_id)
    )
    return counted or 0


async def _is_case(session: AsyncSession, conversation_id: UUID) -> bool:
    found = await session.scalar(
        select(Handoff.id).where(
            Handoff.conversation_id == conversation_id, Handoff.status != HandoffStatus.RESOLVED
        )
    )
    return found is not None
