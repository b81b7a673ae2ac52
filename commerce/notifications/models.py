"""What the database keeps of messages that must leave once."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base


class MailHandover(Base):
    """An e-mail with a key that is being handed to the mail server, or was.

    Without `sent_at` nobody knows whether the server took it: then it is not sent a second time.
    """

    __tablename__ = "mail_handovers"

    key: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # as far as the reader's program tells
    followed_at: Mapped[datetime | None]


class Undeliverable(Base):
    """An address that nothing reaches any more, or whose reader complained."""

    __tablename__ = "undeliverable_addresses"

    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)  # an e-mail address in lower case
    reason: Mapped[str]
    noted_at: Mapped[datetime] = mapped_column(server_default=func.now())
