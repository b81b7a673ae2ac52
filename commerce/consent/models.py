"""Who may be written to, and about what: an append-only ledger whose last entry says how it stands."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Identity, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum


class Topic(StrEnum):
    """What one may be written to about."""

    SERVICE = "service"  # their own orders, returns and questions
    MARKETING = "marketing"  # what the store would like to sell


class ConsentSource(StrEnum):
    """How a consent was given or taken back."""

    WROTE_FIRST = "wrote_first"  # they wrote to the store, which may answer
    KEYWORD = "keyword"  # STOP, START and their relatives
    OWN_WORDS = "own_words"  # "please stop texting me"
    PROVIDER = "provider"  # the provider says that they told it so
    PREFERENCES = "preferences"  # the page where they choose
    ONE_CLICK = "one_click"  # their mail program's unsubscribe button
    SIGN_UP = "sign_up"  # a box that they ticked


class ConsentEntry(Base):
    """One change of mind of an address about a topic. Never edited, save to forget a customer."""

    __tablename__ = "consent_entries"
    __table_args__ = (Index("ix_consent_entries_address", "address", "channel", "topic", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    channel: Mapped[str]
    address: Mapped[str]  # as the channel has it: a phone number
    topic: Mapped[Topic] = mapped_column(text_enum(Topic))
    is_granted: Mapped[bool]
    source: Mapped[ConsentSource] = mapped_column(text_enum(ConsentSource))
    # The message that said so; no foreign key, since a wish outlives the conversation it was uttered in.
    message_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
