"""Files that shoppers send, kept with the message they came with, and those that are sent to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, deferred, mapped_column

from commerce.database import Base, text_enum


class AttachmentStatus(StrEnum):
    """Where an attachment stands."""

    PENDING = "pending"  # not yet fetched from the provider
    STORED = "stored"
    REFUSED = "refused"  # not from the provider, too large, or no picture
    FAILED = "failed"  # the provider did not hand it out


class Attachment(Base):
    """One file of a message."""

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("message_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id"))
    number: Mapped[int]  # its place in the message
    source_url: Mapped[str] = mapped_column(default="")  # where the provider keeps it; empty when uploaded
    name: Mapped[str] = mapped_column(default="", server_default="")  # as the shopper's device has it
    status: Mapped[AttachmentStatus] = mapped_column(
        text_enum(AttachmentStatus), default=AttachmentStatus.PENDING
    )
    content_type: Mapped[str | None]  # as its first bytes say
    content: Mapped[bytes | None] = deferred(mapped_column())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SentFile(Base):
    """A file that one of the store's people sends a shopper: a card of their reply leads to it."""

    __tablename__ = "sent_files"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("staff_members.id"))
    name: Mapped[str]
    content_type: Mapped[str]
    content: Mapped[bytes] = deferred(mapped_column(nullable=False))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
