"""Short links: what a code leads to, and until when."""

from datetime import datetime

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base


class ShortLink(Base):
    """A link under a short code."""

    __tablename__ = "short_links"
    __table_args__ = (Index(None, "expires_at"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
