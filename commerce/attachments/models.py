"""Pictures that shoppers send, kept with the message they came with."""

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
    source_url: Mapped[str]  # where the provider keeps it
    status: Mapped[AttachmentStatus] = mapped_column(
        text_enum(AttachmentStatus), default=AttachmentStatus.PENDING
    )
    content_type: Mapped[str | None]  # as its first bytes say
    content: Mapped[bytes | None] = deferred(mapped_column())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
