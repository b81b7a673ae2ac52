"""Wish lists: what a customer keeps in mind, and shares with others if they like."""

from datetime import datetime

from sqlalchemy import ForeignKey, func, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base


class Wishlist(Base):
    """A customer's list. Who knows its `share_key` sees it; none is known while there is none."""

    __tablename__ = "wishlists"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    share_key: Mapped[str | None] = mapped_column(unique=True)
    shows_name: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class WishlistItem(Base):
    """A product on it, in a variant where one was named."""

    __tablename__ = "wishlist_items"

    customer_id: Mapped[str] = mapped_column(
        ForeignKey("wishlists.customer_id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), primary_key=True)
    sku: Mapped[str | None] = mapped_column(ForeignKey("variants.sku"))
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
