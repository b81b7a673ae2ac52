"""What the store sells: categories, products, their variants, and the stock ledger."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, String, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.database import Base, text_enum
from commerce.money import Money

_EEA_CURRENCIES = frozenset("BGN CZK DKK EUR HUF ISK NOK PLN RON SEK".split())  # noqa: SIM905


class Category(Base):
    """A shelf of the store."""

    __tablename__ = "categories"

    id: Mapped[str] = mapped_column(primary_key=True)  # a slug
    title: Mapped[str]


class Product(Base):
    """A thing the store sells; shoppers buy one of its variants."""

    __tablename__ = "products"

    id: Mapped[str] = mapped_column(primary_key=True)
    category_id: Mapped[str | None] = mapped_column(ForeignKey("categories.id"), index=True)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    is_final_sale: Mapped[bool] = mapped_column(default=False)
    brand: Mapped[str | None]
    # What else is known of it, by name: "material": "leather"
    attributes: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    rating: Mapped[float | None]  # the mean of its published reviews' stars
    review_count: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    category: Mapped[Category | None] = relationship(lazy="raise")
    variants: Mapped[list["Variant"]] = relationship(
        back_populates="product", lazy="raise", order_by="Variant.sku"
    )


class Variant(Base):
    """One buyable form of a product."""

    __tablename__ = "variants"
    __table_args__ = (
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("stock_on_hand >= 0", name="stock_not_negative"),
        Index("ix_variants_facets", "facets", postgresql_using="gin"),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    options: Mapped[dict[str, str]] = mapped_column(default=dict)
    price_minor: Mapped[int] = mapped_column(index=True)
    currency: Mapped[str]
    compare_at_minor: Mapped[int | None]  # what it cost before a sale
    # The lowest price of the 30 days before the last reduction; the database keeps it.
    lowest_before_minor: Mapped[int | None]
    # None where the store's source tells only whether a variant can be had: is_offered then decides alone.
    stock_on_hand: Mapped[int | None]
    is_offered: Mapped[bool] = mapped_column(default=True)
    # What it is found by, as `name:value`; see commerce/search/facets.py
    facets: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default="{}")

    product: Mapped[Product] = relationship(back_populates="variants", lazy="raise")

    @property
    def price(self) -> Money:
        """Today's price of one."""
        return Money(self.price_minor, self.currency)

    @property
    def is_on_sale(self) -> bool:
        """Whether it costs less than it did."""
        return self.compare_at_minor is not None and self.compare_at_minor > self.price_minor

    @property
    def lowest_before(self) -> Money | None:
        """The lowest price of the 30 days before it was reduced, where the law wants it told.

        That is where prices are in a currency of the European Economic Area; None where it is not known.
        """
        is_told = self.is_on_sale and self.currency in _EEA_CURRENCIES
        if not is_told or self.lowest_before_minor is None:
            return None
        return Money(self.lowest_before_minor, self.currency)

    def is_available(self, quantity: int = 1) -> bool:
        """Whether `quantity` of it can be sold now."""
        return self.is_offered and (self.stock_on_hand is None or self.stock_on_hand >= quantity)


class StockReason(StrEnum):
    """Why stock moved."""

    RECEIVED = "received"
    SOLD = "sold"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    EXCHANGED = "exchanged"
    REPLACED = "replaced"
    CORRECTED = "corrected"
    HELD = "held"  # for a checkout
    LET_GO = "let_go"  # by it, also at once before it is sold


class PriceChange(Base):
    """A variant's price became another; the database itself writes it down, whoever changes the price."""

    __tablename__ = "price_changes"
    __table_args__ = (Index("ix_price_changes_sku", "sku", "changed_at"), Index(None, "changed_at"))

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku", ondelete="CASCADE"))
    old_minor: Mapped[int]
    new_minor: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class StockEntry(Base):
    """One movement of a variant's stock; `Variant.stock_on_hand`, where counted, is the sum of these."""

    __tablename__ = "stock_entries"
    __table_args__ = (Index(None, "sku", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"))
    quantity: Mapped[int]  # signed
    reason: Mapped[StockReason] = mapped_column(text_enum(StockReason))
    order_number: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
